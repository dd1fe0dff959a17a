import Receivables
import Store

/// Somebody who is at work on a debtor just now.
package struct AtWork: Sendable, Equatable {
    /// Who, as the journal calls them.
    package let owner: String
    package let debtorID: Int64
    package let debtor: String
    package let name: String?
    package let since: Instant
}

extension Desk {
    /// Who is at work on whom, those at it the longest first; debtors who are not shown are left out.
    package func peopleAtWork() throws -> [AtWork] {
        try access.require(.seeTeam)
        return try engine.read { db in
            let locks = try db.locks()
            let shown = try db.shownDebtors(Set(locks.keys), within: scope(db))
            guard !shown.isEmpty else { return [] }
            return try db.debtors(DebtorSelection(shown.sorted())).compactMap { debtor in
                locks[debtor.id].map { lock in
                    AtWork(
                        owner: lock.owner, debtorID: debtor.id, debtor: debtor.reference, name: debtor.name,
                        since: lock.takenAt)
                }
            }.sorted { ($0.since, $0.debtorID) < ($1.since, $1.debtorID) }
        }
    }

    /// Under which name each collector records things: the login of the first user who is that collector. One without a
    /// user is left out.
    package func teamNames() throws -> [String: String] {
        try access.require(.seeTeam)
        return try engine.read { db in
            let pairs = try db.users().filter(\.isActive).compactMap { user in
                user.collectorName.map { ($0, user.login) }
            }
            return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        }
    }
}
