import Desk
import Receivables
import Store
import Support
import Testing

/// Invariants 1, 2 and 4 of whole books: files, payments by hand, reversals, holds, promises and runs in a random
/// order, against a slow model that was told the same.
@Suite struct ModelProperties {
    private static let blocks = 0..<10
    /// Each book has twelve accounts that live their own lives.
    private static let booksPerBlock = Effort.cases(9, long: 200)

    @Test(
        "invariants 1, 2 and 4: a book says what the slow model says, as of any day and as known at any moment",
        arguments: TestedEngine.all, blocks)
    func equalsModel(tested: TestedEngine, block: Int) throws {
        let book = try TestBook(on: "2026-02-01", tested)
        for seed in block * ModelProperties.booksPerBlock..<(block + 1) * ModelProperties.booksPerBlock {
            try book.empty()
            var actions = try ModelActions(book, seed: UInt64(70_000 + seed))
            for _ in 0..<13 { try actions.act() }
            try actions.runAgain()
            for account in ModelActions.accounts {
                for _ in 0..<3 {
                    let day = actions.today.adding(days: actions.random.int(-45...45))
                    let moment = actions.random.pick(actions.model.history.map(\.from))
                    try compare(account, asOf: day, knownAt: moment, actions, "seed \(seed)")
                }
            }
            try comparePositions(actions, "seed \(seed)")
            try comparePromises(actions, "seed \(seed)")
            #expect(try book.broken() == [], "seed \(seed)")
        }
    }

    private func compare(
        _ account: String, asOf: Day, knownAt: Instant, _ actions: ModelActions, _ seed: String
    ) throws {
        let label = "\(seed) \(account) as of \(asOf) known at \(knownAt.text(offsetSeconds: 0))"
        let state = actions.model.state(at: knownAt)
        let facts = state.facts[account] ?? AccountFacts()
        let model = SlowModel(facts, actions.model.waterfall, asOf: asOf)
        let answer = try actions.book.desk.account(AccountQuestion(reference: account, asOf: asOf, knownAt: knownAt))
        let names = Dictionary(uniqueKeysWithValues: actions.model.lines[account, default: [:]].map { ($1, $0) })
        var open: [(String, Day, Int)] = []
        for due in facts.dues {
            let stored = answer.dues.first { $0.reference == names[due.line] }
            let found = answer.settlement.dues.first { $0.line == stored?.due.line }
            for component in Component.allCases {
                #expect(Int(found?.open[component] ?? 0) == model.open[due.line]?[component] ?? 0, "\(label) \(due)")
            }
            open.append((names[due.line] ?? "", due.day, model.open[due.line]?.values.reduce(0, +) ?? 0))
        }
        #expect(answer.dues.count == facts.dues.count, "\(label)")
        let late = open.filter { $0.1 < asOf }.reduce(0) { $0 + $1.2 }
        #expect(Int(answer.arrears.overdue.total) == late, "\(label)")
        #expect(answer.arrears.daysPastDue == ModelBook.daysPastDue(state, account, open, asOf), "\(label)")
        try compareSources(answer, facts, model, label)
    }

    private func compareSources(
        _ answer: AccountAnswer, _ facts: AccountFacts, _ model: SlowModel, _ label: String
    ) throws {
        func rows(_ allocated: Int, _ returned: Int, _ unapplied: Int) -> String {
            "\(allocated) \(returned) \(unapplied)"
        }
        let found = answer.settlement.sources.map { rows(Int($0.allocated), Int($0.returned), Int($0.unapplied)) }
        let wanted = model.unapplied.keys.map {
            rows(model.allocated[$0, default: 0], model.returned[$0, default: 0], model.unapplied[$0, default: 0])
        }
        #expect(found.sorted() == wanted.sorted(), "\(label)")
        for source in answer.settlement.sources {
            #expect(source.allocated + source.returned + source.unapplied == source.amount, "\(label)")
            let parts = answer.settlement.allocations.filter { $0.source == source.source }
            #expect(parts.reduce(0) { $0 + $1.amount } == source.allocated, "\(label)")
        }
        #expect(Int(answer.settlement.unmatchedReturns) == model.unmatched, "\(label)")
    }

    /// Stored positions are those of the end of all days.
    private func comparePositions(_ actions: ModelActions, _ label: String) throws {
        let found = try actions.book.rows(
            """
            SELECT a.reference, p.open_amount, p.open_count, p.credit FROM positions p
            JOIN accounts a ON a.account_id = p.account_id
            """, columns: 4)
        #expect(found.count == ModelActions.accounts.count, "\(label)")
        for row in found {
            let model = SlowModel(
                actions.model.now.facts[row[0]] ?? AccountFacts(), actions.model.waterfall, asOf: .last)
            let open = model.open.values.map { $0.values.reduce(0, +) }
            let wanted = [open.reduce(0, +), open.count { $0 > 0 }, model.unapplied.values.reduce(0, +)]
            #expect(row.dropFirst().map { Int($0) } == wanted, "\(label) \(row[0])")
        }
    }

    private func comparePromises(_ actions: ModelActions, _ label: String) throws {
        let found = try actions.book.rows(
            """
            SELECT d.reference, t.made, t.day, t.amount, coalesce(t.account_id, 0), t.state, t.received FROM promises t
            JOIN debtors d ON d.debtor_id = t.debtor_id
            """, columns: 7)
        let counts = try PromiseState.allCases.map { state in
            try actions.book.count("SELECT count(*) FROM promises WHERE state = '\(state.rawValue)'")
        }
        #expect(counts.reduce(0, +) == found.count, "\(label): kept + partly kept + broken + pending = promises made")
        var wanted: [[String]] = []
        for (debtor, promises) in actions.model.promises {
            let accounts = try ModelActions.accounts.filter { ModelActions.debtor($0) == debtor }
                .map { (reference: $0, id: try actions.number(ofAccount: $0)) }
            let received = actions.model.received(
                debtor, accounts: accounts, graceDays: actions.graceDays, asOf: actions.today)
            for promise in promises {
                let amount = received[promise.id, default: 0]
                let isOver = actions.today > promise.day.adding(days: actions.graceDays)
                let state = !isOver
                    ? "pending" : amount == 0 ? "broken" : amount == promise.amount ? "kept" : "partly-kept"
                wanted.append([
                    debtor, "\(promise.made.number)", "\(promise.day.number)", "\(promise.amount)",
                    "\(promise.account ?? 0)", state, "\(amount)",
                ])
            }
        }
        let difference = found.sorted(by: precedes).difference(from: wanted.sorted(by: precedes))
        #expect(difference.isEmpty, "\(label) \(difference)")
    }

    private func precedes(_ left: [String], _ right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}
