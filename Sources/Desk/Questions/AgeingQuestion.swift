import Formats
import Receivables
import Store

/// What is asked of the ageing.
package struct AgeingQuestion: Sendable, Hashable {
    package var asOf: Day
    /// nil: everything that is known now.
    package var knownAt: Instant?
    package var portfolio: String?

    package init(asOf: Day, knownAt: Instant? = nil, portfolio: String? = nil) {
        self.asOf = asOf
        self.knownAt = knownAt
        self.portfolio = portfolio
    }
}

extension Desk {
    /// The ageing of the book as of any day, as known at any moment, from the facts: where the stored position holds on
    /// that day it is used, everywhere else the account is settled anew. Two halves of the book are read at a time.
    package func ageing(_ question: AgeingQuestion) throws -> Ageing {
        try access.require(.seePortfolio)
        let plan = try engine.read { db in try AgeingPlan(question, scope(db), db) }
        let parts = try AtOnce.map(plan.ranges) { range in
            try self.engine.read { db in try plan.ageing(range, db) }
        }
        var total = Ageing(asOf: question.asOf, buckets: plan.buckets)
        for part in parts { try total.add(part) }
        total.waitingPayments = try engine.read { try plan.waitingPayments($0) }
        return total
    }
}

/// How an ageing is computed. An object, for every account asks it.
private final class AgeingPlan: Sendable {
    let question: AgeingQuestion
    let scope: Scope
    /// Those that are shown.
    let portfolios: [Int64: PortfolioRecord]
    let wanted: Int64?
    let buckets: Buckets
    let ranges: [ClosedRange<Int64>]
    /// What may be used of the facts; nil: stored positions hold where their last fact is not later than the day.
    let knowledge: Knowledge?

    init(_ question: AgeingQuestion, _ scope: Scope, _ db: any Reading) throws {
        self.question = question
        self.scope = scope
        let all = try db.portfolios().filter(scope.shows)
        portfolios = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        if let name = question.portfolio {
            let found = try db.portfolio(named: name, within: scope)
            wanted = found.id
            buckets = found.buckets
        } else {
            wanted = nil
            let kinds = Set(all.map(\.buckets))
            buckets = kinds.count == 1 ? kinds.first ?? .standard : .standard
        }
        ranges = try AgeingPlan.halves(db)
        knowledge = try question.knownAt.map { .upTo(entry: try db.lastEntry(at: $0)) }
    }

    /// Payments that wait for their account: of the creditor of the portfolio, or of all.
    func waitingPayments(_ db: any Reading) throws -> Int {
        let knowledge = knowledge ?? .current
        guard let creditor = wanted.flatMap({ portfolios[$0]?.creditor }) else {
            return try db.waitingCount(within: scope, knowledge)
        }
        let isShown = try db.wholeCreditors(within: scope)?.contains(creditor) ?? true
        return isShown ? try db.waitingCount(creditor: creditor, knowledge) : 0
    }

    /// Whether an account is asked about; `shown` is nil where no branch is hidden.
    func wants(_ account: FactsWalk.Account, _ shown: ShownAccounts?) -> Bool {
        guard wanted == nil || account.portfolio == wanted, portfolios[account.portfolio] != nil else { return false }
        return shown?.has(account.account, of: account.debtor) ?? true
    }

    /// The book in two halves of debtors.
    private static func halves(_ db: any Reading) throws -> [ClosedRange<Int64>] {
        let first = try db.integer("SELECT min(debtor_id) FROM accounts")
        let last = try db.integer("SELECT max(debtor_id) FROM accounts")
        guard last > first else { return [first...max(first, last)] }
        let middle = first + (last - first) / 2
        return [first...middle, middle + 1...last]
    }

    func ageing(_ range: ClosedRange<Int64>, _ db: any Reading) throws -> Ageing {
        var ageing = Ageing(asOf: question.asOf, buckets: buckets)
        let stopping = try db.stoppingHolds(range, knowledge ?? .current)
        // Positions know their portfolio but no branch.
        let debtors = DebtorSelection(from: range.lowerBound, through: range.upperBound)
        let shown = try scope.branches.map { _ in try db.shownAccounts(of: debtors, within: scope) }
        if let knowledge {
            try addSettled(debtors: range, knowledge, only: nil, shown, stopping, db, &ageing)
            return ageing
        }
        var walk = PositionWalk(plan: self, shown: shown, stopping: stopping)
        try walk.run(range, db, &ageing)
        try db.rows(
            """
            SELECT p.debtor_id, p.account_id, a.portfolio_id, a.currency FROM parked p
            JOIN stale_positions s ON s.debtor_id = p.debtor_id AND s.account_id = p.account_id
            JOIN accounts a ON a.debtor_id = p.debtor_id AND a.account_id = p.account_id
            WHERE p.debtor_id BETWEEN ?1 AND ?2
            """, [Value(range.lowerBound), Value(range.upperBound)]
        ) { row in
            let account = FactsWalk.Account(
                debtor: row.integer(0), account: row.integer(1), portfolio: row.integer(2),
                currency: try row.currency(3))
            if wants(account, shown) { ageing.parked += 1 }
        }
        return ageing
    }

    /// Adds accounts settled from their facts: those of a range of debtors, or only some of its groups.
    func addSettled(
        debtors: ClosedRange<Int64>, _ knowledge: Knowledge, only: Set<RowGroup>?, _ shown: ShownAccounts?,
        _ stopping: [Int64: [Hold]], _ db: any Reading, _ ageing: inout Ageing
    ) throws {
        var settler = Settler()
        let walk = FactsWalk(db: db, knowledge: knowledge)
        try walk.run(from: debtors.lowerBound, through: debtors.upperBound) { account, facts in
            let group = RowGroup(debtor: account.debtor, account: account.account)
            guard wants(account, shown), only?.contains(group) ?? true,
                let portfolio = portfolios[account.portfolio]
            else { return }
            do throws(Problem) {
                try settler.settle(facts, by: portfolio.waterfall, asOf: question.asOf)
                try settler.result.checkSums()
            } catch {
                ageing.parked += 1
                return
            }
            try add(
                account, open: settler.result.dues, credit: try settler.result.credit(), stopping[account.debtor] ?? [],
                &ageing)
        }
    }

    func add(
        _ account: FactsWalk.Account, open: [OpenDue], credit: Int64, _ holds: [Hold], _ ageing: inout Ageing
    ) throws(Problem) {
        guard let portfolio = portfolios[account.portfolio] else { return }
        let arrears = try Arrears(
            open: open, account: account.account, holds: holds, policy: portfolio.arrears, asOf: question.asOf)
        try ageing.add(
            debtor: account.debtor, currency: account.currency, open: open, arrears: arrears, credit: credit)
    }
}

/// A walk over stored positions; accounts whose position does not hold on the day are settled from their facts.
private struct PositionWalk {
    let plan: AgeingPlan
    let shown: ShownAccounts?
    let stopping: [Int64: [Hold]]
    private var open: [OpenDue] = []
    /// Debtors some of whose accounts must be settled anew, gathered until they are worth a read.
    private var late: [RowGroup] = []

    init(plan: AgeingPlan, shown: ShownAccounts?, stopping: [Int64: [Hold]]) {
        self.plan = plan
        self.shown = shown
        self.stopping = stopping
    }

    mutating func run(_ range: ClosedRange<Int64>, _ db: any Reading, _ ageing: inout Ageing) throws {
        let day = plan.question.asOf
        try db.walk(
            """
            SELECT debtor_id, account_id, portfolio_id, currency, open_amount, open_count, first_day, credit, fact_day,
                CASE WHEN first_day < ?3 THEN open_dues END
            FROM positions WHERE debtor_id BETWEEN ?1 AND ?2 ORDER BY debtor_id, account_id
            """, [Value(range.lowerBound), Value(range.upperBound), Value(Int64(day.number))]
        ) { row in
            let account = FactsWalk.Account(
                debtor: row.integer(0), account: row.integer(1), portfolio: row.integer(2),
                currency: try row.currency(3))
            guard plan.wants(account, shown) else { return }
            guard row.day(8) <= day else {
                late.append(RowGroup(debtor: account.debtor, account: account.account))
                ageing.comesBack(account.debtor)
                return
            }
            if row.isNull(6) || row.day(6) >= day {
                try ageing.addCurrent(
                    debtor: account.debtor, currency: account.currency, count: Int(row.integer(5)),
                    amount: row.integer(4), credit: row.integer(7))
                return
            }
            try row.withBytes(9) { try PositionText.read($0, into: &open) }
            try plan.add(account, open: open, credit: row.integer(7), stopping[account.debtor] ?? [], &ageing)
        }
        try settleLate(db, &ageing)
    }

    private mutating func settleLate(_ db: any Reading, _ ageing: inout Ageing) throws {
        guard let first = late.first, let last = late.last else { return }
        let only = Set(late)
        try plan.addSettled(
            debtors: first.debtor...last.debtor, .current, only: only, shown, stopping, db, &ageing)
    }
}

extension Row {
    /// A currency code.
    func currency(_ column: Int) throws -> Currency {
        guard let currency = withBytes(column, Currency.init(bytes:)) else { throw Problem(.stateUnreadable) }
        return currency
    }
}

extension Reading {
    /// Holds that stop the count of days, by debtor.
    func stoppingHolds(_ range: ClosedRange<Int64>, _ knowledge: Knowledge) throws -> [Int64: [Hold]] {
        let holds = try stoppingHolds(from: range.lowerBound, through: range.upperBound, knowledge)
        return Dictionary(grouping: holds, by: \.debtor).mapValues { $0.map(\.hold) }
    }
}
