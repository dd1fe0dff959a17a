import Store

/// Every debtor, account and payment is found under its reference, and every reference leads to something.
enum ReferencesLeadHome: BookCheck {
    static let name = "references-lead-home"

    private static let lost: [(what: String, all: String, missing: String)] = [
        (
            "debtors without their reference", "SELECT count(*) FROM debtors WHERE retracted_id IS NULL",
            """
            SELECT count(*) FROM debtors d WHERE d.retracted_id IS NULL AND NOT EXISTS (SELECT 1
                FROM debtor_references r
                WHERE r.creditor_id = d.creditor_id AND r.reference = d.reference AND r.debtor_id = d.debtor_id)
            """
        ),
        (
            "accounts without their reference", "SELECT count(*) FROM accounts WHERE retracted_id IS NULL",
            """
            SELECT count(*) FROM accounts a JOIN debtors d ON d.debtor_id = a.debtor_id
            WHERE a.retracted_id IS NULL AND NOT EXISTS (SELECT 1 FROM account_references r
                WHERE r.creditor_id = d.creditor_id
                AND r.reference = a.reference AND r.account_id = a.account_id)
            """
        ),
        (
            "references without a debtor", "SELECT count(*) FROM debtor_references",
            """
            SELECT count(*) FROM debtor_references r WHERE NOT EXISTS (
                SELECT 1 FROM debtors d WHERE d.debtor_id = r.debtor_id)
            """
        ),
        (
            "references without an account", "SELECT count(*) FROM account_references",
            """
            SELECT count(*) FROM account_references r WHERE NOT EXISTS (
                SELECT 1 FROM accounts a WHERE a.debtor_id = r.debtor_id AND a.account_id = r.account_id)
            """
        ),
        (
            "references without a payment", "SELECT count(*) FROM payment_references",
            """
            SELECT count(*) FROM payment_references r WHERE NOT EXISTS (
                SELECT 1 FROM payments p WHERE p.debtor_id = r.debtor_id AND p.account_id = r.account_id
                    AND p.payment_id = r.payment_id)
            """
        ),
    ]

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        // While an import is unfinished its references are still to come.
        guard try db.unfinishedImport() == nil else { return result }
        for (what, all, missing) in lost {
            let failed = Int(try db.integer(missing))
            result.checked += Int(try db.integer(all))
            result.failed += failed
            if failed > 0, result.first == nil { result.first = "\(failed) \(what)" }
        }
        return result
    }
}
