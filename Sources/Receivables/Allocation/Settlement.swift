/// Every fact of one account that money and arrears depend on.
package struct AccountFacts: Sendable {
    package var dues: [Due]
    package var payments: [Payment]

    package init(dues: [Due] = [], payments: [Payment] = []) {
        self.dues = dues
        self.payments = payments
    }

    /// The latest day on which one of the facts takes effect; `Day.first` when they have held since ever.
    package var lastFactDay: Day {
        var last = Day.first
        for due in dues {
            if let issued = due.issued, issued > last { last = issued }
            if let withdrawn = due.withdrawn, withdrawn > last { last = withdrawn }
        }
        for payment in payments where payment.day > last { last = payment.day }
        return last
    }
}

/// Where money came from: a payment, or a credit note of the creditor.
package enum MoneySource: Hashable, Sendable {
    case payment(Int64)
    case creditNote(line: Int32)
}

/// Which part of which money pays which component of which due.
package struct Allocation: Hashable, Sendable {
    package let source: MoneySource
    package let line: Int32
    package let component: Component
    package let amount: Int64
}

/// What became of one source of money. Always: allocated + unapplied + returned = amount.
package struct SettledSource: Hashable, Sendable {
    package let source: MoneySource
    package let day: Day
    package let amount: Int64
    package var allocated: Int64
    package var returned: Int64
    package var unapplied: Int64 { amount - allocated - returned }
}

/// What became of money that went back. Always: taken + unmatched = amount.
package struct SettledReturn: Hashable, Sendable {
    /// A part of a payment that went back.
    package struct Taken: Hashable, Sendable {
        package let payment: Int64
        package let amount: Int64
    }

    /// The number of the return itself.
    package let payment: Int64
    package let day: Day
    /// Above zero.
    package let amount: Int64
    package internal(set) var taken: [Taken] = []
    /// What met no payment that is known: it went out without having come in. It opens no due and takes nothing from
    /// the account's credit; it is unapplied money below zero, until the payment comes that it took back.
    package internal(set) var unmatched: Int64

    init(payment: Int64, day: Day, amount: Int64) {
        self.payment = payment
        self.day = day
        self.amount = amount
        unmatched = amount
    }
}

/// The whole of an account as of a day: what every due still has open, and what every payment paid.
package struct Settlement: Sendable {
    /// Dues on the book, credit notes left out, in order of day and line; open may be zero.
    package var dues: [OpenDue] = []
    package var sources: [SettledSource] = []
    package var allocations: [Allocation] = []
    /// Money that went back, in order of its day.
    package var returns: [SettledReturn] = []
    package var unmatchedReturns: Int64 = 0

    /// What became of one payment or return, by its number; nil when it does not count yet. Always: allocated +
    /// unapplied + returned = amount, where what a return took back is returned below zero. So over all payments of an
    /// account what was returned adds up to nothing, and amounts to what was allocated and what is unapplied.
    package func outcome(of payment: Int64) -> (allocated: Int64, unapplied: Int64, returned: Int64)? {
        if let source = sources.first(where: { $0.source == .payment(payment) }) {
            return (source.allocated, source.unapplied, source.returned)
        }
        guard let back = returns.first(where: { $0.payment == payment }) else { return nil }
        return (0, -back.unmatched, back.unmatched - back.amount)
    }

    /// Money that no due needed.
    package func credit() throws(Problem) -> Int64 {
        var sum: Int64 = 0
        for source in sources { sum = try sum.adding(source.unapplied) }
        return sum
    }

    /// Error: `amount-overflow` when the open amounts or the credit do not add up inside 64 bits.
    package func checkSums() throws(Problem) {
        _ = try credit()
        var open: Int64 = 0
        for due in dues { open = try open.adding(due.open.total) }
    }

    /// The position that follows, valid from `factDay` on.
    package func position(factDay: Day) throws(Problem) -> Position {
        Position(
            open: dues.filter { !$0.open.isZero }, credit: try credit(), unmatchedReturns: unmatchedReturns,
            factDay: factDay)
    }
}
