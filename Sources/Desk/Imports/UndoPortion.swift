import Receivables
import Store

/// Takes back what an import said about one range of debtors. Everything can be repeated.
///
/// What counts afterwards is what would count had the import never been: of every due and hold the version of the
/// latest entry that stands. So imports may be taken back in any order.
struct UndoPortion {
    let db: any Writing
    /// The entry of the import, and that of taking it back.
    let `import`: Int64
    let undo: Int64
    let from: Int64
    let through: Int64
    let creditor: Int64

    /// Parameters 1 and 2: the range; 3: the import; 4: the undo.
    var range: [Value] { [Value(from), Value(through), Value(`import`), Value(undo)] }
    /// The range, and in parameter 3 the undo.
    var undone: [Value] { [Value(from), Value(through), Value(undo)] }
    let inRange = "debtor_id BETWEEN ?1 AND ?2"

    /// Facts about money and casework. Payments with a history come before, in `UndoPayments`.
    func takeBackFacts(_ result: inout UndoResult) throws {
        try forgetPayments()
        result.dues += try takeOut("dues") + takeOutCopies("dues", ["account_id", "line"])
        result.payments += try takeOut("payments")
        for table in ["holds", "promises", "contacts"] { result.others += try takeOut(table) }
        result.others += try takeOutCopies("holds", ["hold_id"])
        try bringBack("dues", ["account_id", "line"], MoneyColumns.dues)
        try bringBack("holds", ["hold_id"], CaseworkColumns.holds)
    }

    /// What the import recorded and is still in force goes out of use.
    private func takeOut(_ table: String) throws -> Int {
        try db.execute(
            "UPDATE \(table) SET retracted_id = ?4 WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL", range)
    }

    /// So do copies that an earlier undo brought back, where the import had a word in it: what stands is found anew.
    private func takeOutCopies(_ table: String, _ key: [String]) throws -> Int {
        try db.execute(
            """
            UPDATE \(table) SET retracted_id = ?4 WHERE \(inRange) AND retracted_id IS NULL
                AND entry_id IN (\(VoidEntries.undos) AND undone_id <> ?4)
                AND EXISTS (SELECT 1 FROM \(table) m WHERE \(UndoPortion.same(key, "m", table)) AND m.entry_id = ?3)
            """, range)
    }

    /// Puts what stands in the place of what went out of use, as a new version.
    private func bringBack(_ table: String, _ key: [String], _ columns: [String]) throws {
        let same = UndoPortion.same(key, "m", "d")
        let keys = (["debtor_id"] + key).joined(separator: ", ")
        let cells = columns.map { column in
            switch column {
            case "version": "(SELECT max(m.version) + 1 FROM \(table) m WHERE \(same))"
            case "entry_id": "?4"
            case "retracted_id": "NULL"
            default: "d.\(column)"
            }
        }
        try db.execute(
            """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(cells.joined(separator: ", ")) FROM \(table) d
            WHERE d.\(inRange) AND d.entry_id NOT IN (\(VoidEntries.all))
                AND (\(keys)) IN (
                    SELECT \(keys) FROM \(table) WHERE \(inRange) AND retracted_id IN (?3, ?4))
                AND NOT EXISTS (SELECT 1 FROM \(table) m WHERE \(same) AND m.retracted_id IS NULL)
                AND NOT EXISTS (SELECT 1 FROM \(table) m WHERE \(same) AND (
                    m.entry_id > d.entry_id AND m.entry_id NOT IN (\(VoidEntries.all))
                    OR m.entry_id = d.entry_id AND m.version > d.version
                    OR m.retracted_id > d.entry_id AND m.retracted_id NOT IN (\(VoidEntries.all))))
            """, range)
    }

    private static func same(_ key: [String], _ left: String, _ right: String) -> String {
        (["debtor_id"] + key).map { "\(left).\($0) = \(right).\($0)" }.joined(separator: " AND ")
    }

    /// The references of payments that only the import knows become free again, and those that waited wait no longer.
    private func forgetPayments() throws {
        let gone = "FROM payments WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL"
        if from <= 0 {
            try db.execute(
                """
                UPDATE unapplied_payments SET retracted_id = ?4 WHERE creditor_id = ?5 AND retracted_id IS NULL
                    AND payment_id IN (SELECT payment_id \(gone) AND debtor_id = 0)
                """, range + [Value(creditor)])
        }
        try db.execute(
            """
            DELETE FROM payment_references WHERE (creditor_id, reference, payment_id) IN (
                SELECT ?4, CASE WHEN amount < 0 THEN ?5 || reference ELSE reference END, payment_id \(gone))
            """,
            [
                Value(from), Value(through), Value(`import`), Value(creditor), .text(PaymentIdentities.returnPrefix),
            ])
    }

    /// Notes the accounts whose money changed, and the debtors whom the next run must look at.
    func markTouched() throws {
        for table in ["dues", "payments"] {
            try db.execute(
                """
                INSERT INTO stale_positions (debtor_id, account_id) SELECT DISTINCT debtor_id, account_id FROM \(table)
                WHERE \(inRange) AND debtor_id > 0 AND (entry_id = ?3 OR retracted_id = ?3)
                ON CONFLICT DO NOTHING
                """, undone)
        }
        let touched = ["holds", "promises", "contacts", "attributes"].map { table in
            "SELECT debtor_id FROM \(table) WHERE \(inRange) AND retracted_id = ?3"
        } + ["SELECT debtor_id FROM holds WHERE \(inRange) AND entry_id = ?3"]
        try db.execute(
            """
            INSERT INTO news (debtor_id) SELECT debtor_id FROM (\(touched.joined(separator: " UNION "))) AS touched
            WHERE true ON CONFLICT DO NOTHING
            """, undone)
        let searchable = ["debtors", "attributes", "contact_points", "dues"].map { table in
            "SELECT debtor_id FROM \(table) WHERE \(inRange) AND (entry_id = ?3 OR retracted_id = ?3)"
        }
        try db.execute(
            """
            INSERT INTO search_stale (debtor_id) SELECT debtor_id FROM (\(searchable.joined(separator: " UNION ")))
                AS touched
            WHERE true ON CONFLICT DO NOTHING
            """, undone)
    }
}
