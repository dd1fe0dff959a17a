import Receivables

/// A case is closed when nothing of the debtor is past due any more, above the tolerance.
enum CloseCase: RunStep {
    static let name = "close-case"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard var record = outcome.record, record.isOpen, facts.worst == nil else { return }
        let isSettled = facts.accounts.allSatisfy { $0.arrears.openDues == 0 }
        record.closed = today.day
        record.closeReason = isSettled ? .settled : .cured
        record.step = nil
        record.stepKind = nil
        record.actionDay = nil
        record.minutes = 0
        outcome.record = record
        outcome.isClosed = true
    }
}
