import Receivables

/// What was found to be what somebody looked for.
package enum SearchField: String, Sendable, CaseIterable {
    case debtor, account, alias, due, payment, phone, name
}

/// A debtor who was found.
package struct SearchHit: Sendable {
    package let debtorID: Int64
    package let debtor: String
    package let creditor: String
    package let name: String?
    /// What matched, and how it is written.
    package let field: SearchField
    package let value: String
    /// References of the accounts that may be seen, the one that is late the longest first.
    package let accounts: [String]
    package let portfolios: [String]
    package let daysPastDue: Int
    package let overdue: [(currency: Currency, amount: Int64)]
}

package struct SearchAnswer: Sendable {
    package let hits: [SearchHit]
    /// There may be more than these.
    package let isCut: Bool
    /// The index is behind the book: a name, a number or a due that came just now may be missing. References of
    /// debtors, accounts and payments never are.
    package let isBehind: Bool
}

/// Which accounts may be seen; nil: all.
package struct SeenAccounts: Sendable, Hashable {
    /// Names of portfolios.
    package var portfolios: Set<String>?
    package var branches: Set<String>?

    package init(portfolios: Set<String>? = nil, branches: Set<String>? = nil) {
        self.portfolios = portfolios
        self.branches = branches
    }

    var isEverything: Bool { portfolios == nil && branches == nil }

    func sees(portfolio: String, branch: String?) -> Bool {
        (portfolios?.contains(portfolio) ?? true) && (branches.map { $0.contains(branch ?? "") } ?? true)
    }
}
