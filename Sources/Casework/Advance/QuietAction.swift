import Receivables

/// What waits for a collector is put off while a promise runs or everything is held, and comes back afterwards: on the
/// day on which that is over, or at once when a hold is ended or a promise taken back before.
enum QuietAction: RunStep {
    static let name = "quiet-action"

    static func apply(_ facts: CaseFacts, _ today: BusinessDay, _ outcome: inout CaseOutcome) {
        guard let record = outcome.record, record.isOpen, record.step != nil,
            let wanted = record.putOffFrom ?? record.actionDay
        else { return }
        let free = [promisesOver(facts, record), holdsOver(facts, today)].compactMap(\.self).max()
        guard let free, free > wanted else {
            outcome.record?.actionDay = wanted
            outcome.record?.putOffFrom = nil
            return
        }
        outcome.record?.actionDay = free == .last ? free : today.calendar.onOrAfter(free)
        outcome.record?.putOffFrom = wanted
    }

    /// The day on which no promise runs any more. The answer to a broken promise waits only for a promise that was made
    /// after that one: not for the next ones of the same agreement.
    private static func promisesOver(_ facts: CaseFacts, _ record: CaseRecord) -> Day? {
        var running = facts.promises.map(\.judged).filter { $0.state == .pending }
        let failed = facts.promises.map(\.judged).filter(\.hasFailed)
        if record.step == facts.strategies[record.strategy]?.promises.broken?.id,
            let latest = failed.max(by: { ($0.promise.day, $0.promise.id) < ($1.promise.day, $1.promise.id) })
        {
            running.removeAll { $0.promise.made <= latest.promise.made }
        }
        return running.map(\.decidedFrom).max()
    }

    /// The day on which something may be contacted about again, where everything late is held.
    private static func holdsOver(_ facts: CaseFacts, _ today: BusinessDay) -> Day? {
        guard facts.worstContactable == nil, facts.worst != nil else { return nil }
        let stopping = facts.holds.filter { $0.effects.stopsContact && $0.isActive(on: today.day) }
        // A hold without an end keeps the case off the list until somebody ends it, which is news.
        return stopping.compactMap(\.to).max().map { $0.adding(days: 1) } ?? Day.last
    }
}
