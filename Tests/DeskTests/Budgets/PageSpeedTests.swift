import Desk
import Formats
import Foundation
import Receivables
import Store
import Support
import Testing

/// How long pages wait for their questions on a large book; told in the log of the long tests.
@Suite(.serialized, .enabled(if: Effort.isLong, "it takes a million accounts")) struct PageSpeedTests {
    private static let accounts = Effort.amount(50_000, long: 1_000_000)

    @Test("searches, pages and recordings of a large book", arguments: TestedEngine.all)
    func speed(tested: TestedEngine) throws {
        let grown = try GrownBook(accounts: PageSpeedTests.accounts, tested)
        let desk = grown.book.desk
        let indexed = try PageSpeedTests.milliseconds { while try desk.keepUp(portions: 50).indexed > 0 {} }
        PageSpeedTests.tell("index of the search, all of it", [indexed])
        try grown.book.engine.settle()
        let people = try grown.references(200, portfolio: "motor")
        let names = try grown.book.rows(
            "SELECT name FROM debtors WHERE name IS NOT NULL ORDER BY debtor_id LIMIT 200", columns: 1).map { $0[0] }
        let phones = try grown.book.rows(
            "SELECT value FROM contact_points WHERE kind = 'phone' ORDER BY debtor_id LIMIT 200", columns: 1
        ).map { $0[0] }
        let questions: [(String, [String])] = [
            ("search: reference of a debtor", people.map(\.debtor)), ("search: account", people.map(\.account)),
            ("search: beginning of an account", people.map { String($0.account.prefix(6)) }),
            ("search: name", names), ("search: first word", names.map { $0.split(separator: " ").prefix(1).joined() }),
            (
                "search: words the other way round",
                names.map { $0.split(separator: " ").reversed().joined(separator: " ") }
            ),
            ("search: three letters", names.map { String($0.prefix(3)) }), ("search: phone", phones),
            ("search: last four digits", phones.map { String($0.suffix(4)) }),
            ("search: nobody", names.map { "zz" + $0 }),
        ]
        for (name, texts) in questions {
            PageSpeedTests.tell(name, try texts.map { text in
                try PageSpeedTests.milliseconds { _ = try desk.search(text, limit: 20) }
            })
        }
        let today = try TestBook.day(GrownBook.today)
        let collectors = try desk.collectors().prefix(200).map(\.name)
        PageSpeedTests.tell("page of a collector", try collectors.map { name in
            try PageSpeedTests.milliseconds { _ = try desk.workPage(collector: name, date: today, limit: 50) }
        })
        PageSpeedTests.tell("take the next", try collectors.map { name in
            try PageSpeedTests.milliseconds { _ = try desk.takeNext(collector: name, date: today) }
        })
        PageSpeedTests.tell("debtor", try people.map { one in
            try PageSpeedTests.milliseconds {
                _ = try desk.debtor(AccountQuestion(reference: one.debtor, asOf: today))
            }
        })
        PageSpeedTests.tell("a note", try people.map { one in
            try PageSpeedTests.milliseconds { _ = try desk.record(note: "n", RecordingSubject(debtor: one.debtor)) }
        })
        PageSpeedTests.tell("news", try people.map { _ in
            try PageSpeedTests.milliseconds { _ = try desk.changes(since: try desk.latestEntry() - 20) }
        })
        PageSpeedTests.tell("figures of the team", try (0..<10).map { _ in
            try PageSpeedTests.milliseconds { _ = try desk.teamFigures(date: today, seconds: 0) }
        })
        PageSpeedTests.tell("ageing, once for all", [
            try PageSpeedTests.milliseconds { _ = try desk.sharedAgeing(AgeingQuestion(asOf: today)) }
        ])
        PageSpeedTests.tell("figures of portfolios", try (0..<50).map { _ in
            try PageSpeedTests.milliseconds { _ = try desk.portfolioFigures() }
        })
    }

    private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        let taken = (ContinuousClock.now - start).components
        return Double(taken.seconds) * 1000 + Double(taken.attoseconds) / 1e15
    }

    private static func tell(_ what: String, _ values: [Double]) {
        let sorted = values.sorted()
        guard let longest = sorted.last else { return }
        let (median, last) = (sorted[sorted.count / 2], sorted[min(sorted.count - 1, sorted.count * 99 / 100)])
        let figures = [median, last, longest].map { "\(($0 * 100).rounded() / 100)" }.joined(separator: ", ")
        FileHandle.standardError.write(Data("speed: \(what): median, p99, longest \(figures) ms\n".utf8))
    }
}
