import Receivables

/// A payment that waits for its account, and what it said about its use.
package struct WaitingPayment: Sendable, Equatable {
    package let creditor: Int64
    /// The account as it was named; empty where nothing was.
    package let account: String
    /// The due that the payer named.
    package let due: String?
    package let currency: Currency
    package let payment: PaymentRecord

    package init(creditor: Int64, account: String, due: String?, currency: Currency, payment: PaymentRecord) {
        self.creditor = creditor
        self.account = account
        self.due = due
        self.currency = currency
        self.payment = payment
    }

    /// Appends what it named, in the order of `MoneyColumns.unapplied`.
    package func append(to batch: inout RowBatch, entry: Int64) {
        batch.integer(creditor)
        batch.integer(payment.payment.id)
        batch.text(account)
        batch.text(currency.code)
        batch.text(orNull: due)
        batch.integer(entry)
        batch.null(.integer)
    }
}

extension Reading {
    /// Payments that wait for their account, in order of their ids: those of one creditor with these ids, all of one
    /// creditor, or all.
    package func waitingPayments(creditor: Int64?, ids: [Int64]? = nil) throws -> [WaitingPayment] {
        let columns = MoneyColumns.payments.map { "p.\($0)" }.joined(separator: ", ")
        var (condition, values) = WaitingMoneyCondition.of(creditor, "u.creditor_id")
        if let ids {
            condition += " AND \(dialect.isOneOf("u.payment_id", 2))"
            values.append(.ids(ids))
        }
        let last = MoneyColumns.payments.count
        // A crossed join keeps its order in SQLite: each payment is looked up, not each name among all that wait.
        return try all(
            """
            SELECT \(columns), u.creditor_id, u.account_reference, u.due_reference, u.currency
            FROM unapplied_payments u CROSS JOIN payments p
            WHERE u.retracted_id IS NULL AND \(condition)
                AND p.debtor_id = 0 AND p.account_id = 0 AND p.payment_id = u.payment_id AND p.retracted_id IS NULL
            ORDER BY u.payment_id
            """, values
        ) { row in
            guard let currency = row.withBytes(last + 3, Currency.init(bytes:)) else { throw Problem(.stateUnreadable) }
            return WaitingPayment(
                creditor: row.integer(last), account: row.text(last + 1), due: row.textOrNil(last + 2),
                currency: currency, payment: PaymentRecord(row))
        }
    }

    /// How many payments wait for their account: of one creditor, or in all.
    package func waitingCount(creditor: Int64?, _ knowledge: Knowledge) throws -> Int {
        let (known, more) = knowledge.condition()
        let (condition, values) = WaitingMoneyCondition.of(creditor, "creditor_id")
        let sql = "SELECT count(*) FROM unapplied_payments WHERE \(condition) AND ?2 = 0\(known)"
        return Int(try integer(sql, values + [Value(0)] + more))
    }
}

/// Both ways lead into the index of what waits, by its first column: what waited once is history.
private enum WaitingMoneyCondition {
    /// The condition with parameter 1, and its value.
    static func of(_ creditor: Int64?, _ column: String) -> (sql: String, values: [Value]) {
        guard let creditor else {
            return ("?1 = 0 AND \(column) IN (SELECT creditor_id FROM creditors)", [Value(0)])
        }
        return ("\(column) = ?1", [Value(creditor)])
    }
}
