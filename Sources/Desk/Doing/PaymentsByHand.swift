import Formats
import Receivables
import Store

/// A payment that a person enters.
package struct PaymentToAdd: Sendable {
    package var amount: String
    package var reference: String?
    /// Reference of the due that the payer named.
    package var due: String?
    package var channel: String?
    package var payer: String?

    package init(amount: String) { self.amount = amount }
}

extension Desk {
    /// Adds a payment to an account. Gives what became of it. Errors: `account-unknown`, `reference-taken`,
    /// `import-unfinished`, `day-in-future`, those of the amount.
    package func addPayment(_ payment: PaymentToAdd, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.recordPayments)
        let day = try pastDay(subject.on)
        let actor = actor
        let input = JSONValue.object(
            subject.json + [
                JSONValue.Member("amount", .string(payment.amount)),
                JSONValue.Member("reference", JSONValue(payment.reference)),
                JSONValue.Member("due", JSONValue(payment.due)),
                JSONValue.Member("channel", JSONValue(payment.channel)),
                JSONValue.Member("payer", JSONValue(payment.payer)),
            ])
        return try perform(
            "payment-added", subject: "account:\(subject.account ?? "")", input: input, key: subject.key, by: actor
        ) { db, entry in
            try db.refuseUnfinishedImport()
            let hands = try PaymentHands(db: db, entry: entry, scope: scope(db))
            let account = try hands.account(subject)
            try subject.begin(account.debtor, entry, db, by: actor)
            let amount = try Desk.amount(payment.amount, account.currency)
            var doubts = try RecordingDoubts(subject, db)
            try doubts.add(
                amount: amount, account.currency, debtor: account.debtor, account: account.id, within: hands.scope, db)
            let id = try db.take(1, .payment)
            let reference = payment.reference ?? "\(ownReferenceMark)by hand \(id)"
            let direction = try hands.direction(payment.due, account)
            try hands.claim(reference, isReturn: false, account, id)
            try hands.add([
                PaymentRecord(
                    debtor: account.debtor, account: account.id, version: 0, reference: reference,
                    payment: Payment(id: id, day: day, amount: amount, direction: direction), receivedAt: nil,
                    channel: payment.channel, payer: payment.payer, source: .person, entry: entry)
            ], account)
            return try hands.answer(account, payment: id, doubts)
        }
    }

    /// Takes a payment back: it counts until the day before and not any more from `subject.on` (today) on, and what
    /// came after it is allocated anew. Errors: `payment-unknown`, `payment-returned`, `reference-ambiguous`,
    /// `day-in-future`, and `day-order` when the payment itself is later.
    package func reversePayment(_ name: PaymentName, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.reversePayments)
        let day = try pastDay(subject.on)
        let actor = actor
        let input = JSONValue.object([name.member, JSONValue.Member("on", .string(day.description))])
        return try perform(
            "payment-reversed", subject: "payment:\(name.text)", input: input, key: subject.key, by: actor
        ) { db, entry in
            try db.refuseUnfinishedImport()
            let hands = try PaymentHands(db: db, entry: entry, scope: scope(db))
            let (account, old) = try hands.payment(name, subject)
            try subject.begin(account.debtor, entry, db, by: actor)
            guard subject.on == nil || day >= old.payment.day else {
                throw Problem(.dayOrder, [Fact("value", day), Fact("made", old.payment.day)])
            }
            let left = try hands.left(of: old, account)
            guard left > 0 else { throw Problem(.paymentReturned, [Fact("reference", name.text)]) }
            let id = try db.take(1, .payment)
            let reference = old.reference.shownReference ?? "\(ownReferenceMark)back \(old.payment.id)"
            try hands.claim(reference, isReturn: true, account, id)
            try hands.add([
                PaymentRecord(
                    debtor: account.debtor, account: account.id, version: 0, reference: reference,
                    payment: Payment(
                        id: id, day: max(day, old.payment.day), amount: -left, takesBack: old.payment.id),
                    receivedAt: nil, channel: old.channel, payer: old.payer, source: .person, entry: entry)
            ], account)
            return try hands.answer(account, payment: old.payment.id, RecordingDoubts(subject, db))
        }
    }

    /// Gives a payment that waits for its account to an account. Errors: `payment-unknown`, `account-unknown`,
    /// `currency-mixed`.
    package func assignPayment(_ name: PaymentName, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.recordPayments)
        let actor = actor
        let input = JSONValue.object([name.member, JSONValue.Member("account", JSONValue(subject.account))])
        return try perform(
            "payment-assigned", subject: "payment:\(name.text)", input: input, key: subject.key, by: actor
        ) { db, entry in
            try db.refuseUnfinishedImport()
            let hands = try PaymentHands(db: db, entry: entry, scope: scope(db))
            let account = try hands.account(subject)
            try subject.begin(account.debtor, entry, db, by: actor)
            let creditor = try hands.creditor(of: account)
            let shown = try db.wholeCreditors(within: hands.scope)
            guard shown?.contains(creditor) ?? true,
                let waiting = try db.waitingPayments(creditor: creditor).first(where: name.means)
            else {
                throw Problem(.paymentUnknown, [Fact("reference", name.text)])
            }
            guard waiting.currency == account.currency else {
                throw Problem(.currencyMixed, [
                    Fact("first", waiting.currency.code), Fact("second", account.currency.code),
                ])
            }
            let group = RowGroup(debtor: account.debtor, account: account.id)
            let id = waiting.payment.payment.id
            _ = try PaymentAssignment(db: db, creditor: creditor, entry: entry).assign(id, to: group)
            try PositionRepair.settle([group], db)
            try db.execute(
                "DELETE FROM stale_positions WHERE debtor_id = ?1 AND account_id = ?2",
                [Value(group.debtor), Value(group.account)])
            var doubts = try RecordingDoubts(subject, db)
            if let due = waiting.due, try db.line(ofDue: due, group) == nil {
                doubts.add(unknownDue: due, account.reference)
            }
            return try hands.answer(account, payment: id, doubts)
        }
    }
}

/// How a person says which payment is meant.
package enum PaymentName: Sendable {
    case reference(String)
    /// Its number in this book, which every payment has.
    case id(Int64)

    fileprivate var text: String {
        switch self {
        case .reference(let reference): reference
        case .id(let id): String(id)
        }
    }

    fileprivate var member: JSONValue.Member {
        switch self {
        case .reference(let reference): JSONValue.Member("reference", .string(reference))
        case .id(let id): JSONValue.Member("payment", JSONValue(id))
        }
    }

    fileprivate func means(_ waiting: WaitingPayment) -> Bool {
        switch self {
        case .reference(let reference): waiting.payment.reference == reference
        case .id(let id): waiting.payment.payment.id == id
        }
    }
}

/// The steps that entering, reversing and assigning payments share.
private struct PaymentHands {
    let db: any Writing
    let entry: Int64
    let scope: Scope

    func account(_ subject: RecordingSubject) throws -> AccountRecord {
        guard let reference = subject.account else { throw Problem(.usage, [Fact("reason", Phrase(.nameAccount))]) }
        let group = try db.findAccount(reference, creditor: subject.creditor, within: scope)
        return try record(group, reference)
    }

    private func record(_ group: RowGroup, _ reference: String) throws -> AccountRecord {
        guard let found = try db.accounts(DebtorSelection([group.debtor])).first(where: { $0.id == group.account })
        else {
            throw Problem(.accountUnknown, [Fact("reference", reference)])
        }
        return found
    }

    func creditor(of account: AccountRecord) throws -> Int64 {
        guard let found = try db.portfolios().first(where: { $0.id == account.portfolio }) else {
            throw Problem(.stateUnreadable)
        }
        return found.creditor
    }

    /// A payment in force and its account. One that still waits is not found. Errors: `payment-unknown`,
    /// `reference-ambiguous`, and those of the account that an id needs.
    func payment(_ name: PaymentName, _ subject: RecordingSubject) throws -> (AccountRecord, PaymentRecord) {
        switch name {
        case .reference(let reference): return try payment(reference, subject.creditor)
        case .id(let id):
            let account = try account(subject)
            let records = try db.payments(DebtorSelection([account.debtor]), .current)
            guard let found = records.first(where: { $0.account == account.id && $0.payment.id == id }) else {
                throw Problem(.paymentUnknown, [Fact("reference", name.text)])
            }
            return (account, found)
        }
    }

    private func payment(_ reference: String, _ creditor: String?) throws -> (AccountRecord, PaymentRecord) {
        let all = try db.all(
            """
            SELECT r.debtor_id, r.account_id, r.payment_id, c.name FROM payment_references r
            JOIN creditors c ON c.creditor_id = r.creditor_id
            WHERE r.creditor_id IN (SELECT creditor_id FROM creditors) AND r.reference = ?1
                AND (CAST(?2 AS TEXT) IS NULL OR c.name = ?2)
            ORDER BY c.name
            """, [.text(reference), Value(creditor)]
        ) { (group: RowGroup(debtor: $0.integer(0), account: $0.integer(1)), id: $0.integer(2), creditor: $0.text(3)) }
        let places = try all.filter { try isShown($0.group) }
        guard let place = places.first else { throw Problem(.paymentUnknown, [Fact("reference", reference)]) }
        guard places.count == 1 else {
            throw Problem(.referenceAmbiguous, [
                Fact("reference", reference), Fact("creditors", places.map(\.creditor).joined(separator: ", ")),
            ])
        }
        let records = try db.payments(DebtorSelection([place.group.debtor]), .current)
        let found = records.first { $0.payment.id == place.id && $0.account == place.group.account }
        guard place.group != .nobody, let found else { throw Problem(.paymentUnknown, [Fact("reference", reference)]) }
        return (try record(place.group, reference), found)
    }

    /// One that waits for its account belongs to none.
    private func isShown(_ group: RowGroup) throws -> Bool {
        guard group != .nobody else { return scope.isWholeBook }
        return try db.isShown(debtor: group.debtor, account: group.account, within: scope)
    }

    /// What is left of a payment after what has gone back.
    func left(of old: PaymentRecord, _ account: AccountRecord) throws -> Int64 {
        var settler = Settler()
        try settler.settle(facts(account), by: waterfall(account), asOf: .last)
        let source = settler.result.sources.first { $0.source == .payment(old.payment.id) }
        return source.map { $0.amount - $0.returned } ?? 0
    }

    private func facts(_ account: AccountRecord) throws -> AccountFacts {
        let selection = DebtorSelection([account.debtor])
        return AccountFacts(
            dues: try db.dues(selection, .current).filter { $0.account == account.id }.map(\.due),
            payments: try db.payments(selection, .current).filter { $0.account == account.id }.map(\.payment))
    }

    private func waterfall(_ account: AccountRecord) throws -> Waterfall {
        guard let found = try db.portfolios().first(where: { $0.id == account.portfolio }) else {
            throw Problem(.stateUnreadable)
        }
        return found.waterfall
    }

    func direction(_ due: String?, _ account: AccountRecord) throws -> Payment.Direction {
        guard let due else { return .none }
        let dues = try db.dues(DebtorSelection([account.debtor]), .current)
        guard let found = dues.first(where: { $0.account == account.id && $0.reference == due }) else {
            throw Problem(.dueUnknown, [Fact("reference", due), Fact("account", account.reference)])
        }
        return .first(line: found.due.line)
    }

    /// Makes a reference known. Error: `reference-taken`.
    func claim(_ reference: String, isReturn: Bool, _ account: AccountRecord, _ id: Int64) throws {
        guard reference.shownReference != nil else { return }
        let key = String(decoding: PaymentIdentities.key(reference.utf8, isReturn: isReturn), as: UTF8.self)
        let added = try db.execute(
            """
            INSERT INTO payment_references (creditor_id, reference, debtor_id, account_id, payment_id)
            VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
            """, [Value(try creditor(of: account)), .text(key), Value(account.debtor), Value(account.id), Value(id)])
        guard added == 1 else {
            throw Problem(
                isReturn ? .paymentReturned : .referenceTaken, [Fact("reference", reference), Fact("value", reference)])
        }
    }

    func add(_ records: [PaymentRecord], _ account: AccountRecord) throws {
        var batch = RowBatch(width: MoneyColumns.payments.count)
        for record in records { record.append(to: &batch) }
        try db.insert(batch, into: "payments", columns: MoneyColumns.payments)
        try db.linkReturns(to: records, by: entry)
        try PositionRepair.settle([RowGroup(debtor: account.debtor, account: account.id)], db)
    }

    /// The payment as the account shows it now.
    func answer(_ account: AccountRecord, payment id: Int64, _ doubts: RecordingDoubts) throws -> JSONValue {
        let selection = DebtorSelection([account.debtor])
        let dues = try db.dues(selection, .current).filter { $0.account == account.id }
        let payments = try db.payments(selection, .current).filter { $0.account == account.id }
        var settler = Settler()
        try settler.settle(
            AccountFacts(dues: dues.map(\.due), payments: payments.map(\.payment)), by: waterfall(account), asOf: .last)
        guard let record = payments.first(where: { $0.payment.id == id }) else { throw Problem(.stateUnreadable) }
        let shown = record.json(settler.result, dues, payments, account.currency)
        let head = [
            JSONValue.Member("payment", JSONValue(id)), JSONValue.Member("account", .string(account.reference)),
            JSONValue.Member("currency", .string(account.currency.code)),
        ]
        return .object(head + (shown.members ?? []).filter { $0.key != "id" } + [doubts.member])
    }
}
