import Receivables
import Store

/// Takes back what an import said about payments that have a history: corrected ones, and those that moved from one
/// account to another or waited for one.
///
/// What a payment says and where it lies are two things. Files of payments and people say what came in; an import that
/// brings the account of a waiting payment only places it. So a payment goes with the last file that stated it, and
/// goes back to waiting with the import that placed it.
struct UndoPayments {
    let engine: any Engine
    /// The entry of the import, and that of taking it back.
    let `import`: Int64
    let undo: Int64
    let creditor: Int64

    /// Payments at a time: each time the payments are read through once.
    private static let atATime = 50_000

    func run(_ result: inout UndoResult) throws {
        let touched = try engine.read { try self.touched($0) }
        let void = Set(try engine.read { try $0.all(VoidEntries.all, []) { $0.integer(0) } })
        let files = "SELECT entry_id FROM imports WHERE kind = 'payments'"
        let stating = Set(try engine.read { try $0.all(files, []) { $0.integer(0) } })
        let waiting = UndoWaiting(engine: engine, import: `import`, undo: undo, creditor: creditor, void: void)
        for start in stride(from: 0, to: touched.count, by: UndoPayments.atATime) {
            let ids = touched[start..<min(touched.count, start + UndoPayments.atATime)]
            try engine.write(.repeatable) { db in
                let placement = PaymentPlacement(db: db, creditor: creditor, entry: undo)
                for versions in try histories(Array(ids), db) {
                    let history = PaymentHistory(versions: versions, void: void, stating: stating)
                    if try change(history, placement, db) { result.payments += 1 }
                }
                // In the same transaction: a payment that waits is noted at every moment.
                try waiting.note(Array(ids), db)
            }
        }
        try waiting.noteOthers()
    }

    /// Payments with a history in which the import had a word.
    private func touched(_ db: any Reading) throws -> [Int64] {
        try db.all(
            """
            SELECT DISTINCT payment_id FROM payments WHERE (entry_id = ?1 OR retracted_id = ?1)
                AND payment_id IN (SELECT payment_id FROM payments WHERE retracted_id IS NOT NULL)
            ORDER BY payment_id
            """, [Value(`import`)]
        ) { $0.integer(0) }
    }

    private func histories(_ ids: [Int64], _ db: any Reading) throws -> [[PaymentRecord]] {
        let records = try db.all(
            """
            SELECT \(MoneyColumns.payments.joined(separator: ", ")) FROM payments
            WHERE \(db.dialect.isOneOf("payment_id", 1)) ORDER BY payment_id, entry_id, version
            """, [.ids(ids)], PaymentRecord.init)
        return records.reduce(into: [[PaymentRecord]]()) { histories, record in
            if let last = histories.last?.first, last.payment.id == record.payment.id {
                histories[histories.count - 1].append(record)
            } else {
                histories.append([record])
            }
        }
    }

    /// Makes the payment what it is without the import; true when that changed anything.
    private func change(
        _ history: PaymentHistory, _ placement: PaymentPlacement, _ db: any Writing
    ) throws -> Bool {
        let current = history.versions.last { $0.retracted == nil }
        // Taken up after an interruption: it is where it belongs.
        if current?.entry == undo { return false }
        guard let target = history.target else {
            guard let current else { return false }
            try placement.takeOut(current)
            try placement.free(current)
            return true
        }
        if let current, current.entry != `import`, current.says(target) { return false }
        let left = try db.accountOutOfBook(target.group)
        var payment = target.payment
        var reference = target.reference
        if let left {
            payment.direction = .none
            reference = PaymentAssignment.reference(reference, waitingFor: left.reference)
        }
        let group = left == nil ? target.group : .nobody
        if let current { try placement.takeOut(current) }
        try placement.add(target, to: group, as: payment, reference: reference)
        if let left { try placement.wait(payment.id, WaitingName(left)) }
        return true
    }
}

extension Reading {
    /// An account that left the book, or nil while it is in the book.
    fileprivate func accountOutOfBook(_ group: RowGroup) throws -> AccountRecord? {
        guard group != .nobody else { return nil }
        return try first(
            """
            SELECT \(PeopleColumns.accounts.joined(separator: ", ")) FROM accounts
            WHERE debtor_id = ?1 AND account_id = ?2 AND retracted_id IS NOT NULL
            """, [Value(group.debtor), Value(group.account)], AccountRecord.init)
    }
}

/// All versions of one payment in order of entry, and what stands of them.
struct PaymentHistory {
    let versions: [PaymentRecord]
    /// Entries that do not count.
    let void: Set<Int64>
    /// Entries of files of payments.
    let stating: Set<Int64>

    /// What stands: nil when nobody states the payment any more, or somebody took it out of use.
    var target: PaymentRecord? {
        let live = versions.filter { !void.contains($0.entry) }
        let first = versions.first?.entry
        guard let last = live.last, let said = live.last(where: { $0.entry == first || stating.contains($0.entry) })
        else { return nil }
        let removals = versions.compactMap(\.retracted).filter { !void.contains($0) }
        guard !removals.contains(where: { $0 > last.entry }) else { return nil }
        guard last.entry != said.entry else { return last }
        var payment = said.payment
        payment.direction = last.payment.direction
        payment.takesBack = last.payment.takesBack
        return PaymentRecord(
            debtor: last.debtor, account: last.account, version: last.version, reference: last.reference,
            payment: payment, receivedAt: said.receivedAt, channel: said.channel, payer: said.payer,
            source: said.source, entry: last.entry)
    }
}

extension PaymentRecord {
    var group: RowGroup { RowGroup(debtor: debtor, account: account) }

    /// Whether it says the same as another version, and lies in the same place.
    fileprivate func says(_ other: PaymentRecord) -> Bool {
        group == other.group && payment == other.payment && reference == other.reference
            && receivedAt == other.receivedAt && channel == other.channel && payer == other.payer
    }
}

/// Writes where payments lie, one at a time: payments that move are few.
struct PaymentPlacement {
    let db: any Writing
    let creditor: Int64
    let entry: Int64

    /// The reference of a payment is free.
    func free(_ old: PaymentRecord) throws {
        try db.execute(
            "DELETE FROM payment_references WHERE creditor_id = ?1 AND reference = ?2 AND payment_id = ?3",
            [Value(creditor), .text(key(old.reference, old.payment)), Value(old.payment.id)])
    }

    /// Takes a version out of use.
    func takeOut(_ old: PaymentRecord) throws {
        try db.takeOut(payment: old.payment.id, of: old.group, by: entry)
        try db.markStale([old.group])
    }

    /// Adds a version in an account, under the first number that was never used there; of `like` what the payment
    /// itself does not say.
    func add(_ like: PaymentRecord, to group: RowGroup, as payment: Payment, reference: String) throws {
        let version = try db.nextVersion(ofPayment: payment.id, in: group)
        var batch = RowBatch(width: MoneyColumns.payments.count)
        PaymentRecord(
            debtor: group.debtor, account: group.account, version: version, reference: reference, payment: payment,
            receivedAt: like.receivedAt, channel: like.channel, payer: like.payer, source: like.source, entry: entry
        ).append(to: &batch)
        try db.insert(batch, into: "payments", columns: MoneyColumns.payments)
        try db.markStale([group])
        guard reference.shownReference != nil else { return }
        try db.execute(
            """
            INSERT INTO payment_references (creditor_id, reference, debtor_id, account_id, payment_id)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (creditor_id, reference) DO UPDATE SET debtor_id = ?3, account_id = ?4
                WHERE payment_references.payment_id = ?5
            """,
            [
                Value(creditor), .text(key(reference, payment)), Value(group.debtor), Value(group.account),
                Value(payment.id),
            ])
    }

    /// Notes what a payment waits for, in the place of what was noted before.
    func wait(_ payment: Int64, _ name: WaitingName) throws {
        try endWaiting(payment)
        try db.execute(
            """
            INSERT INTO unapplied_payments (\(MoneyColumns.unapplied.joined(separator: ", ")))
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)
            ON CONFLICT (creditor_id, payment_id, entry_id) DO UPDATE SET
                account_reference = excluded.account_reference, currency = excluded.currency,
                due_reference = excluded.due_reference, retracted_id = NULL
            """,
            [
                Value(creditor), Value(payment), .text(name.account), .text(name.currency.code), Value(name.due),
                Value(entry),
            ])
    }

    /// The payment waits no longer.
    func endWaiting(_ payment: Int64) throws {
        var batch = RowBatch(width: 2)
        batch.integer(creditor)
        batch.integer(payment)
        try db.endWaiting(batch, by: entry)
    }

    private func key(_ reference: String, _ payment: Payment) -> String {
        String(decoding: PaymentIdentities.key(reference.utf8, isReturn: payment.isReturn), as: UTF8.self)
    }
}
