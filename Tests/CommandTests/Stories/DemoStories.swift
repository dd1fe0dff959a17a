import Foundation
import Support
import Testing

/// The sample book.
@Suite struct DemoStories {
    private func made(_ options: String, keeping files: String? = nil) throws -> Book {
        let book = try Book(initialised: false)
        try book.done("demo --accounts 60 --date 2026-03-10 \(options)" + (files.map { " --files \($0)" } ?? ""))
        return book
    }

    @Test func theSameSeedGivesTheSameBook() throws {
        let (one, two, other) = (
            try made("--seed 3", keeping: "files"), try made("--seed 3", keeping: "files"), try made("--seed 4")
        )
        let tables = try one.exports("2026-03-10")
        #expect(try two.exports("2026-03-10") == tables)
        #expect(try other.exports("2026-03-10") != tables)
        let names = try FileManager.default.contentsOfDirectory(atPath: one.scratch.path("files")).sorted()
        #expect(!names.isEmpty)
        for name in names {
            let bytes = try [one, two].map {
                try Data(contentsOf: URL(fileURLWithPath: $0.scratch.path("files/\(name)")))
            }
            #expect(bytes[0] == bytes[1] && !bytes[0].isEmpty, "\(name)")
        }
        try one.verify()
    }

    @Test(.enabled(if: TestedEngine.chosen.isFile, "only a file is removed for a new sample book"))
    func itIsMadeAnewButNeverOverABook() throws {
        let demo = try made("--seed 3")
        let tables = try demo.exports("2026-03-10")
        let debtor = try #require(try demo.json("worklist --date 2026-03-10")["items.0.debtor"].text)
        try demo.done("record note --debtor \(debtor) --text hello")
        try demo.done("demo --accounts 60 --date 2026-03-10 --seed 3")
        #expect(try demo.exports("2026-03-10") == tables)
        let book = try SmallBook.make()
        let before = try Rows(book.database).dump()
        try book.fails("demo --accounts 5", 65, "database-not-empty")
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged)
    }

    /// It is a book like any other: late accounts, a worklist with reasons in both languages, every question answered.
    @Test func itIsABook() throws {
        let book = try made("--seed 5")
        let list = try book.json("worklist --date 2026-03-10")
        #expect((list["total"].int ?? 0) > 5)
        for item in list["items"].list {
            #expect(
                !item["reasons"].list.isEmpty && item["reasons"].list.allSatisfy { $0["texts.id"] != $0["texts.en"] })
            #expect((item["dpd"].int ?? -1) >= 0 && !item["overdue"].list.isEmpty || item["step"] != "call")
        }
        let ranks = list["items"].list.compactMap { $0["rank"].int }
        let scores = list["items"].list.compactMap { $0["score"].int }
        #expect(ranks == Array(1...ranks.count) && scores == scores.sorted(by: >))
        let account = try #require(list["items.0.accounts.0"].text)
        #expect(try (book.json("account \(account) --as-of 2026-03-10")["dpd"].int ?? 0) > 0)
        #expect(try book.json("ageing --as-of 2026-03-10")["currencies.0.currency"] == "IDR")
        // Collectors share the list, and nobody stands on two.
        let names = Set(list["items"].list.compactMap { $0["collector"].text })
        var seen = 0
        for name in names {
            seen += try book.json(["worklist", "--date", "2026-03-10", "--collector", name])["total"].int ?? 0
        }
        #expect(!names.isEmpty && seen == list["items"].list.filter { $0["collector"] != nil }.count)
        try book.verify()
    }
}
