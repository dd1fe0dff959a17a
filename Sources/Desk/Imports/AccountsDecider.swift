import Formats
import Receivables
import Store

/// Takes in what the rows say about accounts: which portfolio and currency, and the attributes that the creditor's core
/// system keeps.
final class AccountsDecider {
    private let context: ImportContext
    private var accounts: SortedRecords<RowGroup, AccountRecord>
    private var initial: AccountRecord?
    private(set) var current: AccountRecord?
    private var changer: Int?
    /// Aliases that this file gives the account at hand.
    private var aliases: [String] = []
    /// Whether what a row says about the account at hand can matter: it is new, or the file has columns about it.
    private(set) var listens = true
    private let hasAttributes: Bool
    private let hasCurrency: Bool

    private static let attributes: [ColumnKey] = [
        .accountAlias, .accountProduct, .accountOpened, .accountStatus, .accountBranch, .accountCollector,
    ]

    init(_ context: ImportContext, known: DebtorSelection, db: any Reading) throws {
        self.context = context
        let records = known.ids.isEmpty ? [] : try db.accounts(known)
        accounts = SortedRecords(records) { RowGroup(debtor: $0.debtor, account: $0.id) }
        hasAttributes = AccountsDecider.attributes.contains { context.plan.columns[$0] != nil }
        hasCurrency = [ColumnKey.dueCurrency, .accountCurrency, .paymentCurrency].contains {
            context.plan.columns[$0] != nil
        }
    }

    /// Turns to the next account; accounts come in rising order.
    func begin(_ group: RowGroup) {
        initial = accounts.take(group).first
        current = initial
        listens = current == nil || hasAttributes || hasCurrency
        changer = nil
        if !aliases.isEmpty { aliases.removeAll(keepingCapacity: true) }
    }

    /// What one row says about its account.
    struct Said {
        var reference: String?
        var currency: Currency?
        var alias: String?
        var product: String?
        var opened: Day?
        var status: String?
        var branch: String?
        var collector: String?
    }

    func read(_ row: borrowing RowReader) throws(RowProblem) -> Said {
        var said = Said()
        said.currency = try row.currencyOfRow
        if current == nil { said.reference = try row.reference(.accountReference)?.text }
        guard hasAttributes else { return said }
        said.alias = try row.reference(.accountAlias)?.text
        said.product = try row.text(.accountProduct)
        said.opened = try row.day(.accountOpened)
        said.status = try row.text(.accountStatus)
        said.branch = try row.text(.accountBranch)
        said.collector = try row.text(.accountCollector)
        return said
    }

    /// The currency of the account, which the one that a row names may not contradict.
    func currency(_ named: Currency?) throws(RowProblem) -> Currency {
        guard let current else { return named ?? context.plan.map.currency ?? context.portfolio.currency }
        if let named, named != current.currency {
            throw RowProblem(
                code: .currencyDiffers,
                key: context.plan.columns[.dueCurrency] != nil ? .dueCurrency : .accountCurrency,
                facts: [Fact("expected", current.currency.code)])
        }
        return current.currency
    }

    /// Takes in what a row said; true when it brought the account into the book.
    func take(_ said: Said, _ group: RowGroup, debtorReference: String, row: Int) throws(RowProblem) -> Bool {
        let currency = try currency(said.currency)
        if let alias = said.alias, !aliases.contains(alias) { aliases.append(alias) }
        guard current != nil else {
            current = AccountRecord(
                debtor: group.debtor, id: group.account, portfolio: context.portfolio.id,
                reference: said.reference ?? "\(debtorReference)/\(currency)", alias: said.alias, product: said.product,
                opened: said.opened, currency: currency, status: said.status, branch: said.branch,
                collector: said.collector, entry: context.entry)
            listens = hasAttributes || hasCurrency
            return true
        }
        var changed = update(\.alias, said.alias)
        changed = update(\.product, said.product) || changed
        changed = update(\.opened, said.opened) || changed
        changed = update(\.status, said.status) || changed
        changed = update(\.branch, said.branch) || changed
        changed = update(\.collector, said.collector) || changed
        if changed { changer = row }
        return false
    }

    private func update<Value: Equatable>(
        _ field: WritableKeyPath<AccountRecord, Value?>, _ value: Value?
    ) -> Bool {
        guard let value, current?[keyPath: field] != value else { return false }
        current?[keyPath: field] = value
        return true
    }

    /// Ends the account: writes what is new, and gives the row that changed the record, if one did.
    func end(_ effects: inout ChunkEffects) -> Int? {
        guard let current else { return nil }
        let isChanged = current != initial
        if isChanged || aliases.count > 1 { writeVersions(current, &effects) }
        guard isChanged else { return nil }
        guard initial != nil else {
            current.append(to: &effects.newAccounts)
            return nil
        }
        current.append(to: &effects.changedAccounts)
        return changer
    }

    /// Whether the account left or entered the desk's care, or may have: the run must look at it.
    var changedStatus: Bool { initial != nil && initial?.status != current?.status }

    /// Writes the versions of what changed, and of further aliases: one alias alone stands in the record.
    private func writeVersions(_ current: AccountRecord, _ effects: inout ChunkEffects) {
        let others = aliases.filter { $0 != current.alias }
        guard initial != nil || !others.isEmpty else { return }
        for attribute in Attribute.ofAccounts {
            effects.change(
                attribute, debtor: current.debtor, account: current.id,
                from: initial.map { ($0[attribute], $0.entry) }, to: current[attribute],
                besides: attribute == .alias ? others : [], entry: context.entry)
        }
    }
}
