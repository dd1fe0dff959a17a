import Formats
import Receivables
import Store

/// Money that waits for its account, and whose creditor it came to.
package struct WaitingMoney: Sendable {
    package let payments: [WaitingPayment]
    /// Names of creditors by their number.
    let creditors: [Int64: String]

    /// The name of the creditor to whom a payment came.
    package func creditor(of waiting: WaitingPayment) -> String { creditors[waiting.creditor] ?? "" }

    /// How much waits, per currency in alphabetic order. Error: `amount-overflow`.
    package func sums() throws(Problem) -> [(currency: Currency, payments: Int, amount: Int64)] {
        var sums: [Currency: (payments: Int, amount: Int64)] = [:]
        for waiting in payments {
            let sum = sums[waiting.currency] ?? (0, 0)
            sums[waiting.currency] = (sum.payments + 1, try sum.amount.adding(waiting.payment.payment.amount))
        }
        return sums.sorted { $0.key < $1.key }.map {
            (currency: $0.key, payments: $0.value.payments, amount: $0.value.amount)
        }
    }

    /// The public document; payments in the order in which they were recorded.
    package func json() throws(Problem) -> JSONValue {
        let items = payments.map { waiting -> JSONValue in
            let record = waiting.payment
            return [
                "id": JSONValue(record.payment.id), "reference": JSONValue(record.reference.shownReference),
                "creditor": JSONValue(creditors[waiting.creditor]),
                "account": JSONValue(waiting.account.isEmpty ? nil : waiting.account), "due": JSONValue(waiting.due),
                "date": .string(record.payment.day.description), "currency": .string(waiting.currency.code),
                "amount": JSONValue(record.payment.amount, waiting.currency), "channel": JSONValue(record.channel),
                "payer": JSONValue(record.payer), "source": .string(record.source.name),
            ]
        }
        let totals = try sums().map { sum -> JSONValue in
            [
                "currency": .string(sum.currency.code), "payments": JSONValue(sum.payments),
                "amount": JSONValue(sum.amount, sum.currency),
            ]
        }
        return ["payments": .array(items), "totals": .array(totals)]
    }
}

extension Desk {
    /// Every payment that waits for its account, in the order in which they were recorded: those of creditors of whom
    /// nothing is hidden, for nobody knows to which account or portfolio one belongs.
    package func waitingPayments() throws -> WaitingMoney {
        try access.require(.seeWaitingMoney)
        return try engine.read { db in
            let shown = try db.wholeCreditors(within: scope(db))
            let creditors = try db.portfolios().map { ($0.creditor, $0.creditorName) }
            return WaitingMoney(
                payments: try db.waitingPayments(creditor: nil).filter { shown?.contains($0.creditor) ?? true },
                creditors: Dictionary(creditors, uniquingKeysWith: { first, _ in first }))
        }
    }
}
