import Receivables

/// The tables of the search index: what is looked for, and the debtor. Rows say where to look and no more: what is
/// found is confirmed by the facts, so that a row too many does no harm.
package enum SearchTable: String, CaseIterable, Sendable {
    /// Folded names, turned so that each word of theirs stands first once.
    case names = "search_names"
    /// Telephone numbers, read from behind.
    case phones = "search_phones"
    /// References of dues, hashed.
    case dues = "search_dues"

    package var key: String {
        switch self {
        case .names: "name"
        case .phones: "digits"
        case .dues: "reference_hash"
        }
    }
}

/// Rows of the index on their way in or out.
package struct SearchRows: Sendable {
    package var names: Set<SearchName> = []
    package var phones: Set<SearchNumber> = []
    package var dues: Set<SearchNumber> = []

    package init() {}

    fileprivate func batch(_ table: SearchTable) -> RowBatch {
        var batch = RowBatch(width: 2)
        switch table {
        case .names:
            for row in names.sorted() {
                batch.text(row.name)
                batch.integer(row.debtor)
            }
        case .phones, .dues:
            for row in (table == .phones ? phones : dues).sorted() {
                batch.integer(row.number)
                batch.integer(row.debtor)
            }
        }
        return batch
    }
}

package struct SearchName: Sendable, Hashable, Comparable {
    package let name: String
    package let debtor: Int64

    package init(name: String, debtor: Int64) {
        self.name = name
        self.debtor = debtor
    }

    package static func < (left: SearchName, right: SearchName) -> Bool {
        if left.name == right.name { return left.debtor < right.debtor }
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
}

package struct SearchNumber: Sendable, Hashable, Comparable {
    package let number: Int64
    package let debtor: Int64

    package init(number: Int64, debtor: Int64) {
        self.number = number
        self.debtor = debtor
    }

    package static func < (left: SearchNumber, right: SearchNumber) -> Bool {
        (left.number, left.debtor) < (right.number, right.debtor)
    }
}

/// How far something has come that is kept up in the background.
package enum UpkeepName: String, Sendable {
    /// The last debtor whom the search knows.
    case search
    /// The last run whose closing figures are kept.
    case closing
}

extension Reading {
    /// Debtors up to this one are in the index, but for those that are stale.
    package func place(of upkeep: UpkeepName) throws -> Int64 {
        try integer("SELECT place FROM upkeep WHERE name = ?1", [.text(upkeep.rawValue)])
    }

    /// The highest number of a debtor in the book.
    package func lastDebtor() throws -> Int64 { try integer("SELECT coalesce(max(debtor_id), 0) FROM debtors") }

    /// Debtors about whom the index may be wrong, in rising order.
    package func staleInSearch(limit: Int) throws -> [Int64] {
        try all("SELECT debtor_id FROM search_stale ORDER BY debtor_id LIMIT ?1", [Value(limit)]) { $0.integer(0) }
    }

    /// Rows of the index whose name lies between two texts, in order, from behind a row on. `words`: what else must
    /// begin a word of the name; of at most `reach` rows.
    package func searchNames(
        from first: String, below end: String, after: SearchName?, words: [String], reach: Int, limit: Int
    ) throws -> [SearchName] {
        var values: [Value] = [.text(after?.name ?? first), .text(end), Value(after?.debtor ?? -1), Value(limit)]
        let range = """
            SELECT name, debtor_id FROM search_names
            WHERE name >= ?1 AND name < ?2 AND (name, debtor_id) > (?1, ?3) ORDER BY name, debtor_id
            """
        guard !words.isEmpty else {
            return try all("\(range) LIMIT ?4", values) { SearchName(name: $0.text(0), debtor: $0.integer(1)) }
        }
        values.append(Value(reach))
        let conditions = words.map { word -> String in
            values.append(.text("% \(word)%"))
            return "' ' || name LIKE ?\(values.count)"
        }
        return try all(
            """
            SELECT name, debtor_id FROM (\(range) LIMIT ?5) AS near WHERE \(conditions.joined(separator: " AND "))
            ORDER BY name, debtor_id LIMIT ?4
            """, values
        ) { SearchName(name: $0.text(0), debtor: $0.integer(1)) }
    }

    /// How many rows of the index lie between two texts, counted to `limit`.
    package func countNames(from first: String, below end: String, limit: Int) throws -> Int {
        Int(
            try integer(
                """
                SELECT count(*) FROM (SELECT 1 FROM search_names WHERE name >= ?1 AND name < ?2 LIMIT ?3) AS near
                """, [.text(first), .text(end), Value(limit)]))
    }

    /// Debtors with a number between two in a table of numbers, behind one of them, in order of debtor.
    package func searchNumbers(
        _ table: SearchTable, _ range: ClosedRange<Int64>, after: SearchNumber?, limit: Int
    ) throws -> [SearchNumber] {
        let last = after ?? SearchNumber(number: range.lowerBound, debtor: -1)
        return try all(
            """
            SELECT \(table.key), debtor_id FROM \(table.rawValue)
            WHERE \(table.key) >= ?1 AND \(table.key) <= ?2 AND (\(table.key), debtor_id) > (?1, ?3)
            ORDER BY \(table.key), debtor_id LIMIT ?4
            """, [Value(last.number), Value(range.upperBound), Value(last.debtor), Value(limit)]
        ) { SearchNumber(number: $0.integer(0), debtor: $0.integer(1)) }
    }
}

extension Writing {
    package func set(_ upkeep: UpkeepName, to place: Int64) throws {
        try execute(
            "INSERT INTO upkeep (name, place) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET place = ?2",
            [.text(upkeep.rawValue), Value(place)])
    }

    package func addToSearch(_ rows: SearchRows) throws {
        for table in SearchTable.allCases {
            try insert(
                rows.batch(table), into: table.rawValue, columns: [table.key, "debtor_id"],
                onConflict: [table.key, "debtor_id"], do: "NOTHING")
        }
    }

    package func removeFromSearch(_ rows: SearchRows) throws {
        for table in SearchTable.allCases {
            let batch = rows.batch(table)
            guard !batch.isEmpty else { continue }
            try execute(
                "DELETE FROM \(table.rawValue) WHERE (\(table.key), debtor_id) IN (SELECT c0, c1 FROM batch)",
                from: batch)
        }
    }

    /// Notes debtors about whom the index may be wrong from now on.
    package func markSearchStale(_ debtors: RowBatch) throws {
        guard !debtors.isEmpty else { return }
        try insert(debtors, into: "search_stale", columns: ["debtor_id"], onConflict: ["debtor_id"], do: "NOTHING")
    }

    package func forgetSearchStale(_ debtors: [Int64]) throws {
        try execute("DELETE FROM search_stale WHERE \(dialect.isOneOf("debtor_id", 1))", [.ids(debtors)])
    }
}
