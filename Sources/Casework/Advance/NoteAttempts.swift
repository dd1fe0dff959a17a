import Receivables

/// The case knows when the debtor was last tried, for the ranking.
enum NoteAttempts: RunStep {
    static let name = "note-attempts"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard outcome.record?.isOpen == true else { return }
        outcome.record?.lastAttempt = facts.lastAttempt
        outcome.record?.attempts = facts.attempts
    }
}
