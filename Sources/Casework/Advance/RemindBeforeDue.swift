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
            segment.beforeArrears, base: first.due.day, taken: nil, takenOn: nil, day: today.day, catchUp: .latest)
        for place in places {
            let step = segment.beforeArrears[place]
            let identity = StepIdentity(
                episode: 0, strategy: strategy.id, step: step.id, sequence: Int64(first.due.day.number))
            guard !facts.taken.contains(identity) else { continue }
            outcome.take(step, identity, daysPastDue: 0, on: today)
        }
    }
}
