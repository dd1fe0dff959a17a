import Receivables

/// The ladder: the steps that have fallen due by the days past due of what may be contacted about. An active promise,
/// or a hold on everything, quiets it.
enum TakeLadderSteps: RunStep {
    static let name = "take-ladder-steps"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard let record = outcome.record, record.isOpen, !facts.hasActivePromise, let worst = facts.worstContactable,
            let strategy = facts.strategies[record.strategy], let (steps, taken) = record.ladder(facts)
        else { return }
        let days = worst.contactable.daysPastDue
        let places = Segment.due(
            steps, base: today.day.adding(days: -days), taken: taken, takenOn: record.lastStepDay, day: today.day,
            catchUp: strategy.catchUp, isWorkGiven: outcome.steps.contains(where: \.step.kind.isForPeople))
        for place in places {
            outcome.record?.sequence += 1
            let identity = StepIdentity(
                episode: record.episode, strategy: record.strategy, step: steps[place].id,
                sequence: Int64(outcome.record?.sequence ?? 0))
            outcome.take(steps[place], identity, daysPastDue: days, on: today)
            outcome.record?.lastStep = steps[place].id
            outcome.record?.lastStepDay = today.day
            outcome.record?.lastStepDaysPastDue = days
        }
    }
}

extension CaseFacts {
    /// A promise that is not decided yet keeps the desk quiet.
    var hasActivePromise: Bool { promises.contains { $0.judged.state == .pending } }
}
