/// An amount that falls due on a day: an instalment, an invoice, a fee; negative amounts are a credit note.
package struct Due: Hashable, Sendable {
    /// Number of the due within its account; it stays the same when the due is corrected.
    package let line: Int32
    /// First day on the book; nil means since ever.
    package var issued: Day?
    package var day: Day
    package var amounts: Components
    /// The day from which the due is off the book again.
    package var withdrawn: Day?

    package init(line: Int32, issued: Day? = nil, day: Day, amounts: Components, withdrawn: Day? = nil) {
        self.line = line
        self.issued = issued
        self.day = day
        self.amounts = amounts
        self.withdrawn = withdrawn
    }

    package var isCreditNote: Bool { amounts.total < 0 }

    /// Whether the due counts on `asOf`: issued by then and not withdrawn by then.
    package func isOnBook(asOf: Day) -> Bool {
        if let issued, issued > asOf { return false }
        if let withdrawn, withdrawn <= asOf { return false }
        return true
    }
}
