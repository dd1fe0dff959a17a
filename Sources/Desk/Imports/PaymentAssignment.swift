import Receivables
import Store

/// Moves payments that wait for their account to an account.
struct PaymentAssignment {
    let db: any Writing
    let creditor: Int64
    let entry: Int64

    /// A waiting payment and the account it is meant for.
    struct Match {
        let payment: Int64
        let named: String
        let group: RowGroup
    }

    /// Gives payments that waited to the accounts which are known now, some in each transaction.
    static func claimWaiting(creditor: Int64, entry: Int64, chunkRows: Int, _ engine: any Engine) throws {
        var assigned = 0
        repeat {
            assigned = try engine.write(.repeatable) { db in
                let assignment = PaymentAssignment(db: db, creditor: creditor, entry: entry)
                return try assignment.assign(try assignment.waitingWithAccount(limit: chunkRows))
            }
        } while assigned > 0
    }

    /// Waiting payments whose named account is known by now and has their currency.
    func waitingWithAccount(limit: Int) throws -> [Match] {
        let found = try db.all(
            """
            SELECT u.payment_id, u.account_reference, r.debtor_id, r.account_id
            FROM unapplied_payments u
            JOIN account_references r ON r.creditor_id = u.creditor_id AND r.reference = u.account_reference
            JOIN accounts a ON a.debtor_id = r.debtor_id AND a.account_id = r.account_id AND a.currency = u.currency
            WHERE u.creditor_id = ?1 ORDER BY u.account_reference, u.payment_id, r.is_alias LIMIT ?2
            """, [Value(creditor), Value(limit)]
        ) { row in
            Match(
                payment: row.integer(0), named: row.text(1),
                group: RowGroup(debtor: row.integer(2), account: row.integer(3)))
        }
        // An account's own reference comes before another account's alias of the same letters.
        var matches: [Match] = []
        for match in found where matches.last?.payment != match.payment { matches.append(match) }
        return matches
    }

    /// Moves the payments and gives their number. Their accounts are marked to be settled anew.
    func assign(_ matches: [Match]) throws -> Int {
        guard !matches.isEmpty else { return 0 }
        let groups = Dictionary(matches.map { ($0.payment, $0) }, uniquingKeysWith: { first, _ in first })
        let records = try db.waitingPayments(ids: matches.map(\.payment).sorted())
        var added: [PaymentRecord] = []
        var retracted = RowBatch(width: 4)
        var places = RowBatch(width: 3)
        var waiting = RowBatch(width: 3)
        for old in records {
            guard let match = groups[old.payment.id] else { continue }
            added.append(try moved(old, from: match.named, to: match.group))
            retracted.row([0, 0, old.payment.id, Int64(old.version)].map(Value.integer))
            places.row([old.payment.id, match.group.debtor, match.group.account].map(Value.integer))
            waiting.row([.integer(creditor), .text(match.named), .integer(old.payment.id)])
        }
        added.sort { ($0.debtor, $0.account, $0.payment.id) < ($1.debtor, $1.account, $1.payment.id) }
        var batch = RowBatch(width: MoneyColumns.payments.count)
        for record in added { record.append(to: &batch) }
        try db.retract(retracted, "payments", ["debtor_id", "account_id", "payment_id", "version"], by: entry)
        try db.insert(batch, into: "payments", columns: MoneyColumns.payments)
        try db.execute(
            """
            DELETE FROM unapplied_payments WHERE (creditor_id, account_reference, payment_id)
                IN (SELECT c0, c1, c2 FROM batch)
            """, from: waiting)
        try updatePlaces(records, places)
        try db.markStale(added.map { RowGroup(debtor: $0.debtor, account: $0.account) })
        return records.count
    }

    /// The record in its new account, under the first version that was never used there.
    private func moved(_ old: PaymentRecord, from named: String, to group: RowGroup) throws -> PaymentRecord {
        let version = try db.integer(
            """
            SELECT coalesce(max(version) + 1, 0) FROM payments WHERE debtor_id = ?1 AND account_id = ?2
                AND payment_id = ?3
            """, [Value(group.debtor), Value(group.account), Value(old.payment.id)])
        return PaymentRecord(
            debtor: group.debtor, account: group.account, version: Int(version),
            reference: PaymentAssignment.reference(old.reference, placedFrom: named),
            payment: old.payment, receivedAt: old.receivedAt, channel: old.channel, payer: old.payer,
            source: old.source,
            entry: entry)
    }

    /// The own reference of money whose account is known: while it waited, the name of the account was part of it.
    static func reference(_ old: String, placedFrom named: String) -> String {
        guard old.shownReference == nil, let mark = old.lastIndex(of: "#"), old[..<mark].hasSuffix("/" + named) else {
            return old
        }
        return String(old[..<mark].dropLast(named.count)) + old[mark...]
    }

    /// The other way round: while it waits, the name of the account is part of it.
    static func reference(_ old: String, waitingFor named: String) -> String {
        guard old.shownReference == nil, let mark = old.lastIndex(of: "#"), old[..<mark].hasSuffix("/") else {
            return old
        }
        return String(old[..<mark]) + named + old[mark...]
    }

    /// Tells the table of references where the payments are now.
    private func updatePlaces(_ records: [PaymentRecord], _ places: RowBatch) throws {
        var keyed = RowBatch(width: 4)
        for (row, record) in records.enumerated() where record.reference.shownReference != nil {
            let key = PaymentIdentities.key(record.reference.utf8, isReturn: record.payment.amount < 0)
            keyed.integer(creditor)
            key.withUnsafeBufferPointer { keyed.text($0) }
            keyed.integer(places.numbers[row * 3 + 1])
            keyed.integer(places.numbers[row * 3 + 2])
        }
        try db.execute(
            """
            UPDATE payment_references SET debtor_id = b.c2, account_id = b.c3 FROM batch AS b
            WHERE payment_references.creditor_id = b.c0 AND payment_references.reference = b.c1
            """, from: keyed)
    }
}
