import Formats
import Receivables

extension Ageing {
    /// The public document; currencies in alphabetic order.
    package var json: JSONValue {
        let currencies = totals.sorted { $0.key < $1.key }.map { $0.value.json($0.key, buckets) }
        return [
            "asOf": .string(asOf.description), "currencies": .array(currencies), "parked": JSONValue(parked),
            "waiting": JSONValue(waitingPayments),
        ]
    }
}

extension AgeingTotals {
    func json(_ currency: Currency, _ buckets: Buckets) -> JSONValue {
        let names = buckets.names
        let byDue = byDue.enumerated().map { index, tally -> JSONValue in
            [
                "bucket": .string(names[index]), "dues": JSONValue(tally.count),
                "amount": JSONValue(tally.amount, currency),
            ]
        }
        let byAccount = byAccount.enumerated().map { index, bucket -> JSONValue in
            [
                "bucket": .string(names[index]), "accounts": JSONValue(bucket.accounts),
                "amount": JSONValue(bucket.open, currency), "overdue": JSONValue(bucket.overdue, currency),
            ]
        }
        let byDebtor = byDebtor.enumerated().map { index, bucket -> JSONValue in
            [
                "bucket": .string(names[index]), "debtors": JSONValue(bucket.debtors),
                "amount": JSONValue(bucket.open, currency), "overdue": JSONValue(bucket.overdue, currency),
            ]
        }
        return [
            "currency": .string(currency.code),
            "open": ["dues": JSONValue(open.count), "amount": JSONValue(open.amount, currency)],
            "overdue": [
                "dues": JSONValue(overdue.count), "accounts": JSONValue(overdueAccounts),
                "debtors": JSONValue(overdueDebtors), "amount": JSONValue(overdue.amount, currency),
            ],
            "buckets": .array(byDue), "accountBuckets": .array(byAccount), "debtorBuckets": .array(byDebtor),
            "unappliedCredit": JSONValue(credit, currency),
        ]
    }
}
