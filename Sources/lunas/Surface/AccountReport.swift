import Casework
import Desk
import Receivables
import Store
import Wording

/// One account for a person.
struct AccountReport {
    let answer: AccountAnswer
    let session: Session

    private var printing: Printing { session.printing }
    private func money(_ minor: Int64) -> String { printing.money(minor, answer.account.currency) }

    var text: String {
        var parts = [head, answer.explanation.map { "  • " + session.catalogue.say($0) }.joined(separator: "\n")]
        parts.append(dues)
        if !answer.payments.isEmpty { parts.append(payments) }
        parts += [holds, promises, casework].filter { !$0.isEmpty }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var head: String {
        let account = answer.account
        let who = answer.debtor.name.map { "\($0) (\(answer.debtor.reference))" } ?? answer.debtor.reference
        let grade = answer.grade.map { " · grade \($0.rawValue) \($0.name)" } ?? ""
        let alias = account.alias.map { " / \($0)" } ?? ""
        return """
            \(account.reference)\(alias) · \(who) · \(answer.portfolio.name)
            \(printing.day(answer.asOf)): DPD \(answer.arrears.daysPastDue) · bucket \(answer.bucket)\(grade)
            Overdue \(money(answer.arrears.overdue.total)) of \(money(answer.arrears.open)) open
            """
    }

    private var dues: String {
        var table = TextTableView(["Due", "Date", "Amount", "Allocated", "Open", "Late"], right: [2, 3, 4, 5])
        for record in answer.dues where record.due.isOnBook(asOf: answer.asOf) {
            let open = answer.settlement.dues.first { $0.line == record.due.line }?.open.total ?? 0
            let days = open == 0 ? 0 : max(0, answer.asOf.days(since: record.due.day))
            table.add(
                [
                    record.reference.shownReference ?? "–", printing.day(record.due.day),
                    money(record.due.amounts.total),
                    money(record.due.amounts.total - open), money(open), days > 0 ? String(days) : "",
                ], emphasised: days > 0)
        }
        return table.text(colour: session.output.environment.usesColour)
    }

    private var payments: String {
        var table = TextTableView(["Payment", "Date", "Amount", "Pays"], right: [2])
        for record in answer.payments {
            let source = MoneySource.payment(record.payment.id)
            var lines: [String] = []
            for due in answer.dues {
                let amount = answer.settlement.allocations.filter { $0.source == source && $0.line == due.due.line }
                    .reduce(0) { $0 + $1.amount }
                if amount > 0 {
                    lines.append("\(due.reference.shownReference ?? printing.day(due.due.day)): \(money(amount))")
                }
            }
            table.add([
                record.reference.shownReference ?? "–", printing.day(record.payment.day), money(record.payment.amount),
                lines.joined(separator: ", "),
            ])
        }
        return table.text(colour: session.output.environment.usesColour)
    }

    private var holds: String {
        answer.holds.map { record in
            let to = record.hold.to.map { " to \(printing.day($0))" } ?? ""
            return "Hold: \(record.hold.reason.rawValue) from \(printing.day(record.hold.from))\(to)"
        }.joined(separator: "\n")
    }

    private var promises: String {
        answer.promises.map { judged in
            "Promise: \(printing.money(judged.promise.amount, judged.promise.currency)) "
                + "by \(printing.day(judged.promise.day)), "
                + "\(judged.state.rawValue), \(printing.money(judged.received, judged.promise.currency)) received"
        }.joined(separator: "\n")
    }

    private var casework: String {
        guard let record = answer.openCase else { return "" }
        let owner = answer.caseCollector ?? "nobody"
        let action = record.actionDay.map { " on \(printing.day($0))" } ?? ""
        let next = record.step.map { ", next: \($0)\(action)" } ?? ""
        return "Case \(record.episode) since \(printing.day(record.opened)), owner \(owner)\(next)"
    }
}
