import Receivables

/// A notice some days before a promised day, where the strategy has one.
enum RemindOfPromises: RunStep {
    static let name = "remind-of-promises"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard let record = outcome.record, record.isOpen, let worst = facts.worstContactable,
            let rules = facts.strategies[record.strategy]?.promises, let days = rules.reminderDaysBefore,
            let reminder = rules.reminder
        else { return }
        for fact in facts.promises
        where fact.judged.state == .pending && fact.judged.received < fact.judged.promise.amount {
            let promise = fact.judged.promise
            let remindedFrom = promise.day.adding(days: -days)
            // After an outage the reminder still helps on the day itself, and not any more afterwards. Who promised on
            // the day of the reminder or later needs none.
            guard remindedFrom <= today.day, today.day <= promise.day, promise.made < remindedFrom else { continue }
            let identity = StepIdentity(
                episode: record.episode, strategy: record.strategy, step: reminder.id, sequence: promise.id)
            guard !facts.wasTaken(identity) else { continue }
            outcome.take(reminder, identity, daysPastDue: worst.contactable.daysPastDue, on: today)
        }
    }
}
