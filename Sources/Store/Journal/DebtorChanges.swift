import Receivables

/// A change of the book as a page is told of it: whom it is about, where it is about one debtor, and who made it.
package struct BookChange: Sendable, Equatable {
    package let entry: Int64
    package let at: Instant
    package let actor: String
    /// The kind of the journal entry, such as `contact` or `import-finished`.
    package let kind: String
    /// Nil where it is about many debtors, or about none.
    package let debtor: Int64?

    package init(entry: Int64, at: Instant, actor: String, kind: String, debtor: Int64?) {
        self.entry = entry
        self.at = at
        self.actor = actor
        self.kind = kind
        self.debtor = debtor
    }
}

extension Writing {
    /// Notes whom an entry is about, so that pages find it without reading facts.
    package func note(change entry: Int64, of debtor: Int64) throws {
        try execute(
            "INSERT INTO debtor_changes (entry_id, debtor_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            [Value(entry), Value(debtor)])
    }

    package func note(change entry: Int64, of debtors: [Int64]) throws {
        var batch = RowBatch(width: 2)
        for debtor in debtors {
            batch.integer(entry)
            batch.integer(debtor)
        }
        try insert(
            batch, into: "debtor_changes", columns: ["entry_id", "debtor_id"], onConflict: ["entry_id", "debtor_id"],
            do: "NOTHING")
    }
}

extension Reading {
    /// What happened behind an entry, in order; an entry about several debtors stands there once for each of them.
    package func changes(after entry: Int64, limit: Int) throws -> [BookChange] {
        try all(
            """
            SELECT j.entry_id, j.at, j.actor, j.kind, c.debtor_id FROM journal j
            LEFT JOIN debtor_changes c ON c.entry_id = j.entry_id AND c.entry_id > ?1
            WHERE j.entry_id > ?1 ORDER BY j.entry_id, c.debtor_id LIMIT ?2
            """, [Value(entry), Value(limit)]
        ) { row in
            BookChange(
                entry: row.integer(0), at: Instant(microseconds: row.integer(1)), actor: row.text(2),
                kind: row.text(3), debtor: row.integerOrNil(4))
        }
    }

    /// Entries behind `entry` that changed something about a debtor, in order. They are found by the facts themselves;
    /// those of an import that was at work when `entry` was the last count too, for their facts may have come later.
    package func changes(ofDebtor debtor: Int64, after entry: Int64) throws -> [BookChange] {
        let touched = try entriesTouching(debtor: debtor)
        let stated = try all(
            """
            SELECT c.entry_id FROM debtor_changes c WHERE c.entry_id > ?2 AND c.debtor_id = ?1 ORDER BY c.entry_id
            """, [Value(debtor), Value(entry)]
        ) { $0.integer(0) }
        let then = try first("SELECT at FROM journal WHERE entry_id = ?1", [Value(entry)]) { $0.integer(0) } ?? 0
        let wanted = touched.union(stated)
        guard !wanted.isEmpty else { return [] }
        return try all(
            """
            SELECT j.entry_id, j.at, j.actor, j.kind FROM journal j
            LEFT JOIN imports i ON i.entry_id = j.entry_id OR i.undone_id = j.entry_id
            WHERE \(dialect.isOneOf("j.entry_id", 1))
                AND (j.entry_id > ?2 OR i.finished_at > ?3 OR i.state IN ('running', 'undoing'))
            ORDER BY j.entry_id
            """, [.ids(wanted.sorted()), Value(entry), Value(then)]
        ) { row in
            BookChange(
                entry: row.integer(0), at: Instant(microseconds: row.integer(1)), actor: row.text(2),
                kind: row.text(3), debtor: debtor)
        }
    }

    /// The entries that recorded facts of a debtor or took them out of use.
    private func entriesTouching(debtor: Int64) throws -> Set<Int64> {
        let versions = ["dues", "payments", "holds", "promises", "contacts", "contact_points", "attributes", "accounts"]
        let pieces =
            versions.map { "SELECT entry_id AS e, retracted_id AS r FROM \($0) WHERE debtor_id = ?1" }
            + ["SELECT entry_id AS e, NULL AS r FROM notes WHERE debtor_id = ?1"]
        let near = pieces.joined(separator: " UNION ALL ")
        var entries: Set<Int64> = []
        try rows("SELECT DISTINCT e, r FROM (\(near)) AS near", [Value(debtor)]) { row in
            entries.insert(row.integer(0))
            if let retracted = row.integerOrNil(1) { entries.insert(retracted) }
        }
        return entries
    }
}
