import Formats
import Receivables
import Store

/// Every due on the book, or only the open ones, with what was paid on it.
struct DuesExport: BookExport {
    func columns(_ scope: ExportScope) -> [ExportColumn] {
        [
            ExportColumn("debtor"), ExportColumn("name", 28), ExportColumn("account", 18), ExportColumn("portfolio"),
            ExportColumn("due", 18), ExportColumn("issued", 11), ExportColumn("dueDate", 11),
            ExportColumn("currency", 9),
            ExportColumn("principal", 16), ExportColumn("interest", 16), ExportColumn("fee", 14),
            ExportColumn("penalty", 14), ExportColumn("amount", 16), ExportColumn("allocated", 16),
            ExportColumn("credited", 16), ExportColumn("open", 16), ExportColumn("daysLate", 9),
        ]
    }

    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        let day = scope.filter.asOf
        try scope.wholeAccounts { whole in
            var paid: [Int32: (allocated: Int64, credited: Int64)] = [:]
            for allocation in whole.settlement.allocations {
                switch allocation.source {
                case .payment: paid[allocation.line, default: (0, 0)].allocated += allocation.amount
                case .creditNote: paid[allocation.line, default: (0, 0)].credited += allocation.amount
                }
            }
            let open = Dictionary(
                whole.settlement.dues.map { ($0.line, $0.open.total) }, uniquingKeysWith: { first, _ in first })
            for record in whole.dues where record.due.isOnBook(asOf: day) {
                let rest = open[record.due.line] ?? 0
                if scope.filter.isOnlyOpen, rest == 0 { continue }
                try add(cells(record, whole, paid[record.due.line] ?? (0, 0), rest, day))
            }
        }
    }

    private func cells(
        _ record: DueRecord, _ whole: WholeAccount, _ paid: (allocated: Int64, credited: Int64), _ open: Int64,
        _ day: Day
    ) -> [TableCell] {
        let currency = whole.account.currency
        let amounts = record.due.amounts
        return [
            .text(whole.debtor.reference), TableCell(whole.debtor.name), .text(whole.account.reference),
            .text(whole.portfolio.name), TableCell(record.reference.shownReference), TableCell(record.due.issued),
            .day(record.due.day), .text(currency.code), .money(amounts.principal, currency),
            .money(amounts.interest, currency), .money(amounts.fee, currency), .money(amounts.penalty, currency),
            .money(amounts.total, currency), .money(paid.allocated, currency), .money(paid.credited, currency),
            .money(open, currency), TableCell(open > 0 ? max(0, day.days(since: record.due.day)) : 0),
        ]
    }
}
