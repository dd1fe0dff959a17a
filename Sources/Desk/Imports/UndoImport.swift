import Formats
import Receivables
import Store

/// What taking back an import did.
package struct UndoResult: Sendable {
    package let id: Int64
    package var dues = 0
    package var payments = 0
    package var others = 0

    package var json: JSONValue {
        [
            "import": JSONValue(id), "dues": JSONValue(dues), "payments": JSONValue(payments),
            "others": JSONValue(others),
            "undone": true,
        ]
    }
}

extension Desk {
    /// Takes back one import: what it recorded goes out of use, what it replaced comes back, and every account it
    /// touched is settled anew. Nothing is erased: as known at a moment before, the book is still what it was then.
    ///
    /// Errors: `import-unknown`, `import-undone`, and without `force` `import-built-upon`.
    package func undoImport(_ id: Int64, force: Bool, progress: TaskProgress = .silent) throws -> UndoResult {
        let lock = try engine.acquire(.book)
        defer { lock.release() }
        guard let record = try engine.read({ try $0.imports(id: id).first }) else {
            throw Problem(.importUnknown, [Fact("import", id)])
        }
        guard record.state != .undone else { throw Problem(.importUndone, [Fact("import", id)]) }
        if let other = try engine.read({ try $0.unfinishedImport() }), other.id != id {
            throw Problem(.importUnfinished, [
                Fact("import", other.id), Fact("kind", .importKind, other.kind), Fact("file", other.file),
            ])
        }
        let job = UndoJob(desk: self, record: record, progress: progress)
        if record.state != .undoing, !force { try job.refuseIfBuiltUpon() }
        return try job.run()
    }
}

/// One import being taken back, debtor by debtor. Every portion can be repeated, so it may stop at any moment.
private struct UndoJob {
    let desk: Desk
    let record: ImportRecord
    let progress: TaskProgress

    private var engine: any Engine { desk.engine }

    /// Names what rests on the import and was not part of it.
    func refuseIfBuiltUpon() throws {
        for (what, table, sql) in UndoJob.dependants {
            let found = try engine.read { try $0.integer(sql, [Value(record.entry)]) }
            if found > 0 {
                let said = Phrase(what, [Fact("count", found), Fact("thing", .thing, table)])
                throw Problem(.importBuiltUpon, [Fact("import", record.id), Fact("what", said)])
            }
        }
    }

    private static let dependants: [(what: PhraseCode, table: String, sql: String)] = [
        (
            PhraseCode.duesCorrected, "dues",
            "SELECT count(*) FROM dues WHERE entry_id = ?1 AND retracted_id IS NOT NULL AND retracted_id <> ?1"
        ),
        (
            .paymentsCorrected, "payments",
            "SELECT count(*) FROM payments WHERE entry_id = ?1 AND retracted_id IS NOT NULL AND retracted_id <> ?1"
        ),
    ] + ["dues", "payments", "promises", "contacts", "holds"].map { table in
        (
            PhraseCode.builtOnAccounts, table,
            """
            SELECT count(*) FROM \(table) t JOIN accounts a ON a.debtor_id = t.debtor_id AND a.account_id = t.account_id
            WHERE a.entry_id = ?1 AND t.entry_id <> ?1 AND t.retracted_id IS NULL
            """
        )
    } + ["contacts", "notes", "promises", "holds"].map { table in
        (
            PhraseCode.builtOnDebtors, table,
            """
            SELECT count(*) FROM \(table) t JOIN debtors d ON d.debtor_id = t.debtor_id
            WHERE d.entry_id = ?1 AND t.entry_id <> ?1
            """
        )
    }

    private func begunEntry(_ db: any Reading) throws -> Int64? {
        try db.first(
            """
            SELECT entry_id FROM journal WHERE entry_id > ?1 AND kind = 'import-undone' AND subject = ?2
            ORDER BY entry_id DESC LIMIT 1
            """, [Value(record.entry), .text("import:\(record.id)")]
        ) { $0.integer(0) }
    }

    func run() throws -> UndoResult {
        let entry = try engine.write(.repeatable) { db in
            // Taken up after an interruption, it goes on under the entry with which it began.
            if record.state == .undoing, let begun = try begunEntry(db) { return begun }
            try db.finishImport(record.id, state: .undoing, at: desk.now, result: nil)
            return try db.journal(
                "import-undone", subject: "import:\(record.id)",
                detail: #"{"file":"\#(record.file.filter { $0 != "\"" && $0 != "\\" })"}"#,
                by: desk.actor)
        }
        var result = UndoResult(id: record.id)
        let numbers = ImportSurvey.Numbers(JSONValue(parsing: record.progress)?["numbers"] ?? .null)
        let firstPayment = numbers.firstPayment
        let creditor = try engine.read { db in try db.portfolios().first { $0.id == record.portfolio }?.creditor ?? 0 }
        let last = try engine.read { try $0.integer("SELECT coalesce(max(debtor_id), 0) FROM debtors") }
        var from: Int64 = 0
        while from <= last {
            let through = from + Int64(DeskLimits.runChunkDebtors) - 1
            try engine.write(.repeatable) { db in
                try UndoPortion(
                    db: db, import: record.entry, undo: entry, from: from, through: through, creditor: creditor,
                    firstPayment: firstPayment
                ).run(&result)
            }
            progress.report(.writing, Int(min(through, last)), of: Int(last))
            from = through + 1
        }
        try PositionRepair(engine: engine).run(progress: progress)
        try forgetPositions(entry)
        try engine.write(.repeatable) { db in
            try db.finishImport(record.id, state: .undone, at: desk.now, result: nil)
        }
        return result
    }

    /// Accounts that left the book have no position: nothing looks at them any more.
    private func forgetPositions(_ entry: Int64) throws {
        try engine.write(.repeatable) { db in
            _ = try db.execute(
                """
                DELETE FROM positions WHERE (debtor_id, account_id) IN (
                    SELECT debtor_id, account_id FROM accounts WHERE retracted_id = ?1)
                """, [Value(entry)])
        }
    }
}

/// The facts of one range of debtors.
private struct UndoPortion {
    let db: any Writing
    /// The entry of the import, and that of taking it back.
    let `import`: Int64
    let undo: Int64
    let from: Int64
    let through: Int64
    let creditor: Int64
    /// The lowest number that the import gave to a payment.
    let firstPayment: Int64

    private var range: [Value] { [Value(from), Value(through), Value(`import`), Value(undo)] }
    private let inRange = "debtor_id BETWEEN ?1 AND ?2"

    func run(_ result: inout UndoResult) throws {
        try markStale("dues")
        try markStale("payments")
        try forgetReferences()
        result.dues += try takeOut("dues")
        result.payments += try takeOut("payments")
        for table in ["holds", "promises", "contacts"] { result.others += try takeOut(table) }
        try bringBackDues()
        try bringBackPayments()
        try bringBackHolds()
        try db.execute(
            """
            INSERT INTO news (debtor_id) SELECT debtor_id FROM (
                SELECT debtor_id FROM holds WHERE \(inRange) AND retracted_id IN (?3, ?4)
                UNION SELECT debtor_id FROM promises WHERE \(inRange) AND retracted_id = ?4
                UNION SELECT debtor_id FROM contacts WHERE \(inRange) AND retracted_id = ?4) AS touched WHERE true
            ON CONFLICT DO NOTHING
            """, range)
        try takeOutAccounts()
    }

    /// Notes the accounts whose money changes.
    private func markStale(_ table: String) throws {
        try db.execute(
            """
            INSERT INTO stale_positions (debtor_id, account_id) SELECT DISTINCT debtor_id, account_id FROM \(table)
            WHERE \(inRange) AND debtor_id > 0 AND (entry_id = ?3 AND retracted_id IS NULL OR retracted_id = ?3)
            ON CONFLICT DO NOTHING
            """, [Value(from), Value(through), Value(`import`)])
    }

    /// What the import recorded and is still in force goes out of use.
    private func takeOut(_ table: String) throws -> Int {
        try db.execute(
            "UPDATE \(table) SET retracted_id = ?4 WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL", range)
    }

    /// The references of payments that the import brought become free again; those it moved are found where they were.
    private func forgetReferences() throws {
        try db.execute(
            """
            UPDATE unapplied_payments SET retracted_id = ?3 WHERE ?1 = 0 AND creditor_id = ?4 AND entry_id = ?2
                AND retracted_id IS NULL
            """, [Value(from), Value(`import`), Value(undo), Value(creditor)])
        try db.execute(
            """
            DELETE FROM payment_references WHERE (creditor_id, reference) IN (
                SELECT ?4, CASE WHEN amount < 0 THEN ?5 || reference ELSE reference END FROM payments
                WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL AND payment_id >= ?6)
            """,
            [
                Value(from), Value(through), Value(`import`), Value(creditor), .text(PaymentIdentities.returnPrefix),
                Value(firstPayment),
            ])
    }

    /// Dues that the import replaced come back as new versions.
    private func bringBackDues() throws {
        try db.execute(
            """
            INSERT INTO dues (\(MoneyColumns.dues.joined(separator: ", ")))
            SELECT d.debtor_id, d.account_id, d.line,
                (SELECT max(m.version) + 1 FROM dues m WHERE m.debtor_id = d.debtor_id AND m.account_id = d.account_id
                    AND m.line = d.line),
                d.reference, d.issued, d.day, d.principal, d.interest, d.fee, d.penalty, d.withdrawn, ?4, NULL
            FROM dues d WHERE d.\(inRange) AND d.retracted_id = ?3 AND NOT EXISTS (
                SELECT 1 FROM dues n WHERE n.debtor_id = d.debtor_id AND n.account_id = d.account_id AND n.line = d.line
                    AND n.retracted_id IS NULL)
            """, range)
    }

    /// Payments that the import replaced or moved come back where they were.
    private func bringBackPayments() throws {
        try db.execute(
            """
            UPDATE payment_references SET debtor_id = p.debtor_id, account_id = p.account_id FROM payments p
            WHERE p.\(inRange) AND p.retracted_id = ?3 AND payment_references.creditor_id = ?4
                AND payment_references.reference = CASE WHEN p.amount < 0 THEN ?5 || p.reference ELSE p.reference END
            """,
            [Value(from), Value(through), Value(`import`), Value(creditor), .text(PaymentIdentities.returnPrefix)])
        try db.execute(
            """
            INSERT INTO unapplied_payments (\(MoneyColumns.unapplied.joined(separator: ", ")))
            SELECT u.creditor_id, u.payment_id, u.account_reference, u.currency, u.due_reference, ?4, NULL
            FROM payments p CROSS JOIN unapplied_payments u
            WHERE u.creditor_id = ?5 AND u.payment_id = p.payment_id AND u.retracted_id = ?3 AND u.entry_id <> ?3
                AND p.\(inRange) AND p.debtor_id = 0 AND p.account_id = 0 AND p.retracted_id = ?3
                AND p.entry_id <> ?3 AND \(stayed("p"))
            """, range + [Value(creditor)])
        try db.execute(
            """
            INSERT INTO payments (\(MoneyColumns.payments.joined(separator: ", ")))
            SELECT p.debtor_id, p.account_id, p.payment_id,
                (SELECT max(m.version) + 1 FROM payments m WHERE m.debtor_id = p.debtor_id
                    AND m.account_id = p.account_id AND m.payment_id = p.payment_id),
                p.reference, p.day, p.received_at, p.amount, p.direction, p.line, p.takes_back, p.channel, p.payer,
                p.source, ?4, NULL
            FROM payments p WHERE p.\(inRange) AND p.retracted_id = ?3 AND p.entry_id <> ?3 AND NOT EXISTS (
                SELECT 1 FROM payments n WHERE n.debtor_id = p.debtor_id AND n.account_id = p.account_id
                    AND n.payment_id = p.payment_id AND n.retracted_id IS NULL)
                AND \(stayed("p"))
            """, range)
    }

    /// Payments that a later import moved on stay where they are now. Uses parameters 3 and 4.
    private func stayed(_ payment: String) -> String {
        """
        \(payment).payment_id NOT IN (SELECT q.payment_id FROM payments q
            WHERE q.retracted_id IS NULL AND q.entry_id NOT IN (?3, ?4))
        """
    }

    /// Holds that the import ended come back as new versions.
    private func bringBackHolds() throws {
        try db.execute(
            """
            INSERT INTO holds (\(CaseworkColumns.holds.joined(separator: ", ")))
            SELECT h.debtor_id, h.hold_id,
                (SELECT max(m.version) + 1 FROM holds m WHERE m.debtor_id = h.debtor_id AND m.hold_id = h.hold_id),
                h.account_id, h.line, h.reason, h.stops_contact, h.stops_count, h.from_day, h.to_day, h.note, h.actor,
                ?4, NULL
            FROM holds h WHERE h.\(inRange) AND h.retracted_id = ?3 AND NOT EXISTS (SELECT 1 FROM holds n
                WHERE n.debtor_id = h.debtor_id AND n.hold_id = h.hold_id AND n.retracted_id IS NULL)
            """, range)
    }

    /// Accounts and debtors that only this import knows leave the book; their references become free.
    private func takeOutAccounts() throws {
        let unused = ["dues", "payments", "promises", "contacts", "holds"].map { table in
            """
            NOT EXISTS (SELECT 1 FROM \(table) t WHERE t.debtor_id = accounts.debtor_id
                AND t.account_id = accounts.account_id AND t.retracted_id IS NULL)
            """
        }.joined(separator: " AND ")
        try db.execute(
            """
            UPDATE accounts SET retracted_id = ?4 WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL
                AND \(unused)
            """,
            range)
        try db.execute(
            """
            DELETE FROM account_references WHERE (debtor_id, account_id) IN (
                SELECT debtor_id, account_id FROM accounts WHERE \(inRange) AND retracted_id = ?3)
            """, [Value(from), Value(through), Value(undo)])
        try db.execute(
            """
            UPDATE debtors SET retracted_id = ?4 WHERE \(inRange) AND entry_id = ?3 AND retracted_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.debtor_id = debtors.debtor_id
                    AND a.retracted_id IS NULL)
                AND NOT EXISTS (SELECT 1 FROM contacts c WHERE c.debtor_id = debtors.debtor_id
                    AND c.retracted_id IS NULL)
                AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.debtor_id = debtors.debtor_id)
            """, range)
        try db.execute(
            """
            DELETE FROM debtor_references WHERE debtor_id IN (
                SELECT debtor_id FROM debtors WHERE \(inRange) AND retracted_id = ?3)
            """, [Value(from), Value(through), Value(undo)])
    }
}
