import Receivables
import Store

/// Debtors and accounts when an import is taken back: those that nobody else knows leave the book, of the others every
/// attribute is again what the latest entry that stands says.
extension UndoPortion {
    func takeBackPeople(_ result: inout UndoResult) throws {
        for table in ["contact_points", "attributes"] {
            try db.execute(
                "UPDATE \(table) SET retracted_id = ?4 WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL",
                range)
        }
        try takeOutAccounts()
        try takeOutDebtors()
        for (table, attributes) in [("debtors", Attribute.ofDebtors), ("accounts", Attribute.ofAccounts)] {
            let kept = try db.integer(
                "SELECT count(*) FROM \(table) WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL",
                [Value(from), Value(through), Value(`import`)])
            for attribute in attributes {
                if kept > 0 { try forgetFirst(attribute, table) }
                result.attributes += try restore(attribute, table)
            }
        }
        try forgetAliases()
    }

    /// Accounts whose import is taken back and about which nobody else said anything leave the book; their references
    /// become free, and money of other files waits for them under their name.
    private func takeOutAccounts() throws {
        let said = ["dues", "promises", "contacts", "holds", "attributes", "payments"].map { table in
            """
            NOT EXISTS (SELECT 1 FROM \(table) t WHERE t.debtor_id = accounts.debtor_id
                AND t.account_id = accounts.account_id AND t.retracted_id IS NULL
                \(table == "payments" ? "AND t.source <> \(PaymentSource.file.rawValue)" : ""))
            """
        }.joined(separator: " AND ")
        let gone = try db.execute(
            """
            UPDATE accounts SET retracted_id = ?3 WHERE \(inRange) AND retracted_id IS NULL
                AND entry_id IN (\(VoidEntries.imports)) AND \(said)
            """, undone)
        guard gone > 0 else { return }
        try db.add([0: -gone], to: .accounts)
        try putOnWaiting()
        try db.execute(
            """
            DELETE FROM account_references WHERE (debtor_id, account_id) IN (
                SELECT debtor_id, account_id FROM accounts WHERE \(inRange) AND retracted_id = ?3)
            """, undone)
    }

    /// Debtors who have no account any more, and about whom nobody else said anything, leave the book.
    private func takeOutDebtors() throws {
        let said = ["accounts", "contacts", "promises", "holds", "attributes", "contact_points", "notes"].map { table in
            """
            NOT EXISTS (SELECT 1 FROM \(table) t WHERE t.debtor_id = debtors.debtor_id
                \(table == "notes" ? "" : "AND t.retracted_id IS NULL")
                \(table == "attributes" ? "AND t.account_id = 0" : ""))
            """
        }.joined(separator: " AND ")
        let gone = try db.execute(
            """
            UPDATE debtors SET retracted_id = ?3 WHERE \(inRange) AND retracted_id IS NULL
                AND entry_id IN (\(VoidEntries.imports)) AND \(said)
            """, undone)
        guard gone > 0 else { return }
        try db.execute(
            """
            DELETE FROM debtor_references WHERE debtor_id IN (
                SELECT debtor_id FROM debtors WHERE \(inRange) AND retracted_id = ?3)
            """, undone)
    }

    /// Those that stay although the import brought them: what it entered them with and nothing changed since is the
    /// word of nobody any more, and becomes a version out of use.
    private func forgetFirst(_ attribute: Attribute, _ table: String) throws {
        let account = table == "accounts" ? "k.account_id" : "0"
        try db.execute(
            """
            INSERT INTO attributes (\(AttributeVersion.columns.joined(separator: ", ")), retracted_id)
            SELECT k.debtor_id, \(account), '\(attribute)', k.entry_id, k.\(attribute), 1, ?4 FROM \(table) k
            WHERE k.\(inRange) AND k.entry_id = ?3 AND k.retracted_id IS NULL AND k.\(attribute) IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM attributes v WHERE v.debtor_id = k.debtor_id
                    AND v.account_id = \(account) AND v.attribute = '\(attribute)')
            """, range)
    }

    /// Shows what the latest entry that stands says, where a version went out of use; gives how many that were.
    private func restore(_ attribute: Attribute, _ table: String) throws -> Int {
        let isAccounts = table == "accounts"
        let key = isAccounts ? "debtor_id, account_id" : "debtor_id"
        let same = """
            v.debtor_id = \(table).debtor_id AND v.attribute = '\(attribute)'
                AND v.account_id = \(isAccounts ? "accounts.account_id" : "0")
            """
        let value = attribute == .opened ? "CAST(v.value AS INTEGER)" : "v.value"
        let latest = """
            (SELECT \(value) FROM attributes v WHERE \(same) AND v.retracted_id IS NULL AND v.is_shown = 1
                ORDER BY v.entry_id DESC LIMIT 1)
            """
        return try db.execute(
            """
            UPDATE \(table) SET \(attribute) = \(latest) WHERE retracted_id IS NULL AND (\(key)) IN (
                    SELECT \(key) FROM attributes WHERE \(inRange) AND attribute = '\(attribute)'
                        AND account_id \(isAccounts ? "<>" : "=") 0 AND retracted_id = ?3)
                AND \(attribute) IS DISTINCT FROM \(latest)
            """, undone)
    }

    /// Aliases that nobody gives any more become free.
    private func forgetAliases() throws {
        try db.execute(
            """
            DELETE FROM account_references WHERE is_alias = 1 AND (creditor_id, reference, debtor_id, account_id) IN (
                SELECT ?4, v.value, v.debtor_id, v.account_id FROM attributes v
                WHERE v.\(inRange) AND v.attribute = 'alias' AND v.retracted_id = ?3 AND NOT EXISTS (
                    SELECT 1 FROM attributes w WHERE w.debtor_id = v.debtor_id AND w.account_id = v.account_id
                        AND w.attribute = 'alias' AND w.value = v.value AND w.retracted_id IS NULL))
            """, undone + [Value(creditor)])
    }

    /// Money of other files on accounts that just left the book: it waits under the reference of the account.
    private func putOnWaiting() throws {
        let left = try db.all(
            """
            SELECT \(PeopleColumns.accounts.joined(separator: ", ")) FROM accounts
            WHERE \(inRange) AND retracted_id = ?3
            """, undone, AccountRecord.init)
        let selection = DebtorSelection(Set(left.map(\.debtor)).sorted())
        let accounts = Dictionary(uniqueKeysWithValues: left.map { ($0.id, $0) })
        let placement = PaymentPlacement(db: db, creditor: creditor, entry: undo)
        for payment in left.isEmpty ? [] : try db.payments(selection, .current) {
            guard let account = accounts[payment.account], account.debtor == payment.debtor else { continue }
            var waiting = payment.payment
            waiting.direction = .none
            let reference = PaymentAssignment.reference(payment.reference, waitingFor: account.reference)
            try placement.takeOut(payment)
            try placement.add(payment, to: .nobody, as: waiting, reference: reference)
            try placement.wait(payment.payment.id, WaitingName(account))
        }
    }
}
