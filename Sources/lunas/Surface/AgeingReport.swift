import Receivables
import Wording

/// The ageing for a person: one table per currency.
struct AgeingReport {
    let ageing: Ageing
    let session: Session

    var text: String {
        let printing = session.printing
        let colour = session.output.environment.usesColour
        var parts = ["As of \(printing.day(ageing.asOf))"]
        if ageing.totals.isEmpty { parts.append("Nothing is open.") }
        for (currency, totals) in ageing.totals.sorted(by: { $0.key < $1.key }) {
            var table = TextTableView(["Days late", "Dues", "Amount", "", "Accounts", "Open", "Overdue"], right: [1, 2, 4, 5, 6])
            for (index, name) in ageing.buckets.names.enumerated() {
                let due = totals.byDue[index]
                let account = totals.byAccount[index]
                table.add([
                    name, printing.number(Int64(due.count)), printing.money(due.amount, currency),
                    bar(due.amount, of: totals.open.amount), printing.number(Int64(account.accounts)),
                    printing.money(account.open, currency), printing.money(account.overdue, currency),
                ])
            }
            table.add(
                [
                    "total", printing.number(Int64(totals.open.count)), printing.money(totals.open.amount, currency), "",
                    printing.number(Int64(totals.byAccount.reduce(0) { $0 + $1.accounts })),
                    printing.money(totals.open.amount, currency), printing.money(totals.overdue.amount, currency),
                ], emphasised: true)
            parts.append(table.text(colour: colour))
            parts.append(
                "Overdue: \(printing.money(totals.overdue.amount, currency)) in \(printing.number(Int64(totals.overdue.count))) dues of "
                    + "\(printing.number(Int64(totals.overdueAccounts))) accounts of "
                    + "\(printing.number(Int64(totals.overdueDebtors))) debtors.")
            if totals.credit != 0 { parts.append("Credit not used yet: \(printing.money(totals.credit, currency)).") }
        }
        if ageing.parked > 0 {
            parts.append("\(printing.number(Int64(ageing.parked))) accounts could not be computed and are not in these sums.")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// A bar of up to 12 columns for a share.
    private func bar(_ amount: Int64, of total: Int64) -> String {
        guard total > 0, amount > 0 else { return "" }
        let eighths = Int((Double(amount) / Double(total) * 96).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
