import Receivables

/// An import as stored.
package struct ImportRecord: Sendable {
    package enum State: String, CaseIterable, Sendable {
        case running, done, undoing, undone
    }

    package let id: Int64
    package let entry: Int64
    package let kind: String
    package let file: String
    package let digest: [UInt8]
    package let portfolio: Int64
    package let state: State
    package let startedAt: Instant
    package let finishedAt: Instant?
    package let progress: String
    package let result: String?
    /// The journal entry under which it was taken back.
    package let undone: Int64?
}

extension Reading {
    /// All imports, the newest first, or those in a state.
    package func imports(state: ImportRecord.State? = nil) throws -> [ImportRecord] {
        try imports("(CAST(?1 AS TEXT) IS NULL OR state = ?1)", [Value(state?.rawValue)])
    }

    package func importRecord(_ id: Int64) throws -> ImportRecord? { try imports("import_id = ?1", [Value(id)]).first }

    private func imports(_ condition: String, _ values: [Value]) throws -> [ImportRecord] {
        try all(
            """
            SELECT import_id, entry_id, kind, file, digest, portfolio_id, state, started_at, finished_at, progress,
                result, undone_id
            FROM imports WHERE \(condition) ORDER BY import_id DESC
            """, values
        ) { row in
            ImportRecord(
                id: row.integer(0), entry: row.integer(1), kind: row.text(2), file: row.text(3),
                digest: row.withBytes(4) { Array($0) }, portfolio: row.integer(5),
                state: ImportRecord.State(rawValue: row.text(6)) ?? .running,
                startedAt: Instant(microseconds: row.integer(7)),
                finishedAt: row.integerOrNil(8).map { Instant(microseconds: $0) }, progress: row.text(9),
                result: row.textOrNil(10), undone: row.integerOrNil(11))
        }
    }
}

extension Reading {
    /// The import that was interrupted, while it was taken in or taken back, if there is one.
    package func unfinishedImport() throws -> ImportRecord? {
        let unfinished = try imports("state IN ('running', 'undoing')", [])
        return unfinished.first { $0.state == .running } ?? unfinished.first
    }

    /// How many rows of an import were rejected so far, with what a snapshot reported as vanished.
    package func rejectCount(ofImport id: Int64) throws -> Int {
        Int(try integer("SELECT count(*) FROM import_rejects WHERE import_id = ?1", [Value(id)]))
    }
}

extension Writing {
    package func addImport(
        id: Int64, entry: Int64, kind: String, file: String, digest: [UInt8], portfolio: Int64, startedAt: Instant,
        progress: String
    ) throws {
        try execute(
            """
            INSERT INTO imports (import_id, entry_id, kind, file, digest, portfolio_id, state, started_at, progress)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'running', ?7, ?8)
            """,
            [
                Value(id), Value(entry), .text(kind), .text(file), .blob(digest), Value(portfolio),
                Value(startedAt.microseconds), .text(progress),
            ])
    }

    /// Notes that an import is being taken back, under which journal entry.
    package func beginUndo(ofImport id: Int64, entry: Int64, at: Instant) throws {
        try finishImport(id, state: .undoing, at: at, result: nil)
        try execute("UPDATE imports SET undone_id = ?2 WHERE import_id = ?1", [Value(id), Value(entry)])
    }

    package func setProgress(ofImport id: Int64, _ progress: String) throws {
        try execute("UPDATE imports SET progress = ?2 WHERE import_id = ?1", [Value(id), .text(progress)])
    }

    package func finishImport(_ id: Int64, state: ImportRecord.State, at: Instant, result: String?) throws {
        try execute(
            "UPDATE imports SET state = ?2, finished_at = ?3, result = coalesce(?4, result) WHERE import_id = ?1",
            [Value(id), .text(state.rawValue), Value(at.microseconds), Value(result)])
    }
}
