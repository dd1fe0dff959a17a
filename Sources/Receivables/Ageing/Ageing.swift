/// A count of things and the sum of their amounts, in minor units.
package struct Tally: Hashable, Sendable {
    package var count = 0
    package var amount: Int64 = 0

    package mutating func add(_ count: Int, _ amount: Int64) throws(Problem) {
        self.count += count
        self.amount = try self.amount.adding(amount)
    }
}

/// The ageing of one currency: everything open, by how late it is.
package struct AgeingTotals: Hashable, Sendable {
    package struct AccountBucket: Hashable, Sendable {
        package var accounts = 0
        /// Whole open amount of these accounts, and the part of it that is past due.
        package var open: Int64 = 0
        package var overdue: Int64 = 0
    }

    package var open = Tally()
    package var overdue = Tally()
    package var overdueAccounts = 0
    package var overdueDebtors = 0
    /// Dues by their own days past due, in the order of the buckets.
    package var byDue: [Tally]
    /// Accounts by the days past due of the account, in the order of the buckets.
    package var byAccount: [AccountBucket]
    /// Money on accounts that no due has used.
    package var credit: Int64 = 0
    /// The debtor whose account was added last and was overdue: accounts come debtor by debtor.
    private var lastOverdueDebtor: Int64 = .min

    init(buckets: Int) {
        byDue = Array(repeating: Tally(), count: buckets)
        byAccount = Array(repeating: AccountBucket(), count: buckets)
    }

    fileprivate mutating func add(
        debtor: Int64, open dues: [OpenDue], arrears: Arrears, credit: Int64, buckets: Buckets, asOf: Day
    ) throws(Problem) {
        self.credit = try self.credit.adding(credit)
        guard arrears.openDues > 0 else { return }
        try open.add(arrears.openDues, arrears.open)
        let overdueAmount = arrears.overdue.total
        let bucket = buckets.index(of: arrears.daysPastDue)
        byAccount[bucket].accounts += 1
        byAccount[bucket].open = try byAccount[bucket].open.adding(arrears.open)
        byAccount[bucket].overdue = try byAccount[bucket].overdue.adding(overdueAmount)
        try byDue[0].add(arrears.openDues - arrears.overdueDues, arrears.open.adding(-overdueAmount))
        guard arrears.isOverdue else { return }
        for due in dues where due.day < asOf && !due.open.isZero {
            try byDue[buckets.index(of: asOf.days(since: due.day))].add(1, due.open.total)
        }
        try overdue.add(arrears.overdueDues, overdueAmount)
        overdueAccounts += 1
        if lastOverdueDebtor != debtor { overdueDebtors += 1 }
        lastOverdueDebtor = debtor
    }

    fileprivate mutating func add(_ other: AgeingTotals) throws(Problem) {
        try open.add(other.open.count, other.open.amount)
        try overdue.add(other.overdue.count, other.overdue.amount)
        overdueAccounts += other.overdueAccounts
        overdueDebtors += other.overdueDebtors
        credit = try credit.adding(other.credit)
        for index in byDue.indices { try byDue[index].add(other.byDue[index].count, other.byDue[index].amount) }
        for index in byAccount.indices {
            byAccount[index].accounts += other.byAccount[index].accounts
            byAccount[index].open = try byAccount[index].open.adding(other.byAccount[index].open)
            byAccount[index].overdue = try byAccount[index].overdue.adding(other.byAccount[index].overdue)
        }
    }
}

/// The ageing of a whole book as of a day, per currency. Accounts are added in order of their debtor.
package struct Ageing: Sendable {
    package let asOf: Day
    package let buckets: Buckets
    package private(set) var totals: [Currency: AgeingTotals] = [:]
    /// Accounts that could not be computed and are in no total.
    package var parked = 0

    package init(asOf: Day, buckets: Buckets) {
        self.asOf = asOf
        self.buckets = buckets
    }

    package mutating func add(
        debtor: Int64, currency: Currency, open: [OpenDue], arrears: Arrears, credit: Int64
    ) throws(Problem) {
        guard arrears.openDues > 0 || credit != 0 else { return }
        var current = totals[currency] ?? AgeingTotals(buckets: buckets.count)
        totals[currency] = nil
        try current.add(
            debtor: debtor, open: open, arrears: arrears, credit: credit, buckets: buckets, asOf: asOf)
        totals[currency] = current
    }

    /// Adds the ageing of other debtors.
    package mutating func add(_ other: Ageing) throws(Problem) {
        parked += other.parked
        for (currency, more) in other.totals {
            var current = totals[currency] ?? AgeingTotals(buckets: buckets.count)
            try current.add(more)
            totals[currency] = current
        }
    }
}

extension Ageing {
    /// Adds an account none of whose open dues has passed its date.
    package mutating func addCurrent(_ currency: Currency, count: Int, amount: Int64, credit: Int64) throws(Problem) {
        guard count > 0 || credit != 0 else { return }
        var current = totals[currency] ?? AgeingTotals(buckets: buckets.count)
        totals[currency] = nil
        try current.addCurrent(count: count, amount: amount, credit: credit)
        totals[currency] = current
    }
}

extension AgeingTotals {
    fileprivate mutating func addCurrent(count: Int, amount: Int64, credit: Int64) throws(Problem) {
        self.credit = try self.credit.adding(credit)
        guard count > 0 else { return }
        try open.add(count, amount)
        try byDue[0].add(count, amount)
        byAccount[0].accounts += 1
        byAccount[0].open = try byAccount[0].open.adding(amount)
    }
}
