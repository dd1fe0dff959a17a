import Receivables
import Wording

/// The ageing for a person: one table per currency.
struct AgeingReport {
    let ageing: Ageing
    let portfolio: String?
    let session: Session

    private static let barColumns = 12

    var text: String {
        var parts = [title]
        if ageing.totals.isEmpty { parts.append(session.catalogue.text(.ageingEmpty)) }
        for (currency, totals) in ageing.totals.sorted(by: { $0.key < $1.key }) {
            parts.append(table(currency, totals))
            parts.append(summary(currency, totals))
        }
        if ageing.parked > 0 {
            parts.append(session.catalogue.text(.ageingParked, [Fact("count", ageing.parked)]))
        }
        if ageing.waitingPayments > 0 {
            parts.append(session.catalogue.text(.waitingSee, [Fact("count", ageing.waitingPayments)]))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var title: String {
        let date = Fact("date", session.printing.longDay(ageing.asOf))
        guard let portfolio else { return session.catalogue.text(.ageingTitle, [date]) }
        return session.catalogue.text(.ageingTitlePortfolio, [date, Fact("portfolio", portfolio)])
    }

    private func table(_ currency: Currency, _ totals: AgeingTotals) -> String {
        let printing = session.printing
        let headings = [.bucket, .dues, .amount].map(session.catalogue.heading) + [""]
        let accounts = [Heading.accounts, .open, .overdue].map(session.catalogue.heading)
        // The bar repeats what the amounts say; an amount is rather left out than cut.
        var table = TextTableView(headings + accounts, right: [1, 2, 4, 5, 6], optional: [3, 5])
        for (index, name) in ageing.buckets.names.enumerated() {
            let due = totals.byDue[index]
            let account = totals.byAccount[index]
            table.add([
                printing.term(.bucket, name), session.number(due.count), printing.money(due.amount, currency),
                bar(due.amount, of: totals.open.amount), session.number(account.accounts),
                printing.money(account.open, currency), printing.money(account.overdue, currency),
            ])
        }
        table.add(
            [
                session.catalogue.text(.total), session.number(totals.open.count),
                printing.money(totals.open.amount, currency), "",
                session.number(totals.byAccount.reduce(0) { $0 + $1.accounts }),
                printing.money(totals.open.amount, currency), printing.money(totals.overdue.amount, currency),
            ], emphasised: true)
        return session.text(table)
    }

    private func summary(_ currency: Currency, _ totals: AgeingTotals) -> String {
        var lines = [
            session.catalogue.text(
                .ageingOverdue,
                [
                    Fact("amount", .money(totals.overdue.amount, currency)), Fact("dues", totals.overdue.count),
                    Fact("accounts", totals.overdueAccounts), Fact("debtors", totals.overdueDebtors),
                ])
        ]
        if totals.credit != 0 {
            lines.append(session.catalogue.text(.ageingCredit, [Fact("amount", .money(totals.credit, currency))]))
        }
        return lines.joined(separator: "\n")
    }

    /// A bar for a share.
    private func bar(_ amount: Int64, of total: Int64) -> String {
        guard total > 0, amount > 0 else { return "" }
        let eighths = Int((Double(amount) / Double(total) * Double(AgeingReport.barColumns * 8)).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
