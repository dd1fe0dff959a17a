import Receivables

/// How one account stands on the business day, with what decisions need of its portfolio. Never changes; an object
/// because every step of a decision hands it around, and copying all its parts was much of what deciding took.
package final class AccountStanding: Sendable {
    package let account: Int64
    package let portfolio: Int64
    package let portfolioName: String
    package let lender: LenderType
    package let product: String?
    package let currency: Currency
    /// Name of the collector whom the creditor's core system names.
    package let collector: String?
    package let arrears: Arrears
    /// The arrears without what a hold keeps from being contacted about; the same where nothing is held.
    package let contactable: Arrears
    /// A fact takes effect after the business day, so the standing changes without news.
    package let hasLaterFact: Bool
    /// Strategy that the account's portfolio follows.
    package let strategy: Strategy

    package init(
        account: Int64, portfolio: Int64, portfolioName: String, lender: LenderType, product: String?,
        currency: Currency,
        collector: String?, arrears: Arrears, contactable: Arrears, hasLaterFact: Bool, strategy: Strategy
    ) {
        self.account = account
        self.portfolio = portfolio
        self.portfolioName = portfolioName
        self.lender = lender
        self.product = product
        self.currency = currency
        self.collector = collector
        self.arrears = arrears
        self.contactable = contactable
        self.hasLaterFact = hasLaterFact
        self.strategy = strategy
    }
}

/// A promise with what was decided about it before.
package struct PromiseFact: Sendable {
    package let judged: JudgedPromise
    package let storedState: PromiseState
    package let storedReceived: Int64

    package init(judged: JudgedPromise, storedState: PromiseState, storedReceived: Int64) {
        self.judged = judged
        self.storedState = storedState
        self.storedReceived = storedReceived
    }
}

/// Identity of a step that was taken: nothing with the same identity is ever done twice.
package struct StepIdentity: Hashable, Sendable {
    /// 0 for steps before arrears, which belong to no case.
    package let episode: Int
    package let strategy: Int64
    package let step: String
    /// Of a ladder: counts the steps of the episode. Before arrears: the due date. About a promise: its number.
    package let sequence: Int64

    package init(episode: Int, strategy: Int64, step: String, sequence: Int64) {
        self.episode = episode
        self.strategy = strategy
        self.step = step
        self.sequence = sequence
    }
}

/// Everything a decision about one debtor rests on.
package struct CaseFacts: Sendable {
    package let debtor: Int64
    /// The open case, if there is one, and the number of the last episode.
    package let open: CaseRecord?
    package let lastEpisode: Int
    package let accounts: [AccountStanding]
    package let promises: [PromiseFact]
    package let holds: [Hold]
    /// Attempts to reach the debtor: the last day, and how many there were.
    package let lastAttempt: Day?
    package let attempts: Int
    /// Every step that was ever taken.
    package let taken: [StepIdentity]
    /// Strategies of open cases by id, also superseded versions.
    package let strategies: [Int64: Strategy]
    /// Where accounts with something open went that the desk works on no more: `placed` or `written-off`.
    package let departed: CloseReason?
    /// Overdue amounts over the accounts of one currency, in minor units; currencies in which there is one.
    package let overdue: [Currency: Int64]

    /// Error: `amount-overflow` when the overdue amounts of one currency do not add up inside 64 bits.
    package init(
        debtor: Int64, open: CaseRecord?, lastEpisode: Int, accounts: [AccountStanding], promises: [PromiseFact],
        holds: [Hold], lastAttempt: Day?, attempts: Int, taken: [StepIdentity], strategies: [Int64: Strategy],
        departed: CloseReason? = nil
    ) throws(Problem) {
        self.departed = departed
        var overdue: [Currency: Int64] = [:]
        for account in accounts where account.arrears.overdue.total != 0 {
            overdue[account.currency] = try (overdue[account.currency] ?? 0).adding(account.arrears.overdue.total)
        }
        self.overdue = overdue
        self.debtor = debtor
        self.open = open
        self.lastEpisode = lastEpisode
        self.accounts = accounts
        self.promises = promises
        self.holds = holds
        self.lastAttempt = lastAttempt
        self.attempts = attempts
        self.taken = taken
        self.strategies = strategies
    }

    /// The account that is late the longest; among equals the one with more overdue, then the older one.
    package var worst: AccountStanding? {
        accounts.filter { $0.arrears.daysPastDue > 0 }.max {
            ($0.arrears.daysPastDue, $0.arrears.overdue.total, $1.account)
                < ($1.arrears.daysPastDue, $1.arrears.overdue.total, $0.account)
        }
    }

    /// The same among what may be contacted about.
    package var worstContactable: AccountStanding? {
        accounts.filter { $0.contactable.daysPastDue > 0 }.max {
            ($0.contactable.daysPastDue, $0.contactable.overdue.total, $1.account)
                < ($1.contactable.daysPastDue, $1.contactable.overdue.total, $0.account)
        }
    }
}

extension CaseFacts {
    /// Whether a step about a promise or a due date was taken already, under whatever version of whatever strategy: a
    /// new version is no reason to say the same twice.
    func wasTaken(_ identity: StepIdentity) -> Bool {
        taken.contains {
            $0.episode == identity.episode && $0.step == identity.step && $0.sequence == identity.sequence
        }
    }
}
