import Casework
import Receivables
import Store
import Wording

/// What an export reads from: the book on one snapshot, the rules, and the rows that are wanted.
struct ExportScope {
    let filter: ExportFilter
    let rules: DeskRules
    let db: any Reading
    let catalogue: Catalogue
    let knowledge: Knowledge
    let portfolio: PortfolioRecord?
    /// What whoever asks may see.
    let visible: Scope
    let unreadable = UnreadableAccounts()
    private let debtors: ClosedRange<Int64>?

    private static let debtorsAtATime: Int64 = 4000

    /// Errors: `portfolio-unknown`, `debtor-unknown`, `reference-ambiguous`.
    init(_ filter: ExportFilter, _ catalogue: Catalogue, _ visible: Scope, _ db: any Reading) throws {
        self.filter = filter
        self.visible = visible
        self.db = db
        self.catalogue = catalogue
        rules = try DeskRules(db)
        knowledge = try filter.knownAt.map { .upTo(entry: try db.lastEntry(at: $0)) } ?? .current
        portfolio = try filter.portfolio.map { try db.portfolio(named: $0, within: visible) }
        if let reference = filter.debtor {
            let debtor = try db.findDebtor(reference, creditor: portfolio?.creditorName, within: visible)
            debtors = debtor...debtor
        } else {
            let last = try db.integer("SELECT max(debtor_id) FROM debtors")
            debtors = last > 0 ? 1...last : nil
        }
    }

    /// Buckets for columns: those of the portfolio, or those that all portfolios share, or the standard ones.
    var buckets: Buckets {
        if let portfolio { return portfolio.buckets }
        let kinds = Set(rules.portfolios.values.filter(visible.shows).map(\.buckets))
        return kinds.count == 1 ? kinds.first ?? .standard : .standard
    }

    /// The wanted debtors in portions that fit into memory.
    func portions(_ body: (DebtorSelection) throws -> Void) throws {
        guard let debtors else { return }
        var from = debtors.lowerBound
        while from <= debtors.upperBound {
            let through = min(debtors.upperBound, from + ExportScope.debtorsAtATime - 1)
            try body(DebtorSelection(from: from, through: through))
            from = through + 1
        }
    }

    func isWanted(_ account: AccountRecord) -> Bool {
        (portfolio == nil || account.portfolio == portfolio?.id) && visible.shows(account)
    }
}

/// The people of a portion of the book, to be named beside their facts.
struct ExportPeople {
    private let debtors: [Int64: DebtorRecord]
    private let accounts: [Int64: AccountRecord]

    init(_ scope: ExportScope, _ selection: DebtorSelection) throws {
        let people = try scope.db.debtors(selection, asKnown: scope.knowledge)
        let all = try scope.db.accounts(selection, asKnown: scope.knowledge)
        debtors = Dictionary(people.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        accounts = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func debtor(_ id: Int64) -> DebtorRecord? { debtors[id] }
    func account(_ id: Int64?) -> AccountRecord? { id.flatMap { accounts[$0] } }
    var allAccounts: [AccountRecord] { accounts.values.sorted { ($0.debtor, $0.id) < ($1.debtor, $1.id) } }

    /// Whether a fact about a debtor, or about one of their accounts, is shown and belongs to the wanted portfolio.
    func isWanted(_ scope: ExportScope, debtor: Int64, account: Int64?) -> Bool {
        guard scope.portfolio != nil || !scope.visible.isWholeBook else { return true }
        if let account = self.account(account) { return scope.isWanted(account) }
        // A fact about an account that left the book tells nothing to those who may not have seen that.
        guard account == nil || scope.visible.isWholeBook else { return false }
        return accounts.values.contains { $0.debtor == debtor && scope.isWanted($0) }
    }
}
