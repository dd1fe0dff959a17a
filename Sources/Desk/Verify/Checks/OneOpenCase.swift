import Store

/// A debtor has at most one open case, and its owner and strategy exist.
enum OneOpenCase: BookCheck {
    static let name = "one-open-case"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        result.checked = Int(try db.integer("SELECT count(*) FROM cases WHERE closed IS NULL"))
        let twice = try db.all(
            """
            SELECT debtor_id FROM cases WHERE closed IS NULL GROUP BY debtor_id HAVING count(*) > 1 ORDER BY debtor_id
            """,
            []
        ) { $0.integer(0) }
        let orphans = try db.all(
            """
            SELECT debtor_id FROM cases c WHERE NOT EXISTS (SELECT 1 FROM strategies s
                WHERE s.strategy_id = c.strategy_id)
                OR c.collector_id IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM collectors k WHERE k.collector_id = c.collector_id)
            ORDER BY debtor_id
            """, []
        ) { $0.integer(0) }
        result.failed = twice.count + orphans.count
        if let debtor = twice.first ?? orphans.first { result.first = "debtor \(debtor)" }
        return result
    }
}
