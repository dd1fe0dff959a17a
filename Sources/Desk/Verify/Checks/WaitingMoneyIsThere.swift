import Store

/// Money that waits for its account is noted once under the reference it names.
enum WaitingMoneyIsThere: BookCheck {
    static let name = "waiting-money-is-there"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let waiting = try db.integer("SELECT count(*) FROM payments WHERE debtor_id = 0 AND retracted_id IS NULL")
        let noted = try db.integer("SELECT count(*) FROM unapplied_payments WHERE retracted_id IS NULL")
        let paired = try db.integer(
            """
            SELECT count(*) FROM unapplied_payments u CROSS JOIN payments p
            WHERE u.retracted_id IS NULL
                AND p.debtor_id = 0 AND p.account_id = 0 AND p.payment_id = u.payment_id AND p.retracted_id IS NULL
            """)
        result.checked = Int(waiting)
        if waiting != noted || paired != noted {
            result.failed = Int(max(1, max(abs(waiting - noted), abs(noted - paired))))
            result.first = "\(waiting) payments wait, \(noted) are noted, \(paired) are both"
        }
        return result
    }
}
