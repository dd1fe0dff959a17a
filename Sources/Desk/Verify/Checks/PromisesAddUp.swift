import Receivables
import Store

/// Kept + partly kept + broken + pending = promises made, and no more money counts for promises than came in.
enum PromisesAddUp: BookCheck {
    static let name = "promises-add-up"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let all = try db.integer("SELECT count(*) FROM promises")
        let known = try db.integer(
            "SELECT count(*) FROM promises WHERE state IN ('kept', 'partly-kept', 'broken', 'pending')")
        result.count(all == known, "\(all - known) promises are in no state")
        try db.walk(
            """
            SELECT p.debtor_id, p.received, p.amount, (
                SELECT coalesce(sum(y.amount), 0) FROM payments y
                WHERE y.debtor_id = p.debtor_id AND y.retracted_id IS NULL AND y.amount > 0)
            FROM (
                SELECT debtor_id, sum(received) AS received, sum(amount) AS amount FROM promises
                WHERE retracted_id IS NULL GROUP BY debtor_id
            ) p ORDER BY p.debtor_id
            """, []
        ) { row in
            let received = row.integer(1)
            result.count(received <= row.integer(2) && received <= row.integer(3), "debtor \(row.integer(0))")
        }
        return result
    }
}
