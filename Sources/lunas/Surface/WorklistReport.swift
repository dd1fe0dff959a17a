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
    private static let emphasisedRanks = 3

    var text: String {
        let printing = session.printing
        let environment = session.output.environment
        var lines = ["\(heading) \(printing.day(worklist.date))", ""]
        if worklist.items.isEmpty { return ([lines[0], "", nothing] + setAside).joined(separator: "\n") + "\n" }
        let hasCollectors = worklist.items.contains { $0.collector != nil }
        var header = ["#", "Score", "Debtor", "Name", "DPD", "Overdue", "Step"]
        if hasCollectors { header.append("Collector") }
        header.append("Why")
        var table = TextTableView(header, right: [0, 1, 4, 5])
        for item in worklist.items {
            var cells = [
                String(item.rank), String(item.score.points), item.debtor, TextWidth.cut(item.name ?? "", to: 24),
                String(item.daysPastDue), item.overdue.map { printing.shortMoney($0.amount, $0.currency) }.joined(separator: " + "),
                item.kind.rawValue,
            ]
            if hasCollectors { cells.append(item.collector ?? "–") }
            let reasons = item.score.reasons.filter { $0.points > 0 && $0.statement.code != .reasonOverdue }.prefix(2)
            cells.append(reasons.map { session.catalogue.say($0.statement) }.joined(separator: "; "))
            table.add(cells, emphasised: item.rank <= 3)
        }
        let width = environment.isTerminal(STDOUT_FILENO) ? TerminalSize.current.columns : nil
        lines.append(table.text(colour: environment.usesColour, width: width))
        if worklist.total > worklist.items.count {
            lines.append("\n… \(printing.number(Int64(worklist.total - worklist.items.count))) \(more)")
        }
        return (lines + setAside).joined(separator: "\n") + "\n"
    }

    private var setAside: [String] {
        guard worklist.parked > 0 else { return [] }
        let number = session.printing.number(Int64(worklist.parked))
        return [
            session.printing.language == .indonesian
                ? "\n\(number) akun tidak dapat dihitung dan tidak ada di daftar ini."
                : "\n\(number) accounts could not be computed and are not on this list."
        ]
    }

    private var title: String {
        let date = Fact("date", session.printing.longDay(worklist.date))
        guard let collector else { return session.catalogue.text(.worklistTitle, [date]) }
        return session.catalogue.text(.worklistOf, [date, Fact("collector", collector)])
    }

    private var table: TextTableView {
        let printing = session.printing
        let showsCollector = collector == nil && worklist.items.contains { $0.collector != nil }
        var columns: [Heading] = [.number, .score, .debtor, .name, .dpd, .overdue, .step, .reasons]
        if showsCollector { columns.insert(.collector, at: columns.count - 1) }
        var table = session.table(columns, right: [.number, .score, .dpd, .overdue])
        for item in worklist.items {
            var cells = [
                String(item.rank), session.number(item.score.points), item.debtor,
                TextWidth.cut(item.name ?? "", to: WorklistReport.nameColumns), session.number(item.daysPastDue),
                item.overdue.map { printing.shortMoney($0.amount, $0.currency) }.joined(separator: " + "),
                printing.term(.stepKind, item.kind.rawValue),
            ]
            if showsCollector { cells.append(item.collector ?? "–") }
            table.add(cells + [reasons(item)], emphasised: item.rank <= WorklistReport.emphasisedRanks)
        }
        return table
    }

    /// The overdue amount and its days have columns of their own.
    private func reasons(_ item: WorklistItem) -> String {
        item.score.reasons.filter { $0.points > 0 && $0.statement.code != .reasonOverdue }
            .prefix(WorklistReport.shownReasons).map { session.catalogue.say($0.statement) }.joined(separator: "; ")
    }
}
