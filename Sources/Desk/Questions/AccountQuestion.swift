import Casework
import Receivables
import Store

/// What is asked of one account.
package struct AccountQuestion: Sendable {
    /// Its own reference or an alias.
    package var reference: String
    package var asOf: Day
    package var knownAt: Instant?
    /// Needed where several creditors use the reference.
    package var creditor: String?

    package init(reference: String, asOf: Day, knownAt: Instant? = nil, creditor: String? = nil) {
        self.reference = reference
        self.asOf = asOf
        self.knownAt = knownAt
        self.creditor = creditor
    }
}

/// Everything about one account as of a day, with why its numbers are what they are.
package struct AccountAnswer: Sendable {
    package let asOf: Day
    package let account: AccountRecord
    package let debtor: DebtorRecord
    package let names: [String]
    package let contactPoints: [ContactPointRecord]
    /// How the attributes of the account and its debtor came to be what they are, oldest first.
    package let changes: [ToldChange]
    package let portfolio: PortfolioRecord
    package let dues: [DueRecord]
    package let payments: [PaymentRecord]
    package let settlement: Settlement
    package let arrears: Arrears
    package let grade: QualityGrade?
    package let explanation: [Statement]
    package let holds: [HoldRecord]
    package let promises: [JudgedPromise]
    package let story: DebtorStory
    package let openCase: CaseRecord?
    package let caseCollector: String?
    package let nextDay: Day?

    package var bucket: String { portfolio.buckets.name(portfolio.buckets.index(of: arrears.daysPastDue)) }
}

extension Desk {
    /// One account as of any day, as known at any moment. Errors: `account-unknown`, `reference-ambiguous`.
    package func account(_ question: AccountQuestion) throws -> AccountAnswer {
        try access.require(.seeDebtors)
        return try engine.read { db in
            let scope = try scope(db)
            let entry = try question.knownAt.map { try db.lastEntry(at: $0) }
            let group = try db.findAccount(
                question.reference, creditor: question.creditor, knownAt: entry, within: scope)
            return try db.explain(group, question, entry, rules(db), scope, offsetSeconds(at: now, db))
        }
    }
}

extension Reading {
    /// Everything about one account, as the journal knew it when it ended with `entry`. Error: `account-unknown`.
    func explain(
        _ group: RowGroup, _ question: AccountQuestion, _ entry: Int64?, _ rules: DeskRules, _ scope: Scope,
        _ offsetSeconds: Int
    ) throws -> AccountAnswer {
        try AccountExplainer(
            question: question, entry: entry, group: group, rules: rules, scope: scope, offsetSeconds: offsetSeconds,
            db: self
        ).answer()
    }

    /// Every name of the debtor that an entry in force gave.
    func names(_ debtor: DebtorRecord, knownAt entry: Int64?) throws -> [String] {
        let versions = try attributes(DebtorSelection([debtor.id]), of: .name)
        return Set(versions.filter { $0.isInForce(at: entry) }.map(\.value) + [debtor.name].compactMap { $0 }).sorted()
    }
}

/// Gathers and explains one account.
private struct AccountExplainer {
    let question: AccountQuestion
    /// The last journal entry that counts; nil: everything.
    let entry: Int64?
    let group: RowGroup
    let rules: DeskRules
    let scope: Scope
    let offsetSeconds: Int
    let db: any Reading

    func answer() throws -> AccountAnswer {
        let selection = DebtorSelection([group.debtor])
        let knowledge: Knowledge = entry.map { .upTo(entry: $0) } ?? .current
        guard
            let account = try db.accounts(selection, asKnown: knowledge).first(where: { $0.id == group.account }),
            let debtor = try db.debtors(selection, asKnown: knowledge).first
        else { throw Problem(.accountUnknown, [Fact("reference", question.reference)]) }
        let portfolio = try rules.portfolio(account.portfolio)
        let dues = try db.dues(selection, knowledge).filter { $0.account == account.id }
        let payments = try db.payments(selection, knowledge).filter { $0.account == account.id }
        let facts = AccountFacts(dues: dues.map(\.due), payments: payments.map(\.payment))
        var settler = Settler()
        try settler.settle(facts, by: portfolio.waterfall, asOf: question.asOf)
        let holds = try db.holds(selection, knowledge).filter { $0.hold.touches(account.id) }
        let arrears = try Arrears(
            open: settler.result.dues, account: account.id, holds: holds.map(\.hold), policy: portfolio.arrears,
            asOf: question.asOf)
        let whole = try FactsLoader(db: db, rules: rules, day: question.asOf, isComplete: true).load([group.debtor])
        let complete = whole.debtors[0]
        let outcome = try decide(complete)
        let explained = Explanation(
            asOf: question.asOf, account: account, portfolio: portfolio, dues: dues, payments: payments,
            settlement: settler.result, arrears: arrears, holds: holds.map(\.hold))
        return AccountAnswer(
            asOf: question.asOf, account: account, debtor: debtor, names: try db.names(debtor, knownAt: entry),
            contactPoints: try db.contactPoints(selection, knowledge), changes: try changes(account, debtor),
            portfolio: portfolio, dues: dues, payments: payments,
            settlement: settler.result, arrears: arrears,
            grade: QualityGrade(lender: portfolio.lender, daysPastDue: arrears.daysPastDue),
            explanation: try explained.statements(), holds: holds,
            promises: complete.judged.filter { $0.promise.account == nil || $0.promise.account == account.id },
            story: try DebtorStory(
                group.debtor, asOf: question.asOf, knowledge, within: scope, offsetSeconds: offsetSeconds, db),
            openCase: complete.openCase,
            caseCollector: try db.collectors().first { $0.id == complete.openCase?.collector }?.name,
            nextDay: outcome.nextDay)
    }

    private func changes(_ account: AccountRecord, _ debtor: DebtorRecord) throws -> [ToldChange] {
        let versions = try db.attributes(DebtorSelection([debtor.id]))
        let changes =
            versions.filter { $0.account == 0 }.changes(since: debtor.entry, through: entry)
            + versions.filter { $0.account == account.id }.changes(since: account.entry, through: entry)
        return try db.tell(changes)
    }

    private func decide(_ facts: DebtorFacts) throws -> CaseOutcome {
        Advance.decide(
            try facts.caseFacts(rules, on: question.asOf), on: BusinessDay(day: question.asOf, calendar: rules.calendar)
        )
    }
}

extension Hold {
    /// The one account that is held, or whose due is; nil: all of the debtor.
    var account: Int64? {
        switch scope {
        case .debtor: nil
        case .account(let held), .due(let held, _): held
        }
    }

    /// Whether the hold concerns the account, or a due of it.
    func touches(_ account: Int64) -> Bool {
        self.account.map { $0 == account } ?? true
    }
}
