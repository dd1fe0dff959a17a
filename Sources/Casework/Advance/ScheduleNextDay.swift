import Receivables

/// The next day on which something can happen without news. A run looks at the debtor again on that day and not before.
enum ScheduleNextDay: RunStep {
    static let name = "schedule-next-day"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        var days: [Day] = []
        let isOpen = outcome.record?.isOpen == true
        for account in facts.accounts {
            if account.hasLaterFact { days.append(today.day.adding(days: 1)) }
            guard let next = account.arrears.nextDue?.day else { continue }
            if account.arrears.daysPastDue == 0 { days.append(next.adding(days: 1)) }
            if !isOpen { days += account.strategy.daysBeforeArrears.map { next.adding(days: $0) } }
        }
        for fact in facts.promises where fact.judged.state == .pending {
            days += promiseDays(fact.judged, facts, outcome)
        }
        for hold in facts.holds {
            if hold.from > today.day { days.append(hold.from) }
            if let to = hold.to { days.append(to.adding(days: 1)) }
        }
        if isOpen, let day = ladderDay(facts, today, outcome) { days.append(day) }
        outcome.nextDay = days.filter { $0 > today.day }.min()
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

    /// When the ladder goes on. While the count stands still the end of the hold is the day to look again.
    private static func ladderDay(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: CaseOutcome) -> Day? {
        guard let record = outcome.record, !facts.hasActivePromise, let worst = facts.worstContactable,
            let (steps, taken) = record.ladder(facts)
        else { return nil }
        let isStopped = facts.holds.contains {
            $0.effects.stopsCount && $0.isActive(on: today.day)
                && $0.covers(account: worst.account, line: worst.contactable.countedFrom?.line ?? 0)
        }
        guard !isStopped else { return nil }
        let base = today.day.adding(days: -worst.contactable.daysPastDue)
        return Segment.nextDay(steps, base: base, taken: taken, takenOn: record.lastStepDay, after: today.day)
    }
}
