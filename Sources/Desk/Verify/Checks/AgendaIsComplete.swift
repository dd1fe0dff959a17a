import Casework
import Receivables
import Store

/// Everybody with open dues and nothing overdue is on the agenda, or there is news: nobody is forgotten. The same holds
/// for everybody who has never been looked at. Accounts that left the desk count for nothing.
enum AgendaIsComplete: BookCheck {
    static let name = "agenda-is-complete"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let unfinished = try db.unfinishedImport() != nil
        guard let last = try db.lastRun(), !unfinished else { return result }
        var known: Set<Int64> = []
        for table in ["agenda", "news", "parked"] {
            try db.walk("SELECT debtor_id FROM \(table)", []) { known.insert($0.integer(0)) }
        }
        let rules = try DeskRules(db)
        var debtor: (id: Int64, firstDay: Day)?
        func count() {
            guard let debtor, debtor.firstDay >= last.day else { return }
            result.count(known.contains(debtor.id), "debtor \(debtor.id)")
        }
        try db.walk(
            """
            SELECT p.debtor_id, p.first_day, a.status, p.portfolio_id FROM positions p
            JOIN accounts a ON a.debtor_id = p.debtor_id AND a.account_id = p.account_id
            WHERE p.open_count > 0 ORDER BY p.debtor_id
            """, []
        ) { row in
            // Nobody at the desk waits for what was written off, sold or handed over.
            if let status = row.textOrNil(2) {
                let exits = try rules.strategy(ofPortfolio: row.integer(3)).exits
                guard AccountStatus.departure(status, exits) == nil else { return }
            }
            let (id, day) = (row.integer(0), row.day(1))
            if let held = debtor, held.id == id {
                debtor = (id, min(held.firstDay, day))
            } else {
                count()
                debtor = (id, day)
            }
        }
        count()
        return result
    }
}
