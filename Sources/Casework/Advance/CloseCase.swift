import Receivables

/// A case is closed when nothing of the debtor is past due any more, above the tolerance, or less than the exits of its
/// strategy ask for. Days that a hold takes out of
/// the count cure nothing: as long as the due is open the case is.
enum CloseCase: RunStep {
    static let name = "close-case"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard var record = outcome.record, record.isOpen,
            facts.accounts.allSatisfy({ $0.arrears.countedFrom == nil })
                || facts.isBelowExit(facts.strategies[record.strategy])
        else { return }
        record.closed = today.day
        record.closeReason = reason(facts)
        record.step = nil
        record.stepKind = nil
        record.actionDay = nil
        record.putOffFrom = nil
        record.minutes = 0
        outcome.record = record
        outcome.isClosed = true
    }

    /// What the desk has left decides; where it has nothing left, the accounts that went elsewhere do.
    private static func reason(_ facts: CaseFacts) -> CloseReason {
        guard facts.accounts.allSatisfy({ $0.arrears.openDues == 0 }) else { return .cured }
        return facts.departed ?? .settled
    }
}
