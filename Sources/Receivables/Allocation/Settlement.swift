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

/// The whole of an account as of a day: what every due still has open, and what every payment paid.
package struct Settlement: Sendable {
    /// Dues on the book, credit notes left out, in order of day and line; open may be zero.
    package var dues: [OpenDue] = []
    package var sources: [SettledSource] = []
    package var allocations: [Allocation] = []
    package var unmatchedReturns: Int64 = 0

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
