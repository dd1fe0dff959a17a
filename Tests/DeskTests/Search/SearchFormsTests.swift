import Formats
import Receivables
import Store
import Support
import Testing

@testable import Desk

/// How names, numbers and references are written in the index, and how what people type is read.
@Suite struct SearchFormsTests {
    @Test(
        "names lose case, marks and punctuation",
        arguments: [
            ("Budi Santoso", ["budi", "santoso"]), ("  SITI\tRahayu ", ["siti", "rahayu"]),
            ("Nu'man", ["numan"]), ("Nu’man", ["numan"]), ("Sa`adah", ["saadah"]),
            ("H. M. Yusuf, S.E.", ["h", "m", "yusuf", "s", "e"]),
            ("Jean-Pierre Müller", ["jean", "pierre", "muller"]), ("Ĺubomíra ŠŤASTNÁ", ["lubomira", "stastna"]),
            ("Łukasz Øre Æsir Straße", ["lukasz", "ore", "aesir", "strasse"]),
            ("Nguyễn Thị Đỗ", ["nguyen", "thi", "do"]),
            ("e\u{301}tude", ["etude"]), ("ＰＴ　Ｍａｊｕ", ["pt", "maju"]), ("İstanbul", ["istanbul"]),
            ("王小明", ["王小明"]), ("Иван", ["иван"]), ("'\" OR 1=1 --%_*", ["or", "1", "1"]), ("", []),
            ("---", []), ("\u{0}", []),
        ])
    func words(name: String, words: [String]) { #expect(SearchForms.words(name) == words) }

    @Test("a name stands in the index once for each of its words")
    func turns() {
        #expect(
            SearchForms.turns("Siti Rahayu binti Ahmad") == [
                "siti rahayu binti ahmad", "rahayu binti ahmad siti", "binti ahmad siti rahayu",
                "ahmad siti rahayu binti",
            ])
        #expect(SearchForms.turns("").isEmpty)
        let long = (0..<20).map { "w\($0)" }.joined(separator: " ")
        #expect(SearchForms.turns(long).count == SearchForms.wordsMax)
    }

    @Test("a number lies in the range of each of its endings, and in that of no other")
    func phones() throws {
        var random = Seeded(5)
        for _ in 0..<2000 {
            let digits = (0..<random.int(4...20)).map { _ in UInt8(random.int(0...9)) }
            let text = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
            let stored = try #require(SearchForms.phone("+" + text))
            let ending = Array(digits.suffix(random.int(4...digits.count)))
            #expect(SearchForms.range(endingWith: ending).contains(stored), "\(text) \(ending)")
            var other = ending
            let place = other.count - 1 - random.int(0...3)
            other[place] = (other[place] + 1) % 10
            #expect(!SearchForms.range(endingWith: other).contains(stored), "\(text) \(other)")
        }
        #expect(SearchForms.phone("12-3") == nil && SearchForms.phone("call the office") == nil)
    }

    @Test("a due is known by a reference that says something")
    func dues() {
        let told = SearchForms.due("INV/2026-00017", account: "ACC-1")
        #expect(told != nil && told == SearchForms.due(asked: "inv 2026 00017"))
        #expect(told != SearchForms.due(asked: "INV/2026-00018"))
        for nothing in ["1", "12", "202603", "20260315", "ABCD", "", "\u{1}own 1234567"] {
            #expect(SearchForms.due(nothing, account: "ACC-1") == nil, "\(nothing)")
        }
        #expect(SearchForms.due("1004532", account: "ACC-1") != nil, "an invoice number that is no day")
        #expect(SearchForms.due("209913", account: "ACC-1") != nil, "a year has twelve months")
        #expect(SearchForms.due("ACC-1/0003", account: "ACC-1") == nil, "found by its account")
    }
}
