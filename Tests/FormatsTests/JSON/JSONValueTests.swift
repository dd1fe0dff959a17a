import Formats
import Foundation
import Receivables
import Support
import Testing

@Suite struct JSONValueTests {
    @Test("documents are written as RFC 8259 has them, members in order")
    func written() {
        let value: JSONValue = [
            "b": [1, -2, true, .null], "a": "q\"\\/\n\t\r\u{1}\u{7F}é\u{2028}𝄞", "leer": [], "nichts": .object([]),
        ]
        let text = #"{"b":[1,-2,true,null],"a":"q\"\\/\n\t\r\u0001"# + "\u{7F}é\u{2028}𝄞" + #"","leer":[],"nichts":{}}"#
        #expect(value.text(indent: nil) == text)
        #expect(value["leer"]?.text() == "[]")
        #expect(JSONValue.array([1, ["x": 2]]).text() == "[\n  1,\n  {\n    \"x\": 2\n  }\n]")
    }

    @Test("values by key and kind")
    func parts() {
        let value: JSONValue = ["n": 5, "s": "x", "l": [1], "o": ["k": .null]]
        #expect(value["n"]?.integer == 5 && value["s"]?.string == "x" && value["l"]?.array?.count == 1)
        #expect(value["o"]?.members?.map(\.key) == ["k"] && value["none"] == nil && value["n"]?.string == nil)
        #expect(JSONValue("x")["k"] == nil)
        #expect(JSONValue(125_000_000, .rupiah) == "1250000.00")
        #expect(JSONValue(nil as String?) == .null && JSONValue(Day(0)) == "1970-01-01")
    }

    @Test("what is written is read back, whatever the text")
    func roundTrip() {
        for seed in 0..<Effort.cases(1000, long: 50_000) {
            var random = Seeded(UInt64(seed))
            let value = Self.any(&random, depth: 4)
            #expect(JSONValue(parsing: value.text(indent: nil)) == value, "seed \(seed)")
            #expect(JSONValue(parsing: value.text()) == value, "seed \(seed)")
        }
    }

    /// Members by rising key, as the reader gives them.
    private static func any(_ random: inout Seeded, depth: Int) -> JSONValue {
        switch random.int(0...(depth == 0 ? 4 : 6)) {
        case 0: return .null
        case 1: return .bool(random.chance(50))
        case 2: return .integer(Int64(bitPattern: random.next()) >> Int64(random.int(0...63)))
        case 3, 4: return .string(text(&random))
        case 5: return .array((0..<random.int(0...4)).map { _ in any(&random, depth: depth - 1) })
        default:
            let keys = Set((0..<random.int(0...4)).map { _ in text(&random) }).sorted()
            return .object(keys.map { JSONValue.Member($0, any(&random, depth: depth - 1)) })
        }
    }

    private static func text(_ random: inout Seeded) -> String {
        let pieces = [
            "a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "é", "𝄞", "\u{301}", "\u{2028}", "/", "null", "1", "\u{FFFF}"
        ]
        return (0..<random.int(0...6)).map { _ in random.pick(pieces) }.joined()
    }

    @Test("numbers are whole, or the document is refused")
    func numbers() {
        #expect(
            JSONValue(parsing: "[9223372036854775807,-9223372036854775808,0,-0]")?.array?.compactMap(\.integer)
                == [.max, .min, 0, 0]
        )
        for text in ["[1.5]", "[9223372036854775808]", "[1e400]", "[0.1]"] {
            #expect(JSONValue(parsing: text) == nil, "\(text)")
        }
    }

    @Test(
        "the suite of others: what is no JSON is refused, what is JSON of whole numbers is read",
        .enabled(if: ConformanceData.isPresent)
    )
    func suite() throws {
        let packed = try Scratch()
        let path = try packed.write("suite.gz", ConformanceData.bytes("bad-inputs/json_test_suite.json.gz"))
        let plain = try InputFile.open(path)
        let unpacked = try plain.withBytes { (bytes) throws(Problem) in try Gunzip.unpack(bytes, name: path) }
        let list = try #require(unpacked.withBytes { JSONValue(parsing: $0) }?.array)
        var counts: [String: Int] = [:]
        for entry in list {
            let name = try #require(entry["name"]?.string)
            let expect = try #require(entry["expect"]?.string)
            let bytes = [UInt8](try #require(Data(base64Encoded: entry["base64"]?.string ?? "")))
            let value = withBytes(bytes) { JSONValue(parsing: $0) }
            if name.hasPrefix("y_"), !Self.hasFraction(bytes) { #expect(value != nil, "\(name)") }
            // Foundation's reader forgives a comma behind the last member.
            if name.hasPrefix("n_"), name != "n_object_trailing_comma.json" { #expect(value == nil, "\(name)") }
            counts[expect, default: 0] += 1
        }
        ConformanceData.report("JSONTestSuite", cases: list.count)
        #expect(list.count == 159)
    }

    /// Whether a number of the document is not written as a whole one.
    private static func hasFraction(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains(/[0-9][.eE]/) || text.contains(/[0-9]{19}/)
    }

    @Test("nesting without end is refused and does no harm")
    func nesting() {
        let deep = String(repeating: "[", count: 200_000)
        #expect(JSONValue(parsing: deep) == nil)
        #expect(JSONValue(parsing: deep + String(repeating: "]", count: 200_000)) == nil)
        #expect(
            JSONValue(
                parsing: String(repeating: "{\"a\":", count: 100_000) + "1" + String(repeating: "}", count: 100_000)
            ) == nil
        )
    }
}
