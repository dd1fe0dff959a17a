import Formats
import Receivables
import Support
import Testing

@Suite struct ScannerProperties {
    /// Pieces that make trouble, each likely.
    private static let pieces = [
        "\"", "\"\"", ",", ";", "\n", "\r", "\r\n", " ", "\t", "\u{A0}", "a", "bc", "é", "𝄞", "'", "\"\u{301}",
        "\u{2028}", "0",
    ]

    private static func soup(_ random: inout Seeded) -> String {
        (0..<random.int(0...40)).map { _ in random.pick(pieces) }.joined()
    }

    @Test("any text is cut as the slow scanner cuts it", arguments: 0..<4)
    func equalsSlowScanner(block: Int) {
        let cases = Effort.cases(1500, long: 200_000)
        for seed in block * cases..<(block + 1) * cases {
            var random = Seeded(UInt64(seed))
            let bytes = Array(Self.soup(&random).utf8)
            let delimiter = random.pick([",", ";"] as [Character])
            let slow = SlowScanner(bytes, delimiter: delimiter.asciiValue ?? 0).all()
            #expect(Scanned.all(bytes, delimiter: delimiter) == slow, "seed \(seed)")
        }
    }

    @Test("any bytes are cut as the slow scanner cuts them")
    func bytesEqualSlowScanner() {
        for seed in 0..<Effort.cases(2000, long: 200_000) {
            var random = Seeded(UInt64(seed) &+ 7_000_000)
            let bytes = (0..<random.int(0...60)).map { _ in
                random.chance(40) ? random.pick([0x22, 0x2C, 0x0A, 0x0D, 0xC2, 0xA0, 0x20]) : UInt8(random.int(0...255))
            }
            #expect(Scanned.all(bytes) == SlowScanner(bytes, delimiter: 0x2C).all(), "seed \(seed)")
        }
    }

    @Test("what the writer writes, the reader reads", arguments: [",", ";", "\t", "|"] as [Character])
    func roundTrip(delimiter: Character) {
        let byte = delimiter.asciiValue ?? 0
        for seed in 0..<Effort.cases(800, long: 100_000) {
            var random = Seeded(UInt64(seed) &+ 9_000_000)
            let width = random.int(2...6)
            let rows = (0..<random.int(1...6)).map { _ in (0..<width).map { _ in Self.soup(&random) } }
            let end = random.pick(["\n", "\r\n", "\r"])
            let text =
                rows.map { $0.map { CSVWriter.field($0, delimiter: byte) }.joined(separator: String(delimiter)) + end }
            #expect(Scanned.all(text.joined(), delimiter: delimiter) == rows.map(Scanned.record), "seed \(seed)")
        }
    }

    @Test("records written by the writer are read back one by one, empty ones too")
    func records() {
        let rows = [["", ""], [""], ["a"], ["\"\u{301}"], ["", "x", ""], [" "], ["\n"]]
        #expect(Scanned.all(rows.map(CSVWriter.record).joined()) == rows.map(Scanned.record))
    }

    @Test("the rows of a file are the same from whatever row one starts")
    func suffixes() {
        for seed in 0..<300 {
            var random = Seeded(UInt64(seed) &+ 11_000_000)
            withBytes(Self.soup(&random)) { bytes in
                var scanner = RecordScanner(bytes, delimiter: 0x2C)
                let all = Scanned.scan(scanner)
                var skipped = 0
                while scanner.next() != .end {
                    let rest = Scanned.scan(RecordScanner(bytes, delimiter: 0x2C, from: scanner.start))
                    #expect(rest == Array(all.dropFirst(skipped)), "seed \(seed)")
                    skipped += 1
                }
                #expect(skipped == all.count)
            }
        }
    }
}
