import Formats
import Receivables
import Store

/// Every payment, reversal and return, with what became of it; also the money that waits for its account.
struct PaymentsExport: BookExport {
    func columns(_ scope: ExportScope) -> [ExportColumn] {
        [
            ExportColumn("debtor"), ExportColumn("name", 28), ExportColumn("account", 18), ExportColumn("payment", 20),
            ExportColumn("date", 11), ExportColumn("receivedAt", 19), ExportColumn("currency", 9),
            ExportColumn("amount", 16), ExportColumn("channel"), ExportColumn("payer", 24), ExportColumn("source", 11),
            ExportColumn("allocated", 16), ExportColumn("unapplied", 16), ExportColumn("returned", 16),
        ]
    }

    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        if scope.filter.debtor == nil, scope.filter.knownAt == nil { try addWaiting(scope, add) }
        try scope.wholeAccounts { whole in
            for record in whole.payments where isWanted(record, scope) {
                let outcome = whole.settlement.outcome(of: record.payment.id) ?? (0, 0, 0)
                let currency = whole.account.currency
                try add(
                    [
                        .text(whole.debtor.reference), TableCell(whole.debtor.name), .text(whole.account.reference),
                    ] + facts(record, currency) + [
                        .money(outcome.allocated, currency), .money(outcome.unapplied, currency),
                        .money(outcome.returned, currency),
                    ])
            }
        }
    }

    /// Money whose account nobody knows yet; all of it is unapplied.
    private func addWaiting(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        let shown = try scope.db.wholeCreditors(within: scope.visible)
        for waiting in try scope.db.waitingPayments(creditor: scope.portfolio?.creditor)
        where isWanted(waiting.payment, scope) && shown?.contains(waiting.creditor) ?? true {
            let currency = waiting.currency
            try add(
                [.none, .none, .text(waiting.account)] + facts(waiting.payment, currency) + [
                    .money(0, currency), .money(waiting.payment.payment.amount, currency), .money(0, currency),
                ])
        }
    }

    private func isWanted(_ record: PaymentRecord, _ scope: ExportScope) -> Bool {
        record.payment.day <= scope.filter.asOf && scope.filter.includes(record.payment.day)
    }

    private func facts(_ record: PaymentRecord, _ currency: Currency) -> [TableCell] {
        [
            TableCell(record.reference.shownReference), .day(record.payment.day),
            record.receivedAt.map(TableCell.time) ?? .none, .text(currency.code),
            .money(record.payment.amount, currency),
            TableCell(record.channel), TableCell(record.payer), .text(record.source.name),
        ]
    }
}
