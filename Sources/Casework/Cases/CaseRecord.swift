import Receivables

/// Why a case was closed. The raw value is public.
package enum CloseReason: String, Sendable {
    /// Nothing is past due any more.
    case cured
    /// Nothing is open any more.
    case settled
    case placed
    case writtenOff = "written-off"
}

/// One episode of collecting from one debtor, over all their accounts with the creditor.
package struct CaseRecord: Hashable, Sendable {
    package let debtor: Int64
    package let episode: Int
    package let opened: Day
    package var closed: Day?
    package var closeReason: CloseReason?
    package var strategy: Int64
    package var segment: String
    package var collector: Int64?
    /// What a collector is to do, and from which day on it stands on the worklist.
    package var step: String?
    package var stepKind: StepKind?
    package var actionDay: Day? { didSet { if actionDay != oldValue { actionTime = nil } } }
    /// When on that day, in seconds since midnight where the installation is; nil: any time. It goes with the day.
    package var actionTime: Int?
    /// The action day before a promise or a hold put it off; nil when nothing does.
    package var putOffFrom: Day?
    /// The last step taken, by which the ladder goes on.
    package var lastStep: String?
    package var lastStepDay: Day?
    package var lastStepDaysPastDue: Int?
    /// How many steps were taken; part of their identity.
    package var sequence: Int
    /// What the step costs a collector, in minutes.
    package var minutes: Int
    package var lastAttempt: Day?
    package var attempts: Int

    /// The day of the action, unless that is never, as while a hold without an end stops contact.
    package var shownActionDay: Day? { actionDay == .last ? nil : actionDay }

    /// The step of a case that waits for a person although its ladder asks for nothing.
    package static let followUpStep = "follow-up"

    package init(debtor: Int64, episode: Int, opened: Day, strategy: Int64, segment: String) {
        self.debtor = debtor
        self.episode = episode
        self.opened = opened
        self.strategy = strategy
        self.segment = segment
        sequence = 0
        minutes = 0
        attempts = 0
    }

    package var isOpen: Bool { closed == nil }
}
