import Receivables
import Store
import Synchronization

/// Whose page of today, and as of which of the asker's own doings: who recorded something sees it at once.
struct WorkKey: Hashable, Sendable {
    let collector: String
    let date: Day
    let after: Int
    let limit: Int
    let scope: SeenAccounts
    let own: Int64
}

/// The last entry that each actor wrote through this process.
final class OwnEntries: Sendable {
    private let entries = Mutex<[String: Int64]>([:])

    func note(_ entry: Int64, by actor: String) {
        entries.withLock { $0[actor] = max($0[actor] ?? 0, entry) }
    }

    func last(by actor: String) -> Int64 { entries.withLock { $0[actor] ?? 0 } }
}

extension Desk {
    /// `workPage` as it was some moments ago at most, but never before one's own last recording. Everybody looks at
    /// their list again and again, and ranking it is a walk over all their cases. `isPatient`: of `seconds` at most, as
    /// for somebody who was just told that something happened. Errors: as `workPage`.
    package func recentWorkPage(
        collector: String, date: Day? = nil, after rank: Int = 0, limit: Int,
        seconds: Int = DeskLimits.workPageSeconds, isPatient: Bool = false
    ) throws -> WorkPage {
        try access.require(.seeWorklist)
        let collector = try own(collector)
        let date = try date ?? worklistDay()
        let key = WorkKey(
            collector: collector, date: date, after: rank, limit: limit, scope: seen,
            own: memory.ownEntries.last(by: actorName))
        return try memory.workPages.answer(
            key, entry: try latestEntry(), now: { now }, seconds: seconds, isPatient: isPatient
        ) {
            let page = try workPage(collector: collector, date: date, after: rank, limit: limit)
            return (answer: page, entry: page.entry)
        }.answer
    }
}
