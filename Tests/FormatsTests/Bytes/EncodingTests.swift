import Formats
import Receivables
import Testing

@Suite struct EncodingTests {
    private static let text = "Nama,Kota,Catatan\nBudi Sántoso,Yogyakarta,\"baris 1\nbaris 2\"\nÑandú,€ 5,–\n"
    private static let rows = [
        ["Nama", "Kota", "Catatan"], ["Budi Sántoso", "Yogyakarta", "baris 1\nbaris 2"], ["Ñandú", "€ 5", "–"],
    ]

    private static func wide(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
        return units.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    /// Windows-1252 of the text above.
    private static func narrow(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0.value < 0x100 ? UInt8($0.value) : $0 == "€" ? 0x80 : 0x96 }
    }

    @Test("every encoding is recognised and read alike")
    func recognised() throws {
        let table: [(String, [UInt8])] = [
            ("utf-8", Array(Self.text.utf8)), ("utf-8", [0xEF, 0xBB, 0xBF] + Array(Self.text.utf8)),
            ("utf-16le", Self.wide(Self.text, bigEndian: false, mark: true)),
            ("utf-16le", Self.wide(Self.text, bigEndian: false, mark: false)),
            ("utf-16be", Self.wide(Self.text, bigEndian: true, mark: true)),
            ("utf-16be", Self.wide(Self.text, bigEndian: true, mark: false)),
            ("windows-1252", Self.narrow(Self.text)),
        ]
        for (name, bytes) in table {
            let opened = try OpenedTable(bytes)
            #expect(opened.table.encoding == name)
            #expect(try opened.rows() == Self.rows, "\(name)")
        }
    }

    @Test("a byte order mark is no part of the first header")
    func marks() throws {
        #expect(try OpenedTable([0xEF, 0xBB, 0xBF] + Array("\"a\",b\n".utf8)).rows() == [["a", "b"]])
        var map = ImportMap()
        map.encoding = .utf16LittleEndian
        #expect(try OpenedTable(Self.wide("a,b\n", bigEndian: false, mark: true), map: map).rows() == [["a", "b"]])
        map.encoding = .utf8
        #expect(try OpenedTable([0xEF, 0xBB, 0xBF] + Array("a,b\n".utf8), map: map).rows() == [["a", "b"]])
    }

    @Test("UTF-8 with a damaged row stays UTF-8, so that the other names are right")
    func damagedUTF8() throws {
        let good = (1...20).map { "\($0),Ñandú Sántoso\n" }.joined()
        let bytes = Array(good.utf8) + [0x32, 0x31, 0x2C, 0xC3, 0x28, 0x0A] + Array(good.utf8)
        let opened = try OpenedTable(bytes)
        #expect(opened.table.encoding == "utf-8")
        let rows = try opened.rows()
        #expect(rows.count == 41)
        #expect(rows[0][1] == "Ñandú Sántoso" && rows[40][1] == "Ñandú Sántoso")
        #expect(rows[20][1] == "\u{FFFD}(")
    }

    @Test("long text is transcoded whole, wherever the pieces end")
    func pieces() throws {
        // Characters of two and four bytes in UTF-16, of one to four in UTF-8, over all boundaries of the buffers.
        for shift in 0..<4 {
            let cell = String(repeating: "x", count: shift) + String(repeating: "aé€𝄞", count: 40_000)
            let opened = try OpenedTable(Self.wide("a,b\n1,\(cell)\n", bigEndian: shift % 2 == 0, mark: true))
            #expect(try opened.rows() == [["a", "b"], ["1", cell]])
        }
    }

    @Test("bytes that the encoding does not have are refused with their place, never replaced")
    func invalid() throws {
        var map = ImportMap()
        map.encoding = .windows1252
        let found = try #require(problem { _ = try OpenedTable([0x61, 0x2C, 0x62, 0x0A, 0x81, 0x0A], map: map) })
        #expect(found.code == .fileEncoding)
        #expect(found.fact("offset") == "4")
        #expect(found.fact("line") == "2")
        #expect(found.fact("encoding") == "windows-1252")
        // Half a character at the end, and half a pair.
        for tail in [[0x61] as [UInt8], [0x00, 0xD8, 0x61, 0x00]] {
            let bytes = Self.wide("a,b\n1,2\n", bigEndian: false, mark: true) + tail
            #expect(problem { _ = try OpenedTable(bytes) }?.code == .fileEncoding)
        }
    }

    @Test("validity of UTF-8 is judged as the standard library judges it")
    func validity() {
        var random = Seeded(5)
        for round in 0..<20_000 {
            let bytes = (0..<random.int(0...24)).map { _ in
                random.chance(50) ? UInt8(random.int(0x20...0x7E))
                    : random.pick(
                        [
                            0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xA0, 0x9F, 0xED, 0xEF, 0xF0, 0x90, 0x8F, 0xF4,
                            0xF5, 0xFF
                        ] as [UInt8]
                    )
            }
            let expected = String(validating: bytes, as: UTF8.self) != nil
            #expect(withBytes(bytes) { $0.isValidUTF8 } == expected, "round \(round): \(bytes)")
        }
    }

    @Test("names of encodings as people write them")
    func names() {
        let table: [(String, TextEncoding?)] = [
            ("UTF-8", .utf8), ("utf8", .utf8), ("UTF-16", .utf16LittleEndian), ("utf_16be", .utf16BigEndian),
            ("cp1252", .windows1252), ("Windows-1252", .windows1252), ("ISO-8859-1", .windows1252),
            ("ANSI", .windows1252),
            ("ebcdic", nil), ("", nil),
        ]
        for (name, encoding) in table { #expect(TextEncoding(named: name) == encoding, "\(name)") }
    }
}
