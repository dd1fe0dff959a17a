import Formats
import Receivables
import Testing

@Suite struct WorkbookTests {
    private static func cells(_ book: WorkbookMaker, sheet: String? = nil) throws -> [[String]] {
        var map = ImportMap()
        map.sheet = sheet
        return try OpenedTable(book.bytes, named: "book.xlsx", map: map).cells()
    }

    /// The first row of a sheet with these cells, type bytes and all, as `D:` or `N:` before dates and numbers.
    private static func typed(
        _ cells: [WorkbookMaker.Cell], formats: [String] = [], properties: String = ""
    ) throws -> [String] {
        var book = WorkbookMaker(sheets: [("S", [cells])])
        book.formats = formats
        book.properties = properties
        let row = try OpenedTable(book.bytes).rows().first ?? []
        return row.map { text in
            withBytes(text) {
                let cell = CellText($0)
                return (cell.isTypedDate ? "D:" : cell.isTypedNumber ? "N:" : "") + cell.content.text
            }
        }
    }

    @Test("shared, inline and rich texts, with spaces, entities and readings in another script")
    func texts() throws {
        var book = WorkbookMaker(sheets: [("S", [])])
        book.parts["xl/sharedStrings.xml"] = """
            <sst><si><t>No &amp; Nama</t></si>\
            <si><r><rPr><b/></rPr><t>Budi </t></r><r><t xml:space="preserve">Santoso</t></r>\
            <rPh sb="0" eb="1"><t>BUDI</t></rPh></si><si/><si><t>&#x2014;<![CDATA[<x>]]>"q", r</t></si></sst>
            """
        book.parts["xl/worksheets/sheet1.xml"] = WorkbookMaker.sheet("""
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>\
            <c r="D1" t="s"><v>3</v></c>\
            <c r="E1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>X</t></rPh></is></c>\
            <c r="F1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c></row>
            """)
        #expect(try Self.cells(book) == [["No & Nama", "Budi Santoso", "", "—<x>\"q\", r", "inline", "ab"]])
    }

    @Test("characters that XML cannot hold are put back, and no others")
    func escapes() throws {
        let table: [(String, String)] = [
            ("a_x000D_\nb", "a\u{2028}b"), ("a_x000D_b", "a\u{2028}b"), ("a_x000A_b", "a\u{2028}b"),
            ("_x0009_a_x0009_b", "\ta\tb"), ("_x005F_x000D_", "_x000D_"),
            ("_x0041_", "A"), ("_x20AC_5", "€5"), ("_x0001_", "_x0001_"), ("_xD800_", "_xD800_"),
            ("_x00G0_", "_x00G0_"),
            ("_x000", "_x000"), ("_X0041_", "_X0041_"), ("__x0041__", "_A_"),
        ]
        for (written, read) in table {
            let book = WorkbookMaker(sheets: [("S", [[.text("1"), .text(written), .inline(written)]])])
            #expect(try OpenedTable(book.bytes).rows() == [["1", read, read]], "\(written)")
        }
    }

    @Test("sparse rows and columns keep their places, and rows their numbers")
    func sparse() throws {
        let book = WorkbookMaker(sheetData: """
            <row r="2"><c r="B2"><v>1</v></c><c r="D2" t="inlineStr"><is><t>x</t></is></c></row>\
            <row r="5" spans="1:3"><c r="AA5"><v>2</v></c></row><row><c><v>3</v></c><c/><c><v>4</v></c></row>
            """)
        let opened = try OpenedTable(book.bytes)
        #expect(try opened.cells() == [["", "1", "", "x"], Array(repeating: "", count: 26) + ["2"], ["3", "", "4"]])
        var scanner = opened.table.scanner()
        var offsets: [Int] = []
        while scanner.next() != .end { offsets.append(scanner.start) }
        #expect(RecordScanner.lines(of: offsets, in: opened.table.rows.bytes) == [2, 5, 6])
    }

    @Test("numbers as a person saw them")
    func numbers() throws {
        let table: [(String, String)] = [
            ("0", "0"), ("12", "12"), ("-5", "-5"), ("1E+5", "100000"), ("1.00E+05", "100000"),
            ("1500000.5", "1500000.5"),
            ("0.1", "0.1"), ("0.30000000000000004", "0.3"), ("1234567.8899999999", "1234567.89"), ("1e-3", "0.001"),
            ("999999999999999", "999999999999999"), ("1234567890123456789", "1234567890123456789"), ("-0", "0"),
            ("8.12345678901E+11", "812345678901"), ("1.23456789012346E+15", "1.23456789012346e+15"),
        ]
        for (written, shown) in table { #expect(try Self.typed([.number(written)]) == ["N:\(shown)"], "\(written)") }
        // No numbers, whatever the cell says: they stay as they are and are refused where a number is needed.
        for text in ["abc", "1,5", "nan", "inf", "1e999"] { #expect(try Self.typed([.number(text)]) == [text]) }
    }

    @Test("leading zeros that a format shows are kept")
    func zeros() throws {
        let formats = ["000000", "0", "0.00", "00000;-00000"]
        let cells: [WorkbookMaker.Cell] = [
            .styled("123", 1), .styled("1234567", 1), .styled("7", 2), .styled("7", 3), .styled("7", 4),
            .styled("-12", 1),
        ]
        #expect(try Self.typed(cells, formats: formats) == ["N:000123", "N:1234567", "N:7", "N:7", "N:7", "N:-12"])
    }

    @Test("booleans and errors")
    func booleans() throws {
        let cells: [WorkbookMaker.Cell] = [
            .raw("<v>1</v>", attributes: "t=\"b\""), .raw("<v>0</v>", attributes: "t=\"b\""),
            .raw("<f>1/0</f><v>#DIV/0!</v>", attributes: "t=\"e\""),
            .raw("<v>2026-11-23T10:00:00</v>", attributes: "t=\"d\""),
        ]
        #expect(try Self.typed(cells) == ["1", "0", "#DIV/0!", "2026-11-23T10:00:00"])
    }

    @Test("dates by the style of the cell, built in or made by hand")
    func dates() throws {
        let formats = [
            "dd/mm/yyyy", "yyyy\\-mm\\-dd", "[$-421]dd mmmm yyyy;@", "#,##0.00", "\"day\" 0", "[Red]0", "h:mm", "0\\d",
            "General",
        ]
        func one(_ serial: String, _ style: Int) throws -> String {
            try Self.typed([.styled(serial, style)], formats: formats)[0]
        }
        for style in 1...3 { #expect(try one("46349", style) == "D:2026-11-23", "style \(style)") }
        for style in 4...9 { #expect(try one("46349", style) == "N:46349", "style \(style)") }
        // Behind the formats above stand the built-in 14 and 22.
        #expect(try one("46349", 10) == "D:2026-11-23")
        #expect(try one("46349.5", 11) == "D:2026-11-23 12:00:00")
        #expect(try one("46349.999994", 11) == "D:2026-11-23 23:59:59")
        #expect(try one("46349.999999", 11) == "D:2026-11-24")
        #expect(try one("46349", 99) == "N:46349")
        #expect(try one("46349", -1) == "N:46349")
    }

    @Test("serial days of both calendars, and days that are none")
    func serials() throws {
        func read(_ serial: String, is1904: Bool) throws -> String {
            try Self.typed([.styled(serial, 1)], formats: ["d/m/yy"], properties: is1904 ? "date1904=\"1\"" : "")[0]
        }
        let table: [(String, Bool, String)] = [
            ("1", false, "D:1900-01-01"), ("59", false, "D:1900-02-28"), ("60", false, "N:60"),
            ("61", false, "D:1900-03-01"),
            ("25569", false, "D:1970-01-01"), ("2958465", false, "D:9999-12-31"), ("2958466", false, "N:2958466"),
            ("0", false, "N:0"), ("-1", false, "N:-1"),
            ("0", true, "D:1904-01-01"), ("44887", true, "D:2026-11-23"), ("2957003", true, "D:9999-12-31"),
            ("2957004", true, "N:2957004"),
        ]
        for (serial, is1904, wanted) in table {
            #expect(try read(serial, is1904: is1904) == wanted, "\(serial) \(is1904)")
        }
    }

    @Test("the first visible sheet of cells, or the one that is named")
    func sheets() throws {
        var book = WorkbookMaker(sheets: [
            ("Hidden", [[.text("h")]]), ("Data & Co", [[.text("d")]]), ("Zweites", [[.text("z")]]), ("Leer", []),
        ])
        book.states[0] = "state=\"hidden\""
        #expect(try Self.cells(book) == [["d"]])
        #expect(try Self.cells(book, sheet: "Zweites") == [["z"]])
        #expect(try Self.cells(book, sheet: "Hidden") == [["h"]])
        #expect(try Self.cells(book, sheet: "Leer") == [])
        let found = try #require(problem { _ = try Self.cells(book, sheet: "zweites ") })
        #expect(found.code == .sheetUnknown)
        #expect(found.fact("seen") == "\"Hidden\", \"Data & Co\", \"Zweites\", \"Leer\"")
        book.states = [0: "state=\"hidden\"", 1: "state=\"veryHidden\"", 2: "state=\"hidden\"", 3: "state=\"hidden\""]
        #expect(try Self.cells(book) == [["h"]])
    }

    @Test("parts are found by their relations, wherever they are")
    func relations() throws {
        var archive = ZipMaker()
        let type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        archive.add("_rels/.rels", """
            <Relationships><Relationship Id="a" Type="\(type)/officeDocument" Target="/doc/book2.xml"/></Relationships>
            """)
        archive.add("doc/book2.xml", """
            <x:workbook xmlns:x="m" xmlns:q="r"><x:sheets>\
            <x:sheet name="Grafik" q:id="c"/><x:sheet name="Isi" q:id="w"/></x:sheets></x:workbook>
            """)
        archive.add("doc/_rels/book2.xml.rels", """
            <Relationships><Relationship Id="c" Type="\(type)/chartsheet" Target="chart.xml"/>\
            <Relationship Id="w" Type="\(type)/worksheet" Target="/sheets/one.xml"/>\
            <Relationship Id="s" Type="\(type)/sharedStrings" Target="texts.xml"/></Relationships>
            """)
        archive.add("doc/chart.xml", "<chartsheet/>")
        archive.add("doc/texts.xml", "<x:sst xmlns:x=\"m\"><x:si><x:t>ja</x:t></x:si></x:sst>")
        archive.add(
            "sheets/one.xml",
            "<x:worksheet xmlns:x=\"m\"><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c></x:row></x:worksheet>",
            stored: true
        )
        let opened = try OpenedTable(archive.bytes)
        #expect(try opened.rows() == [["ja"]])
        #expect(opened.table.sheet == "Isi")
        #expect(opened.table.encoding == "xlsx")
    }

    @Test("texts with quotes, commas, line ends and marks come back as they are")
    func awkwardTexts() throws {
        let texts = ["a,b", "\"q\"", "x\ny", "", " lead", "=1+1", "é—𝄞", "\u{1F600}", "]]>", "'", "a;b|c\td"]
        let book = WorkbookMaker(sheets: [("S", [texts.map { .text($0) } + [.text("end")]])])
        let read = try OpenedTable(book.bytes).rows()
        #expect(read == [texts.map { $0.replacing("\n", with: "\u{2028}") } + ["end"]])
    }

    @Test("rows are the same wherever the pieces of the stream end")
    func pieces() throws {
        // The stream comes in pieces of 128 KiB; the padding moves their ends over every byte of a row.
        let row = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>a&amp;é_x0041_</t></is></c>"
            + "<c r=\"B2\" s=\"1\"><v>46349.25</v></c></row>"
        let head = WorkbookMaker.sheet("").utf8.count - "</sheetData></worksheet>".utf8.count
        for shift in 0...row.utf8.count {
            let padding = String(repeating: " ", count: (1 << 17) - head - shift)
            var book = WorkbookMaker(sheetData: padding + row)
            book.formats = ["yyyy-mm-dd hh:mm"]
            #expect(try OpenedTable(book.bytes).cells() == [["a&éA", "2026-11-23 06:00:00"]], "shift \(shift)")
        }
    }

    @Test("a large sheet is read whole")
    func large() throws {
        let count = 30_000
        let rows = (1...count).map {
            "<row r=\"\($0)\"><c r=\"A\($0)\"><v>\($0)</v></c><c r=\"C\($0)\" t=\"str\"><v>baris \($0)</v></c></row>"
        }
        let opened = try OpenedTable(WorkbookMaker(sheetData: rows.joined()).bytes)
        let cells = try opened.cells()
        #expect(cells.count == count)
        #expect(cells.last == ["\(count)", "", "baris \(count)"])
        #expect(cells.enumerated().allSatisfy { $1[0] == String($0 + 1) })
    }
}
