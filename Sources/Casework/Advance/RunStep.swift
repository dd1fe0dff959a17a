import Receivables

/// The business day of a decision and the calendar it is made under.
package struct BusinessDay: Sendable {
    package let day: Day
    package let calendar: WorkingDays

    package init(day: Day, calendar: WorkingDays) {
        self.day = day
        self.calendar = calendar
    }
}

/// One named step of the day's decision about a debtor. Pure: it reads the facts and adds to the outcome.
package protocol RunStep: SendableMetatype {
    static var name: String { get }
    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome)
}

/// The day's decision about one debtor: every step in order. Facts in, outcome out; the run, the worklist, the dry run
/// and the page that explains it all call this one function.
package enum Advance {
    /// The steps, in the order in which they are applied.
    package static let steps: [any RunStep.Type] = [
        JudgePromises.self, CloseCase.self, OpenCase.self, FollowStrategyVersion.self, NoteAttempts.self,
        AnswerBrokenPromises.self, RemindOfPromises.self, TakeLadderSteps.self, ProposeExit.self, QuietAction.self,
        RemindBeforeDue.self, ScheduleNextDay.self,
    ]

    package static func decide(_ facts: CaseFacts, on today: BusinessDay) -> CaseOutcome {
        var outcome = CaseOutcome(debtor: facts.debtor)
        outcome.record = facts.open
        for step in steps { step.apply(facts, today, &outcome) }
        return outcome
    }
}
