import Receivables
import Store

/// The part of the book that somebody may see, as the book knows it: accounts of some portfolios, of some branches. A
/// debtor is seen with one account in it; other accounts stay hidden. What is hidden is as if it were not there.
struct Scope: Sendable, Hashable {
    /// nil: all.
    let portfolios: Set<Int64>?
    let branches: Set<String>?

    static let wholeBook = Scope(portfolios: nil, branches: nil)

    var isWholeBook: Bool { portfolios == nil && branches == nil }

    func shows(portfolio: Int64, branch: String?) -> Bool {
        if let portfolios, !portfolios.contains(portfolio) { return false }
        guard let branches else { return true }
        return branch.map(branches.contains) ?? false
    }

    func shows(_ account: AccountRecord) -> Bool { shows(portfolio: account.portfolio, branch: account.branch) }

    func shows(_ portfolio: PortfolioRecord) -> Bool { portfolios?.contains(portfolio.id) ?? true }

    /// Whether nothing of a portfolio is hidden.
    func showsAll(ofPortfolio id: Int64) -> Bool { branches == nil && portfolios?.contains(id) ?? true }

    /// Whether nothing of a creditor is hidden: what concerns a creditor as a whole, such as a file, or money whose
    /// account nobody knows.
    func showsAll(ofCreditor creditor: Int64, _ all: [PortfolioRecord]) -> Bool {
        guard !isWholeBook else { return true }
        let own = all.filter { $0.creditor == creditor }
        return !own.isEmpty && own.allSatisfy { showsAll(ofPortfolio: $0.id) }
    }
}

extension Scope {
    /// The end of a condition on rows of a table about debtors: that they have an account which is shown. Its first
    /// parameter has the number `first`.
    func condition(on table: String, first: Int, _ dialect: Dialect) -> (sql: String, values: [Value]) {
        guard !isWholeBook else { return ("", []) }
        var (sql, values) = (" AND EXISTS (SELECT 1 FROM accounts a WHERE a.debtor_id = \(table).debtor_id", [Value]())
        if let portfolios {
            sql += " AND " + dialect.isOneOf("a.portfolio_id", first)
            values.append(.ids(portfolios.sorted()))
        }
        if let branches {
            sql += " AND " + dialect.isOneOfTexts("a.branch", first + values.count)
            values.append(.texts(branches.sorted()))
        }
        return (sql + ")", values)
    }
}

/// Which accounts of some debtors are shown.
struct ShownAccounts: Sendable {
    /// nil: all.
    private let groups: Set<RowGroup>?
    private let debtors: Set<Int64>

    init(groups: Set<RowGroup>?) {
        self.groups = groups
        debtors = Set((groups ?? []).map(\.debtor))
    }

    func has(_ group: RowGroup) -> Bool { groups?.contains(group) ?? true }

    /// Whether a fact about an account is shown, or one about a debtor as a whole who is.
    func has(_ account: Int64?, of debtor: Int64) -> Bool {
        account.map { has(RowGroup(debtor: debtor, account: $0)) } ?? true
    }

    func hasAny(of debtor: Int64) -> Bool { groups == nil || debtors.contains(debtor) }
}

extension Desk {
    /// What the one who acts may see.
    func scope(_ db: any Reading) throws -> Scope {
        guard !access.isWholeBook else { return .wholeBook }
        let names = access.portfolios
        let ids = try names.map { names in Set(try db.portfolios().filter { names.contains($0.name) }.map(\.id)) }
        return Scope(portfolios: ids, branches: access.branches)
    }
}

extension Reading {
    /// The portfolio of this name, if it is shown. Error: `portfolio-unknown`.
    func portfolio(named name: String, within scope: Scope) throws -> PortfolioRecord {
        let shown = try portfolios().filter(scope.shows)
        guard let found = shown.first(where: { $0.name == name }) else {
            throw Problem(.portfolioUnknown, [
                Fact("portfolio", name), Fact("known", shown.map(\.name).joined(separator: ", ")),
            ])
        }
        return found
    }

    /// The accounts of some debtors that are shown, also those that left the book.
    func shownAccounts(of debtors: DebtorSelection, within scope: Scope) throws -> ShownAccounts {
        guard !scope.isWholeBook else { return ShownAccounts(groups: nil) }
        let (chosen, values) = debtors.condition("debtor_id", dialect)
        let all = try all(
            of: debtors, "SELECT debtor_id, account_id, portfolio_id, branch FROM accounts WHERE \(chosen)", values
        ) { row in
            (
                group: RowGroup(debtor: row.integer(0), account: row.integer(1)),
                isShown: scope.shows(portfolio: row.integer(2), branch: row.textOrNil(3))
            )
        }
        return ShownAccounts(groups: Set(all.filter(\.isShown).map(\.group)))
    }

    /// Those of some debtors who are shown.
    func shownDebtors(_ debtors: Set<Int64>, within scope: Scope) throws -> Set<Int64> {
        guard !scope.isWholeBook, !debtors.isEmpty else { return debtors }
        let shown = try shownAccounts(of: DebtorSelection(debtors.sorted()), within: scope)
        return debtors.filter(shown.hasAny)
    }

    /// Whether a fact about a debtor, or about one of their accounts, is shown.
    func isShown(debtor: Int64, account: Int64?, within scope: Scope) throws -> Bool {
        let shown = try shownAccounts(of: DebtorSelection([debtor]), within: scope)
        return shown.hasAny(of: debtor) && shown.has(account, of: debtor)
    }

    /// The creditors of whom nothing is hidden; nil: all.
    func wholeCreditors(within scope: Scope) throws -> Set<Int64>? {
        guard !scope.isWholeBook else { return nil }
        let all = try portfolios()
        return Set(all.map(\.creditor).filter { scope.showsAll(ofCreditor: $0, all) })
    }

    /// How many payments wait whose creditor is shown as a whole.
    func waitingCount(within scope: Scope, _ knowledge: Knowledge = .current) throws -> Int {
        guard let creditors = try wholeCreditors(within: scope) else {
            return try waitingCount(creditor: nil, knowledge)
        }
        return try creditors.reduce(0) { try $0 + waitingCount(creditor: $1, knowledge) }
    }
}
