import Desk
import Receivables
import Store
import Wording

/// One debtor for a person: every account in a line, and what concerns all of them.
struct DebtorReport {
    let answer: DebtorAnswer
    let session: Session

    private var printing: Printing { session.printing }

    var text: String {
        let person = PersonReport(
            contactPoints: answer.contactPoints, holds: answer.holds, promises: answer.promises, story: answer.story,
            openCase: answer.openCase, caseCollector: answer.caseCollector, nextDay: answer.nextDay, session: session)
        return ([head, accounts] + person.parts).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private var head: String {
        let who = answer.debtor.name.map { "\($0) (\(answer.debtor.reference))" } ?? answer.debtor.reference
        var lines = ["\(who) · \(answer.creditor)"]
        lines.append(
            session.catalogue.text(
                .debtorStanding,
                [
                    Fact("date", printing.longDay(answer.asOf)), Fact("days", answer.daysPastDue),
                    Fact("accounts", answer.accounts.count),
                    Fact("overdue", sum(\.arrears.overdue.total)), Fact("open", sum(\.arrears.open)),
                ]))
        return lines.flatMap { line in session.output.width.map { TextWidth.wrapped(line, to: $0) } ?? [line] }
            .joined(separator: "\n")
    }

    private func sum(_ amount: (AccountAnswer) -> Int64) -> String {
        let sums = answer.sums(amount).map { printing.money($0.amount, $0.currency) }
        return sums.isEmpty ? printing.number(0) : sums.joined(separator: " + ")
    }

    private var accounts: String {
        var table = session.table(
            [.account, .portfolio, .state, .dpd, .bucket, .overdue, .open], right: [.dpd, .overdue, .open],
            optional: [.portfolio, .bucket, .state])
        for account in answer.accounts {
            let currency = account.account.currency
            table.add(
                [
                    account.account.reference + (account.account.alias.map { " / \($0)" } ?? ""),
                    account.portfolio.name, account.account.status ?? "–",
                    session.number(account.arrears.daysPastDue), printing.term(.bucket, account.bucket),
                    printing.money(account.arrears.overdue.total, currency),
                    printing.money(account.arrears.open, currency),
                ], emphasised: account.arrears.daysPastDue > 0)
        }
        return answer.accounts.isEmpty ? "" : session.text(table)
    }
}
