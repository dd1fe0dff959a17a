import Receivables

/// Notices before and on a due date, to debtors without arrears: one for all dues of that day.
enum RemindBeforeDue: RunStep {
    static let name = "remind-before-due"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard outcome.record?.isOpen != true, !facts.hasActivePromise else { return }
        let dues = facts.accounts.compactMap { account in
            account.contactable.nextDue.map { (due: $0, account: account) }
        }
        guard let first = dues.min(by: { ($0.due.day, $0.account.account) < ($1.due.day, $1.account.account) }),
            let segment = facts.segment(for: first.account)
        else { return }
        let strategy = first.account.strategy
        let places = Segment.due(
            segment.beforeArrears, base: first.due.day, taken: nil, takenOn: nil, day: today.day, catchUp: .latest,
            isWorkGiven: true)
        for place in places {
            let step = segment.beforeArrears[place]
            let identity = StepIdentity(
                episode: 0, strategy: strategy.id, step: step.id, sequence: Int64(first.due.day.number))
            guard !facts.wasTaken(identity), !facts.isPassed(step, before: first.due.day) else { continue }
            outcome.take(step, identity, daysPastDue: 0, on: today)
        }
    }
}

extension CaseFacts {
    /// Whether a notice about this due date went out already that comes later in its ladder, under an older version of
    /// the strategy or another name.
    fileprivate func isPassed(_ step: Step, before due: Day) -> Bool {
        guard case .daysPastDue(let days) = step.timing else { return false }
        return taken.contains { taken in
            guard taken.episode == 0, taken.sequence == Int64(due.number) else { return false }
            return strategies[taken.strategy]?.segments.contains { segment in
                segment.beforeArrears.contains { $0.id == taken.step && $0.timing.isLater(than: days) }
            } ?? false
        }
    }
}

extension StepTiming {
    /// Whether the step comes more days past due than these.
    fileprivate func isLater(than days: Int) -> Bool {
        if case .daysPastDue(let own) = self { return own > days }
        return false
    }
}
