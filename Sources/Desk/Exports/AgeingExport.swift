import Casework
import Formats
import Receivables
import Store

/// The aged list of debtors: a line for every account with anything open or in credit, its open amount by how late each
/// due is.
struct AgeingExport: BookExport {
    func columns(_ scope: ExportScope) -> [ExportColumn] {
        let head = [
            ExportColumn("debtor"), ExportColumn("name", 28), ExportColumn("account", 18), ExportColumn("portfolio"),
            ExportColumn("branch"), ExportColumn("currency", 9), ExportColumn("dpd", 6), ExportColumn("bucket", 9),
            ExportColumn("grade", 7), ExportColumn("open", 18), ExportColumn("overdue", 18), ExportColumn("credit", 16),
        ]
        let names = scope.buckets.names
        return head + names.enumerated().map { index, name in
            index == 0 ? ExportColumn("current", 16) : ExportColumn("days\(name)", 16, heading: name)
        }
    }

    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        let buckets = scope.buckets
        let day = scope.filter.asOf
        try scope.wholeAccounts { whole in
            let arrears = try whole.arrears(asOf: day)
            let credit = try whole.settlement.credit()
            guard arrears.openDues > 0 || credit != 0 else { return }
            var byDue = Array(repeating: Int64(0), count: buckets.count)
            for due in whole.settlement.dues where !due.open.isZero {
                byDue[buckets.index(of: max(0, day.days(since: due.day)))] += due.open.total
            }
            let currency = whole.account.currency
            let grade = QualityGrade(lender: whole.portfolio.lender, daysPastDue: arrears.daysPastDue)
            let head: [TableCell] = [
                .text(whole.debtor.reference), TableCell(whole.debtor.name), .text(whole.account.reference),
                .text(whole.portfolio.name), TableCell(whole.account.branch), .text(currency.code),
                TableCell(arrears.daysPastDue), .text(buckets.name(buckets.index(of: arrears.daysPastDue))),
                grade.map { TableCell($0.rawValue) } ?? .none, .money(arrears.open, currency),
                .money(arrears.overdue.total, currency), .money(credit, currency),
            ]
            try add(head + byDue.map { .money($0, currency) })
        }
    }
}
