import Casework
import Receivables
import Store

/// Everything known about one debtor that a decision or an explanation needs, as of the business day.
struct DebtorFacts: Sendable {
    let debtor: Int64
    /// Positions as of the business day.
    var positions: [PositionRecord]
    var laterFacts: Set<Int64> = []
    /// Nothing of these where only decisions are made.
    var accounts: [Int64: AccountRecord] = [:]
    var traits: [AccountTraits] = []
    var promises: [PromiseRecord] = []
    var judged: [JudgedPromise] = []
    var holds: [Hold] = []
    var cases: [CaseRecord] = []
    var lastAttempt: Day?
    var attempts = 0
    var taken: [StepIdentity] = []

    var openCase: CaseRecord? { cases.last.flatMap { $0.isOpen ? $0 : nil } }
}

extension DebtorFacts {
    /// The same without the accounts that are not shown.
    func shown(within scope: Scope) -> DebtorFacts {
        guard !scope.isWholeBook else { return self }
        var shown = self
        shown.accounts = accounts.filter { scope.shows($0.value) }
        shown.positions = positions.filter { shown.accounts[$0.account] != nil }
        shown.judged = judged.filter { $0.promise.account.map { shown.accounts[$0] != nil } ?? true }
        return shown
    }

    /// The facts in the form in which decisions are made on them.
    func caseFacts(_ rules: DeskRules, on day: Day) throws(Problem) -> CaseFacts {
        var standings: [AccountStanding] = []
        var departed: CloseReason?
        for position in positions {
            let traits = traits.first { $0.account == position.account }
            let exits = try rules.strategy(ofPortfolio: position.portfolio).exits
            if let reason = AccountStatus.departure(traits?.status, exits) {
                if !position.position.open.isEmpty { departed = reason }
            } else {
                standings.append(try standing(position, traits, rules, day))
            }
        }
        var promiseFacts: [PromiseFact] = []
        for judged in judged {
            guard let stored = promises.first(where: { $0.promise.id == judged.promise.id }) else { continue }
            promiseFacts.append(
                PromiseFact(judged: judged, storedState: stored.state, storedReceived: stored.received))
        }
        return try CaseFacts(
            debtor: debtor, open: openCase, lastEpisode: cases.last?.episode ?? 0, accounts: standings,
            promises: promiseFacts, holds: holds, lastAttempt: lastAttempt, attempts: attempts, taken: taken,
            strategies: rules.strategies, departed: departed)
    }

    private func standing(
        _ position: PositionRecord, _ traits: AccountTraits?, _ rules: DeskRules, _ day: Day
    ) throws(Problem) -> AccountStanding {
        let portfolio = try rules.portfolio(position.portfolio)
        let open = position.position.open
        let account = position.account
        let arrears = try Arrears(open: open, account: account, holds: holds, policy: portfolio.arrears, asOf: day)
        let stopping = holds.filter { $0.effects.stopsContact && $0.isActive(on: day) }
        var contactable = arrears
        if !stopping.isEmpty {
            let free = open.filter { due in !stopping.contains { $0.covers(account: account, line: due.line) } }
            contactable = try Arrears(open: free, account: account, holds: holds, policy: portfolio.arrears, asOf: day)
        }
        return AccountStanding(
            account: account, portfolio: portfolio.id, portfolioName: portfolio.name, lender: portfolio.lender,
            product: traits?.product, currency: position.currency, collector: traits?.collector,
            arrears: arrears, contactable: contactable, hasLaterFact: laterFacts.contains(account),
            strategy: try rules.strategy(ofPortfolio: portfolio.id))
    }
}

/// What the status of an account, as the creditor's core system words it, means for the desk.
enum AccountStatus {
    /// Where an account of this status went, or nil while the desk works on it: written off, or placed with others (an
    /// agency, a buyer, a court).
    static func departure(_ status: String?, _ exits: Exits) -> CloseReason? {
        guard let word = status.map(Exits.folded(status:)), !word.isEmpty else { return nil }
        if let said = exits.statuses[word] { return said }
        if writtenOff.contains(word) { return .writtenOff }
        return placed.contains(word) ? .placed : nil
    }

    private static let writtenOff: Set<String> = [
        "writtenoff", "writeoff", "chargedoff", "chargeoff", "wo", "hapusbuku", "hapustagih",
    ]
    private static let placed: Set<String> = ["placed", "agency", "sold", "legal", "litigasi", "dijual", "ditempatkan"]
}
