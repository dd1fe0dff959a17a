import Receivables

/// Promises are decided at the close of their day plus grace, and decided anew when back-dated money shows up.
enum JudgePromises: RunStep {
    static let name = "judge-promises"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        for fact in facts.promises {
            let judged = fact.judged
            if judged.state != fact.storedState || judged.received != fact.storedReceived {
                outcome.promises.append(judged)
            }
            if judged.state != fact.storedState, judged.state != .pending { outcome.decided.append(judged) }
        }
    }
}
