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
    /// It was interrupted and is taken up again.
    package var isResumed = false

    package init(
        id: Int64, day: Day, finishedAt: Instant?, counters: String, entry: Int64, strategies: String, caughtUpDays: Int
    ) {
        self.id = id
        self.day = day
        self.finishedAt = finishedAt
        self.counters = counters
        self.entry = entry
        self.strategies = strategies
        self.caughtUpDays = caughtUpDays
    }
}

extension Reading {
    /// The last run, finished or not.
    package func lastRun() throws -> RunRecord? {
        try first(
            """
            SELECT run_id, day, finished_at, counters, entry_id, strategies, caught_up_days FROM runs
            ORDER BY run_id DESC LIMIT 1
            """, []
        ) { row in
            RunRecord(
                id: row.integer(0), day: row.day(1), finishedAt: row.integerOrNil(2).map { Instant(microseconds: $0) },
                counters: row.text(3), entry: row.integer(4), strategies: row.text(5), caughtUpDays: Int(row.integer(6))
            )
        }
    }
}

extension Writing {
    package func add(_ run: RunRecord, startedAt: Instant) throws {
        try execute(
            """
            INSERT INTO runs (run_id, day, started_at, counters, entry_id, strategies, caught_up_days)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                Value(run.id), Value(run.day), Value(startedAt.microseconds), .text(run.counters), Value(run.entry),
                .text(run.strategies), Value(run.caughtUpDays),
            ])
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
