/// Money that came in on a value day (positive), or went back (negative: a reversal or return).
package struct Payment: Hashable, Sendable {
    /// What the payer, or the file that brought the payment, said about its use.
    package enum Direction: Hashable, Sendable {
        /// Nothing: the portfolio's waterfall decides.
        case none
        /// This due first, the rest by the waterfall (a statement line that names an invoice).
        case first(line: Int32)
        /// This due and no other (a file that states what was paid on the due); a surplus waits on the account.
        case only(line: Int32)
    }

    /// Grows in the order of recording; orders payments of one value day.
    package let id: Int64
    package var day: Day
    /// Minor units. Negative: money that went back.
    package var amount: Int64
    package var direction: Direction
    /// For money that went back: the payment it takes back, where that is known.
    package var takesBack: Int64?

    package init(id: Int64, day: Day, amount: Int64, direction: Direction = .none, takesBack: Int64? = nil) {
        self.id = id
        self.day = day
        self.amount = amount
        self.direction = direction
        self.takesBack = takesBack
    }

    package var isReturn: Bool { amount < 0 }
}
