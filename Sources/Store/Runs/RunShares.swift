import Receivables

/// What is to be done about a part of a run.
package enum ShareTask: String, CaseIterable, Sendable {
    /// To settle what was set aside and to cut the debtors who are due into shares.
    case prepare
    /// To decide about the debtors of a range and to write that.
    case debtors
    /// To hand out cases and to close the run, when all else is done.
    case finish

    /// The number of the share, for the tasks that a run has once; those of debtors follow.
    package static let finishShare: Int64 = -1
    package static let prepareShare: Int64 = 0
}

/// A share that a node works on. Others leave it alone until the lease ends; who takes it over then gives it a new
/// token, and whatever the one before still wants to write about it is refused.
package struct ShareLease: Sendable, Hashable {
    package let run: Int64
    package let share: Int64
    package let task: ShareTask
    /// Debtors from the first to the last.
    package let firstDebtor: Int64
    package let lastDebtor: Int64
    package let token: Int64
}

/// A range of debtors on its way to become a share.
package struct ShareRange: Sendable {
    package let first: Int64
    package let last: Int64
    package let debtors: Int

    package init(first: Int64, last: Int64, debtors: Int) {
        self.first = first
        self.last = last
        self.debtors = debtors
    }
}

/// A share as it stands.
package struct ShareRecord: Sendable {
    package let share: Int64
    package let task: ShareTask
    package let firstDebtor: Int64
    package let lastDebtor: Int64
    package let debtors: Int
    package let isDone: Bool
    package let node: Int64?
    package let leaseUntil: Instant?
}

/// Who leases, and for how long.
package struct LeaseTerms: Sendable {
    package let node: Int64
    package let microseconds: Int64

    package init(node: Int64, seconds: Int) {
        self.node = node
        microseconds = Int64(seconds) * 1_000_000
    }
}

extension Reading {
    private var isFree: String { "state = 'open' AND (lease_until IS NULL OR lease_until <= \(dialect.now))" }

    /// Shares that nobody works on and that may be begun, up to `limit`; the finish when it alone is left.
    fileprivate func freeShares(ofRun run: Int64, limit: Int, _ keeping: String) throws -> [ShareLease] {
        let columns = "share, task, first_debtor, last_debtor, token"
        func lease(_ row: any Row) -> ShareLease {
            ShareLease(
                run: run, share: row.integer(0), task: ShareTask(rawValue: row.text(1)) ?? .debtors,
                firstDebtor: row.integer(2), lastDebtor: row.integer(3), token: row.integer(4))
        }
        let free = try all(
            """
            SELECT \(columns) FROM run_shares WHERE run_id = ?1 AND share >= 0 AND \(isFree)
            ORDER BY share LIMIT ?2 \(keeping)
            """, [Value(run), Value(limit)], lease)
        guard free.isEmpty, try openShares(ofRun: run) == 0 else { return free }
        return try all(
            "SELECT \(columns) FROM run_shares WHERE run_id = ?1 AND share = ?2 AND \(isFree) \(keeping)",
            [Value(run), Value(ShareTask.finishShare)], lease)
    }

    /// Shares of a run that are not done, its finish not counted.
    private func openShares(ofRun run: Int64) throws -> Int64 {
        try integer("SELECT count(*) FROM run_shares WHERE run_id = ?1 AND share >= 0 AND state = 'open'", [Value(run)])
    }

    /// Whether a node could begin a share now.
    package func hasFreeShare(ofRun run: Int64) throws -> Bool { try !freeShares(ofRun: run, limit: 1, "").isEmpty }

    /// Whether anybody holds a lease that has not ended.
    package func isLeased(run: Int64) throws -> Bool {
        try integer(
            "SELECT count(*) FROM run_shares WHERE run_id = ?1 AND state = 'open' AND lease_until > \(dialect.now)",
            [Value(run)]) > 0
    }

    /// Debtors in the shares of a run, and in those that are done.
    package func shareProgress(ofRun run: Int64) throws -> (done: Int, all: Int) {
        try first(
            """
            SELECT coalesce(sum(CASE WHEN state = 'done' THEN debtors ELSE 0 END), 0), coalesce(sum(debtors), 0)
            FROM run_shares WHERE run_id = ?1
            """, [Value(run)]
        ) { (Int($0.integer(0)), Int($0.integer(1))) } ?? (0, 0)
    }

    /// The shares of a run in their order.
    package func shares(ofRun run: Int64) throws -> [ShareRecord] {
        try all(
            """
            SELECT share, task, first_debtor, last_debtor, debtors, state, node_id, lease_until FROM run_shares
            WHERE run_id = ?1 ORDER BY share
            """, [Value(run)]
        ) { row in
            ShareRecord(
                share: row.integer(0), task: ShareTask(rawValue: row.text(1)) ?? .debtors, firstDebtor: row.integer(2),
                lastDebtor: row.integer(3), debtors: Int(row.integer(4)), isDone: row.text(5) == "done",
                node: row.integerOrNil(6), leaseUntil: row.integerOrNil(7).map { Instant(microseconds: $0) })
        }
    }
}

extension Writing {
    /// Begins to cut a run into shares, or begins anew with what is left of it: the preparation is leased at once.
    /// Whoever held a share before holds it no more.
    package func openRun(_ run: Int64, _ terms: LeaseTerms) throws -> ShareLease {
        try execute("DELETE FROM run_shares WHERE run_id <> ?1", [Value(run)])
        // Numbers of shares come again, tokens never do.
        let token = try integer("SELECT coalesce(max(token), 0) + 1 FROM run_shares WHERE run_id = ?1", [Value(run)])
        try execute(
            "DELETE FROM run_shares WHERE run_id = ?1 AND state = 'open' AND task = 'debtors'", [Value(run)])
        for (share, task) in [(ShareTask.prepareShare, ShareTask.prepare), (ShareTask.finishShare, .finish)] {
            try execute(
                """
                INSERT INTO run_shares (run_id, share, task, first_debtor, last_debtor, debtors, state, token)
                VALUES (?1, ?2, ?3, 0, 0, 0, 'open', ?4)
                ON CONFLICT (run_id, share) DO UPDATE SET state = 'open', token = excluded.token, node_id = NULL,
                    lease_until = NULL
                """, [Value(run), Value(share), .text(task.rawValue), Value(token)])
        }
        guard let lease = try lease(ofRun: run, limit: 1, terms).first else {
            throw Problem(.leaseLost, [Fact("run", run)])
        }
        return lease
    }

    /// Adds the shares of debtors behind those that are there; gives the number of the first. Whoever leases one of
    /// them first gets the token behind that of the preparation.
    package func addShares(_ ranges: [ShareRange], preparedBy preparation: ShareLease) throws -> Int64 {
        let run = preparation.run
        let last = try integer("SELECT max(share) FROM run_shares WHERE run_id = ?1", [Value(run)])
        var batch = RowBatch(width: 8)
        for (index, range) in ranges.enumerated() {
            batch.row([
                Value(run), Value(last + 1 + Int64(index)), .text(ShareTask.debtors.rawValue), Value(range.first),
                Value(range.last), Value(range.debtors), .text("open"), Value(preparation.token),
            ])
        }
        try insert(
            batch, into: "run_shares",
            columns: ["run_id", "share", "task", "first_debtor", "last_debtor", "debtors", "state", "token"])
        return last + 1
    }

    /// Leases up to `limit` shares that nobody works on. By the clock of the database alone.
    package func lease(ofRun run: Int64, limit: Int, _ terms: LeaseTerms) throws -> [ShareLease] {
        guard limit > 0 else { return [] }
        return try freeShares(ofRun: run, limit: limit, dialect.keepingFreeRows).map { free in
            try execute(
                """
                UPDATE run_shares SET token = token + 1, node_id = ?3, lease_until = \(dialect.now) + ?4
                WHERE run_id = ?1 AND share = ?2
                """, [Value(run), Value(free.share), Value(terms.node), Value(terms.microseconds)])
            return ShareLease(
                run: run, share: free.share, task: free.task, firstDebtor: free.firstDebtor,
                lastDebtor: free.lastDebtor, token: free.token + 1)
        }
    }

    /// Makes a lease last from now on; false when the share is somebody else's or done. Until the end of the
    /// transaction nobody takes it over.
    package func renew(_ lease: ShareLease, _ terms: LeaseTerms) throws -> Bool {
        try execute(
            """
            UPDATE run_shares SET lease_until = \(dialect.now) + ?4
            WHERE run_id = ?1 AND share = ?2 AND token = ?3 AND state = 'open'
            """, [Value(lease.run), Value(lease.share), Value(lease.token), Value(terms.microseconds)]) == 1
    }

    /// Makes all leases of a node last from now on, without waiting: but for those whose rows another transaction
    /// holds, which writes them and may be waiting for this one.
    package func renewFree(ofRun run: Int64, _ terms: LeaseTerms) throws {
        try execute(
            """
            UPDATE run_shares SET lease_until = \(dialect.now) + ?3
            WHERE run_id = ?1 AND share IN (
                SELECT share FROM run_shares WHERE run_id = ?1 AND node_id = ?2 AND state = 'open'
                \(dialect.keepingFreeRows))
            """, [Value(run), Value(terms.node), Value(terms.microseconds)])
    }

    /// Says that a share is done; false, and nothing is said, when it is somebody else's.
    package func finish(_ lease: ShareLease) throws -> Bool {
        try execute(
            """
            UPDATE run_shares SET state = 'done', lease_until = NULL
            WHERE run_id = ?1 AND share = ?2 AND token = ?3 AND state = 'open'
            """, [Value(lease.run), Value(lease.share), Value(lease.token)]) == 1
    }

    /// Gives shares back, so that others need not wait for the end of the lease.
    package func giveBack(_ leases: some Sequence<ShareLease>) throws {
        for lease in leases {
            try execute(
                """
                UPDATE run_shares SET node_id = NULL, lease_until = NULL
                WHERE run_id = ?1 AND share = ?2 AND token = ?3 AND state = 'open'
                """, [Value(lease.run), Value(lease.share), Value(lease.token)])
        }
    }

    /// Ends all leases at once, for whoever knows that nobody works on a run.
    package func endLeases() throws {
        try execute("UPDATE run_shares SET node_id = NULL, lease_until = NULL WHERE state = 'open'", [])
    }
}
