/// Some debtors, by their ids in rising order: the unit in which the book is read, decided and written.
package struct DebtorSelection: Sendable {
    package let ids: [Int64]
    /// Read the whole range between the first and the last and skip the others: cheaper than looking each up when at
    /// least every `densityMin`-th debtor of the range is wanted.
    private let isDense: Bool
    private static let densityMin: Int64 = 12

    /// `ids` must rise.
    package init(_ ids: [Int64]) {
        self.ids = ids
        guard let first = ids.first, let last = ids.last else {
            isDense = true
            return
        }
        isDense = last - first + 1 <= Int64(ids.count) * DebtorSelection.densityMin
    }

    /// All debtors from `first` to `last`.
    package init(from first: Int64, through last: Int64) {
        ids = [first, last]
        isDense = true
    }

    /// The condition on `column`, using parameters 1 and 2, and their values.
    package func condition(_ column: String, _ dialect: Dialect) -> (sql: String, values: [Value]) {
        if isDense, let first = ids.first, let last = ids.last {
            return ("\(column) BETWEEN ?1 AND ?2", [.integer(first), .integer(last)])
        }
        return (dialect.isOneOf(column, 1) + " AND ?2 = 0", [.ids(ids), .integer(0)])
    }
}
