/// How late an account is on a day, and why.
package struct Arrears: Hashable, Sendable {
    /// Days past due: days since the due date of the oldest due with an open amount above the tolerance, days inside a
    /// hold that stops the count left out. 0 when nothing is late.
    package var daysPastDue = 0
    /// The due from which the days count.
    package var countedFrom: OpenDue?
    /// Days since that due date that a hold took out of the count.
    package var heldDays = 0
    /// Open amounts of all dues past their date, by component. Dues within the tolerance are in it.
    package var overdue = Components.zero
    package var overdueDues = 0
    /// Open amount of all dues, past and future.
    package var open: Int64 = 0
    package var openDues = 0
    /// The first open due that has not passed its date yet.
    package var nextDue: OpenDue?

    package var isOverdue: Bool { overdueDues > 0 }

    package init() {}
}

/// What decides the days past due of an account, besides its dues.
package struct ArrearsPolicy: Hashable, Sendable {
    /// A due whose open amount is not above this does not make the account late, in minor units.
    package var tolerance: Int64

    package init(tolerance: Int64 = 0) { self.tolerance = tolerance }
}

extension Arrears {
    /// The arrears of an account whose open dues, in order of day and line, are `open`.
    ///
    /// A due is past due from the day after its date. `holds` are those that touch the account; only days of the
    /// present episode count, that is days after the due date counted from.
    package init(
        open: [OpenDue], account: Int64, holds: [Hold] = [], policy: ArrearsPolicy, asOf: Day
    ) throws(Problem) {
        self.init()
        let stopping = holds.filter { $0.effects.stopsCount }
        for due in open where !due.open.isZero {
            self.open = try self.open.adding(due.open.total)
            openDues += 1
            guard due.day < asOf else {
                if nextDue == nil { nextDue = due }
                continue
            }
            overdue = try overdue.adding(due.open)
            overdueDues += 1
            guard due.open.total > policy.tolerance else { continue }
            count(due, account: account, stopping: stopping, asOf: asOf)
        }
    }

    /// Takes the due as the one to count from when it gives more days than those before it. Without a hold on a single
    /// due that is always the oldest.
    private mutating func count(_ due: OpenDue, account: Int64, stopping: [Hold], asOf: Day) {
        let days = asOf.days(since: due.day)
        guard days > daysPastDue || countedFrom == nil else { return }
        let held =
            stopping.isEmpty
            ? 0
            : stopping.filter { $0.covers(account: account, line: due.line) }.daysCovered(after: due.day, through: asOf)
        guard countedFrom == nil || days - held > daysPastDue else { return }
        daysPastDue = days - held
        heldDays = held
        countedFrom = due
    }
}
