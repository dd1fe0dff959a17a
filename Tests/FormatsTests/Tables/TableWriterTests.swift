import Formats
import Foundation
import Receivables
import Support
import Testing

@Suite struct TableWriterTests {
    private static let title = TableTitle(
        name: "Uji", asOf: Day(20_780), at: Instant(microseconds: 1_795_420_800_000_000), offsetSeconds: 25_200)

    /// Writes rows in a format and answers the path, in a folder that lives as long as `scratch`.
    private static func write(
        _ rows: [[TableCell]], _ columns: [String], _ format: TableFormat, in scratch: Scratch
    ) throws -> String {
        let path = scratch.path("out.\(format.rawValue)")
        let writer = try format.writer(
            title, columns.map { TableColumn(key: $0, heading: "Judul \($0)", width: 12) }, to: path
        )
        for row in rows { try writer.add(row) }
        try writer.finish()
        return path
    }

    private static func readBack(
        _ rows: [[TableCell]], _ columns: [String], _ format: TableFormat
    ) throws -> [[String]] {
        let scratch = try Scratch()
        let path = try write(rows, columns, format, in: scratch)
        return try OpenedTable(table: TextTable(path: path, map: ImportMap()), scratch: scratch).cells()
    }

    private static let cells: [TableCell] = [
        .text("0012"), .number(-42), .flag(true), .day(Day(20_780)),
        .time(Instant(microseconds: 1_795_420_800_000_000)),
        .money(-123_456_789, .rupiah), .money(1_234_567, Currency("KWD") ?? .rupiah),
        .money(500, Currency("JPY") ?? .rupiah), .none, .text("akhir"),
    ]

    @Test("CSV: every kind of cell, and the header of keys")
    func csv() throws {
        let scratch = try Scratch()
        let keys = (0..<10).map { "k\($0)" }
        let path = try Self.write([Self.cells, []], keys, .csv, in: scratch)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text == keys.joined(separator: ",") + "\r\n"
            + "0012,-42,true,2026-11-23,2026-11-23T15:00:00+07:00,-1234567.89,1234.567,500,,akhir\r\n\r\n")
    }

    @Test("XLSX: our own workbook is read back, typed")
    func workbook() throws {
        let keys = (0..<10).map { "k\($0)" }
        let rows = try Self.readBack([Self.cells], keys, .xlsx)
        #expect(rows == [
            keys.map { "Judul \($0)" },
            ["0012", "-42", "1", "2026-11-23", "2026-11-23 15:00:00", "-1234567.89", "1234.567", "500", "", "akhir"],
        ])
    }

    @Test("JSON: rows as objects by key, and a document without rows")
    func json() throws {
        let scratch = try Scratch()
        let keys = (0..<10).map { "k\($0)" }
        let text = try String(contentsOfFile: Self.write([Self.cells], keys, .json, in: scratch), encoding: .utf8)
        let document = try #require(JSONValue(parsing: text))
        #expect(document["export"] == "Uji" && document["asOf"] == "2026-11-23")
        let row = try #require(document["rows"]?.array?.first)
        #expect(
            row["k1"] == -42 && row["k2"] == true && row["k5"] == "-1234567.89" && row["k8"] == .null
                && row["k9"] == "akhir"
        )
        let empty = try String(contentsOfFile: Self.write([], keys, .json, in: scratch), encoding: .utf8)
        #expect(JSONValue(parsing: empty)?["rows"] == [])
    }

    @Test("amounts and days survive the floating point of a workbook to the last digit", arguments: 0..<2)
    func exact(block: Int) throws {
        var random = Seeded(UInt64(block))
        let currencies = ["IDR", "JPY", "KWD", "CLF"].compactMap { Currency($0) }
        var rows: [[TableCell]] = []
        var wanted: [[String]] = []
        for _ in 0..<600 {
            let minor = (Int64(bitPattern: random.next()) % largestAmountMinor) >> Int64(random.int(0...45))
            let currency = random.pick(currencies)
            let day = Day(Day.daysFromCivil(year: 1900, month: 1, day: 1)).adding(days: random.int(0...90_000))
            let seconds = random.int(0...86_399)
            rows.append(
                [
                    .text("x"), .money(minor, currency), .day(day),
                    .time(Instant(day: day, secondsOfDay: seconds, offsetSeconds: 25_200))
                ]
            )
            wanted.append([Money.decimalText(minor, decimals: currency.decimals), day.description])
        }
        let read = try Self.readBack(rows, ["a", "b", "c", "d"], .xlsx).dropFirst()
        #expect(read.count == rows.count)
        for (place, (row, text)) in zip(read, wanted).enumerated() {
            guard case .money(let minor, let currency) = rows[place][1] else { continue }
            let reader = AmountReader(notation: .dotDecimal, refusesDoubt: false)
            let amount =
                try withBytes(row[1]) { bytes throws(Problem) in try reader.read(bytes, decimals: currency.decimals) }
            #expect(amount.minor == minor && !amount.isRounded, "\(place): \(row[1]) for \(text[0])")
            #expect(row[2] == text[1], "\(place)")
            guard case .time(let instant) = rows[place][3] else { continue }
            let back = withBytes(row[3]) { DateReader.order(.dayFirst).written($0) }
            let start = back.map { Instant(day: $0.day, secondsOfDay: 0, offsetSeconds: 25_200).microseconds }
            let micros = start.map { $0 + (back?.timeOfDay ?? 0) }
            #expect(micros == instant.microseconds, "\(place): \(row[3])")
        }
    }

    @Test("awkward texts go through CSV and XLSX and come back as they were")
    func awkward() throws {
        let texts = [
            "a,b", "\"", "\"\u{301}", "a\nb", "a\r\nb", "x;y|z\tw", "0001", "=1+1", "+62812", "http://example.com",
            "_x000D_", "_x0041_", "&amp;<>",
            "é𝄞\u{1F600}", "\u{FEFF}mark", "null", "'", "\\", "a\u{2028}b", "a\rb", "a\u{1}\u{1F}\u{7F}b",
            "\u{FFFF}\u{FFFE}", "__x0041__", "_x005F_x0041_", "١٢٣", "#REF!", "{{x}}", "]]>", "\u{202E}abc",
        ]
        try Self.checkRoundTrip(texts)
    }

    @Test("the big list of naughty strings", .enabled(if: ConformanceData.isPresent))
    func naughty() throws {
        let bytes = try ConformanceData.bytes("bad-inputs/blns.json")
        let texts = try #require(withBytes(bytes) { JSONValue(parsing: $0) }?.array).compactMap(\.string)
        try Self.checkRoundTrip(texts)
        ConformanceData.report("naughty strings through CSV and XLSX", cases: texts.count * 2)
        #expect(texts.count == 515)
    }

    private static func checkRoundTrip(_ texts: [String]) throws {
        let rows = texts.map { [TableCell.text("x"), .text($0), .text("y")] }
        let csv = try readBack(rows, ["a", "b", "c"], .csv)
        let book = try readBack(rows, ["a", "b", "c"], .xlsx)
        #expect(csv.count == texts.count + 1 && book.count == texts.count + 1)
        for (place, text) in texts.enumerated() {
            // Cells are read without blanks at their ends; formulas carry an apostrophe in CSV.
            let trimmed = withBytes(CSVWriter.harmless(text)) { CellText($0).content.text }
            #expect(csv[place + 1] == ["x", trimmed, "y"], "CSV: \(text.debugDescription)")
            #expect(book[place + 1] == ["x", bookText(text), "y"], "XLSX: \(text.debugDescription)")
        }
    }

    /// What a workbook makes of a text: line ends become U+2028, other control characters are shown by their number,
    /// and what XML cannot hold by U+FFFD.
    private static func bookText(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar.value {
            case 0, 0xFFFE, 0xFFFF: out.append("\u{FFFD}")
            case 0x0A, 0x0D: out.append("\u{2028}")
            case 0x01...0x08, 0x0B, 0x0C, 0x0E...0x1F:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                out.append(contentsOf: "_x\(String(repeating: "0", count: 4 - hex.count))\(hex)_".unicodeScalars)
            default: out.append(scalar)
            }
        }
        let whole = String(out)
        return withBytes(whole) { $0.trimmed.text }
    }

    @Test("a zero character ends no text of a workbook")
    func zero() throws {
        #expect(try Self.readBack([[.text("a\u{0}b"), .text("c")]], ["a", "b"], .xlsx).last == ["a\u{FFFD}b", "c"])
    }

    @Test("text longer than a cell may hold ends in an ellipsis, and stays in its limit of UTF-16")
    func longTexts() throws {
        let texts = [
            String(repeating: "a", count: 32_767), String(repeating: "b", count: 32_768),
            String(repeating: "\u{1F600}", count: 20_000)
        ]
        let read = try Self.readBack(texts.map { [.text($0), .text("x")] }, ["a", "b"], .xlsx).dropFirst().map { $0[0] }
        #expect(read[0] == texts[0])
        #expect(read[1] == String(repeating: "b", count: 32_766) + "…")
        #expect(read[2].utf16.count <= 32_767 && read[2].hasSuffix("\u{1F600}…") && read[2].utf16.count >= 32_766)
    }

    @Test("the same rows give the same bytes")
    func stable() throws {
        let scratch = try Scratch(), other = try Scratch()
        for format in TableFormat.allCases {
            let one = try Data(
                contentsOf: URL(fileURLWithPath: Self.write([Self.cells], ["a", "b"], format, in: scratch))
            )
            let two = try Data(
                contentsOf: URL(fileURLWithPath: Self.write([Self.cells], ["a", "b"], format, in: other))
            )
            #expect(one == two, "\(format)")
        }
    }

    @Test("what was not finished leaves nothing behind, and a bad place says so")
    func unfinished() throws {
        let scratch = try Scratch()
        for format in TableFormat.allCases {
            do {
                let writer = try format.writer(
                    Self.title, [TableColumn(key: "a", heading: "A", width: 5)], to: scratch.path("x")
                )
                try writer.add([.text("1")])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder).isEmpty, "\(format)")
            let found = problem { _ = try format.writer(Self.title, [], to: "/nowhere/x") }
            #expect(found?.code == .outputUnwritable, "\(format)")
        }
    }
}
