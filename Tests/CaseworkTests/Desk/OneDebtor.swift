import Casework
import Receivables

/// One account of the desk below.
struct OneAccount {
    var facts = AccountFacts()
    var currency = Currency.rupiah
    var product: String?
    var tolerance: Int64 = 0
    /// Name of the strategy that its portfolio follows.
    var strategy = "standard"
    var departed: CloseReason?
}

/// A desk with a single debtor, in memory: everything is settled from the facts on every day, nothing is stored but
/// what a decision gave. It is the plainest thing that can be called a desk, to judge decisions by.
struct OneDebtor {
    var accounts: [Int64: OneAccount] = [:]
    var promises: [Promise] = []
    var policy = PromisePolicy()
    var holds: [Hold] = []
    var attempts: [Day] = []
    /// All strategies in all versions; the highest version of a name is in force.
    var strategies: [Strategy]
    var holidays: Set<Day> = []

    /// What decisions left behind.
    private(set) var episodes: [CaseRecord] = []
    private(set) var taken: Set<StepIdentity> = []
    private(set) var log: [Entry] = []
    private(set) var states: [Int64: PromiseState] = [:]
    private(set) var received: [Int64: Int64] = [:]
    private(set) var nextDay: Day?
    /// Something was told that no decision has seen.
    var hasNews = true

    struct Entry: Equatable {
        let day: Day
        let taken: TakenStep
    }

    init(_ strategies: [Strategy]) { self.strategies = strategies }

    var openCase: CaseRecord? { episodes.last.flatMap { $0.isOpen ? $0 : nil } }

    /// Whether a run on the day looks at the debtor at all.
    func isDue(on day: Day) -> Bool { hasNews || nextDay.map { $0 <= day } ?? false }

    /// The facts as they stand on the day.
    func facts(on day: Day) throws(Problem) -> CaseFacts {
        var standings: [AccountStanding] = []
        var money: [PromiseMoney] = []
        var departed: CloseReason?
        for (id, account) in accounts.sorted(by: { $0.key < $1.key }) {
            var settler = Settler()
            try settler.settle(account.facts, by: .standard, asOf: day)
            for source in settler.result.sources {
                guard case .payment(let order) = source.source, source.amount > source.returned else { continue }
                money.append(
                    PromiseMoney(
                        account: id, currency: account.currency, day: source.day, order: order,
                        amount: source.amount - source.returned))
            }
            if let reason = account.departed {
                if settler.result.dues.contains(where: { !$0.open.isZero }) { departed = reason }
                continue
            }
            standings.append(try standing(id, account, settler.result.dues, day))
        }
        let judged = Promise.judge(promises, money: money, policy: policy, asOf: day)
        return try CaseFacts(
            debtor: 7, open: openCase, lastEpisode: episodes.last?.episode ?? 0, accounts: standings,
            promises: judged.map {
                PromiseFact(
                    judged: $0, storedState: states[$0.promise.id] ?? .pending,
                    storedReceived: received[$0.promise.id] ?? 0)
            }, holds: holds, lastAttempt: attempts.filter { $0 <= day }.max(),
            attempts: attempts.filter { $0 <= day }.count,
            taken: Array(taken), strategies: Dictionary(uniqueKeysWithValues: strategies.map { ($0.id, $0) }),
            departed: departed)
    }

    private func standing(_ id: Int64, _ account: OneAccount, _ open: [OpenDue], _ day: Day) throws(Problem)
        -> AccountStanding
    {
        let policy = ArrearsPolicy(tolerance: account.tolerance)
        let stopping = holds.filter { $0.effects.stopsContact && $0.isActive(on: day) }
        let free = open.filter { due in !stopping.contains { $0.covers(account: id, line: due.line) } }
        guard let strategy = strategies.filter({ $0.name == account.strategy }).max(by: { $0.version < $1.version })
        else {
            preconditionFailure("the account follows an unknown strategy")
        }
        return AccountStanding(
            account: id, portfolio: 1, portfolioName: account.strategy, lender: .multifinance, product: account.product,
            currency: account.currency, collector: nil,
            arrears: try Arrears(open: open, account: id, holds: holds, policy: policy, asOf: day),
            contactable: try Arrears(open: free, account: id, holds: holds, policy: policy, asOf: day),
            hasLaterFact: account.facts.lastFactDay > day, strategy: strategy)
    }

    func decide(on day: Day) throws(Problem) -> CaseOutcome {
        Advance.decide(try facts(on: day), on: BusinessDay(day: day, calendar: WorkingDays(holidays: holidays)))
    }

    /// Decides and keeps what was decided, in one go.
    @discardableResult
    mutating func run(on day: Day) throws(Problem) -> CaseOutcome {
        let outcome = try decide(on: day)
        commit(outcome, on: day)
        return outcome
    }

    mutating func commit(_ outcome: CaseOutcome, on day: Day) {
        if let record = outcome.record {
            if outcome.isOpened {
                episodes.append(record)
            } else if let at = episodes.firstIndex(where: { $0.episode == record.episode }) {
                episodes[at] = record
            }
        }
        for step in outcome.steps {
            taken.insert(step.identity)
            log.append(Entry(day: day, taken: step))
        }
        for judged in outcome.promises {
            states[judged.promise.id] = judged.state
            received[judged.promise.id] = judged.received
        }
        nextDay = outcome.nextDay
        hasNews = false
    }

    /// Everything that a decision left, to compare two desks by.
    var trace: Trace { Trace(episodes: episodes, log: log, states: states, received: received) }

    struct Trace: Equatable {
        let episodes: [CaseRecord]
        let log: [Entry]
        let states: [Int64: PromiseState]
        let received: [Int64: Int64]
    }
}
