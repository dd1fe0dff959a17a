/// Some debtors, by their ids in rising order: the unit in which the book is read, decided and written.
package struct DebtorSelection: Sendable {
    package let ids: [Int64]
    /// Read the whole range between the first and the last and skip the others: cheaper than looking each up when at
    /// least every `densityMin`-th debtor of the range is wanted.
    private let isDense: Bool
    /// Every debtor between the two ids is wanted.
    private let isRange: Bool
    private static let densityMin: Int64 = 12

    /// `ids` must rise.
    package init(_ ids: [Int64]) {
        self.ids = ids
        isRange = false
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
        isRange = true
    }

    /// Whether the condition chooses wanted debtors only.
    var isWhole: Bool { isRange || !isDense }

    /// The condition on `column`, using parameters 1 and 2, and their values.
    package func condition(_ column: String, _ dialect: Dialect) -> (sql: String, values: [Value]) {
        if isDense, let first = ids.first, let last = ids.last {
            return ("\(column) BETWEEN ?1 AND ?2", [.integer(first), .integer(last)])
        }
        return (dialect.isOneOf(column, 1) + " AND ?2 = 0", [.ids(ids), .integer(0)])
    }
}

/// Tells wanted debtors from the others, in rows that come in rising order of their debtor.
private struct WantedDebtors {
    private let ids: [Int64]
    private var at = 0

    init(_ ids: [Int64]) { self.ids = ids }

    mutating func has(_ debtor: Int64) -> Bool {
        while at < ids.count, ids[at] < debtor { at += 1 }
        return at < ids.count && ids[at] == debtor
    }
}

extension Reading {
    /// The rows of a query about chosen debtors, made into something. The first column is the debtor, and rows come in
    /// its order: rows of debtors who only lie between wanted ones are passed over before anything is made of them.
    package func all<Result>(
        of selection: DebtorSelection, _ sql: String, _ values: [Value], _ make: (any Row) throws -> Result
    ) throws -> [Result] {
        var results: [Result] = []
        guard !selection.isWhole else {
            try rows(sql, values) { results.append(try make($0)) }
            return results
        }
        var wanted = WantedDebtors(selection.ids)
        try rows(sql, values) { row in
            if wanted.has(row.integer(0)) { results.append(try make(row)) }
        }
        return results
    }
}
