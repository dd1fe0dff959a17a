import Casework
import Desk
import Receivables
import Wording

/// The worklist for a person: a line per debtor with the two reasons that weigh most.
struct WorklistReport {
    let worklist: Worklist
    var collector: String?
    let session: Session

    private static let nameColumns = 24
    private static let shownReasons = 2
    private static let shownAccounts = 2
    private static let emphasisedRanks = 3

    var text: String {
        let catalogue = session.catalogue
        var lines = [title, ""]
        // Before anyone is called: what they are called for may have come.
        if worklist.waiting > 0 { lines += [catalogue.text(.waitingSee, [Fact("count", worklist.waiting)]), ""] }
        lines.append(worklist.items.isEmpty ? catalogue.text(.worklistEmpty) : session.text(table))
        let more = worklist.total - worklist.items.count
        if more > 0 { lines += ["", catalogue.text(.more, [Fact("count", more)])] }
        if worklist.parked > 0 {
            lines += ["", catalogue.text(.worklistParked, [Fact("count", worklist.parked)])]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var title: String {
        let date = Fact("date", session.printing.longDay(worklist.date))
        guard let collector else { return session.catalogue.text(.worklistTitle, [date]) }
        return session.catalogue.text(.worklistOf, [date, Fact("collector", collector)])
    }

    private var table: TextTableView {
        let printing = session.printing
        let showsCollector = collector == nil && worklist.items.contains { $0.collector != nil }
        var columns: [Heading] = [.number, .score, .debtor, .name, .accounts, .dpd, .overdue, .step, .reasons]
        if showsCollector { columns.insert(.collector, at: columns.count - 1) }
        var table = session.table(columns, right: [.number, .score, .dpd, .overdue], optional: [.score, .collector],
            shrinking: [.accounts, .name, .debtor])
        for item in worklist.items {
            var cells = [
                String(item.rank), session.number(item.score.points), item.debtor,
                TextWidth.cut(item.name ?? "", to: WorklistReport.nameColumns), accounts(item),
                session.number(item.daysPastDue),
                item.overdue.map { printing.shortMoney($0.amount, $0.currency) }.joined(separator: " + "),
                printing.term(.stepKind, item.kind.rawValue),
            ]
            if showsCollector { cells.append(item.collector ?? "–") }
            table.add(cells + [reasons(item)], emphasised: item.rank <= WorklistReport.emphasisedRanks)
        }
        return table
    }

    /// The overdue accounts, the one that is late the longest first; one that is only the debtor under another name
    /// says nothing new.
    private func accounts(_ item: WorklistItem) -> String {
        let shown = item.accounts.prefix(WorklistReport.shownAccounts).map {
            $0.hasPrefix(item.debtor + "/") ? String($0.dropFirst(item.debtor.count)) : $0
        }
        let more = item.accounts.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " +\(more)" : "")
    }

    /// The overdue amount and its days have columns of their own.
    private func reasons(_ item: WorklistItem) -> String {
        item.score.reasons.filter { $0.points > 0 && $0.statement.code != .reasonOverdue }
            .prefix(WorklistReport.shownReasons).map { session.catalogue.say($0.statement) }.joined(separator: "; ")
    }
}
