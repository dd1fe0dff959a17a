import Receivables

/// A portfolio at the close of a day, in one currency: as it was known then, whatever came later.
package struct ClosingDay: Sendable, Equatable {
    package let day: Day
    package let portfolio: Int64
    package let currency: Currency
    /// The last entry of the journal that is in it, and when it was made.
    package let entry: Int64
    package let at: Instant
    /// Accounts with something open, and what that is.
    package let accounts: Int
    package let open: Int64
    package let overdueAccounts: Int
    package let overdue: Int64
    package let overdueDebtors: Int

    package init(
        day: Day, portfolio: Int64, currency: Currency, entry: Int64, at: Instant, accounts: Int, open: Int64,
        overdueAccounts: Int, overdue: Int64, overdueDebtors: Int
    ) {
        self.day = day
        self.portfolio = portfolio
        self.currency = currency
        self.entry = entry
        self.at = at
        self.accounts = accounts
        self.open = open
        self.overdueAccounts = overdueAccounts
        self.overdue = overdue
        self.overdueDebtors = overdueDebtors
    }
}

/// Accounts of a portfolio in one bucket at the close of a day.
package struct ClosingBucket: Sendable, Equatable {
    package let day: Day
    package let portfolio: Int64
    package let currency: Currency
    /// Days past due from one to another; nil: without an end. 0 to 0: current.
    package let from: Int
    package let to: Int?
    package let accounts: Int
    package let open: Int64
    package let overdue: Int64

    package init(
        day: Day, portfolio: Int64, currency: Currency, from: Int, to: Int?, accounts: Int, open: Int64, overdue: Int64
    ) {
        self.day = day
        self.portfolio = portfolio
        self.currency = currency
        self.from = from
        self.to = to
        self.accounts = accounts
        self.open = open
        self.overdue = overdue
    }
}

/// Money and promises of one value day, as the last close that looked at the day knew them.
package struct ClosingCash: Sendable, Equatable {
    package let day: Day
    package let portfolio: Int64
    package let currency: Currency
    package var entry: Int64
    /// What was open at the close before and fell due on the day.
    package var due: Int64 = 0
    /// What came in, returns taken off, in how many payments.
    package var received: Int64 = 0
    package var payments = 0
    /// Promises for the day, by what became of them.
    package var promised: Int64 = 0
    package var promises = 0
    package var kept = 0
    package var partlyKept = 0
    package var broken = 0
    package var pending = 0

    package init(day: Day, portfolio: Int64, currency: Currency, entry: Int64) {
        self.day = day
        self.portfolio = portfolio
        self.currency = currency
        self.entry = entry
    }
}

/// A collector's day, as it stood at its close.
package struct ClosingTeam: Sendable, Equatable {
    package let day: Day
    package let collector: Int64
    package let openCases: Int
    package let toDo: Int
    package let minutesToDo: Int
    package let worked: Int
    package let minutesWorked: Int
    package let contacts: Int
    package let reached: Int
    package let promises: Int

    package init(
        day: Day, collector: Int64, openCases: Int, toDo: Int, minutesToDo: Int, worked: Int, minutesWorked: Int,
        contacts: Int, reached: Int, promises: Int
    ) {
        self.day = day
        self.collector = collector
        self.openCases = openCases
        self.toDo = toDo
        self.minutesToDo = minutesToDo
        self.worked = worked
        self.minutesWorked = minutesWorked
        self.contacts = contacts
        self.reached = reached
        self.promises = promises
    }
}

extension Writing {
    private func replace(_ table: String, _ columns: [String], key: Int, _ batch: RowBatch) throws {
        let updates = columns.dropFirst(key).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try insert(
            batch, into: table, columns: columns, onConflict: Array(columns.prefix(key)), do: "UPDATE SET \(updates)")
    }

    package func save(_ days: [ClosingDay]) throws {
        var batch = RowBatch(width: 10)
        for day in days {
            batch.row([
                Value(day.day), Value(day.portfolio), .text(day.currency.code), Value(day.entry),
                Value(day.at.microseconds), Value(day.accounts), Value(day.open), Value(day.overdueAccounts),
                Value(day.overdue), Value(day.overdueDebtors),
            ])
        }
        try replace(
            "closing_days",
            [
                "day", "portfolio_id", "currency", "entry_id", "at", "accounts", "open_amount", "overdue_accounts",
                "overdue_amount", "overdue_debtors",
            ], key: 3, batch)
    }

    package func save(_ buckets: [ClosingBucket]) throws {
        var batch = RowBatch(width: 8)
        for bucket in buckets {
            batch.integer(Int(bucket.day.number))
            batch.integer(bucket.portfolio)
            batch.text(bucket.currency.code)
            batch.integer(bucket.from)
            batch.integer(orNull: bucket.to.map(Int64.init))
            batch.integer(bucket.accounts)
            batch.integer(bucket.open)
            batch.integer(bucket.overdue)
        }
        try replace(
            "closing_buckets",
            [
                "day", "portfolio_id", "currency", "from_days", "to_days", "accounts", "open_amount", "overdue_amount",
            ], key: 4, batch)
    }

    package func save(_ cash: [ClosingCash]) throws {
        var batch = RowBatch(width: 13)
        for day in cash {
            batch.row([
                Value(day.day), Value(day.portfolio), .text(day.currency.code), Value(day.entry), Value(day.due),
                Value(day.received), Value(day.payments), Value(day.promised), Value(day.promises), Value(day.kept),
                Value(day.partlyKept), Value(day.broken), Value(day.pending),
            ])
        }
        try replace("closing_cash", ClosingColumns.cash, key: 3, batch)
    }

    package func save(_ team: [ClosingTeam]) throws {
        var batch = RowBatch(width: 10)
        for one in team {
            batch.row([
                Value(one.day), Value(one.collector), Value(one.openCases), Value(one.toDo), Value(one.minutesToDo),
                Value(one.worked), Value(one.minutesWorked), Value(one.contacts), Value(one.reached),
                Value(one.promises),
            ])
        }
        try replace("closing_team", ClosingColumns.team, key: 2, batch)
    }
}

private enum ClosingColumns {
    static let cash = [
        "day", "portfolio_id", "currency", "entry_id", "due_amount", "received_amount", "payments",
        "promised_amount", "promises", "kept", "partly_kept", "broken", "pending",
    ]
    static let team = [
        "day", "collector_id", "open_cases", "to_do", "minutes_to_do", "worked", "minutes_worked", "contacts",
        "reached", "promises",
    ]
}

extension Reading {
    private func currency(_ row: any Row, _ column: Int) throws -> Currency {
        guard let currency = Currency(row.text(column)) else { throw Problem(.stateUnreadable) }
        return currency
    }

    private var ofDays: String { "day >= ?1 AND day <= ?2" }

    package func closingDays(_ days: ClosedRange<Day>) throws -> [ClosingDay] {
        try all(
            """
            SELECT day, portfolio_id, currency, entry_id, at, accounts, open_amount, overdue_accounts, overdue_amount,
                overdue_debtors
            FROM closing_days WHERE \(ofDays) ORDER BY day, portfolio_id, currency
            """, [Value(days.lowerBound), Value(days.upperBound)]
        ) { row in
            ClosingDay(
                day: row.day(0), portfolio: row.integer(1), currency: try currency(row, 2), entry: row.integer(3),
                at: Instant(microseconds: row.integer(4)), accounts: Int(row.integer(5)), open: row.integer(6),
                overdueAccounts: Int(row.integer(7)), overdue: row.integer(8), overdueDebtors: Int(row.integer(9)))
        }
    }

    package func closingBuckets(_ days: ClosedRange<Day>) throws -> [ClosingBucket] {
        try all(
            """
            SELECT day, portfolio_id, currency, from_days, to_days, accounts, open_amount, overdue_amount
            FROM closing_buckets WHERE \(ofDays) ORDER BY day, portfolio_id, currency, from_days
            """, [Value(days.lowerBound), Value(days.upperBound)]
        ) { row in
            ClosingBucket(
                day: row.day(0), portfolio: row.integer(1), currency: try currency(row, 2), from: Int(row.integer(3)),
                to: row.integerOrNil(4).map(Int.init), accounts: Int(row.integer(5)), open: row.integer(6),
                overdue: row.integer(7))
        }
    }

    package func closingCash(_ days: ClosedRange<Day>) throws -> [ClosingCash] {
        try all(
            """
            SELECT \(ClosingColumns.cash.joined(separator: ", ")) FROM closing_cash WHERE \(ofDays)
            ORDER BY day, portfolio_id, currency
            """, [Value(days.lowerBound), Value(days.upperBound)]
        ) { row in
            var cash = ClosingCash(
                day: row.day(0), portfolio: row.integer(1), currency: try currency(row, 2), entry: row.integer(3))
            cash.due = row.integer(4)
            cash.received = row.integer(5)
            cash.payments = Int(row.integer(6))
            cash.promised = row.integer(7)
            cash.promises = Int(row.integer(8))
            cash.kept = Int(row.integer(9))
            cash.partlyKept = Int(row.integer(10))
            cash.broken = Int(row.integer(11))
            cash.pending = Int(row.integer(12))
            return cash
        }
    }

    package func closingTeam(_ days: ClosedRange<Day>) throws -> [ClosingTeam] {
        try all(
            """
            SELECT \(ClosingColumns.team.joined(separator: ", ")) FROM closing_team WHERE \(ofDays)
            ORDER BY day, collector_id
            """, [Value(days.lowerBound), Value(days.upperBound)]
        ) { row in
            ClosingTeam(
                day: row.day(0), collector: row.integer(1), openCases: Int(row.integer(2)), toDo: Int(row.integer(3)),
                minutesToDo: Int(row.integer(4)), worked: Int(row.integer(5)), minutesWorked: Int(row.integer(6)),
                contacts: Int(row.integer(7)), reached: Int(row.integer(8)), promises: Int(row.integer(9)))
        }
    }

    /// Whether the figures of a day are kept.
    package func isClosed(_ day: Day) throws -> Bool {
        try first("SELECT 1 FROM closing_days WHERE day = ?1 LIMIT 1", [Value(day)]) { _ in true } ?? false
    }
}
