import Casework
import Receivables
import Store

/// A due of an account, with what is still open of it today.
package struct StandingDue: Sendable {
    package let record: DueRecord
    package let open: Components
}

/// An account as the page of its debtor shows it.
package struct DebtorAccount: Sendable {
    package let account: AccountRecord
    package let portfolio: PortfolioRecord
    package let arrears: Arrears
    package let credit: Int64
    /// Why the days past due are what they are.
    package let explanation: [Statement]
    /// Instalments and invoices that are on the book, in order of their day; credit notes are left out.
    package let dues: [StandingDue]

    package var bucket: String { portfolio.buckets.name(portfolio.buckets.index(of: arrears.daysPastDue)) }
}

/// A promise with the words that came with it.
package struct DebtorPromise: Sendable {
    package let judged: JudgedPromise
    package let record: PromiseRecord
}

/// Everything that a person needs to know before they speak with a debtor, as of now.
package struct DebtorPage: Sendable {
    package let today: Day
    package let debtor: DebtorRecord
    package let creditor: String
    /// The one that is late the longest first.
    package let accounts: [DebtorAccount]
    package let contactPoints: [ContactPointRecord]
    /// Those that are in force today or will be.
    package let holds: [HoldRecord]
    package let promises: [DebtorPromise]
    /// The case as today's decision leaves it, and what it is ranked by.
    package let openCase: CaseRecord?
    package let score: Score?
    package let collector: String?
    package let strategy: String?
    /// When to call, where somebody said so.
    package let callAt: Instant?
    package let lock: DebtorLock?
    package let timeline: Timeline
    /// Seconds east of UTC where the installation is.
    package let offsetSeconds: Int
    /// The last entry of the journal that is in it.
    package let entry: Int64

    /// A sum over the accounts by currency, in alphabetic order; sums of zero are left out.
    package func sums(_ amount: (DebtorAccount) -> Int64) -> [(currency: Currency, amount: Int64)] {
        var sums: [Currency: Int64] = [:]
        for account in accounts { sums[account.account.currency, default: 0] &+= amount(account) }
        return sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { (currency: $0.key, amount: $0.value) }
    }

    package var daysPastDue: Int { accounts.map(\.arrears.daysPastDue).max() ?? 0 }
}

extension Desk {
    /// A debtor as their page shows them. Errors: `debtor-unknown`, `reference-ambiguous`, `not-permitted`.
    package func debtorPage(
        _ name: DebtorName, _ question: TimelineQuestion = TimelineQuestion()
    ) throws -> DebtorPage {
        try access.require(.seeDebtors)
        let today = try worklistDay()
        return try engine.read { db in
            let scope = try scope(db)
            let debtor = try db.find(name, within: scope)
            let known = try known(db)
            let maker = DebtorPageMaker(
                debtor: debtor, today: today, rules: known.rules, scope: scope, collectors: known.collectors,
                offsetSeconds: try offsetSeconds(at: now, db), db: db)
            return try maker.page(question)
        }
    }

    /// The moment of a time of day where the installation is.
    package func instant(_ day: Day, secondsOfDay: Int) throws -> Instant {
        try access.require(.seeDebtors)
        // The offset of noon is that of the day wherever clocks are changed at night.
        let noon = Instant(day: day, secondsOfDay: 43_200, offsetSeconds: 0)
        let offset = try engine.read { try offsetSeconds(at: noon, $0) }
        return Instant(day: day, secondsOfDay: secondsOfDay, offsetSeconds: offset)
    }
}

/// Gathers the page of a debtor in one view of the book.
private struct DebtorPageMaker {
    let debtor: DebtorRecord
    let today: Day
    let rules: DeskRules
    let scope: Scope
    let collectors: [CollectorRecord]
    let offsetSeconds: Int
    let db: any Reading

    private var selection: DebtorSelection { DebtorSelection([debtor.id]) }

    func page(_ question: TimelineQuestion) throws -> DebtorPage {
        let shown = try db.shownAccounts(of: selection, within: scope)
        let records = try db.accounts(selection, .current).filter(scope.shows)
        let payments = try db.payments(selection, .current)
        let holds = try db.holds(selection, .current).filter { shown.has($0.hold.account, of: debtor.id) }
        let accounts = try accounts(records, payments, holds.map(\.hold))
        let loaded = try FactsLoader(db: db, rules: rules, day: today, isComplete: true).load([debtor.id])
        let facts = loaded.broken[debtor.id] == nil ? loaded.debtors[0] : nil
        let record = try current(facts)
        let maker = WorklistMaker(db: db, rules: rules, date: today, collectors: collectors)
        let entry = try record.flatMap { record in
            try facts.flatMap { try maker.entry(record, $0.shown(within: scope)) }
        }
        let promises = promises(facts, shown)
        let story = TimelineFacts(
            debtor: debtor.id, today: today, offsetSeconds: offsetSeconds, accounts: accounts,
            payments: payments.filter { shown.has($0.account, of: debtor.id) }, promises: promises, holds: holds,
            cases: facts?.cases ?? [])
        return DebtorPage(
            today: today, debtor: debtor, creditor: try db.creditorName(debtor.creditor), accounts: accounts,
            contactPoints: try db.contactPoints(selection, .current),
            holds: holds.filter { $0.hold.to.map { $0 >= today } ?? true }, promises: promises, openCase: record,
            score: entry?.score, collector: collectors.first { $0.id == record?.collector }?.name,
            strategy: record.flatMap { rules.strategies[$0.strategy]?.name },
            callAt: try entry?.callAt(db.setting(.timeZone)), lock: try db.lock(of: debtor.id),
            timeline: try story.timeline(question, shown, db), offsetSeconds: offsetSeconds, entry: try db.lastEntry())
    }

    private func accounts(
        _ records: [AccountRecord], _ payments: [PaymentRecord], _ holds: [Hold]
    ) throws -> [DebtorAccount] {
        let dues = try db.dues(selection, .current)
        let accounts = try records.map { record in
            try standing(
                record, dues.filter { $0.account == record.id }, payments.filter { $0.account == record.id },
                holds.filter { $0.touches(record.id) })
        }
        return accounts.sorted {
            ($1.arrears.daysPastDue, $0.account.id) < ($0.arrears.daysPastDue, $1.account.id)
        }
    }

    private func standing(
        _ account: AccountRecord, _ dues: [DueRecord], _ payments: [PaymentRecord], _ holds: [Hold]
    ) throws -> DebtorAccount {
        let portfolio = try rules.portfolio(account.portfolio)
        var settler = Settler()
        try settler.settle(
            AccountFacts(dues: dues.map(\.due), payments: payments.map(\.payment)), by: portfolio.waterfall,
            asOf: today)
        let settlement = settler.result
        let arrears = try Arrears(
            open: settlement.dues, account: account.id, holds: holds, policy: portfolio.arrears, asOf: today)
        let explained = Explanation(
            asOf: today, account: account, portfolio: portfolio, dues: dues, payments: payments,
            settlement: settlement, arrears: arrears, holds: holds)
        let byLine = Dictionary(dues.map { ($0.due.line, $0) }, uniquingKeysWith: { _, last in last })
        return DebtorAccount(
            account: account, portfolio: portfolio, arrears: arrears, credit: try settlement.credit(),
            explanation: try explained.statements(),
            dues: settlement.dues.compactMap { open in
                byLine[open.line].map { StandingDue(record: $0, open: open.open) }
            })
    }

    /// The open case; where something is new about the debtor, as a decision of today leaves it.
    private func current(_ facts: DebtorFacts?) throws -> CaseRecord? {
        guard let facts else { return nil }
        guard try !db.pending(among: [debtor.id], on: today).isEmpty, let known = try? facts.caseFacts(rules, on: today)
        else { return facts.openCase }
        let decided = Advance.decide(known, on: BusinessDay(day: today, calendar: rules.calendar)).record
        return decided?.isOpen ?? false ? decided : nil
    }

    private func promises(_ facts: DebtorFacts?, _ shown: ShownAccounts) -> [DebtorPromise] {
        guard let facts else { return [] }
        return facts.judged.filter { shown.has($0.promise.account, of: debtor.id) }.compactMap { judged in
            let record = facts.promises.first { $0.promise.id == judged.promise.id }
            return record.map { DebtorPromise(judged: judged, record: $0) }
        }
    }
}
