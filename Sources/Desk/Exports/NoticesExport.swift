import Casework
import Formats
import Receivables
import Store

/// Every notice that a run has requested, with the step it belongs to.
struct NoticesExport: BookExport {
    func columns(_ scope: ExportScope) -> [ExportColumn] {
        [
            ExportColumn("debtor"), ExportColumn("name", 28), ExportColumn("requested", 11),
            ExportColumn("channel", 10),
            ExportColumn("template", 20), ExportColumn("step", 16), ExportColumn("episode", 8),
            ExportColumn("strategy", 14), ExportColumn("version", 8), ExportColumn("state", 11),
        ]
    }

    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        try scope.portions { selection in
            let notices = try scope.db.notices(selection).filter { scope.filter.includes($0.requested) }
            guard !notices.isEmpty else { return }
            let people = try ExportPeople(scope, selection)
            for notice in notices where people.isWanted(scope, debtor: notice.debtor, account: nil) {
                let debtor = people.debtor(notice.debtor)
                let strategy = scope.rules.strategies[notice.strategy]
                try add([
                    TableCell(debtor?.reference), TableCell(debtor?.name), .day(notice.requested),
                    .text(notice.channel),
                    .text(notice.template), .text(notice.step), TableCell(notice.episode), TableCell(strategy?.name),
                    strategy.map { TableCell($0.version) } ?? .none, .text(notice.state),
                ])
            }
        }
    }
}
