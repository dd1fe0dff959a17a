import Casework
import Formats
import Receivables
import Store

/// Which open cases go to somebody else.
package struct ReassignRule: Sendable {
    /// Those of these debtors.
    package var debtors: [Int64]?
    /// Those of a collector; an empty name: those of nobody.
    package var from: String?
    /// Those with an account in a portfolio.
    package var portfolio: String?
    /// At most so many, in the order of debtors; nil: all.
    package var limit: Int?

    package init(debtors: [Int64]? = nil, from: String? = nil, portfolio: String? = nil, limit: Int? = nil) {
        self.debtors = debtors
        self.from = from
        self.portfolio = portfolio
        self.limit = limit
    }

    fileprivate var json: [JSONValue.Member] {
        [
            JSONValue.Member("debtors", .array((debtors ?? []).map { JSONValue($0) })),
            JSONValue.Member("from", JSONValue(from)), JSONValue.Member("portfolio", JSONValue(portfolio)),
            JSONValue.Member("limit", limit.map { JSONValue($0) } ?? .null),
        ]
    }
}

package struct ReassignResult: Sendable {
    /// How many cases each collector got.
    package let moved: [(collector: String, cases: Int)]

    package var cases: Int { moved.reduce(0) { $0 + $1.cases } }
}

extension Desk {
    /// Gives open cases to other collectors: to one, or to several so that everybody's day is as full as the others'.
    /// A rule that names nothing moves nothing.
    ///
    /// Errors: `collector-unknown`, also for one who is not active; `portfolio-unknown`, `key-reused`.
    package func reassign(
        _ rule: ReassignRule, to names: [String], key: OperationKey = OperationKey(nil)
    ) throws -> ReassignResult {
        try access.require(.reassign)
        let actor = actor
        let input = JSONValue.object(rule.json + [JSONValue.Member("to", .array(names.map { .string($0) }))])
        let answer = try perform("cases-reassigned", subject: "cases", input: input, key: key, by: actor) {
            db, entry in
            try Reassignment(rule, to: names, db, scope(db)).run(entry, db)
        }
        let moved = (answer["moved"]?.array ?? []).map { one in
            (collector: one["collector"]?.string ?? "", cases: Int(one["cases"]?.integer ?? 0))
        }
        return ReassignResult(moved: moved)
    }

    /// What `reassign` would do now, for whoever is asked to confirm it. Errors: as `reassign`.
    package func rehearseReassign(_ rule: ReassignRule, to names: [String]) throws -> ReassignResult {
        try access.require(.reassign)
        return try engine.read { db in
            let plan = try Reassignment(rule, to: names, db, scope(db)).plan()
            return ReassignResult(moved: plan.counts)
        }
    }
}

private struct Reassignment {
    let rule: ReassignRule
    let db: any Reading
    let scope: Scope
    let all: [CollectorRecord]
    let targets: [CollectorRecord]

    init(_ rule: ReassignRule, to names: [String], _ db: any Reading, _ scope: Scope) throws {
        self.rule = rule
        self.scope = scope
        self.db = db
        let all = try db.collectors()
        self.all = all
        targets = try names.map { name in
            guard let found = all.first(where: { $0.name == name && $0.isActive }) else {
                throw Reassignment.unknown(name, all)
            }
            return found
        }
    }

    private static func unknown(_ name: String, _ all: [CollectorRecord]) -> Problem {
        let known = all.filter(\.isActive).map(\.name).joined(separator: ", ")
        return Problem(.collectorUnknown, [Fact("collector", name), Fact("known", known)])
    }

    /// Who gets which case, and how many each gets, in the order in which they were named.
    func plan() throws -> (moves: [Move], counts: [(collector: String, cases: Int)]) {
        let cases = targets.isEmpty ? [] : try chosen()
        let loads = Dictionary(try db.capacities().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        // Whoever gives the order knows who can do it: portfolios and languages do not stand against it.
        var assignment = Assignment(
            targets.map { target in
                CollectorCapacity(
                    id: target.id, name: target.name, minutesPerDay: max(1, target.minutesPerDay), languages: [],
                    portfolios: [], load: loads[target.id]?.load ?? 0)
            })
        var moves: [Move] = []
        var counts: [Int64: Int] = [:]
        for record in cases {
            let unowned = UnownedCase(
                debtor: record.debtor, minutes: max(1, record.minutes), portfolio: "", language: nil, wanted: nil)
            guard let target = assignment.assign(unowned) else { continue }
            moves.append(Move(debtor: record.debtor, episode: record.episode, target: target))
            counts[target, default: 0] += 1
        }
        return (moves, targets.map { (collector: $0.name, cases: counts[$0.id] ?? 0) })
    }

    struct Move {
        let debtor: Int64
        let episode: Int
        let target: Int64
    }

    func run(_ entry: Int64, _ db: any Writing) throws -> JSONValue {
        let plan = try plan()
        var batch = RowBatch(width: 3)
        for move in plan.moves {
            batch.integer(move.debtor)
            batch.integer(move.episode)
            batch.integer(move.target)
        }
        try db.execute(
            """
            UPDATE cases SET collector_id = b.c2 FROM batch AS b
            WHERE cases.debtor_id = b.c0 AND cases.episode = b.c1 AND cases.closed IS NULL
            """, from: batch)
        try db.note(change: entry, of: plan.moves.map(\.debtor))
        return [
            "moved": .array(
                plan.counts.map { ["collector": .string($0.collector), "cases": JSONValue($0.cases)] })
        ]
    }

    /// The cases that the rule means and that are not with the only target already, in order of debtor.
    private func chosen() throws -> [CaseRecord] {
        guard rule.debtors != nil || rule.from != nil || rule.portfolio != nil else { return [] }
        var found: [CaseRecord]
        if let debtors = rule.debtors {
            found = try db.cases(DebtorSelection(Set(debtors).sorted())).filter(\.isOpen)
        } else {
            found = try db.openCases(ofCollector: try owner())
        }
        if rule.debtors != nil, rule.from != nil {
            let wanted = try owner()
            found = found.filter { $0.collector == wanted }
        }
        if let name = rule.portfolio { found = try inPortfolio(name, found) }
        let shown = try db.shownDebtors(Set(found.map(\.debtor)), within: scope)
        found = found.filter { shown.contains($0.debtor) }
        if targets.count == 1 { found = found.filter { $0.collector != targets[0].id } }
        return Array(found.prefix(rule.limit.map { max(0, $0) } ?? found.count))
    }

    /// Nil: nobody. Without a name in the rule the cases of everybody are meant only where debtors are named.
    private func owner() throws -> Int64? {
        guard let name = rule.from, !name.isEmpty else { return nil }
        guard let found = all.first(where: { $0.name == name }) else { throw Reassignment.unknown(name, all) }
        return found.id
    }

    private func inPortfolio(_ name: String, _ cases: [CaseRecord]) throws -> [CaseRecord] {
        let portfolio = try db.portfolio(named: name, within: scope)
        let accounts = try db.accounts(DebtorSelection(cases.map(\.debtor)), .current)
        let debtors = Set(accounts.filter { $0.portfolio == portfolio.id }.map(\.debtor))
        return cases.filter { debtors.contains($0.debtor) }
    }
}

extension Reading {
    /// Open cases of a collector, or of nobody, in order of debtor.
    fileprivate func openCases(ofCollector collector: Int64?) throws -> [CaseRecord] {
        if let collector { return try openCases(of: collector) }
        return try all(
            """
            SELECT \(CaseColumns.cases.joined(separator: ", ")) FROM cases
            WHERE closed IS NULL AND collector_id IS NULL ORDER BY debtor_id
            """, [], CaseRecord.init)
    }
}
