import Receivables

/// What a step of a strategy does. The raw value is public.
package enum StepKind: String, CaseIterable, Sendable {
    /// A message by a channel and a template.
    case notice
    /// A printed letter, by a template.
    case letter
    /// A person calls.
    case call
    /// A person looks at the case and decides.
    case review
    /// A person decides whether the case goes to an outside collector.
    case placement

    /// Whether a collector does it, so that it stands on a worklist.
    package var isForPeople: Bool {
        switch self {
        case .call, .review, .placement: true
        case .notice, .letter: false
        }
    }
}

/// When a step of a ladder falls due.
package enum StepTiming: Hashable, Sendable {
    /// On this many days past due; negative: before the due date.
    case daysPastDue(Int)
    /// On the last day of the month into which the due date plus these days falls.
    case endOfMonth(after: Int)
    /// These days after the step before was taken.
    case afterPrevious(days: Int)

    /// The first day on which the step may be taken, counting from `base` (the due date, moved by days that a hold took
    /// out of the count); nil when it waits for a step that has not been taken.
    package func firstDay(base: Day, previous: Day?) -> Day? {
        switch self {
        case .daysPastDue(let days): base.adding(days: days)
        case .endOfMonth(let days): base.adding(days: days).endOfMonth
        case .afterPrevious(let days): previous?.adding(days: days)
        }
    }

    /// Whether the step belongs before the first day past due.
    package var isBeforeArrears: Bool {
        if case .daysPastDue(let days) = self { return days <= 0 }
        return false
    }
}

/// One step of a ladder.
package struct Step: Hashable, Sendable {
    /// Unique in its ladder; part of the identity of everything the step does.
    package let id: String
    package let timing: StepTiming
    package let kind: StepKind
    /// For notices and letters.
    package let channel: ContactChannel?
    package let template: String?
    /// What it costs a collector, in minutes.
    package let minutes: Int

    package init(
        id: String, timing: StepTiming, kind: StepKind, channel: ContactChannel?, template: String?, minutes: Int
    ) {
        self.id = id
        self.timing = timing
        self.kind = kind
        self.channel = channel
        self.template = template
        self.minutes = minutes
    }
}
