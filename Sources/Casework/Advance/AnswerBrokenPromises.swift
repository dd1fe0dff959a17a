import Receivables

/// A promise that was just found broken, or only partly kept, is an event that the strategy answers.
enum AnswerBrokenPromises: RunStep {
    static let name = "answer-broken-promises"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard let record = outcome.record, record.isOpen, let worst = facts.worstContactable,
            let answer = facts.strategies[record.strategy]?.promises.broken
        else { return }
        let broken = outcome.decided.filter { $0.state == .broken || $0.state == .partlyKept }
        // Several broken on one day are one event for the collector.
        guard let latest = broken.max(by: { ($0.promise.day, $0.promise.id) < ($1.promise.day, $1.promise.id) }) else {
            return
        }
        let identity = StepIdentity(
            episode: record.episode, strategy: record.strategy, step: answer.id, sequence: latest.promise.id)
        guard !facts.taken.contains(identity) else { return }
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
    }
}
