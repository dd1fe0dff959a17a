import Formats
import Receivables
import Store

/// Every promise, judged against the money that came in by the day.
struct PromisesExport: BookExport {
    func columns(_ scope: ExportScope) -> [ExportColumn] {
        [
            ExportColumn("debtor"), ExportColumn("name", 28), ExportColumn("account", 18), ExportColumn("made", 11),
            ExportColumn("date", 11), ExportColumn("currency", 9), ExportColumn("amount", 16),
            ExportColumn("received", 16), ExportColumn("state", 12), ExportColumn("note", 40), ExportColumn("by", 14),
            ExportColumn("imported", 9),
        ]
    }

    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws {
        try scope.portions { selection in
            let promises = try scope.db.promises(selection, .current)
            guard !promises.isEmpty else { return }
            let people = try ExportPeople(scope, selection)
            let ids = promises.map(\.debtor).reduce(into: [Int64]()) { if $0.last != $1 { $0.append($1) } }
            let facts = try FactsLoader(db: scope.db, rules: scope.rules, day: scope.filter.asOf, isComplete: false)
                .load(ids)
            for (debtor, broken) in facts.broken where people.isWanted(scope, debtor: debtor, account: nil) {
                scope.unreadable.note(people.debtor(debtor)?.reference ?? "", broken.problem)
            }
            let judged = Dictionary(
                facts.debtors.flatMap(\.judged).map { ($0.promise.id, $0) }, uniquingKeysWith: { first, _ in first })
            for record in promises where scope.filter.includes(record.promise.day) {
                guard people.isWanted(scope, debtor: record.debtor, account: record.promise.account),
                    let judged = judged[record.promise.id]
                else { continue }
                try add(cells(record, judged, people))
            }
        }
    }

    private func cells(_ record: PromiseRecord, _ judged: JudgedPromise, _ people: ExportPeople) -> [TableCell] {
        let promise = record.promise
        let debtor = people.debtor(record.debtor)
        return [
            TableCell(debtor?.reference), TableCell(debtor?.name),
            TableCell(people.account(promise.account)?.reference),
            .day(promise.made), .day(promise.day), .text(promise.currency.code),
            .money(promise.amount, promise.currency),
            .money(judged.received, promise.currency), .text(judged.state.rawValue), TableCell(record.note),
            .text(record.actor), .flag(record.isImported),
        ]
    }
}
