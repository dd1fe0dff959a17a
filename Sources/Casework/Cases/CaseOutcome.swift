import Receivables

/// A step that is taken.
package struct TakenStep: Hashable, Sendable {
    package let identity: StepIdentity
    package let step: Step
    package let daysPastDue: Int
}

/// What was decided about one debtor.
package struct CaseOutcome: Sendable {
    package let debtor: Int64
    /// The case as it is now, where there is or was one.
    package var record: CaseRecord?
    package var isOpened = false
    package var isClosed = false
    package var steps: [TakenStep] = []
    /// Promises whose state or counted money changed.
    package var promises: [JudgedPromise] = []
    /// Promises that this decision decided, for the first time or anew.
    package var decided: [JudgedPromise] = []
    /// The next day on which something can happen without news.
    package var nextDay: Day?

    package init(debtor: Int64) { self.debtor = debtor }

    /// Messages that are requested.
    package var notices: [TakenStep] { steps.filter { !$0.step.kind.isForPeople } }
}
