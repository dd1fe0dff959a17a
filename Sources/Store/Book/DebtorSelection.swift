/// Some debtors, by their ids in rising order: the unit in which the book is read, decided and written.
package struct DebtorSelection: Sendable {
    package let ids: [Int64]
    /// Every debtor between the two ids is wanted.
    private let isRange: Bool

    /// `ids` must rise.
    package init(_ ids: [Int64]) {
        self.ids = ids
        isRange = false
    }

    /// All debtors from `first` to `last`.
    package init(from first: Int64, through last: Int64) {
        ids = [first, last]
        isRange = true
    }

    /// Whether the whole range between the first and the last is read and the others are skipped: cheaper than looking
    /// each up when enough of the range is wanted.
    private func isDense(_ dialect: Dialect) -> Bool { isRange || spans(atMost: dialect.rowsReadPerLookup) }

    /// Whether there are at most so many ids between the first and the last for each that is wanted.
    private func spans(atMost places: Int64) -> Bool {
        guard let first = ids.first, let last = ids.last else { return true }
        return last - first + 1 <= Int64(ids.count) * places
    }

    /// Whether the condition chooses wanted debtors only.
    func isWhole(_ dialect: Dialect) -> Bool { isRange || !isDense(dialect) }

    /// The condition on `column`, using parameters 1 and 2, and their values. `isOfWideRows`: of the table to which the
    /// column belongs few rows lie on a page.
    package func condition(
        _ column: String, _ dialect: Dialect, isOfWideRows: Bool = false
    ) -> (sql: String, values: [Value]) {
        if isDense(dialect), let first = ids.first, let last = ids.last {
            return ("\(column) BETWEEN ?1 AND ?2", [.integer(first), .integer(last)])
        }
        if spans(atMost: isOfWideRows ? dialect.wideRowsPassedPerLookup : dialect.rowsPassedPerLookup) {
            return (dialect.isOneOfNeighbours(column, 1, count: 2), [.ids(ids), Value(ids.count)])
        }
        return (dialect.isOneOf(column, 1) + " AND ?2 = 0", [.ids(ids), .integer(0)])
    }

    /// The same where only wanted debtors may be met, because what is met is changed.
    package func exactCondition(_ column: String, _ dialect: Dialect) -> (sql: String, values: [Value]) {
        let (sql, values) = condition(column, dialect)
        guard !isWhole(dialect), !ids.isEmpty else { return (sql, values) }
        return (dialect.isOneOfNeighbours(column, 1, count: 2), [.ids(ids), Value(ids.count)])
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
        guard !selection.isWhole(dialect) else {
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
