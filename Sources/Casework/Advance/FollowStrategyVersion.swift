import Receivables

/// An open case goes over to a new version of its strategy. The place in the ladder is kept: by the step's name, or,
/// where that is gone, by the days past due at which the last step was taken.
enum FollowStrategyVersion: RunStep {
    static let name = "follow-strategy-version"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard var record = outcome.record, record.isOpen, !outcome.isOpened, let worst = facts.worst,
            worst.strategy.id != record.strategy, let segment = facts.segment(for: worst)
        else { return }
        record.strategy = worst.strategy.id
        record.segment = segment.name
        outcome.record = record
    }
}

extension CaseRecord {
    /// The ladder of the case in its strategy, and the place of the last step taken.
    func ladder(_ facts: CaseFacts) -> (steps: [Step], taken: Int?)? {
        guard let strategy = facts.strategies[strategy],
            let segment = strategy.segment(named: segment) ?? strategy.segments.last
        else { return nil }
        let steps = segment.inArrears
        // Also where the case came and went between strategies: what was done in this episode is not done again.
        let named = steps.lastIndex { step in
            step.id == lastStep || facts.taken.contains { $0.episode == episode && $0.step == step.id }
        }
        guard let lastStep, let lastStepDay, !steps.contains(where: { $0.id == lastStep }) else {
            return (steps, named)
        }
        let base = lastStepDay.adding(days: -(lastStepDaysPastDue ?? 0))
        let passed = steps.lastIndex { step in
            step.timing.firstDay(base: base, previous: nil).map { $0 <= lastStepDay } ?? false
        }
        return (steps, [named, passed].compactMap(\.self).max())
    }
}
