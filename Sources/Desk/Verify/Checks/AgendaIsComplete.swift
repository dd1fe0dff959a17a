import Store

/// Everybody with open dues and nothing overdue is on the agenda, or there is news: nobody is forgotten. The same holds
/// for everybody who has never been looked at.
enum AgendaIsComplete: BookCheck {
    static let name = "agenda-is-complete"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let unfinished = try db.unfinishedImport() != nil
        guard let last = try db.lastRun(), !unfinished else { return result }
        var known: Set<Int64> = []
        for table in ["agenda", "news", "parked"] {
            try db.rows("SELECT debtor_id FROM \(table)", []) { known.insert($0.integer(0)) }
        }
        try db.rows(
            """
            SELECT p.debtor_id
            FROM positions p WHERE p.open_count > 0 GROUP BY p.debtor_id HAVING min(p.first_day) >= ?1
                ORDER BY p.debtor_id
            """, [Value(last.day)]
        ) { row in
            result.count(known.contains(row.integer(0)), "debtor \(row.integer(0))")
        }
        return result
    }
}
