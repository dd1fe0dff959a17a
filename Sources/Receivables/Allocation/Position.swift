/// Where one account stands once every known fact has taken effect: the open dues, oldest first, and the money that no
/// due needed. It is derived from the facts, never the truth itself: `Settler` gives it from scratch, and
/// `receive(_:by:)` gives the same after one more payment.
package struct Position: Hashable, Sendable {
    /// Dues with an open amount above zero, in order of day and line.
    package var open: [OpenDue]
    /// Money on the account that no due has used yet (payments and credit notes), in minor units; never negative.
    package var credit: Int64
    /// Money that went back although it had never come in, as far as we know; never negative.
    package var unmatchedReturns: Int64
    /// The latest day on which a known fact takes effect; on that day and later the position holds as it is.
    package var factDay: Day

    package init(open: [OpenDue] = [], credit: Int64 = 0, unmatchedReturns: Int64 = 0, factDay: Day = .first) {
        self.open = open
        self.credit = credit
        self.unmatchedReturns = unmatchedReturns
        self.factDay = factDay
    }

    /// Sum of all open amounts, in minor units.
    package func openTotal() throws(Problem) -> Int64 {
        var sum: Int64 = 0
        for due in open { sum = try sum.adding(due.open.total) }
        return sum
    }

    /// Takes in a payment that comes after everything already known, and says whether that was possible. False: some
    /// fact is later, or the payment is directed or goes back, so that the account must be settled from its facts.
    package mutating func receive(_ payment: Payment, by waterfall: Waterfall) throws(Problem) -> Bool {
        guard payment.day >= factDay, payment.amount > 0, payment.direction == .none, unmatchedReturns == 0 else {
            return false
        }
        guard credit == 0 || open.isEmpty else { return false }
        var pour = Pour(waterfall: waterfall, day: payment.day, money: payment.amount)
        var paidWholly = false
        pour.run(&open, from: 0, isVisible: { _ in true }, taken: { _, _, _ in paidWholly = true })
        if paidWholly { open.removeAll { $0.open.isZero } }
        credit = try credit.adding(pour.money)
        factDay = payment.day
        return true
    }
}
