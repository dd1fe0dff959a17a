import Receivables
import Store

/// The kept figures of every closed day hold together: the buckets of a day are its totals, no more is late than is
/// open, and the journal has the entry up to which they know. That they were right when they were kept is not
/// recomputed: that would take the ageing of every past day.
enum ClosingsAddUp: BookCheck {
    static let name = "closings-add-up"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        try db.rows(
            """
            SELECT d.day, d.portfolio_id, d.currency, d.accounts, d.open_amount, d.overdue_amount, d.overdue_accounts,
                (SELECT count(*) FROM journal j WHERE j.entry_id = d.entry_id),
                coalesce(sum(b.accounts), 0), coalesce(sum(b.open_amount), 0), coalesce(sum(b.overdue_amount), 0)
            FROM closing_days d LEFT JOIN closing_buckets b
                ON b.day = d.day AND b.portfolio_id = d.portfolio_id AND b.currency = d.currency
            GROUP BY d.day, d.portfolio_id, d.currency, d.accounts, d.open_amount, d.overdue_amount,
                d.overdue_accounts, d.entry_id
            ORDER BY d.day, d.portfolio_id, d.currency
            """, []
        ) { row in
            let (accounts, open, overdue) = (row.integer(3), row.integer(4), row.integer(5))
            let isSame = accounts == row.integer(8) && open == row.integer(9) && overdue == row.integer(10)
            let isSound = overdue <= open && row.integer(6) <= accounts && row.integer(7) == 1
            let day = row.day(0).description
            result.count(isSame && isSound, "\(day), portfolio \(row.integer(1)), \(row.text(2))")
        }
        return result
    }
}
