import Receivables

/// Who is at work on a debtor, and until when without a word. In the database's time, which all nodes agree on.
package struct DebtorLock: Sendable, Equatable {
    package let debtor: Int64
    package let owner: String
    package let takenAt: Instant
    package let until: Instant
}

extension Reading {
    private func lock(_ row: any Row) -> DebtorLock {
        DebtorLock(
            debtor: row.integer(0), owner: row.text(1), takenAt: Instant(microseconds: row.integer(2)),
            until: Instant(microseconds: row.integer(3)))
    }

    /// The lock of a debtor; nil when nobody is at work. `holding`: one that has ended is none.
    package func lock(of debtor: Int64, holding: Bool = true) throws -> DebtorLock? {
        let condition = holding ? " AND until > \(dialect.now)" : ""
        return try first(
            "SELECT debtor_id, owner, taken_at, until FROM debtor_locks WHERE debtor_id = ?1\(condition)",
            [Value(debtor)], lock)
    }

    /// All locks that hold, by debtor.
    package func locks() throws -> [Int64: DebtorLock] {
        let all = try all(
            "SELECT debtor_id, owner, taken_at, until FROM debtor_locks WHERE until > \(dialect.now)", [], lock)
        return Dictionary(all.map { ($0.debtor, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Writing {
    /// Takes a debtor, or makes a lock last that is the owner's already. False when it is somebody else's: of any
    /// number who ask at the same moment, one is told yes.
    package func takeLock(_ debtor: Int64, owner: String, seconds: Int) throws -> Bool {
        let now = dialect.now
        return try execute(
            """
            INSERT INTO debtor_locks (debtor_id, owner, taken_at, until) VALUES (?1, ?2, \(now), \(now) + ?3)
            ON CONFLICT (debtor_id) DO UPDATE SET owner = excluded.owner,
                taken_at = CASE WHEN debtor_locks.owner = excluded.owner AND debtor_locks.until > \(now)
                    THEN debtor_locks.taken_at ELSE excluded.taken_at END,
                until = excluded.until
            WHERE debtor_locks.owner = excluded.owner OR debtor_locks.until <= \(now)
            """, [Value(debtor), .text(owner), Value(Int64(seconds) * 1_000_000)]) == 1
    }

    /// Makes a lock last from now on; false when it is not the owner's any more.
    package func renewLock(_ debtor: Int64, owner: String, seconds: Int) throws -> Bool {
        try execute(
            """
            UPDATE debtor_locks SET until = \(dialect.now) + ?3
            WHERE debtor_id = ?1 AND owner = ?2 AND until > \(dialect.now)
            """, [Value(debtor), .text(owner), Value(Int64(seconds) * 1_000_000)]) == 1
    }

    package func releaseLock(_ debtor: Int64, owner: String) throws {
        try execute("DELETE FROM debtor_locks WHERE debtor_id = ?1 AND owner = ?2", [Value(debtor), .text(owner)])
    }

    /// Gives back whatever else the owner has.
    package func releaseLocks(of owner: String, but debtor: Int64?) throws {
        try execute(
            "DELETE FROM debtor_locks WHERE owner = ?1 AND debtor_id <> ?2", [.text(owner), Value(debtor ?? -1)])
    }

    /// Forgets locks that ended so many seconds ago.
    package func forgetLocks(endedSeconds seconds: Int) throws {
        try execute(
            "DELETE FROM debtor_locks WHERE until < \(dialect.now) - ?1", [Value(Int64(seconds) * 1_000_000)])
    }
}
