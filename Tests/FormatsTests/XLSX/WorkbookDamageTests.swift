import Formats
import Receivables
import Support
import Testing

@Suite struct WorkbookDamageTests {
    private static let book = WorkbookMaker(sheets: [
        ("S", (1...200).map { [.text("baris \($0)"), .number("\($0)"), .inline("isi \($0 * 7919 % 1009)")] })
    ])

    private static func found(_ bytes: [UInt8]) -> Problem? {
        problem { _ = try OpenedTable(bytes, named: "book.xlsx") }
    }

    private static func reason(sheetData: String) -> String? {
        let problem = found(WorkbookMaker(sheetData: sheetData).bytes)
        return problem?.code == .fileDamaged ? problem?.fact("reason") : nil
    }

    @Test("truncated anywhere, it is damaged")
    func truncated() {
        let whole = Self.book.bytes
        for length in stride(from: 4, to: whole.count - 1, by: 97) {
            let found = Self.found(Array(whole[..<length]))
            #expect(found?.code == .fileDamaged, "\(length) of \(whole.count)")
            #expect(found?.fact("file")?.contains("book.xlsx") == true)
        }
    }

    @Test("a changed byte gives the same rows or an error, never other rows", arguments: 0..<4)
    func changed(block: Int) throws {
        let whole = Self.book.bytes
        let rows = try OpenedTable(whole).rows()
        for place in stride(from: block, to: whole.count, by: 4 * Effort.amount(7, long: 1)) {
            for bit in [0x01, 0x80] as [UInt8] {
                var bytes = whole
                bytes[place] ^= bit
                let found = problem {
                    let read = try OpenedTable(bytes).rows()
                    #expect(read == rows, "byte \(place)")
                }
                if let found {
                    #expect([.fileDamaged, .fileNotText].contains(found.code), "byte \(place): \(found.code)")
                }
            }
        }
    }

    @Test("what is a zip archive but no workbook says what is missing")
    func noWorkbook() {
        var archive = ZipMaker()
        archive.add("readme.txt", "hello")
        #expect(
            Self.found(archive.bytes)?.fact("reason") == "no-workbook part=xl/workbook.xml"
        )
        #expect(Self.found(ZipMaker().bytes)?.code == .fileDamaged)
        #expect(Self.found(Array("PK\u{3}\u{4} and then nothing".utf8))?.code == .fileDamaged)
        var parts = Self.book
        parts.parts["xl/worksheets/sheet1.xml"] = .some(nil)
        #expect(Self.found(parts.bytes)?.fact("reason") == "sheet-missing sheet=S")
        parts = Self.book
        parts.parts["xl/_rels/workbook.xml.rels"] = .some(nil)
        #expect(Self.found(parts.bytes)?.fact("reason") == "no-sheet")
        parts = Self.book
        parts.parts["xl/sharedStrings.xml"] = .some(nil)
        #expect(Self.found(parts.bytes)?.fact("reason") == "shared-text-missing")
    }

    @Test("a wrong check sum is found, and a wrong size does no harm")
    func wrongSums() throws {
        let rows = try OpenedTable(Self.book.bytes).rows()
        for index in Self.book.archive.entries.indices where Self.book.archive.entries[index].name != "xl/styles.xml" {
            var archive = Self.book.archive
            archive.entries[index].falseCheckSum = 12345
            #expect(Self.found(archive.bytes)?.code == .fileDamaged, "\(archive.entries[index].name)")
            archive = Self.book.archive
            archive.entries[index].falseSize = 7
            let found = problem {
                let read = try OpenedTable(archive.bytes).rows()
                #expect(read == rows)
            }
            #expect(found == nil || found?.code == .fileDamaged, "\(archive.entries[index].name)")
        }
    }

    @Test("absurd references are refused and named")
    func references() {
        let table: [(String, String)] = [
            ("<row r=\"0\"/>", "rows-out-of-order row=0 before=0"),
            ("<row r=\"-3\"/>", "rows-out-of-order row=-3 before=0"),
            ("<row r=\"1048577\"/>", "rows-out-of-order row=1048577 before=0"),
            ("<row r=\"x\"/>", "rows-out-of-order row=x before=0"),
            ("<row r=\"99999999999999999999\"/>", "rows-out-of-order row=99999999999999999999 before=0"),
            ("<row r=\"5\"/><row r=\"5\"/>", "rows-out-of-order row=5 before=5"),
            ("<row r=\"5\"/><row r=\"2\"/>", "rows-out-of-order row=2 before=5"),
            ("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>", "cells-out-of-order row=1"),
            ("<row r=\"1\"><c r=\"B1\"/><c r=\"B1\"/></row>", "cells-out-of-order row=1"),
            ("<row r=\"1\"><c r=\"XFE1\"/></row>", "cells-out-of-order row=1"),
            ("<row r=\"1\"><c r=\"ZZZZZZZZZZZZZZZZZZ1\"/></row>", "cell-misplaced row=1 cell=ZZZZZZZZZZZZZZZZZZ1"),
            ("<row r=\"1\"><c r=\"A2\"/></row>", "cell-misplaced row=1 cell=A2"),
            ("<row r=\"1\"><c r=\"1\"/></row>", "cell-misplaced row=1 cell=1"),
            ("<row r=\"1\"><c r=\"\"/></row>", "cell-misplaced row=1 cell="),
            ("<row r=\"1\"><c r=\"a1\"/></row>", "cell-misplaced row=1 cell=a1"),
            ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>", "shared-text-missing"),
            ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>", "shared-text-missing"),
            ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>x</v></c></row>", "shared-text-missing"),
        ]
        for (data, reason) in table { #expect(Self.reason(sheetData: data) == reason, "\(data)") }
    }

    @Test("XML that is none, that never ends or that nests without end is refused")
    func xml() {
        #expect(Self.reason(sheetData: "<row r=\"1\">")?.hasPrefix("xml-broken line=") == true)
        #expect(
            Self.reason(sheetData: "<row r=\"1\"><c r=\"A1\"><v>1</v></row>")?.hasPrefix("xml-broken line=") == true)
        #expect(Self.reason(sheetData: "&nbsp;")?.hasPrefix("xml-broken line=") == true)
        #expect(Self.reason(sheetData: "\u{1}")?.hasPrefix("xml-broken line=") == true)
        #expect(Self.reason(sheetData: String(repeating: "<a>", count: 101))?.hasPrefix("xml-too-deep line=") == true)
        #expect(
            Self.reason(sheetData: "<!--" + String(repeating: "x", count: 6 << 20) + "-->")?.hasPrefix(
                "xml-without-end line=")
                == true
        )
        #expect(
            Self.reason(
                sheetData: "<row r=\"" + String(repeating: "1", count: 6 << 20) + "\"/>"
            )?.hasPrefix("xml-without-end line=") == true
        )
        let cell = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>" + String(repeating: "y", count: 2 << 20) + "</v></c></row>"
        #expect(Self.reason(sheetData: cell) == "cell-too-long row=1 limit=1048576")
    }

    @Test("bombs are refused: packed zeros, empty cells without end, far corners in every row")
    func bombs() {
        let spaces = String(repeating: " ", count: 80 << 20)
        #expect(Self.reason(sheetData: spaces) == "archive-bomb times=250")
        let corners = (1...20_000).map { "<row r=\"\($0)\"><c r=\"XFD\($0)\"><v>1</v></c></row>" }.joined()
        #expect(Self.reason(sheetData: corners) == "archive-bomb times=250")
        var book = Self.book
        book.parts["xl/sharedStrings.xml"] = "<sst><si><t>" + String(repeating: "z", count: 80 << 20)
            + "</t></si></sst>"
        #expect(Self.found(book.bytes)?.fact("reason") == "archive-bomb times=250")
    }

    @Test("a size that the archive states falsely does not hide a bomb")
    func falseSizes() {
        var archive = WorkbookMaker(sheetData: String(repeating: " ", count: 80 << 20)).archive
        for index in archive.entries.indices { archive.entries[index].falseSize = 1000 }
        #expect(Self.found(archive.bytes)?.code == .fileDamaged)
    }

    @Test("document types are refused, and with them entities of every kind")
    func documentTypes() {
        let bomb = """
            <!DOCTYPE b [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">\
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\
            <worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&c;</v></c></row></sheetData></worksheet>
            """
        let external = """
            <!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>\
            <worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&x;</v></c></row></sheetData></worksheet>
            """
        for (part, text) in [
            ("xl/worksheets/sheet1.xml", bomb), ("xl/worksheets/sheet1.xml", external), ("xl/workbook.xml", bomb),
            ("xl/sharedStrings.xml", bomb), ("xl/styles.xml", external), ("xl/_rels/workbook.xml.rels", external),
            ("_rels/.rels", bomb),
        ] {
            var book = Self.book
            book.parts[part] = text
            let reason = Self.found(book.bytes)?.fact("reason")
            #expect(reason == "xml-document-type", "\(part)")
        }
    }

    @Test("the hostile XML files that others collected", .enabled(if: ConformanceData.isPresent))
    func collectedXML() throws {
        let names = ["dtd", "external", "xmlbomb", "simple", "simple-ns"]
        for name in names {
            let text = String(decoding: try ConformanceData.bytes("bad-inputs/xml/\(name).xml"), as: UTF8.self)
            for part in ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
                var book = Self.book
                book.parts[part] = text
                let found = Self.found(book.bytes)
                if name.hasPrefix("simple") {
                    // Harmless, but no workbook: a sheet without rows, or a workbook without sheets or texts.
                    #expect(part == "xl/worksheets/sheet1.xml" ? found == nil : found?.code == .fileDamaged)
                } else {
                    #expect(found?.fact("reason") == "xml-document-type", "\(name) as \(part)")
                }
            }
        }
        ConformanceData.report("hostile XML", cases: names.count * 3)
    }
}
