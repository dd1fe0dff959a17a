import Formats
import Support
import Testing

/// What a user sees of a file that cannot be used: exit code, error code, what is wrong where, and what to do.
@Suite struct UnusableFileTests {
    private static let header = "No Kontrak,ID Nasabah,Jatuh Tempo,Jumlah\n"
    private static let good = (1...5).map { "K\($0),N\($0),2026-01-2\($0),1000\n" }.joined()

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let status: Int32
        let code: String
        /// What the details say, by name.
        var details: [String: String] = [:]

        init(
            _ name: String, _ bytes: [UInt8], _ status: Int32 = 65, _ code: String, _ details: [String: String] = [:]
        ) {
            (testDescription, self.bytes, self.status, self.code, self.details) = (name, bytes, status, code, details)
        }

        init(_ name: String, _ text: String, _ code: String, _ details: [String: String] = [:]) {
            self.init(name, Array(text.utf8), 65, code, details)
        }
    }

    static let cases: [Case] = [
        Case("nothing", "", "file-empty"),
        Case("zero bytes", Array((header + good).utf8) + [0, 0, 0], 65, "file-not-text"),
        Case(
            "an old Excel file", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 500), 65,
            "file-not-text"
        ),
        Case("half a gzip archive", [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 0x4B], 65, "file-damaged"),
        Case("a zip archive cut short", Array("PK\u{3}\u{4}abc".utf8), 65, "file-damaged"),
        Case(
            "UTF-16 cut in a character", [0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x62], 65, "file-encoding",
            ["line": "2", "offset": "6"]
        ),
        Case("no header", good, "columns-unknown", ["kind": "receivables"]),
        Case(
            "a header twice", "No Kontrak,ID Nasabah,Jatuh Tempo,Jumlah,Jumlah\n", "columns-duplicate",
            ["column": "Jumlah"]
        ),
        Case("one line without end", String(repeating: "x", count: 2 << 20), "columns-unknown"),
        Case("too many columns", String(repeating: "x,", count: 17_000) + "\n", "columns-too-many", ["limit": "16384"]),
        Case(
            "dates that can be read in two ways", header + "K1,N1,05/06/2026,1\nK2,N2,07/08/2026,2\n", "date-ambiguous",
            ["column": "Jatuh Tempo", "value": "05/06/2026", "dayFirst": "2026-06-05", "monthFirst": "2026-05-06"]),
        Case(
            "dates of both orders", header + "K1,N1,13/06/2026,1\nK2,N2,06/13/2026,2\n", "date-mixed",
            ["column": "Jatuh Tempo"]
        ),
    ]

    @Test("a file that cannot be used at all is refused whole, with the reason and the remedy", arguments: cases)
    func refused(damaged: Case) throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder)
        #expect(try program.run("init").status == 0)
        try scratch.write("masuk.csv", damaged.bytes)
        let ended = try program.run("import", "receivables", "masuk.csv", "--json")
        #expect(ended.status == damaged.status, "\(ended.out)\(ended.err)")
        let error = try #require(JSONValue(parsing: ended.out)?["error"])
        #expect(error["code"]?.string == damaged.code)
        #expect(error["message"]?.string?.contains("masuk.csv") == true && error["remedy"]?.string?.isEmpty == false)
        let details = try #require(error["details"])
        #expect(details["file"]?.string == "masuk.csv")
        for (name, value) in damaged.details {
            #expect(details[name]?.string ?? details[name]?.integer.map(String.init) == value, "\(name): \(ended.out)")
        }
        // Nothing came in, and a person is told the same on standard error.
        #expect(JSONValue(parsing: try program.run("ageing", "--json").out)?["currencies"] == [])
        let told = try program.run("import", "receivables", "masuk.csv", "--language", "en")
        #expect(told.status == damaged.status && told.out.isEmpty && told.err.contains("masuk.csv"))
    }

    @Test("damaged rows are told with line, column, value and reason; the others go in")
    func rows() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder)
        #expect(try program.run("init").status == 0)
        let rows: [UInt8] = Array((Self.header + Self.good).utf8)
            + Array("K7,Née Ñandú é,31/02/2026,5\nK8,N8,2026-01-01,abc\nK9,N9,,5\n".utf8)
            + Array(",,2026-01-01,5\nK10,N10,2026-01-01,5,6\nK11,\"open,2026-01-01,5\nK12,N\u{1}2,2026-01-01,5\n".utf8)
                + Array("K13,N".utf8) + [0xFF]
            + Array(",2026-01-01,5\nK14,".utf8) + [UInt8](repeating: 0x78, count: 3 << 20)
                + Array(",2026-01-01,5\nK15,N15,2026-01-01,7\n".utf8)
        try scratch.write("masuk.csv", rows)
        let ended = try program.run("import", "receivables", "masuk.csv", "--json", "--rejects", "tolak.csv")
        #expect(ended.status == 0, "\(ended.out.prefix(2000))\(ended.err)")
        let result = try #require(JSONValue(parsing: ended.out))
        #expect(result["read"] == 15 && result["accepted"] == 6 && result["rejected"] == 9)
        let told = result["rejects"]?.array?.map { reject in
            [
                reject["line"]?.integer.map(String.init), reject["column"]?.string, reject["code"]?.string
            ].map { $0 ?? "-" }.joined(separator: " ")
        }
        #expect(told == [
            "7 Jatuh Tempo not-a-date", "8 Jumlah not-an-amount", "9 Jatuh Tempo value-missing",
            "10 No Kontrak value-missing", "11 - too-many-fields",
            "12 - quote-not-closed", "13 ID Nasabah reference-invalid", "14 ID Nasabah bad-encoding",
            "15 - row-too-long",
        ])
        #expect(result["rejects"]?.array?.first?["value"] == "31/02/2026")
        for reject in result["rejects"]?.array ?? [] { #expect(reject["message"]?.string?.isEmpty == false) }
        // Strictly, nothing goes in, and the first bad row is named.
        let strict = try program.run("import", "receivables", "masuk.csv", "--json", "--strict", "--portfolio", "lain")
        #expect(strict.status == 65)
        let details = JSONValue(parsing: strict.out)?["error"]?["details"]
        #expect(
            details?["line"] == 7 && details?["column"] == "Jatuh Tempo" && details?["value"] == "31/02/2026"
                && details?["firstCode"] == "not-a-date"
        )
    }

    @Test("a missing file, a folder and a broken mapping")
    func missing() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder)
        #expect(try program.run("init").status == 0)
        try scratch.write("baik.csv", Self.header + Self.good)
        try scratch.write("peta.json", "{\"dates\": 5}")
        let table: [([String], Int32, String)] = [
            (["tidak-ada.csv"], 66, "file-missing"), ([scratch.folder], 66, "file-unreadable"),
            (["baik.csv", "--map", "tidak-ada.json"], 66, "file-missing"),
            (["baik.csv", "--map", "peta.json"], 65, "map-invalid"),
        ]
        for (arguments, status, code) in table {
            let ended = try program.run(["import", "receivables", "--json"] + arguments)
            #expect(
                ended.status == status && JSONValue(parsing: ended.out)?["error"]?["code"]?.string == code,
                "\(arguments): \(ended.out)"
            )
        }
        #expect(try program.run(["import", "receivables", "-", "--json"], input: Self.header + Self.good).status == 0)
    }
}
