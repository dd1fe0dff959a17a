import Formats
import Receivables
import Store

/// An account whose position cannot be computed from its facts, and why.
struct UnsettledAccount: Sendable {
    let group: RowGroup
    let problem: Problem
}

extension Writing {
    /// Sets accounts aside: their facts are in the book, they have no position, and every run and import tries them
    /// again.
    func setAside(_ accounts: [UnsettledAccount]) throws {
        guard let zone = accounts.isEmpty ? nil : try setting(.timeZone) else { return }
        let last = Instant(microseconds: try integer("SELECT at FROM journal ORDER BY entry_id DESC LIMIT 1"))
        let since = last.day(offsetSeconds: try Desk.offsetSeconds(ofZone: zone, at: last))
        var batch = RowBatch(width: 5)
        for account in accounts {
            batch.row([
                Value(account.group.debtor), Value(account.group.account), .text(account.problem.code.rawValue),
                .text(FactText.json(account.problem.facts).text(indent: nil)), Value(since),
            ])
        }
        try savePark(batch)
        try execute(
            "DELETE FROM positions WHERE (debtor_id, account_id) IN (SELECT c0, c1 FROM batch)", from: batch)
        try execute("INSERT INTO news (debtor_id) SELECT c0 FROM batch WHERE true ON CONFLICT DO NOTHING", from: batch)
        try markStale(accounts.map(\.group))
    }

    /// Stores why something is set aside: debtor, account (0: the debtor as a whole), code, detail, day, and the run in
    /// which it was. The day stays that of the first time.
    func savePark(_ batch: RowBatch, run: Int64? = nil) throws {
        try execute(
            """
            INSERT INTO parked (debtor_id, account_id, code, detail, since, run_id)
            SELECT c0, c1, c2, c3, c4, CAST(?1 AS BIGINT) FROM batch WHERE true
            ON CONFLICT (debtor_id, account_id) DO UPDATE
                SET code = excluded.code, detail = excluded.detail, run_id = excluded.run_id
            """, [Value(run)], from: batch)
    }

    /// What a run set aside counts for it no more, for a person wants it to go on.
    func forgetParked(byRun run: Int64) throws {
        try execute("UPDATE parked SET run_id = NULL WHERE run_id = ?1", [Value(run)])
    }
}

extension Reading {
    /// Accounts of some debtors that have facts and no position, in order of debtor and account.
    func unsettledAccounts(_ selection: DebtorSelection) throws -> [UnsettledAccount] {
        // Hardly ever there are any, and to plan the question about many debtors takes longer than to see that.
        if selection.ids.count > 2, try first("SELECT 1 FROM stale_positions LIMIT 1", [], { _ in true }) == nil {
            return []
        }
        let (chosen, values) = selection.condition("p.debtor_id", dialect)
        return try all(
            """
            SELECT p.debtor_id, p.account_id, p.code, p.detail FROM parked p
            JOIN stale_positions s ON s.debtor_id = p.debtor_id AND s.account_id = p.account_id
            WHERE \(chosen) ORDER BY p.debtor_id, p.account_id
            """, values
        ) { row in
            let facts = row.withBytes(3) { JSONValue(parsing: $0) }.map(FactText.facts) ?? []
            return UnsettledAccount(
                group: RowGroup(debtor: row.integer(0), account: row.integer(1)),
                problem: Problem(ProblemCode(rawValue: row.text(2)) ?? .internalError, facts))
        }
    }

    /// How many debtors a run set aside.
    func parkedCount(byRun run: Int64) throws -> Int {
        Int(try integer("SELECT count(*) FROM parked WHERE run_id = ?1", [Value(run)]))
    }

    /// The first of those whom a run set aside, in order of debtor.
    func parked(byRun run: Int64, limit: Int = .max) throws -> [ParkedAccount] {
        try all(
            """
            SELECT p.debtor_id, p.code, p.detail, coalesce(
                (SELECT a.reference FROM accounts a WHERE a.debtor_id = p.debtor_id AND a.account_id = p.account_id
                    AND a.retracted_id IS NULL),
                (SELECT min(a.reference) FROM accounts a WHERE a.debtor_id = p.debtor_id AND a.retracted_id IS NULL),
                '')
            FROM parked p WHERE p.run_id = ?1 ORDER BY p.debtor_id, p.account_id LIMIT ?2
            """, [Value(run), Value(limit)]
        ) { row in
            let facts = row.withBytes(2) { JSONValue(parsing: $0) }.map(FactText.facts) ?? []
            return ParkedAccount(
                debtor: row.integer(0), account: row.text(3),
                problem: Problem(ProblemCode(rawValue: row.text(1)) ?? .internalError, facts))
        }
    }

    /// Why a run was stopped that set so much aside.
    func tooManyParked(run: Int64) throws -> Problem {
        let counters = JSONValue(parsing: try counters(ofRun: run))
        let first = try parked(byRun: run, limit: 1).first
        return Problem(
            .tooManyParked,
            [
                Fact("parked", try parkedCount(byRun: run)),
                Fact("touched", Int(counters?["accountsTouched"]?.integer ?? 0)), Fact("account", first?.account ?? ""),
                Fact("firstCode", first?.problem.code.rawValue ?? ""),
            ])
    }
}
