import Receivables
import Store

/// What happened since a moment, as live pages ask once a second.
package struct BookChanges: Sendable {
    /// The last entry of the journal that was looked at: from there on the next question goes on.
    package let latest: Int64
    package let changes: [BookChange]
    /// There is more behind `latest` already.
    package let isCut: Bool

    package init(latest: Int64, changes: [BookChange], isCut: Bool) {
        self.latest = latest
        self.changes = changes
        self.isCut = isCut
    }
}

extension Desk {
    /// What happened behind an entry of the journal, in order, but for debtors who are not shown. An import or a run is
    /// told as one change about nobody in particular, however much it changed.
    package func changes(since entry: Int64, limit: Int = DeskLimits.changesTold) throws -> BookChanges {
        try access.require(.seeDebtors)
        return try engine.read { db in
            let all = try allChanges(since: entry, limit: limit, db)
            let shown = try db.shownDebtors(Set(all.changes.compactMap(\.debtor)), within: scope(db))
            let changes = all.changes.filter { $0.debtor.map(shown.contains) ?? true }
            return BookChanges(latest: all.latest, changes: changes, isCut: all.isCut)
        }
    }

    /// Those of some debtors who are shown to whoever asks, for what was gathered once for many.
    package func shown(_ debtors: Set<Int64>) throws -> Set<Int64> {
        try access.require(.seeDebtors)
        return try engine.read { db in try db.shownDebtors(debtors, within: scope(db)) }
    }

    private func allChanges(since entry: Int64, limit: Int, _ db: any Reading) throws -> BookChanges {
        let last = try db.lastEntry()
        guard last > entry else { return BookChanges(latest: max(entry, last), changes: [], isCut: false) }
        let found = try db.changes(after: entry, limit: max(1, limit))
        guard found.count >= max(1, limit), let end = found.last?.entry else {
            return BookChanges(latest: last, changes: found, isCut: false)
        }
        // An entry about more debtors than are told at once is told as one about many.
        let whole = found.filter { $0.entry < end }
        guard whole.isEmpty, let first = found.first else {
            return BookChanges(latest: end - 1, changes: whole, isCut: true)
        }
        let many = BookChange(entry: end, at: first.at, actor: first.actor, kind: first.kind, debtor: nil)
        return BookChanges(latest: end, changes: [many], isCut: end < last)
    }

    /// The last entry of the journal: what a page that is made now is based on.
    package func latestEntry() throws -> Int64 { try engine.read { try $0.lastEntry() } }

    /// What changed about a debtor behind an entry, and who did it.
    package func changes(of name: DebtorName, since entry: Int64) throws -> [BookChange] {
        let debtor = try find(name)
        return try engine.read { try $0.changes(ofDebtor: debtor.id, after: entry) }
    }
}

extension RecordingSubject {
    /// Refuses what was written on a page that is older than what somebody else did to the debtor since. Error:
    /// `changed-meanwhile`.
    func refuseChanged(_ debtor: Int64, _ db: any Writing, by actor: Actor) throws {
        guard let basedOn else { return }
        let others = try db.changes(ofDebtor: debtor, after: basedOn).filter { $0.actor != actor.name }
        guard let last = others.last else { return }
        let names = others.map(\.actor).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        throw Problem(
            .changedMeanwhile,
            [
                Fact("debtor", try db.reference(ofDebtor: debtor)), Fact("by", names.joined(separator: ", ")),
                Fact("entry", last.entry), Fact("changes", others.count),
            ])
    }

    /// What every recording does once it knows whom it is about: it refuses what is based on an old page, and notes
    /// the debtor for pages.
    func begin(_ debtor: Int64, _ entry: Int64, _ db: any Writing, by actor: Actor) throws {
        try refuseChanged(debtor, db, by: actor)
        try db.note(change: entry, of: debtor)
    }
}
