import Receivables
import Store

/// One account with everything that was settled on it as of the day.
struct WholeAccount {
    let debtor: DebtorRecord
    let account: AccountRecord
    let portfolio: PortfolioRecord
    let dues: [DueRecord]
    let payments: [PaymentRecord]
    let settlement: Settlement
    let holds: [Hold]

    func arrears(asOf day: Day) throws(Problem) -> Arrears {
        try Arrears(open: settlement.dues, account: account.id, holds: holds, policy: portfolio.arrears, asOf: day)
    }
}

extension ExportScope {
    /// Hands out the wanted accounts that have any facts, settled as of the day of the filter. Accounts that cannot be
    /// computed are noted in `unreadable` and left out.
    func wholeAccounts(_ body: (WholeAccount) throws -> Void) throws {
        var settler = Settler()
        try portions { selection in
            let people = try ExportPeople(self, selection)
            let dues = Dictionary(grouping: try db.dues(selection, knowledge), by: \.account)
            let payments = Dictionary(grouping: try db.payments(selection, knowledge), by: \.account)
            let holds = Dictionary(grouping: try db.holds(selection, knowledge), by: \.debtor)
            for account in people.allAccounts where isWanted(account) {
                guard let debtor = people.debtor(account.debtor) else { continue }
                let (dues, payments) = (dues[account.id] ?? [], payments[account.id] ?? [])
                if dues.isEmpty, payments.isEmpty { continue }
                let portfolio = try rules.portfolio(account.portfolio)
                do throws(Problem) {
                    let facts = AccountFacts(dues: dues.map(\.due), payments: payments.map(\.payment))
                    try settler.settle(facts, by: portfolio.waterfall, asOf: filter.asOf)
                    try settler.result.checkSums()
                } catch {
                    unreadable.note(account.reference, error)
                    continue
                }
                try body(
                    WholeAccount(
                        debtor: debtor, account: account, portfolio: portfolio, dues: dues, payments: payments,
                        settlement: settler.result, holds: (holds[account.debtor] ?? []).map(\.hold)))
            }
        }
    }
}

/// Accounts that an export had to leave out, with why.
final class UnreadableAccounts {
    private(set) var accounts: [(reference: String, problem: Problem)] = []

    func note(_ reference: String, _ problem: Problem) { accounts.append((reference, problem)) }
}
