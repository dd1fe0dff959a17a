import Formats
import Receivables
import Store

extension Desk {
    /// Keeps the figures of the last day that was run, unless that is done; gives the day. They say what is known at
    /// this moment and carry its entry of the journal. Nil: nothing to do.
    func closeDay() throws -> Day? {
        let wanted = try engine.read { db -> RunRecord? in
            guard let run = try db.lastRun(), run.isFinished, try db.place(of: .closing) < run.id,
                try !db.isClosed(run.day)
            else { return nil }
            return run
        }
        guard let run = wanted else { return nil }
        let figures = try engine.read { db in
            var closing = try Closing(day: run.day, db)
            try closing.work()
            return closing.figures
        }
        return try engine.write(.repeatable) { db in
            guard try db.place(of: .closing) < run.id else { return nil }
            try figures.save(db, at: now)
            try db.set(.closing, to: run.id)
            let detail: JSONValue = ["date": .string(run.day.description), "asKnownAt": JSONValue(figures.entry)]
            try db.journal("day-closed", subject: "run:\(run.day)", detail: detail.text(indent: nil), by: actor)
            return run.day
        }
    }
}

/// What is kept of a day.
private struct Figures: Sendable {
    let day: Day
    let entry: Int64
    var ageings: [Int64: Ageing] = [:]
    var cash: [CashKey: ClosingCash] = [:]
    var team: [ClosingTeam] = []

    func save(_ db: any Writing, at: Instant) throws {
        var days: [ClosingDay] = []
        var buckets: [ClosingBucket] = []
        for (portfolio, ageing) in ageings.sorted(by: { $0.key < $1.key }) {
            for (currency, totals) in ageing.totals.sorted(by: { $0.key < $1.key }) {
                days.append(
                    ClosingDay(
                        day: day, portfolio: portfolio, currency: currency, entry: entry, at: at,
                        accounts: totals.byAccount.reduce(0) { $0 + $1.accounts }, open: totals.open.amount,
                        overdueAccounts: totals.overdueAccounts, overdue: totals.overdue.amount,
                        overdueDebtors: totals.overdueDebtors))
                for (index, bucket) in totals.byAccount.enumerated() {
                    let ends = ageing.buckets.ends
                    buckets.append(
                        ClosingBucket(
                            day: day, portfolio: portfolio, currency: currency,
                            from: index == 0 ? 0 : ends[index - 1] + 1,
                            to: index < ends.count ? ends[index] : nil, accounts: bucket.accounts, open: bucket.open,
                            overdue: bucket.overdue))
                }
            }
        }
        try db.save(days)
        try db.save(buckets)
        try db.save(cash.sorted { $0.key < $1.key }.map(\.value))
        try db.save(team)
    }
}

private struct CashKey: Hashable, Comparable {
    let day: Day
    let portfolio: Int64
    let currency: Currency

    static func < (left: CashKey, right: CashKey) -> Bool {
        (left.day, left.portfolio, left.currency) < (right.day, right.portfolio, right.currency)
    }
}

/// Works out the figures of a day: one walk over positions, and one over payments and promises.
private struct Closing {
    let db: any Reading
    let day: Day
    let portfolios: [Int64: PortfolioRecord]
    private(set) var figures: Figures
    private var open: [OpenDue] = []
    private var late: Set<RowGroup> = []
    private let stopping: [Int64: [Hold]]
    private let before: [CashKey: ClosingCash]

    private var ahead: Day { day.adding(days: DeskLimits.closingDaysAhead) }
    private var back: Day { day.adding(days: -DeskLimits.closingDaysBack) }

    init(day: Day, _ db: any Reading) throws {
        self.db = db
        self.day = day
        portfolios = try db.portfoliosByID()
        figures = Figures(day: day, entry: try db.lastEntry())
        stopping = try db.stoppingHolds(0...Int64.max, .current)
        var before: [CashKey: ClosingCash] = [:]
        let known = day.adding(days: -DeskLimits.closingDaysBack)...day.adding(days: DeskLimits.closingDaysAhead)
        for cash in try db.closingCash(known) {
            before[CashKey(day: cash.day, portfolio: cash.portfolio, currency: cash.currency)] = cash
        }
        self.before = before
        for portfolio in portfolios.values {
            figures.ageings[portfolio.id] = Ageing(asOf: day, buckets: portfolio.buckets)
        }
    }

    mutating func work() throws {
        try walkPositions()
        try settleLate()
        for id in figures.ageings.keys { try figures.ageings[id]?.finish() }
        keepWhatFellDue()
        try addPayments()
        try addPromises()
        figures.team = try db.teamFigures(TeamKey(date: day)).collectors.map { one in
            ClosingTeam(
                day: day, collector: one.id, openCases: one.openCases, toDo: one.toDo, minutesToDo: one.minutesToDo,
                worked: one.worked, minutesWorked: one.minutesWorked, contacts: one.contacts, reached: one.reached,
                promises: one.promises)
        }
    }

    // MARK: What is open

    private mutating func walkPositions() throws {
        try db.walk(
            """
            SELECT debtor_id, account_id, portfolio_id, currency, credit, fact_day, open_dues FROM positions
            ORDER BY debtor_id, account_id
            """, []
        ) { row in
            let account = FactsWalk.Account(
                debtor: row.integer(0), account: row.integer(1), portfolio: row.integer(2),
                currency: try row.currency(3))
            guard row.day(5) <= day else {
                late.insert(RowGroup(debtor: account.debtor, account: account.account))
                figures.ageings[account.portfolio]?.comesBack(account.debtor)
                return
            }
            try row.withBytes(6) { try PositionText.read($0, into: &open) }
            try add(account, open, credit: row.integer(4))
        }
    }

    /// Accounts with later facts, as they stood on the day.
    private mutating func settleLate() throws {
        let debtors = Set(late.map(\.debtor)).sorted()
        var settler = Settler()
        for from in stride(from: 0, to: debtors.count, by: DeskLimits.runChunkDebtors) {
            let portion = Array(debtors[from..<min(debtors.count, from + DeskLimits.runChunkDebtors)])
            try FactsWalk(db: db, knowledge: .current).run(DebtorSelection(portion)) { account, facts in
                guard late.contains(RowGroup(debtor: account.debtor, account: account.account)),
                    let portfolio = portfolios[account.portfolio]
                else { return }
                do throws(Problem) {
                    try settler.settle(facts, by: portfolio.waterfall, asOf: day)
                    try settler.result.checkSums()
                } catch { return }
                try add(account, settler.result.dues, credit: try settler.result.credit())
            }
        }
    }

    private mutating func add(_ account: FactsWalk.Account, _ dues: [OpenDue], credit: Int64) throws(Problem) {
        guard let portfolio = portfolios[account.portfolio] else { return }
        let arrears = try Arrears(
            open: dues, account: account.account, holds: stopping[account.debtor] ?? [], policy: portfolio.arrears,
            asOf: day)
        try figures.ageings[account.portfolio]?.add(
            debtor: account.debtor, currency: account.currency, open: dues, arrears: arrears, credit: credit)
        for due in dues where due.day >= day && due.day <= ahead {
            let key = CashKey(day: due.day, portfolio: account.portfolio, currency: account.currency)
            try change(key) { cash throws(Problem) in cash.due = try cash.due.adding(due.open.total) }
        }
    }

    private mutating func change(
        _ key: CashKey, _ body: (inout ClosingCash) throws(Problem) -> Void
    ) throws(Problem) {
        var cash =
            figures.cash[key]
            ?? ClosingCash(day: key.day, portfolio: key.portfolio, currency: key.currency, entry: figures.entry)
        try body(&cash)
        figures.cash[key] = cash
    }

    /// What fell due until the day is what the close before said; of the days to come this one says it.
    private mutating func keepWhatFellDue() {
        for (key, cash) in before where key.day <= day {
            var kept = figures.cash[key] ?? cash
            kept.due = cash.due
            (kept.received, kept.payments) = (0, 0)
            (kept.promised, kept.promises) = (0, 0)
            (kept.kept, kept.partlyKept, kept.broken, kept.pending) = (0, 0, 0, 0)
            kept.entry = figures.entry
            figures.cash[key] = kept
        }
        for (key, cash) in before where key.day > day && figures.cash[key] == nil {
            figures.cash[key] = ClosingCash(
                day: key.day, portfolio: cash.portfolio, currency: cash.currency, entry: figures.entry)
        }
    }

    // MARK: What came

    private mutating func addPayments() throws {
        let sums = try db.gather(
            """
            SELECT y.day, a.portfolio_id, a.currency, CAST(sum(y.amount) AS BIGINT), count(*) FROM payments y
            JOIN accounts a ON a.debtor_id = y.debtor_id AND a.account_id = y.account_id
            WHERE y.day > ?1 AND y.day <= ?2 AND y.retracted_id IS NULL GROUP BY y.day, a.portfolio_id, a.currency
            """, [Value(back), Value(day)]
        ) { row in
            (
                CashKey(day: row.day(0), portfolio: row.integer(1), currency: try row.currency(2)), row.integer(3),
                Int(row.integer(4))
            )
        }
        for (key, amount, count) in sums {
            try change(key) { (cash) throws(Problem) in (cash.received, cash.payments) = (amount, count) }
        }
    }

    private mutating func addPromises() throws {
        let sums = try db.gather(
            """
            SELECT p.day, coalesce(
                    (SELECT a.portfolio_id FROM accounts a WHERE a.debtor_id = p.debtor_id
                        AND a.account_id = p.account_id),
                    (SELECT a.portfolio_id FROM accounts a WHERE a.debtor_id = p.debtor_id
                        ORDER BY a.account_id LIMIT 1)) AS portfolio,
                p.currency, p.state, CAST(sum(p.amount) AS BIGINT), count(*)
            FROM promises p WHERE p.day > ?1 AND p.day <= ?2 AND p.retracted_id IS NULL
            GROUP BY p.day, portfolio, p.currency, p.state
            """, [Value(back), Value(ahead)]
        ) { row in
            (
                CashKey(day: row.day(0), portfolio: row.integer(1), currency: try row.currency(2)), row.text(3),
                row.integer(4), Int(row.integer(5))
            )
        }
        for (key, state, amount, count) in sums {
            try change(key) { cash throws(Problem) in
                cash.promised = try cash.promised.adding(amount)
                cash.promises += count
                switch PromiseState(rawValue: state) {
                case .kept: cash.kept += count
                case .partlyKept: cash.partlyKept += count
                case .broken: cash.broken += count
                case .pending, nil: cash.pending += count
                }
            }
        }
    }
}
