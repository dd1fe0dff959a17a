import Receivables

/// A promise that was just found broken, or only partly kept, is an event that the strategy answers.
enum AnswerBrokenPromises: RunStep {
    static let name = "answer-broken-promises"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard let record = outcome.record, record.isOpen, let worst = facts.worstContactable,
            let answer = facts.strategies[record.strategy]?.promises.broken
        else { return }
        // One found broken while a hold forbade contact is answered when the hold is over.
        let failed = facts.promises.map(\.judged).filter {
            $0.hasFailed && ($0.decidedFrom >= record.opened || outcome.decided.contains($0))
        }
        // Several broken on one day are one event for the collector.
        guard let latest = failed.max(by: { ($0.promise.day, $0.promise.id) < ($1.promise.day, $1.promise.id) }) else {
            return
        }
        let identity = StepIdentity(
            episode: record.episode, strategy: record.strategy, step: answer.id, sequence: latest.promise.id)
        guard !facts.wasTaken(identity) else { return }
        outcome.take(answer, identity, daysPastDue: worst.contactable.daysPastDue, on: today)
    }
}

extension CaseOutcome {
    /// Takes a step; one for people becomes what the case waits for, from the next working day on.
    mutating func take(_ step: Step, _ identity: StepIdentity, daysPastDue: Int, on today: BusinessDay) {
        steps.append(TakenStep(identity: identity, step: step, daysPastDue: daysPastDue))
        guard step.kind.isForPeople else { return }
        record?.step = step.id
        record?.stepKind = step.kind
        record?.minutes = step.minutes
        record?.actionDay = today.calendar.onOrAfter(today.day)
        record?.putOffFrom = nil
    }
}
