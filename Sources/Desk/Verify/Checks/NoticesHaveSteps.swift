import Store

/// Every requested notice belongs to a step that was taken, so nothing is sent that no step asked for.
enum NoticesHaveSteps: BookCheck {
    static let name = "notices-have-steps"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        result.checked = Int(try db.integer("SELECT count(*) FROM notices"))
        let lost = try db.all(
            """
            SELECT n.debtor_id FROM notices n WHERE NOT EXISTS (
                SELECT 1 FROM steps s WHERE s.debtor_id = n.debtor_id AND s.episode = n.episode
                    AND s.strategy_id = n.strategy_id AND s.step = n.step AND s.sequence = n.sequence)
            ORDER BY n.debtor_id
            """, []
        ) { $0.integer(0) }
        result.failed = lost.count
        if let debtor = lost.first { result.first = "debtor \(debtor)" }
        return result
    }
}
