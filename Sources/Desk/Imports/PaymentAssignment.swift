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
        let group: RowGroup
    }

    /// Gives payments that waited to the accounts which are known now, some in each transaction.
    static func claimWaiting(creditor: Int64, entry: Int64, chunkRows: Int, _ engine: any Engine) throws {
        var assigned = 0
        repeat {
            assigned = try engine.write(.repeatable) { db in
                let assignment = PaymentAssignment(db: db, creditor: creditor, entry: entry)
                return try assignment.claim(try assignment.waitingWithAccount(limit: chunkRows))
            }
        } while assigned > 0
    }

    /// Waiting payments whose named account is known by now and has their currency.
    func waitingWithAccount(limit: Int) throws -> [Match] {
        // The joins are written as crossed ones because SQLite keeps their order: from what waits to its account. Of
        // itself it may begin with all accounts and look through everything that waits for each.
        let found = try db.all(
            """
            SELECT u.payment_id, r.debtor_id, r.account_id
            FROM unapplied_payments u CROSS JOIN account_references r CROSS JOIN accounts a
            WHERE u.creditor_id = ?1 AND u.retracted_id IS NULL
                AND r.creditor_id = u.creditor_id AND r.reference = u.account_reference
                AND a.debtor_id = r.debtor_id AND a.account_id = r.account_id AND a.currency = u.currency
            ORDER BY u.account_reference, u.payment_id, r.is_alias LIMIT ?2
            """, [Value(creditor), Value(limit)]
        ) { row in
            Match(payment: row.integer(0), group: RowGroup(debtor: row.integer(1), account: row.integer(2)))
        }
        // An account's own reference comes before another account's alias of the same letters.
        var matches: [Match] = []
        for match in found where matches.last?.payment != match.payment { matches.append(match) }
        return matches
    }

    /// Gives the payments to the accounts that they name, and says how many. The accounts are marked to be settled
    /// anew.
    func claim(_ matches: [Match]) throws -> Int {
        try move(matches) { PaymentAssignment.reference($0.payment.reference, placedFrom: $0.account) }
    }

    /// Gives a payment to an account that it does not name. One without a reference keeps the name of the account it
    /// waited for, by which the row of its file is known again. False: no such payment waits.
    func assign(_ payment: Int64, to group: RowGroup) throws -> Bool {
        let count = try move([Match(payment: payment, group: group)]) { waiting in
            let reference = waiting.payment.reference
            if reference.shownReference == nil {
                try db.execute(
                    """
                    INSERT INTO payment_references (creditor_id, reference, debtor_id, account_id, payment_id)
                    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
                    """,
                    [Value(creditor), .text(reference), Value(group.debtor), Value(group.account), Value(payment)])
            }
            return reference
        }
        return count > 0
    }

    /// Moves payments; `name` gives the reference under which each is kept in its account.
    private func move(_ matches: [Match], name: (WaitingPayment) throws -> String) throws -> Int {
        guard !matches.isEmpty else { return 0 }
        let groups = Dictionary(matches.map { ($0.payment, $0.group) }, uniquingKeysWith: { first, _ in first })
        let records = try db.waitingPayments(creditor: creditor, ids: groups.keys.sorted())
        try updatePlaces(records, groups)
        var added: [PaymentRecord] = []
        var retracted = RowBatch(width: 4)
        var found = RowBatch(width: 2)
        for old in records {
            guard let group = groups[old.payment.payment.id] else { continue }
            added.append(try moved(old, to: group, reference: name(old)))
            retracted.row([0, 0, old.payment.payment.id, Int64(old.payment.version)].map(Value.integer))
            found.row([.integer(creditor), .integer(old.payment.payment.id)])
        }
        added.sort { ($0.debtor, $0.account, $0.payment.id) < ($1.debtor, $1.account, $1.payment.id) }
        var batch = RowBatch(width: MoneyColumns.payments.count)
        for record in added { record.append(to: &batch) }
        try db.retract(retracted, "payments", ["debtor_id", "account_id", "payment_id", "version"], by: entry)
        try db.insert(batch, into: "payments", columns: MoneyColumns.payments)
        try db.endWaiting(found, by: entry)
        try db.linkReturns(to: added, by: entry)
        try db.markStale(added.map { RowGroup(debtor: $0.debtor, account: $0.account) })
        return records.count
    }

    /// The record in its new account, under the first version that was never used there, with what it said about its
    /// use: the due it names, or the payment it takes back.
    private func moved(_ waiting: WaitingPayment, to group: RowGroup, reference: String) throws -> PaymentRecord {
        let old = waiting.payment
        let version = try db.nextVersion(ofPayment: old.payment.id, in: group)
        var payment = old.payment
        if let due = waiting.due, let line = try db.line(ofDue: due, group) { payment.direction = .first(line: line) }
        if payment.isReturn { payment.takesBack = try db.payment(old.reference, creditor: creditor, of: group) }
        return PaymentRecord(
            debtor: group.debtor, account: group.account, version: version, reference: reference,
            payment: payment, receivedAt: old.receivedAt, channel: old.channel, payer: old.payer, source: old.source,
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
    private func updatePlaces(_ records: [WaitingPayment], _ groups: [Int64: RowGroup]) throws {
        var keyed = RowBatch(width: 4)
        for record in records.map(\.payment) where record.reference.shownReference != nil {
            guard let group = groups[record.payment.id] else { continue }
            let key = PaymentIdentities.key(record.reference.utf8, isReturn: record.payment.isReturn)
            keyed.integer(creditor)
            key.withUnsafeBufferPointer { keyed.text($0) }
            keyed.integer(group.debtor)
            keyed.integer(group.account)
        }
        try db.execute(
            """
            UPDATE payment_references SET debtor_id = b.c2, account_id = b.c3 FROM batch AS b
            WHERE payment_references.creditor_id = b.c0 AND payment_references.reference = b.c1
            """, from: keyed)
    }
}

extension Reading {
    /// The first version of a payment that was never used in an account.
    func nextVersion(ofPayment payment: Int64, in group: RowGroup) throws -> Int {
        Int(
            try integer(
                """
                SELECT coalesce(max(version) + 1, 0) FROM payments WHERE debtor_id = ?1 AND account_id = ?2
                    AND payment_id = ?3
                """, [Value(group.debtor), Value(group.account), Value(payment)]))
    }

    /// The line of the due with a reference in an account, or nil.
    func line(ofDue reference: String, _ group: RowGroup) throws -> Int32? {
        try first(
            """
            SELECT line FROM dues WHERE debtor_id = ?1 AND account_id = ?2 AND reference = ?3
                AND retracted_id IS NULL
            """, [Value(group.debtor), Value(group.account), .text(reference)]
        ) { Int32(truncatingIfNeeded: $0.integer(0)) }
    }

    /// The number of the payment with a reference, where it is in this account.
    func payment(_ reference: String, creditor: Int64, of group: RowGroup) throws -> Int64? {
        guard reference.shownReference != nil else { return nil }
        return try first(
            """
            SELECT payment_id FROM payment_references WHERE creditor_id = ?1 AND reference = ?2
                AND debtor_id = ?3 AND account_id = ?4
            """, [Value(creditor), .text(reference), Value(group.debtor), Value(group.account)]
        ) { $0.integer(0) }
    }

    /// References that the product made for money which a person gave to an account that it does not name.
    func assignedReferences(creditor: Int64) throws -> Set<String> {
        let from = String(ownReferenceMark)
        return Set(
            try all(
                """
                SELECT reference FROM payment_references WHERE creditor_id = ?1 AND reference >= ?2 AND reference < ?3
                """,
                [Value(creditor), .text(from), .text(PaymentIdentities.returnPrefix)]
            ) { $0.text(0) })
    }
}

extension Writing {
    /// Returns that came before the payment they take back, and carry its reference, are told which it is.
    func linkReturns(to payments: [PaymentRecord], by entry: Int64) throws {
        var batch = RowBatch(width: 4)
        for record in payments where !record.payment.isReturn && record.reference.shownReference != nil {
            batch.integer(record.debtor)
            batch.integer(record.account)
            batch.integer(record.payment.id)
            batch.text(record.reference)
        }
        guard !batch.isEmpty else { return }
        let columns = MoneyColumns.payments
        let cells = columns.map { column in
            switch column {
            case "version":
                """
                (SELECT max(m.version) + 1 FROM payments m WHERE m.debtor_id = r.debtor_id
                    AND m.account_id = r.account_id AND m.payment_id = r.payment_id)
                """
            case "takes_back": "b.c2"
            case "entry_id": "?1"
            default: "r.\(column)"
            }
        }
        // Crossed, so that the payments of each account are looked up, and not the batch for every payment.
        let unlinked = """
            FROM batch AS b CROSS JOIN payments r
            WHERE r.debtor_id = b.c0 AND r.account_id = b.c1 AND r.reference = b.c3 AND r.amount < 0
                AND r.takes_back IS NULL AND r.retracted_id IS NULL
            """
        try execute(
            """
            INSERT INTO payments (\(columns.joined(separator: ", "))) SELECT \(cells.joined(separator: ", "))
            \(unlinked)
            """, [.integer(entry)], from: batch)
        try execute(
            """
            UPDATE payments SET retracted_id = ?1 WHERE (debtor_id, account_id, payment_id, version) IN (
                SELECT r.debtor_id, r.account_id, r.payment_id, r.version \(unlinked))
            """, [.integer(entry)], from: batch)
    }
}
