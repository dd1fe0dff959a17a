/// Makes small workbooks by hand, with whatever a test wants to stand in them.
struct WorkbookMaker {
    enum Cell {
        case none
        /// By the table of shared texts.
        case text(String)
        case inline(String)
        case number(String)
        /// Number and index of its style.
        case styled(String, Int)
        /// The XML of the cell's inside, and its attributes.
        case raw(String, attributes: String)
    }

    var sheets: [(name: String, rows: [[Cell]])]
    /// Attributes of `workbookPr`.
    var properties = ""
    /// State attributes by sheet, such as `state="hidden"`.
    var states: [Int: String] = [:]
    /// Number formats, from id 164 on; styles 1... use them, in this order. Style 0 is general.
    var formats: [String] = []
    /// The whole XML of a part, instead of the usual one; nil leaves the part out.
    var parts: [String: String?] = [:]

    init(sheets: [(name: String, rows: [[Cell]])]) { self.sheets = sheets }

    /// A workbook of one sheet with this XML as its `sheetData`.
    init(sheetData: String) {
        sheets = [("Sheet1", [])]
        parts["xl/worksheets/sheet1.xml"] = WorkbookMaker.sheet(sheetData)
    }

    static func sheet(_ data: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>\(data)</sheetData>\
        </worksheet>
        """
    }

    var archive: ZipMaker {
        var shared: [String] = []
        var texts: [(String, String)] = []
        for (index, sheet) in sheets.enumerated() {
            texts.append(("xl/worksheets/sheet\(index + 1).xml", WorkbookMaker.sheet(data(sheet.rows, &shared))))
        }
        texts.append(("xl/sharedStrings.xml", "<sst>" + shared.map { "<si><t>\($0)</t></si>" }.joined() + "</sst>"))
        texts.append(("xl/styles.xml", styles))
        texts.append(("xl/workbook.xml", workbook))
        texts.append(("xl/_rels/workbook.xml.rels", relations))
        var archive = ZipMaker()
        for (name, text) in texts {
            if let own = parts[name] {
                if let own { archive.add(name, own) }
            } else {
                archive.add(name, text)
            }
        }
        for (name, text) in parts where !texts.contains(where: { $0.0 == name }) {
            if let text { archive.add(name, text) }
        }
        return archive
    }

    var bytes: [UInt8] { archive.bytes }

    private func data(_ rows: [[Cell]], _ shared: inout [String]) -> String {
        var xml = ""
        for (row, cells) in rows.enumerated() {
            xml += "<row r=\"\(row + 1)\">"
            for (column, cell) in cells.enumerated() {
                let at = "r=\"\(WorkbookMaker.letters(column))\(row + 1)\""
                switch cell {
                case .none: break
                case .text(let text):
                    xml += "<c \(at) t=\"s\"><v>\(shared.count)</v></c>"
                    shared.append(WorkbookMaker.escaped(text))
                case .inline(let text):
                    let inside = "<t xml:space=\"preserve\">\(WorkbookMaker.escaped(text))</t>"
                    xml += "<c \(at) t=\"inlineStr\"><is>\(inside)</is></c>"
                case .number(let number): xml += "<c \(at)><v>\(number)</v></c>"
                case .styled(let number, let style): xml += "<c \(at) s=\"\(style)\"><v>\(number)</v></c>"
                case .raw(let inside, let attributes): xml += "<c \(at) \(attributes)>\(inside)</c>"
                }
            }
            xml += "</row>"
        }
        return xml
    }

    private var styles: String {
        let codes = formats.enumerated().map {
            "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\(WorkbookMaker.escaped($1))\"/>"
        }
        let cells = formats.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }
        return "<styleSheet><numFmts>\(codes.joined())</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
            + "<cellXfs><xf numFmtId=\"0\"/>\(cells.joined())<xf numFmtId=\"14\"/><xf numFmtId=\"22\"/></cellXfs>"
            + "</styleSheet>"
    }

    private var workbook: String {
        let list = sheets.enumerated().map { index, sheet in
            "<sheet name=\"\(WorkbookMaker.escaped(sheet.name))\" sheetId=\"\(index + 1)\" \(states[index] ?? "") "
                + "r:id=\"rId\(index + 1)\"/>"
        }
        return """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr \(properties)/>\
            <sheets>\(list.joined())</sheets></workbook>
            """
    }

    private var relations: String {
        let type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        let list = sheets.indices.map {
            "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(type)\" Target=\"worksheets/sheet\($0 + 1).xml\"/>"
        }
        return "<Relationships>\(list.joined())</Relationships>"
    }

    static func letters(_ column: Int) -> String {
        var rest = column
        var text = ""
        repeat {
            text = String(UnicodeScalar(UInt8(0x41 + rest % 26))) + text
            rest = rest / 26 - 1
        } while rest >= 0
        return text
    }

    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            default: out.append(scalar)
            }
        }
        return String(out)
    }
}
