import Receivables

/// The next day on which something can happen without news. A run looks at the debtor again on that day and not before.
/// A day too many costs a look, a day too few changes what the desk does: in doubt a day is added.
enum ScheduleNextDay: RunStep {
    static let name = "schedule-next-day"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        let isOpen = outcome.record?.isOpen == true
        var next = Earliest(after: today.day)
        for account in facts.accounts { consider(account, facts, today, isOpen: isOpen, &next) }
        for fact in facts.promises where fact.judged.state == .pending {
            consider(fact.judged, facts, outcome, &next)
        }
        for hold in facts.holds {
            next.consider(hold.from)
            if let to = hold.to { next.consider(to.adding(days: 1)) }
        }
        considerOvertaking(facts, today, &next)
        if isOpen { considerLadder(facts, today, outcome, &next) }
        outcome.nextDay = next.day
    }

    /// The first of some days that come after another.
    private struct Earliest {
        let before: Day
        private(set) var day: Day?

        init(after day: Day) { before = day }

        mutating func consider(_ other: Day) {
            guard other > before, day.map({ other < $0 }) ?? true else { return }
            day = other
        }
    }

    private static func consider(
        _ account: AccountStanding, _ facts: CaseFacts, _ today: BusinessDay, isOpen: Bool, _ days: inout Earliest
    ) {
        if account.hasLaterFact { days.consider(today.day.adding(days: 1)) }
        // What is held hides a later due that may be contacted about, so both are looked at.
        for standing in [account.arrears, account.contactable] {
            guard let next = standing.nextDue?.day else { continue }
            // A due more makes an account late, or, of several accounts, another one the worst, or enough for a case.
            if standing.daysPastDue == 0 || facts.accounts.count > 1 || !isOpen { days.consider(next.adding(days: 1)) }
            guard !isOpen else { continue }
            for ahead in account.strategy.daysBeforeArrears { days.consider(next.adding(days: ahead)) }
        }
    }

    private static func consider(
        _ promise: JudgedPromise, _ facts: CaseFacts, _ outcome: CaseOutcome, _ days: inout Earliest
    ) {
        days.consider(promise.decidedFrom)
        if let record = outcome.record, record.isOpen,
            let before = facts.strategies[record.strategy]?.promises.reminderDaysBefore
        {
            days.consider(promise.promise.day.adding(days: -before))
        }
    }

    /// While the count of one due or account stands still, another one goes on and overtakes it.
    private static func considerOvertaking(_ facts: CaseFacts, _ today: BusinessDay, _ days: inout Earliest) {
        let stopping = facts.holds.filter { $0.effects.stopsCount && $0.isActive(on: today.day) && $0.scope != .debtor }
        guard !stopping.isEmpty else { return }
        let holdsDue = stopping.contains { hold in
            if case .due = hold.scope { return true }
            return false
        }
        guard !holdsDue else { return days.consider(today.day.adding(days: 1)) }
        let standing = facts.accounts.filter { account in stopping.contains { $0.covers(account: account.account) } }
        let running = facts.accounts.filter { account in !stopping.contains { $0.covers(account: account.account) } }
        for count in [\AccountStanding.arrears.daysPastDue, \AccountStanding.contactable.daysPastDue] {
            for ahead in standing {
                for behind in running where behind[keyPath: count] > 0 {
                    let gap = ahead[keyPath: count] - behind[keyPath: count]
                    guard gap >= 0 else { continue }
                    days.consider(today.day.adding(days: gap))
                    days.consider(today.day.adding(days: gap + 1))
                }
            }
        }
    }

    /// When the ladder goes on. While the count stands still that is too early, and only costs a look.
    private static func considerLadder(
        _ facts: CaseFacts, _ today: BusinessDay, _ outcome: CaseOutcome, _ days: inout Earliest
    ) {
        guard let record = outcome.record, !facts.hasActivePromise, let worst = facts.worstContactable,
            let strategy = facts.strategies[record.strategy], let (steps, taken) = record.ladder(facts)
        else { return }
        let base = today.day.adding(days: -worst.contactable.daysPastDue)
        let next = Segment.nextDay(
            steps, base: base, taken: taken, takenOn: record.lastStepDay, after: today.day, catchUp: strategy.catchUp)
        if let next { days.consider(next) }
        for proposal in strategy.exits.proposals { days.consider(base.adding(days: proposal.days)) }
    }
}
