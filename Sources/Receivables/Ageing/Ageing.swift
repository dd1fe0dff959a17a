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

    package struct DebtorBucket: Hashable, Sendable {
        package var debtors = 0
        /// What these debtors have open in this currency, and the part of it that is past due.
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
    /// Debtors by their days past due, which are the largest of their accounts in any currency.
    package var byDebtor: [DebtorBucket]
    /// Money on accounts that no due has used.
    package var credit: Int64 = 0

    init(buckets: Int) {
        byDue = Array(repeating: Tally(), count: buckets)
        byAccount = Array(repeating: AccountBucket(), count: buckets)
        byDebtor = Array(repeating: DebtorBucket(), count: buckets)
    }

    fileprivate mutating func add(
        open dues: [OpenDue], arrears: Arrears, credit: Int64, buckets: Buckets, asOf: Day
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
    }

    fileprivate mutating func add(_ sum: DebtorSum.Amounts, bucket: Int) throws(Problem) {
        if sum.hasOverdue { overdueDebtors += 1 }
        byDebtor[bucket].debtors += 1
        byDebtor[bucket].open = try byDebtor[bucket].open.adding(sum.open)
        byDebtor[bucket].overdue = try byDebtor[bucket].overdue.adding(sum.overdue)
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
        for index in byDebtor.indices {
            byDebtor[index].debtors += other.byDebtor[index].debtors
            byDebtor[index].open = try byDebtor[index].open.adding(other.byDebtor[index].open)
            byDebtor[index].overdue = try byDebtor[index].overdue.adding(other.byDebtor[index].overdue)
        }
    }
}

/// What the accounts of one debtor add up to, until all of them are there.
private struct DebtorSum: Sendable {
    struct Amounts: Sendable {
        let currency: Currency
        var open: Int64 = 0
        var overdue: Int64 = 0
        var hasOverdue = false
    }

    private(set) var debtor: Int64?
    private(set) var daysPastDue = 0
    private(set) var amounts: [Amounts] = []

    mutating func begin(_ debtor: Int64?) {
        self.debtor = debtor
        daysPastDue = 0
        amounts.removeAll(keepingCapacity: true)
    }

    mutating func add(_ currency: Currency, days: Int, open: Int64, overdue: Int64, isOverdue: Bool) throws(Problem) {
        daysPastDue = max(daysPastDue, days)
        let at = amounts.firstIndex { $0.currency == currency } ?? amounts.count
        if at == amounts.count { amounts.append(Amounts(currency: currency)) }
        amounts[at].open = try amounts[at].open.adding(open)
        amounts[at].overdue = try amounts[at].overdue.adding(overdue)
        if isOverdue { amounts[at].hasOverdue = true }
    }
}

/// The ageing of a whole book as of a day, per currency. Accounts are added debtor by debtor; of a debtor who comes
/// back later, `comesBack` is told before. The figures by debtor are complete after `finish`.
package struct Ageing: Sendable {
    package let asOf: Day
    package let buckets: Buckets
    /// Totals in the order in which their currencies were met. Nearly every account has the currency of the one before.
    private var currencies: [Currency] = []
    private var sums: [AgeingTotals] = []
    private var last = 0
    private var present = DebtorSum()
    /// Debtors of whom more comes, and what came of them so far.
    private var returning: Set<Int64> = []
    private var waiting: [Int64: DebtorSum] = [:]
    /// Accounts that could not be computed and are in no total.
    package var parked = 0
    /// Payments whose account nobody knows yet; they are in no total either.
    package var waitingPayments = 0

    package init(asOf: Day, buckets: Buckets) {
        self.asOf = asOf
        self.buckets = buckets
    }

    package var totals: [Currency: AgeingTotals] {
        Dictionary(zip(currencies, sums), uniquingKeysWith: { first, _ in first })
    }

    /// The place of the totals of a currency.
    private mutating func place(_ currency: Currency) -> Int {
        if last < currencies.count, currencies[last] == currency { return last }
        if let known = currencies.firstIndex(of: currency) {
            last = known
        } else {
            currencies.append(currency)
            sums.append(AgeingTotals(buckets: buckets.count))
            last = currencies.count - 1
        }
        return last
    }

    package mutating func add(
        debtor: Int64, currency: Currency, open: [OpenDue], arrears: Arrears, credit: Int64
    ) throws(Problem) {
        guard arrears.openDues > 0 || credit != 0 else { return }
        try sums[place(currency)].add(open: open, arrears: arrears, credit: credit, buckets: buckets, asOf: asOf)
        guard arrears.openDues > 0 else { return }
        try begin(debtor)
        try present.add(
            currency, days: arrears.daysPastDue, open: arrears.open, overdue: arrears.overdue.total,
            isOverdue: arrears.isOverdue)
    }

    /// Adds an account none of whose open dues has passed its date.
    package mutating func addCurrent(
        debtor: Int64, currency: Currency, count: Int, amount: Int64, credit: Int64
    ) throws(Problem) {
        guard count > 0 || credit != 0 else { return }
        try sums[place(currency)].addCurrent(count: count, amount: amount, credit: credit)
        guard count > 0 else { return }
        try begin(debtor)
        try present.add(currency, days: 0, open: amount, overdue: 0, isOverdue: false)
    }

    /// Says that more accounts of this debtor are added after those of others.
    package mutating func comesBack(_ debtor: Int64) { returning.insert(debtor) }

    /// Counts the debtors that are not counted yet.
    package mutating func finish() throws(Problem) {
        try count(present)
        present.begin(nil)
        for sum in waiting.values { try count(sum) }
        waiting.removeAll()
        returning.removeAll()
    }

    /// Adds the ageing of other debtors.
    package mutating func add(_ other: Ageing) throws(Problem) {
        parked += other.parked
        var other = other
        try other.finish()
        for (currency, more) in zip(other.currencies, other.sums) { try sums[place(currency)].add(more) }
    }

    private mutating func begin(_ debtor: Int64) throws(Problem) {
        guard present.debtor != debtor else { return }
        if !returning.isEmpty, let last = present.debtor, returning.remove(last) != nil {
            waiting[last] = present
        } else {
            try count(present)
        }
        present.begin(debtor)
        if !waiting.isEmpty, let sum = waiting.removeValue(forKey: debtor) { present = sum }
    }

    private mutating func count(_ sum: DebtorSum) throws(Problem) {
        let bucket = buckets.index(of: sum.daysPastDue)
        for amounts in sum.amounts {
            try sums[place(amounts.currency)].add(amounts, bucket: bucket)
        }
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
