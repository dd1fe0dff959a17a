import Receivables

/// The next day on which something can happen without news. A run looks at the debtor again on that day and not before.
/// A day too many costs a look, a day too few changes what the desk does: in doubt a day is added.
enum ScheduleNextDay: RunStep {
    static let name = "schedule-next-day"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        let isOpen = outcome.record?.isOpen == true
        var days = facts.accounts.flatMap { accountDays($0, facts, today, isOpen: isOpen) }
        for fact in facts.promises where fact.judged.state == .pending {
            days += promiseDays(fact.judged, facts, outcome)
        }
        for hold in facts.holds {
            if hold.from > today.day { days.append(hold.from) }
            if let to = hold.to { days.append(to.adding(days: 1)) }
        }
        days += overtakingDays(facts, today)
        if isOpen, let day = ladderDay(facts, today, outcome) { days.append(day) }
        outcome.nextDay = days.filter { $0 > today.day }.min()
    }

    private static func accountDays(
        _ account: AccountStanding, _ facts: CaseFacts, _ today: BusinessDay, isOpen: Bool
    ) -> [Day] {
        var days = account.hasLaterFact ? [today.day.adding(days: 1)] : []
        // What is held hides a later due that may be contacted about, so both are looked at.
        for standing in [account.arrears, account.contactable] {
            guard let next = standing.nextDue?.day else { continue }
            // A due more makes an account late, or, of several accounts, another one the worst, or enough for a case.
            if standing.daysPastDue == 0 || facts.accounts.count > 1 || !isOpen { days.append(next.adding(days: 1)) }
            if !isOpen { days += account.strategy.daysBeforeArrears.map { next.adding(days: $0) } }
        }
        return days
    }

    private static func promiseDays(_ promise: JudgedPromise, _ facts: CaseFacts, _ outcome: CaseOutcome) -> [Day] {
        var days = [promise.decidedFrom]
        if let record = outcome.record, record.isOpen,
            let before = facts.strategies[record.strategy]?.promises.reminderDaysBefore
        {
            days.append(promise.promise.day.adding(days: -before))
        }
        return days
    }

    /// While the count of one due or account stands still, another one goes on and overtakes it.
    private static func overtakingDays(_ facts: CaseFacts, _ today: BusinessDay) -> [Day] {
        let stopping = facts.holds.filter { $0.effects.stopsCount && $0.isActive(on: today.day) && $0.scope != .debtor }
        guard !stopping.isEmpty else { return [] }
        let holdsDue = stopping.contains { hold in
            if case .due = hold.scope { return true }
            return false
        }
        if holdsDue { return [today.day.adding(days: 1)] }
        let standing = facts.accounts.filter { account in stopping.contains { $0.covers(account: account.account) } }
        let running = facts.accounts.filter { account in !stopping.contains { $0.covers(account: account.account) } }
        var days: [Day] = []
        for count in [\AccountStanding.arrears.daysPastDue, \AccountStanding.contactable.daysPastDue] {
            for ahead in standing {
                for behind in running where behind[keyPath: count] > 0 {
                    let gap = ahead[keyPath: count] - behind[keyPath: count]
                    if gap >= 0 { days += [today.day.adding(days: gap), today.day.adding(days: gap + 1)] }
                }
            }
        }
        return days
    }

    /// When the ladder goes on. While the count stands still that is too early, and only costs a look.
    private static func ladderDay(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: CaseOutcome) -> Day? {
        guard let record = outcome.record, !facts.hasActivePromise, let worst = facts.worstContactable,
            let strategy = facts.strategies[record.strategy], let (steps, taken) = record.ladder(facts)
        else { return nil }
        let base = today.day.adding(days: -worst.contactable.daysPastDue)
        let next = Segment.nextDay(
            steps, base: base, taken: taken, takenOn: record.lastStepDay, after: today.day, catchUp: strategy.catchUp)
        let proposals = strategy.exits.proposals.map { base.adding(days: $0.days) }.filter { $0 > today.day }
        return (proposals + [next].compactMap(\.self)).min()
    }
}
