import Receivables
import Store

/// A collector's day so far.
package struct CollectorFigures: Sendable, Equatable {
    package let id: Int64
    package let collector: String
    package let isActive: Bool
    package let openCases: Int
    /// Cases on today's list, and what they cost in minutes.
    package let toDo: Int
    package let minutesToDo: Int
    /// Cases that were worked today and are not on the list any more.
    package let worked: Int
    package let minutesWorked: Int
    package let minutesPerDay: Int
    /// What was recorded under this name today: attempts and conversations, those with the debtor in person, promises.
    package let contacts: Int
    package let reached: Int
    package let promises: Int

    /// How much of what fits into the day is done, in percent.
    package var attainment: Int {
        let wanted = min(minutesPerDay, minutesToDo + minutesWorked)
        return wanted > 0 ? min(100, minutesWorked * 100 / wanted) : 100
    }
}

/// What somebody recorded today who is no collector.
package struct OtherActivity: Sendable, Equatable {
    package let actor: String
    package let contacts: Int
    package let reached: Int
    package let promises: Int
}

package struct TeamFigures: Sendable, Equatable {
    package let date: Day
    package let collectors: [CollectorFigures]
    package let others: [OtherActivity]
    /// Open cases of nobody, and those of them on today's list.
    package let unowned: Int
    package let unownedToDo: Int
}

extension Desk {
    /// Who works what today of what one sees, some seconds old at most. `names`: under which name a collector records
    /// things, where that is not the collector's own.
    package func teamFigures(
        date: Day? = nil, names: [String: String] = [:], seconds: Int = DeskLimits.sharedAnswerSeconds
    ) throws -> Stamped<TeamFigures> {
        try access.require(.seeTeam)
        let key = TeamKey(
            date: try date ?? worklistDay(), names: names, scope: try engine.read { try scope($0) })
        return try memory.teams.answer(key, entry: try latestEntry(), now: { now }, seconds: seconds) {
            try engine.read { db in (try db.teamFigures(key), try db.lastEntry()) }
        }
    }

    /// The days of the team as they stood at their close. They count everything, so there are none for who sees a part.
    package func teamHistory(days: Int = 90) throws -> [ClosingTeam] {
        try access.require(.seeTeam)
        guard access.isWholeBook else { return [] }
        let today = try worklistDay()
        return try engine.read { try $0.closingTeam(today.adding(days: -max(0, days))...today) }
    }
}

struct TeamKey: Hashable, Sendable {
    let date: Day
    /// Names in the journal by those of collectors.
    var names: [String: String] = [:]
    var scope = Scope.wholeBook
}

private struct Load {
    var openCases = 0
    var toDo = 0
    var minutesToDo = 0
    var worked = 0
    var minutesWorked = 0
}

private struct Activity {
    var contacts = 0
    var reached = 0
    var promises = 0
}

extension Reading {
    func teamFigures(_ key: TeamKey) throws -> TeamFigures {
        let loads = try caseLoads(key)
        var activity = try activity(key)
        let collectors = try collectors().map { collector in
            let load = loads[collector.id] ?? Load()
            let own = activity.removeValue(forKey: key.names[collector.name] ?? collector.name) ?? Activity()
            return CollectorFigures(
                id: collector.id, collector: collector.name, isActive: collector.isActive, openCases: load.openCases,
                toDo: load.toDo, minutesToDo: load.minutesToDo, worked: load.worked,
                minutesWorked: load.minutesWorked, minutesPerDay: collector.minutesPerDay, contacts: own.contacts,
                reached: own.reached, promises: own.promises)
        }
        let others = activity.sorted { $0.key < $1.key }.map {
            OtherActivity(
                actor: $0.key, contacts: $0.value.contacts, reached: $0.value.reached, promises: $0.value.promises)
        }
        let unowned = loads[0] ?? Load()
        return TeamFigures(
            date: key.date, collectors: collectors, others: others, unowned: unowned.openCases,
            unownedToDo: unowned.toDo)
    }

    /// Open cases by collector; 0: of nobody.
    private func caseLoads(_ key: TeamKey) throws -> [Int64: Load] {
        let listed = "step IS NOT NULL AND action_day <= ?1"
        let cost = "CASE WHEN minutes > 0 THEN minutes ELSE 1 END"
        let worked = "last_attempt = ?1 AND NOT (step IS NOT NULL AND action_day IS NOT NULL AND action_day <= ?1)"
        let seen = key.scope.condition(on: "cases", first: 2, dialect)
        var loads: [Int64: Load] = [:]
        try rows(
            """
            SELECT coalesce(collector_id, 0), count(*), sum(CASE WHEN \(listed) THEN 1 ELSE 0 END),
                sum(CASE WHEN \(listed) THEN \(cost) ELSE 0 END), sum(CASE WHEN \(worked) THEN 1 ELSE 0 END),
                sum(CASE WHEN \(worked) THEN \(cost) ELSE 0 END)
            FROM cases WHERE closed IS NULL\(seen.sql) GROUP BY collector_id
            """, [Value(key.date)] + seen.values
        ) { row in
            loads[row.integer(0)] = Load(
                openCases: Int(row.integer(1)), toDo: Int(row.integer(2)), minutesToDo: Int(row.integer(3)),
                worked: Int(row.integer(4)), minutesWorked: Int(row.integer(5)))
        }
        return loads
    }

    /// What was recorded for a day, by who did.
    private func activity(_ key: TeamKey) throws -> [String: Activity] {
        let contacts = key.scope.condition(on: "contacts", first: 2, dialect)
        let promises = key.scope.condition(on: "promises", first: 2, dialect)
        var found: [String: Activity] = [:]
        try rows(
            """
            SELECT actor, count(*), sum(CASE WHEN right_party = 1 THEN 1 ELSE 0 END) FROM contacts
            WHERE imported = 0 AND day = ?1 AND retracted_id IS NULL\(contacts.sql) GROUP BY actor
            """, [Value(key.date)] + contacts.values
        ) { row in
            found[row.text(0), default: Activity()].contacts = Int(row.integer(1))
            found[row.text(0), default: Activity()].reached = Int(row.integer(2))
        }
        try rows(
            """
            SELECT actor, count(*) FROM promises
            WHERE imported = 0 AND made = ?1 AND retracted_id IS NULL\(promises.sql) GROUP BY actor
            """, [Value(key.date)] + promises.values
        ) { row in
            found[row.text(0), default: Activity()].promises = Int(row.integer(1))
        }
        return found
    }
}
