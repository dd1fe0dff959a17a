import Store

/// No position waits to be settled anew, but those of accounts that are set aside: what an interrupted task left behind
/// was finished.
enum NothingIsStale: BookCheck {
    static let name = "nothing-is-stale"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let stale = try db.integer(
            """
            SELECT count(*) FROM stale_positions s WHERE NOT EXISTS (
                SELECT 1 FROM parked p WHERE p.debtor_id = s.debtor_id AND p.account_id = s.account_id)
            """)
        let unfinished = try db.unfinishedImport()
        result.count(stale == 0 || unfinished != nil, "\(stale) positions")
        return result
    }
}
