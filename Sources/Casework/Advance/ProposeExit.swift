import Receivables

/// A case that is late as long as an exit of the strategy says is put before a person, once in an episode: to be placed
/// with others, or looked at.
enum ProposeExit: RunStep {
    static let name = "propose-exit"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard let record = outcome.record, record.isOpen, !facts.hasActivePromise, let worst = facts.worstContactable
        else { return }
        let days = worst.contactable.daysPastDue
        guard let (step, identity) = facts.proposal(record, daysPastDue: days) else { return }
        outcome.take(step, identity, daysPastDue: days, on: today)
    }
}
