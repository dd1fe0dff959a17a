import Casework
import Desk
import Foundation
import Receivables
import Wording

/// The worklist for a person: a line per debtor with the two reasons that weigh most.
struct WorklistReport {
    let worklist: Worklist
    let session: Session

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

    private var heading: String { session.printing.language == .indonesian ? "Daftar kerja" : "Worklist of" }
    private var nothing: String {
        session.printing.language == .indonesian ? "Tidak ada yang perlu dihubungi." : "Nobody needs to be contacted."
    }
    private var more: String { session.printing.language == .indonesian ? "lagi." : "more." }
}
