import Receivables

/// Columns of the tables of money, in the order in which they are written and read.
package enum MoneyColumns {
    package static let dues = [
        "debtor_id", "account_id", "line", "version", "reference", "issued", "day", "principal", "interest", "fee",
        "penalty", "withdrawn", "entry_id", "retracted_id",
    ]
    package static let payments = [
        "debtor_id", "account_id", "payment_id", "version", "reference", "day", "received_at", "amount", "direction",
        "line", "takes_back", "channel", "payer", "source", "entry_id", "retracted_id",
    ]
    package static let unapplied = [
        "creditor_id", "payment_id", "account_reference", "currency", "due_reference", "entry_id", "retracted_id",
    ]
    package static let positions = [
        "debtor_id", "account_id", "portfolio_id", "currency", "open_amount", "open_count", "first_day", "credit",
        "unmatched_returns", "fact_day", "open_dues",
    ]
    /// Of these, what is read: the others follow from it.
    package static let readPositions = [
        "debtor_id", "account_id", "portfolio_id", "currency", "credit", "unmatched_returns", "fact_day", "open_dues",
    ]
}

extension Reading {
    /// The dues of some debtors with their references, in order of debtor, account, line and version.
    package func dues(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [DueRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT \(MoneyColumns.dues.joined(separator: ", ")) FROM dues WHERE \(chosen)\(known)
            ORDER BY debtor_id, account_id, line, version
            """, values + more, DueRecord.init)
    }

    /// The payments of some debtors, in order of debtor, account, id and version.
    package func payments(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [PaymentRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT \(MoneyColumns.payments.joined(separator: ", ")) FROM payments WHERE \(chosen)\(known)
            ORDER BY debtor_id, account_id, payment_id, version
            """, values + more, PaymentRecord.init)
    }

    /// The positions of some debtors, in order of debtor and account.
    package func positions(_ selection: DebtorSelection) throws -> [PositionRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect, isOfWideRows: true)
        return try all(
            of: selection,
            """
            SELECT \(MoneyColumns.readPositions.joined(separator: ", ")) FROM positions WHERE \(chosen)
            ORDER BY debtor_id, account_id
            """, values, PositionRecord.init)
    }
}

extension DueRecord {
    init(_ row: any Row) {
        let amounts = Components(
            principal: row.integer(7), interest: row.integer(8), fee: row.integer(9), penalty: row.integer(10))
        self.init(
            debtor: row.integer(0), account: row.integer(1), version: Int(row.integer(3)), reference: row.text(4),
            due: Due(
                line: Int32(truncatingIfNeeded: row.integer(2)), issued: row.dayOrNil(5), day: row.day(6),
                amounts: amounts,
                withdrawn: row.dayOrNil(11)),
            entry: row.integer(12), retracted: row.integerOrNil(13))
    }
}

extension Due {
    /// Appends a version of the due, in force, in the order of `MoneyColumns.dues`.
    package func append(
        to batch: inout RowBatch, debtor: Int64, account: Int64, version: Int, reference: UnsafeBufferPointer<UInt8>,
        entry: Int64
    ) {
        batch.integer(debtor)
        batch.integer(account)
        batch.integer(Int(line))
        batch.integer(version)
        batch.text(reference)
        batch.day(issued)
        batch.integer(Int(day.number))
        batch.integer(amounts.principal)
        batch.integer(amounts.interest)
        batch.integer(amounts.fee)
        batch.integer(amounts.penalty)
        batch.day(withdrawn)
        batch.integer(entry)
        batch.null(.integer)
    }
}

extension Payment.Direction {
    /// As stored: a number and a line.
    var stored: (code: Int, line: Int32?) {
        switch self {
        case .none: (0, nil)
        case .first(let line): (1, line)
        case .only(let line): (2, line)
        }
    }

    package init(code: Int64, line: Int64?) {
        switch (code, line) {
        case (1, let line?): self = .first(line: Int32(truncatingIfNeeded: line))
        case (2, let line?): self = .only(line: Int32(truncatingIfNeeded: line))
        default: self = .none
        }
    }
}

extension PaymentRecord {
    package init(_ row: any Row) {
        self.init(
            debtor: row.integer(0), account: row.integer(1), version: Int(row.integer(3)), reference: row.text(4),
            payment: Payment(
                id: row.integer(2), day: row.day(5), amount: row.integer(7),
                direction: Payment.Direction(code: row.integer(8), line: row.integerOrNil(9)),
                takesBack: row.integerOrNil(10)),
            receivedAt: row.integerOrNil(6).map { Instant(microseconds: $0) }, channel: row.textOrNil(11),
            payer: row.textOrNil(12), source: PaymentSource(rawValue: Int(row.integer(13))) ?? .file,
            entry: row.integer(14), retracted: row.integerOrNil(15))
    }

    /// Appends the record in the order of `MoneyColumns.payments`.
    package func append(to batch: inout RowBatch) {
        let (direction, line) = payment.direction.stored
        batch.integer(debtor)
        batch.integer(account)
        batch.integer(payment.id)
        batch.integer(version)
        batch.text(reference)
        batch.integer(Int(payment.day.number))
        batch.integer(orNull: receivedAt?.microseconds)
        batch.integer(payment.amount)
        batch.integer(direction)
        batch.integer(orNull: line.map(Int64.init))
        batch.integer(orNull: payment.takesBack)
        batch.text(orNull: channel)
        batch.text(orNull: payer)
        batch.integer(source.rawValue)
        batch.integer(entry)
        batch.integer(orNull: retracted)
    }
}

extension PositionRecord {
    package init(_ row: any Row) throws {
        var position = Position(
            credit: row.integer(4), unmatchedReturns: row.integer(5), factDay: row.day(6))
        try row.withBytes(7) { try PositionText.read($0, into: &position.open) }
        guard let currency = row.withBytes(3, Currency.init(bytes:)) else { throw Problem(.stateUnreadable) }
        self.init(
            debtor: row.integer(0), account: row.integer(1), portfolio: row.integer(2), currency: currency,
            position: position)
    }

    /// Appends the record in the order of `MoneyColumns.positions`; `scratch` is reused between calls.
    package func append(to batch: inout RowBatch, scratch: inout [UInt8]) throws(Problem) {
        // First of all, so that a sum that does not fit leaves no half of a row behind.
        let total = try position.openTotal()
        batch.integer(debtor)
        batch.integer(account)
        batch.integer(portfolio)
        batch.text(currency.code)
        batch.integer(total)
        batch.integer(position.open.count)
        batch.day(position.open.first?.day)
        batch.integer(position.credit)
        batch.integer(position.unmatchedReturns)
        batch.integer(Int(position.factDay.number))
        scratch.removeAll(keepingCapacity: true)
        PositionText.write(position.open, to: &scratch)
        scratch.withUnsafeBufferPointer { batch.text($0) }
    }
}
