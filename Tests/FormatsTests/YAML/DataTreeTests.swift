import Formats
import Receivables
import Testing

@Suite struct DataTreeTests {
    private static func failure(_ place: Phrase, _ reason: Phrase) -> Problem {
        Problem(.strategyInvalid, [Fact("place", place), Fact("reason", reason)])
    }

    private static func parse(_ text: String) throws -> DataTree { try DataTree.parse(text, failure: failure) }

    private static func told(_ body: () throws -> Void) -> String? {
        problem(body).map { "\($0.fact("place") ?? ""): \($0.fact("reason") ?? "")" }
    }

    private enum Colour: String, CaseIterable { case merah, biru }

    @Test("values know their lines")
    func lines() throws {
        let reader = TreeReader(failure: Self.failure)
        let members = try reader.members(Self.parse("a: 1\nb:\n  - x\n  - ~\n# c\nd: \"\"\n"), allowed: ["a", "b", "d"])
        let a = try #require(members["a"]), b = try #require(members["b"]), d = try #require(members["d"])
        #expect(try reader.integer(a, in: 0...9) == 1)
        let items = try reader.list(b)
        #expect(try reader.text(items[0]) == "x" && items[0].line == 3 && items[1].line == 4)
        if case .null = items[1] {} else { Issue.record("~ is nothing") }
        #expect(Self.told { _ = try reader.text(d) } == "line line=6: text-expected")
        if case .null(let line) = try Self.parse("") { #expect(line == 1) } else {
            Issue.record("an empty file is nothing")
        }
    }

    @Test("mistakes are told with their line")
    func mistakes() throws {
        let reader = TreeReader(failure: Self.failure)
        let tree = try Self.parse("a: 1\nx: 2\n")
        #expect(
            Self.told { _ = try reader.members(tree, allowed: ["a"]) } == "line line=2: word-unknown word=x allowed=a")
        #expect(Self.told { _ = try reader.list(tree) } == "line line=1: list-expected")
        let list = try Self.parse("- 10\n- biru\n- hijau\n- 1.5\n")
        let items = try reader.list(list)
        #expect(Self.told { _ = try reader.members(list, allowed: []) } == "line line=1: keys-expected")
        #expect(
            Self.told { _ = try reader.integer(items[0], in: 0...9) }
                == "line line=1: integer-expected from=0 to=9"
        )
        #expect(
            Self.told { _ = try reader.integer(items[3], in: 0...9) }
                == "line line=4: integer-expected from=0 to=9"
        )
        #expect(try reader.word(items[1], Colour.self) == .biru)
        #expect(
            Self.told { _ = try reader.word(items[2], Colour.self) }
                == "line line=3: word-unknown word=hijau allowed=merah, biru"
        )
        #expect(Self.told { _ = try Self.parse("a: [1\nb: }") }?.hasSuffix("not-yaml") == true)
        #expect(Self.told { _ = try Self.parse("a: 1\na: 2\n") } != nil)
    }

    @Test("aliases that repeat aliases, and nesting without end, are refused")
    func bombs() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            bomb += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect(Self.told { _ = try Self.parse(bomb) } == "the-file: too-many-values")
        #expect(Self.told { _ = try Self.parse(String(repeating: "[", count: 50_000)) } != nil)
        #expect(Self.told { _ = try Self.parse(String(repeating: "- ", count: 50_000)) } != nil)
        #expect(
            Self.told { _ = try Self.parse(String(repeating: "x", count: FormatLimits.settingsFileBytesMax + 1)) }
                == "the-file: too-large"
        )
    }
}
