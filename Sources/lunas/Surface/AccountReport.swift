import Desk
import Receivables
import Store
import Wording

/// One account for a person.
struct AccountReport {
    let answer: AccountAnswer
    let session: Session

    private var printing: Printing { session.printing }
    private var catalogue: Catalogue { session.catalogue }
    private var currency: Currency { answer.account.currency }
    private func money(_ minor: Int64) -> String { printing.money(minor, currency) }

    var text: String {
        var parts = [head, explanation, dues]
        if !answer.payments.isEmpty { parts.append(payments) }
        let person = PersonReport(
            contactPoints: answer.contactPoints, holds: answer.holds, promises: answer.promises, story: answer.story,
            openCase: answer.openCase, caseCollector: answer.caseCollector, nextDay: answer.nextDay, session: session)
        parts += person.parts
        parts.append(changes)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var head: String {
        let account = answer.account
        let who = answer.debtor.name.map { "\($0) (\(answer.debtor.reference))" } ?? answer.debtor.reference
        let alias = account.alias.map { " / \($0)" } ?? ""
        let credit = answer.settlement.sources.reduce(Int64(0)) { $0 &+ $1.unapplied }
        var standing = [
            Fact("date", printing.longDay(answer.asOf)), Fact("days", answer.arrears.daysPastDue),
            Fact("bucket", .bucket, answer.bucket),
        ]
        if let grade = answer.grade {
            let code = String(grade.rawValue)
            standing += [Fact("grade", code), Fact("name", .grade, code)]
        }
        var amounts = [
            Fact("overdue", .money(answer.arrears.overdue.total, currency)),
            Fact("open", .money(answer.arrears.open, currency)),
        ]
        if credit != 0 { amounts.append(Fact("credit", .money(credit, currency))) }
        return [
            "\(account.reference)\(alias) · \(who) · \(answer.portfolio.name)",
            catalogue.text(.accountStanding, standing),
            catalogue.text(.accountOverdue, amounts),
        ].flatMap { line in session.output.width.map { TextWidth.wrapped(line, to: $0) } ?? [line] }.joined(
            separator: "\n")
    }

    private var explanation: String {
        answer.explanation.map { statement in
            let said = catalogue.say(statement)
            let lines = session.output.width.map { TextWidth.wrapped(said, to: $0 - 4) } ?? [said]
            return "  • " + lines.joined(separator: "\n    ")
        }.joined(separator: "\n")
    }

    private var dues: String {
        var table = session.table(
            [.due, .dueDate, .amount, .allocated, .open, .late], right: [.amount, .allocated, .open, .late],
            optional: [.allocated])
        for record in answer.dues where record.due.isOnBook(asOf: answer.asOf) {
            let open = answer.settlement.dues.first { $0.line == record.due.line }?.open.total ?? 0
            let late = answer.late(record.due)
            let isLate = late.days + late.held > 0
            table.add(
                [
                    record.reference.shownReference ?? "–", printing.day(record.due.day),
                    money(record.due.amounts.total),
                    money(record.due.amounts.total - open), money(open), isLate ? days(late) : "",
                ], emphasised: isLate)
        }
        return session.text(table)
    }

    /// The days past due of a due, and those that a hold took out of the count.
    private func days(_ late: (days: Int, held: Int)) -> String {
        guard late.held > 0 else { return session.number(late.days) }
        return catalogue.text(.lateAndHeld, [Fact("days", late.days), Fact("held", late.held)])
    }

    private var payments: String {
        var table = session.table([.payment, .date, .amount, .pays], right: [.amount])
        for record in answer.payments {
            table.add([
                record.reference.shownReference ?? "–", printing.day(record.payment.day), money(record.payment.amount),
                uses(.payment(record.payment.id)).joined(separator: ", "),
            ])
        }
        return session.text(table)
    }

    /// What a payment was used for: the dues it paid, and what is left of it or went back.
    private func uses(_ source: MoneySource) -> [String] {
        var uses: [String] = []
        for due in answer.dues {
            let amount = answer.settlement.allocations.filter { $0.source == source && $0.line == due.due.line }
                .reduce(0) { $0 + $1.amount }
            if amount > 0 {
                uses.append("\(due.reference.shownReference ?? printing.day(due.due.day)): \(money(amount))")
            }
        }
        if case .payment(let id) = source { uses += takenBack(id) }
        guard let settled = answer.settlement.sources.first(where: { $0.source == source }) else { return uses }
        for (amount, text) in [(settled.unapplied, ReportText.notAllocated), (settled.returned, .returned)]
        where amount != 0 {
            uses.append(catalogue.text(text, [Fact("amount", .money(amount, currency))]))
        }
        return uses
    }

    /// What a return took back, and what of it met no payment.
    private func takenBack(_ id: Int64) -> [String] {
        guard let back = answer.settlement.returns.first(where: { $0.payment == id }) else { return [] }
        var uses = back.taken.map { taken in
            let payment = answer.payments.first { $0.payment.id == taken.payment }
            let name = payment?.reference.shownReference ?? payment.map { printing.day($0.payment.day) } ?? ""
            return catalogue.text(
                .takesBack, [Fact("payment", name), Fact("amount", .money(taken.amount, currency))])
        }
        if back.unmatched > 0 {
            uses.append(catalogue.text(.meetsNoPayment, [Fact("amount", .money(back.unmatched, currency))]))
        }
        return uses
    }

    /// The latest changes of attributes, as many as a person looks at.
    private var changes: String {
        answer.changes.suffix(AccountReport.changesShown).map { change in
            var facts = [
                Fact("at", printing.moment(change.at, offsetSeconds: change.offsetSeconds)),
                Fact("attribute", .attribute, change.key), Fact("before", change.before ?? "–"),
                Fact("after", change.after ?? "–"),
            ]
            if let id = change.import { facts.append(Fact("import", id)) }
            return catalogue.text(change.isUndo ? .accountChangeUndone : .accountChange, facts)
        }.joined(separator: "\n")
    }

    private static let changesShown = 8
}
