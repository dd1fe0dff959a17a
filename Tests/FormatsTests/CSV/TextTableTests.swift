import Formats
import Receivables
import Testing

@Suite struct TextTableTests {
    @Test("the delimiter is found", arguments: [",", ";", "\t", "|"] as [Character])
    func delimiter(delimiter: Character) throws {
        let d = String(delimiter)
        let texts = [
            "No\(d)Nama\(d)Jumlah\n1\(d)Budi\(d)100\n2\(d)Siti\(d)200\n",
            "No\(d)Nama\(d)Jumlah\n",
            // Amounts and addresses hold the other characters, often more of them than of the delimiter.
            "No\(d)Nama\(d)Jumlah\n1\(d)\"PT. A, B; C\"\(d)\"1.234,56\"\n2\(d)\"Jl. X, 1, RT 2, 3\"\(d)\"1,5\"\n",
        ]
        for text in texts {
            let opened = try OpenedTable(text)
            #expect(opened.table.delimiter == delimiter.asciiValue, "\(text)")
            #expect(try opened.rows().first == ["No", "Nama", "Jumlah"])
        }
    }

    @Test("unquoted decimal commas do not win over semicolons")
    func decimalCommas() throws {
        let rows = (1...60).map { "C\($0);\($0).000,50;0\($0 % 9 + 1)/11/2026" }
        let opened = try OpenedTable("Kode;Jumlah;Jatuh Tempo\n" + rows.joined(separator: "\n"))
        #expect(opened.table.delimiter == UInt8(ascii: ";"))
    }

    @Test("one column is one column")
    func oneColumn() throws {
        #expect(try OpenedTable("Nama\nBudi\nSiti\n").rows() == [["Nama"], ["Budi"], ["Siti"]])
    }

    @Test("a first line sep= says the delimiter and is no row")
    func spreadsheetHint() throws {
        for end in ["\n", "\r\n", "\r"] {
            let opened = try OpenedTable("sep=|\(end)a,b|c\(end)1,2|3\(end)")
            #expect(try opened.rows() == [["a,b", "c"], ["1,2", "3"]])
        }
        #expect(try OpenedTable("\u{FEFF}SEP=;\r\na;b\r\n1;2").rows() == [["a", "b"], ["1", "2"]])
        // No hint: a header that only looks like one.
        #expect(try OpenedTable("sep=x,b\n1,2\n").rows() == [["sep=x", "b"], ["1", "2"]])
        #expect(try OpenedTable("sep=\n1\n").rows() == [["sep="], ["1"]])
        #expect(try OpenedTable("sep=\"\na,b\n").rows().count == 2)
    }

    @Test("the map overrides what was found")
    func mapOverrides() throws {
        var map = ImportMap()
        map.delimiter = UInt8(ascii: "|")
        #expect(try OpenedTable("a,b|c\n1,2|3", map: map).rows() == [["a,b", "c"], ["1,2", "3"]])
        map = ImportMap()
        map.encoding = .windows1252
        #expect(try OpenedTable(Array("caf\u{E9},x\n".utf8), map: map).rows() == [["cafÃ©", "x"]])
    }

    @Test("a file without a byte, or of nothing but packing, is empty and says so")
    func empty() throws {
        for bytes in [[], Packed.gzip([])] {
            let found = try #require(problem { _ = try OpenedTable(bytes) })
            #expect(found.code == .fileEmpty)
            #expect(found.fact("file")?.hasSuffix("file.csv") == true)
        }
    }

    @Test("binary files are no text")
    func binary() {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52]
        let oldExcel: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 512)
        let pdf = Array("%PDF-1.7\n".utf8) + (0..<400).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let zeros: [UInt8] = Array("a,b\n1,2\n".utf8) + [0] + Array("3,4\n".utf8)
        for bytes in [png, oldExcel, pdf, zeros] {
            #expect(problem { _ = try OpenedTable(bytes) }?.code == .fileNotText)
        }
    }

    @Test("what is not there, and what is no file, is told apart")
    func missing() {
        #expect(problem { _ = try TextTable(path: "/nowhere/at/all.csv", map: ImportMap()) }?.code == .fileMissing)
        let folder = problem { _ = try TextTable(path: "/tmp", map: ImportMap()) }
        #expect(folder?.code == .fileUnreadable)
        #expect(folder?.fact("reason") == "is-folder")
    }
}
