import Receivables
import Store

/// The sums stored beside a position are those of its open dues, and an account without facts has nothing open.
enum PositionsAddUp: BookCheck {
    static let name = "positions-add-up"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        var open: [OpenDue] = []
        try db.walk(
            """
            SELECT debtor_id, account_id, open_amount, open_count, first_day, open_dues FROM positions
            ORDER BY debtor_id, account_id
            """, []
        ) { row in
            try row.withBytes(5) { try PositionText.read($0, into: &open) }
            var sum: Int64 = 0
            for due in open { sum = try sum.adding(due.open.total) }
            let isGood = row.integer(2) == sum && row.integer(3) == open.count && row.dayOrNil(4) == open.first?.day
            result.count(isGood, "account \(row.integer(1)) of debtor \(row.integer(0))")
        }
        try addAccountsWithoutFacts(db, &result)
        return result
    }

    private static func addAccountsWithoutFacts(_ db: any Reading, _ result: inout CheckResult) throws {
        func hasNone(_ table: String) -> String {
            """
            NOT EXISTS (SELECT 1 FROM \(table) t WHERE t.debtor_id = p.debtor_id AND t.account_id = p.account_id
                AND t.retracted_id IS NULL)
            """
        }
        try db.walk(
            """
            SELECT p.debtor_id, p.account_id FROM positions p
            WHERE (p.open_count > 0 OR p.credit <> 0 OR p.unmatched_returns <> 0) AND \(hasNone("dues"))
                AND \(hasNone("payments")) AND NOT EXISTS (SELECT 1 FROM stale_positions s
                    WHERE s.debtor_id = p.debtor_id AND s.account_id = p.account_id)
            ORDER BY p.debtor_id, p.account_id
            """, []
        ) { row in result.count(false, "account \(row.integer(1)) of debtor \(row.integer(0)) has no facts") }
    }
}
