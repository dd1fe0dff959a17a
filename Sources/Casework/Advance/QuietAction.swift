import Receivables

/// What waits for a collector is put off while a promise runs or everything is held, and comes back afterwards.
enum QuietAction: RunStep {
    static let name = "quiet-action"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard let record = outcome.record, record.isOpen, record.step != nil, let action = record.actionDay else {
            return
        }
        var earliest: Day?
        if facts.hasActivePromise {
            earliest = facts.promises.filter { $0.judged.state == .pending }.map(\.judged.decidedFrom).max()
        }
        if facts.worstContactable == nil, facts.worst != nil {
            let ends = facts.holds.filter { $0.effects.stopsContact && $0.isActive(on: today.day) }.compactMap(\.to)
            // A hold without an end keeps the case off the list until somebody ends it, which is news.
            let free = ends.max().map { $0.adding(days: 1) } ?? Day.last
            earliest = max(earliest ?? free, free)
        }
        guard let earliest, earliest > action else { return }
        outcome.record?.actionDay = earliest == .last ? earliest : today.calendar.onOrAfter(earliest)
    }
}
