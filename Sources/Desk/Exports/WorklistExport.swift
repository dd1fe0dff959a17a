import Casework
import Formats
import Receivables
import Store
import Wording

/// The worklist as a table: a line per debtor, in order of rank.
struct WorklistExport: BookExport {
    func columns(_ scope: ExportScope) -> [ExportColumn] {
        [
            ExportColumn("rank", 6), ExportColumn("collector", 16), ExportColumn("debtor"), ExportColumn("name", 28),
            ExportColumn("phone", 16), ExportColumn("province", 9), ExportColumn("accounts", 24),
            ExportColumn("dpd", 6),
            ExportColumn("currency", 9), ExportColumn("overdue", 18), ExportColumn("otherOverdue", 18),
            ExportColumn("step", 14), ExportColumn("score", 7), ExportColumn("reasons", 60),
        ]
    }

    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        let question = WorklistQuestion(date: scope.filter.asOf, collector: scope.filter.collector)
        for item in try scope.db.worklist(question, scope.rules, within: scope.visible).items {
            if let wanted = scope.filter.debtor, item.debtor != wanted { continue }
            if let portfolio = scope.portfolio, !item.portfolios.contains(portfolio.name) { continue }
            try add(cells(item, scope))
        }
    }

    private func cells(_ item: WorklistItem, _ scope: ExportScope) -> [TableCell] {
        let other = item.overdue.dropFirst().map { scope.catalogue.printing.money($0.amount, $0.currency) }
        let first = item.overdue.first
        return [
            TableCell(item.rank), TableCell(item.collector), .text(item.debtor), TableCell(item.name),
            TableCell(item.phone), TableCell(item.province), .text(item.accounts.joined(separator: " ")),
            TableCell(item.daysPastDue), TableCell(first?.currency.code),
            first.map { .money($0.amount, $0.currency) } ?? .none,
            TableCell(other.isEmpty ? nil : other.joined(separator: " + ")),
            .text(item.step), TableCell(item.score.points),
            .text(item.score.reasons.map { scope.catalogue.say($0.statement) }.joined(separator: "; ")),
        ]
    }
}
