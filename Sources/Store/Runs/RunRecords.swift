import Crypto
import Receivables

/// A run as stored.
package struct RunRecord: Sendable {
    package let id: Int64
    package let day: Day
    package let finishedAt: Instant?
    /// What was counted so far, as JSON.
    package let counters: String
    package let entry: Int64
    /// Ids of the strategy versions in force, rising, with commas.
    package let strategies: String
    package let caughtUpDays: Int
    /// Too much had to be set aside; it goes on when a person says so.
    package let isStopped: Bool
    /// It was interrupted and is taken up again.
    package var isResumed = false

    package init(
        id: Int64, day: Day, finishedAt: Instant?, counters: String, entry: Int64, strategies: String,
        caughtUpDays: Int, isStopped: Bool = false
    ) {
        self.id = id
        self.day = day
        self.finishedAt = finishedAt
        self.counters = counters
        self.entry = entry
        self.strategies = strategies
        self.caughtUpDays = caughtUpDays
        self.isStopped = isStopped
    }

    package var isFinished: Bool { finishedAt != nil }
}

extension Reading {
    /// The last run, finished or not.
    package func lastRun() throws -> RunRecord? {
        try first(
            """
            SELECT run_id, day, finished_at, counters, entry_id, strategies, caught_up_days, is_stopped FROM runs
            ORDER BY run_id DESC LIMIT 1
            """, []
        ) { row in
            RunRecord(
                id: row.integer(0), day: row.day(1), finishedAt: row.integerOrNil(2).map { Instant(microseconds: $0) },
                counters: row.text(3), entry: row.integer(4), strategies: row.text(5),
                caughtUpDays: Int(row.integer(6)), isStopped: row.flag(7))
        }
    }

    /// What a run counted so far, as JSON.
    package func counters(ofRun run: Int64) throws -> String {
        try first("SELECT counters FROM runs WHERE run_id = ?1", [Value(run)]) { $0.text(0) } ?? "{}"
    }
}

extension Writing {
    package func add(_ run: RunRecord, startedAt: Instant) throws {
        try execute(
            """
            INSERT INTO runs (run_id, day, started_at, counters, entry_id, strategies, caught_up_days, is_stopped)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
            """,
            [
                Value(run.id), Value(run.day), Value(startedAt.microseconds), .text(run.counters), Value(run.entry),
                .text(run.strategies), Value(run.caughtUpDays),
            ])
    }

    package func setCounters(ofRun run: Int64, _ counters: String) throws {
        try execute("UPDATE runs SET counters = ?2 WHERE run_id = ?1", [Value(run), .text(counters)])
    }

    package func setStopped(_ isStopped: Bool, run: Int64) throws {
        try execute("UPDATE runs SET is_stopped = ?2 WHERE run_id = ?1", [Value(run), Value(isStopped)])
    }

    /// The last word about a run: its shares are not needed any more.
    package func finish(run: Int64, at: Instant) throws {
        try execute("UPDATE runs SET finished_at = ?2 WHERE run_id = ?1", [Value(run), Value(at.microseconds)])
        try execute("DELETE FROM run_shares WHERE run_id = ?1", [Value(run)])
    }
}

extension RowBatch {
    /// SHA-256 over everything in some batches, for the journal.
    package static func digest(_ batches: [RowBatch]) -> [UInt8] {
        var sha = SHA256()
        for batch in batches where !batch.isEmpty {
            batch.numbers.withUnsafeBytes { sha.update(bufferPointer: $0) }
            batch.kinds.withUnsafeBytes { sha.update(bufferPointer: $0) }
            batch.bytes.withUnsafeBytes { sha.update(bufferPointer: $0) }
        }
        return Array(sha.finalize())
    }
}
