import Receivables
import Store

/// What a payment that waits named: its account, and the due it is meant for.
struct WaitingName: Equatable {
    let account: String
    let currency: Currency
    let due: String?

    init(account: String, currency: Currency, due: String?) {
        self.account = account
        self.currency = currency
        self.due = due
    }

    /// Under an account that left the book.
    init(_ account: AccountRecord) { self.init(account: account.reference, currency: account.currency, due: nil) }
}

/// Makes what payments are noted to wait for what it is without the import: the latest entry that stands.
struct UndoWaiting {
    let engine: any Engine
    /// The entry of the import, and that of taking it back.
    let `import`: Int64
    let undo: Int64
    let creditor: Int64

    /// Entries that do not count.
    let void: Set<Int64>

    private static let atATime = 10_000

    /// Payments that did not move, but of which the import noted something.
    func noteOthers() throws {
        let ids = try engine.read { db in
            try db.all(
                """
                SELECT DISTINCT payment_id FROM unapplied_payments
                WHERE creditor_id = ?1 AND (entry_id = ?2 OR retracted_id = ?2) ORDER BY payment_id
                """, [Value(creditor), Value(`import`)]
            ) { $0.integer(0) }
        }
        for start in stride(from: 0, to: ids.count, by: UndoWaiting.atATime) {
            let some = Array(ids[start..<min(ids.count, start + UndoWaiting.atATime)])
            try engine.write(.repeatable) { try note(some, $0) }
        }
    }

    /// Makes the notes of some payments what they are without the import. May be repeated.
    func note(_ ids: [Int64], _ db: any Writing) throws {
        let waiting = try waiting(ids, db)
        let placement = PaymentPlacement(db: db, creditor: creditor, entry: undo)
        for (payment, versions) in try versions(ids, db) {
            try change(payment, versions, isWaiting: waiting.contains(payment), placement)
        }
    }

    private struct Version {
        let name: WaitingName
        let entry: Int64
        let isInForce: Bool
    }

    private func change(
        _ payment: Int64, _ versions: [Version], isWaiting: Bool, _ placement: PaymentPlacement
    ) throws {
        let now = versions.last(where: \.isInForce)?.name
        guard isWaiting else {
            if now != nil { try placement.endWaiting(payment) }
            return
        }
        if let stands = versions.last(where: { !void.contains($0.entry) })?.name, stands != now {
            try placement.wait(payment, stands)
        }
    }

    private func waiting(_ ids: [Int64], _ db: any Reading) throws -> Set<Int64> {
        Set(
            try db.all(
                """
                SELECT payment_id FROM payments WHERE debtor_id = 0 AND account_id = 0 AND retracted_id IS NULL
                    AND \(db.dialect.isOneOf("payment_id", 1))
                """, [.ids(ids)]
            ) { $0.integer(0) })
    }

    /// What each payment was ever noted to wait for, in order of entry.
    private func versions(_ ids: [Int64], _ db: any Reading) throws -> [Int64: [Version]] {
        var versions: [Int64: [Version]] = [:]
        try db.rows(
            """
            SELECT payment_id, account_reference, currency, due_reference, entry_id, retracted_id
            FROM unapplied_payments WHERE creditor_id = ?1 AND \(db.dialect.isOneOf("payment_id", 2))
            ORDER BY payment_id, entry_id
            """, [Value(creditor), .ids(ids)]
        ) { row in
            let name = WaitingName(account: row.text(1), currency: try row.currency(2), due: row.textOrNil(3))
            versions[row.integer(0), default: []].append(
                Version(name: name, entry: row.integer(4), isInForce: row.isNull(5)))
        }
        return versions
    }
}
