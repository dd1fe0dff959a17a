import Casework
import Receivables
import Store

/// A line of a collector's page of today.
package struct WorkItem: Sendable {
    package let debtorID: Int64
    package let creditor: String
    package let line: WorklistItem
    /// The day on which it was to be done, and the moment when somebody said when to call.
    package let actionDay: Day?
    package let callAt: Instant?
    /// Somebody is at work on it.
    package let lock: DebtorLock?
}

/// A call that was asked for at a time.
package struct WorkCall: Sendable {
    package let debtorID: Int64
    package let debtor: String
    package let name: String?
    package let at: Instant
}

/// A collector's list of a day, or a part of it, with how far the day has come.
package struct WorkPage: Sendable {
    package let date: Day
    package let collector: String
    package let items: [WorkItem]
    /// Cases that stand on the list, and those that were worked today and do not any more.
    package let toDo: Int
    package let done: Int
    /// How many cases fit into the collector's day, those done counted.
    package let target: Int
    package let minutesDone: Int
    package let minutesToDo: Int
    package let minutesPerDay: Int
    /// Calls asked for at a time of this day, the earliest first.
    package let calls: [WorkCall]
    /// The last entry of the journal that is in it.
    package let entry: Int64

    package var total: Int { toDo + done }
}

extension Desk {
    /// A collector's list: their own open cases whose day has come, ranked and explained as in `worklist`; those about
    /// whom there is news are decided on the spot. Cases that nobody has yet are on nobody's list until the run hands
    /// them out. `after`: the rank behind which to begin.
    ///
    /// Errors: `collector-unknown`, `worklist-before-last-run`.
    package func workPage(collector: String, date: Day? = nil, after rank: Int = 0, limit: Int) throws -> WorkPage {
        let collector = try own(collector)
        let date = try date ?? worklistDay()
        return try engine.read { db in
            let work = try work(of: collector, date, db)
            return try work.page(after: max(0, rank), limit: max(0, limit), zone: db.setting(.timeZone))
        }
    }
}

extension Desk {
    /// What a collector has to do. `only`: of these debtors alone.
    func work(of collector: String, _ date: Day, _ db: any Reading, only: Set<Int64>? = nil) throws -> CollectorsWork {
        try CollectorsWork(collector, date, known(db), scope(db), db, only: only)
    }

    /// The collector whose list is asked for: any for who may see the team, else only oneself. Error: `not-permitted`.
    func own(_ collector: String) throws -> String {
        try access.require(.seeWorklist)
        guard access.may(.seeTeam) || access.collector == collector else { throw Problem.notPermitted(.seeTeam) }
        return collector
    }
}

/// What a collector has to do on a day.
struct CollectorsWork {
    let collector: CollectorRecord
    let maker: WorklistMaker
    /// Ranked.
    let entries: [WorklistEntry]
    let minutes: [Int64: Int]
    let done: [CaseRecord]

    private var db: any Reading { maker.db }

    fileprivate init(
        _ name: String, _ date: Day, _ known: KnownRules, _ scope: Scope, _ db: any Reading, only: Set<Int64>?
    ) throws {
        if let last = try db.lastRun(), date < last.day {
            throw Problem(
                .worklistBeforeLastRun,
                [Fact("date", date), Fact("last", last.day), Fact("iso", date.description)])
        }
        let collectors = known.collectors
        guard let found = collectors.first(where: { $0.name == name }) else {
            throw Problem(.collectorUnknown, [
                Fact("collector", name), Fact("known", collectors.map(\.name).joined(separator: ", ")),
            ])
        }
        collector = found
        maker = WorklistMaker(db: db, rules: known.rules, date: date, collectors: collectors)
        let own = try db.openCases(of: found.id).filter { only?.contains($0.debtor) ?? true }
        let states = try CollectorsWork.decided(own, maker)
        var entries: [WorklistEntry] = []
        var minutes: [Int64: Int] = [:]
        var done: [CaseRecord] = []
        for (record, facts) in states {
            let isListed = record.isOpen && record.step != nil && record.actionDay.map { $0 <= date } ?? false
            if isListed, let facts, let entry = try maker.entry(record, facts.shown(within: scope)) {
                entries.append(entry)
                minutes[record.debtor] = max(1, record.minutes)
            } else if record.lastAttempt == date {
                done.append(record)
            }
        }
        self.entries = WorklistEntry.ranked(entries, limit: nil)
        self.minutes = minutes
        self.done = done
    }

    /// Cases as they stand on the day, with the facts of those that may be listed.
    private static func decided(
        _ own: [CaseRecord], _ maker: WorklistMaker
    ) throws -> [(record: CaseRecord, facts: DebtorFacts?)] {
        let (db, rules, date) = (maker.db, maker.rules, maker.date)
        let pending = try db.pending(among: own.map(\.debtor), on: date)
        let wanted = own.filter { record in
            pending.contains(record.debtor) || record.step != nil && record.actionDay.map { $0 <= date } ?? false
        }
        var facts: [Int64: DebtorFacts] = [:]
        for from in stride(from: 0, to: wanted.count, by: DeskLimits.runChunkDebtors) {
            let portion = wanted[from..<min(wanted.count, from + DeskLimits.runChunkDebtors)].map(\.debtor)
            let loaded = try FactsLoader(db: db, rules: rules, day: date, isComplete: false).load(portion)
            for one in loaded.debtors where loaded.broken[one.debtor] == nil { facts[one.debtor] = one }
        }
        let today = BusinessDay(day: date, calendar: rules.calendar)
        return own.map { record in
            guard pending.contains(record.debtor), let known = facts[record.debtor],
                let caseFacts = try? known.caseFacts(rules, on: date)
            else { return (record, facts[record.debtor]) }
            let outcome = Advance.decide(caseFacts, on: today).record
            // An episode that this decision opens belongs to nobody yet.
            guard let outcome, outcome.episode == record.episode else { return (record, nil) }
            return (outcome, known)
        }
    }

    func page(after rank: Int, limit: Int, zone: String) throws -> WorkPage {
        let chosen = Array(entries.dropFirst(rank).prefix(limit))
        let locks = chosen.isEmpty ? [:] : try db.locks()
        let lines = try maker.items(chosen, from: rank + 1)
        let calls = try calls(zone)
        let creditors = try creditors(of: chosen.map(\.debtor))
        let items = try zip(chosen, lines).map { entry, line in
            WorkItem(
                debtorID: entry.debtor, creditor: creditors[entry.debtor] ?? "", line: line,
                actionDay: entry.actionDay == .last ? nil : entry.actionDay, callAt: try entry.callAt(zone),
                lock: locks[entry.debtor])
        }
        let minutesDone = done.reduce(0) { $0 + max(1, $1.minutes) }
        return WorkPage(
            date: maker.date, collector: collector.name, items: items, toDo: entries.count, done: done.count,
            target: target(minutesDone), minutesDone: minutesDone, minutesToDo: minutes.values.reduce(0, +),
            minutesPerDay: collector.minutesPerDay, calls: calls, entry: try db.lastEntry())
    }

    /// What was done and what of the list, from its head, still fits into the collector's day.
    private func target(_ minutesDone: Int) -> Int {
        var left = collector.minutesPerDay - minutesDone
        var count = done.count
        for entry in entries {
            left -= minutes[entry.debtor] ?? 1
            guard left >= 0 else { break }
            count += 1
        }
        return count
    }

    private func calls(_ zone: String) throws -> [WorkCall] {
        let timed = entries.filter { $0.actionTime != nil && $0.actionDay == maker.date }
        var debtors: [Int64: DebtorRecord] = [:]
        for debtor in try timed.isEmpty ? [] : db.debtors(DebtorSelection(timed.map(\.debtor).sorted())) {
            debtors[debtor.id] = debtor
        }
        return try timed.compactMap { entry in
            try entry.callAt(zone).map { at in
                WorkCall(
                    debtorID: entry.debtor, debtor: debtors[entry.debtor]?.reference ?? "",
                    name: debtors[entry.debtor]?.name, at: at)
            }
        }.sorted { ($0.at, $0.debtorID) < ($1.at, $1.debtorID) }
    }

    private func creditors(of debtors: [Int64]) throws -> [Int64: String] {
        guard !debtors.isEmpty else { return [:] }
        var names: [Int64: String] = [:]
        for portfolio in maker.rules.portfolios.values { names[portfolio.creditor] = portfolio.creditorName }
        var found: [Int64: String] = [:]
        for debtor in try db.debtors(DebtorSelection(debtors.sorted())) {
            found[debtor.id] = names[debtor.creditor]
        }
        return found
    }
}

extension WorklistEntry {
    /// The moment of the action where somebody said when; in a zone.
    func callAt(_ zone: String) throws -> Instant? {
        guard let day = actionDay, let time = actionTime else { return nil }
        // The offset of noon is that of the day wherever clocks are changed at night.
        let noon = Instant(day: day, secondsOfDay: 43_200, offsetSeconds: 0)
        return Instant(
            day: day, secondsOfDay: time, offsetSeconds: try Desk.offsetSeconds(ofZone: zone, at: noon))
    }
}

extension Reading {
    /// Open cases of a collector, in order of debtor.
    func openCases(of collector: Int64) throws -> [CaseRecord] {
        try all(
            """
            SELECT \(CaseColumns.cases.joined(separator: ", ")) FROM cases
            WHERE closed IS NULL AND collector_id = ?1 ORDER BY debtor_id
            """, [Value(collector)], CaseRecord.init)
    }

    /// Those of some debtors, in rising order, at whom a run on `day` would look.
    func pending(among debtors: [Int64], on day: Day) throws -> Set<Int64> {
        guard !debtors.isEmpty else { return [] }
        var found = Set(
            try all("SELECT debtor_id FROM news WHERE \(dialect.isOneOf("debtor_id", 1))", [.ids(debtors)]) {
                $0.integer(0)
            })
        var last: Day?
        while let next = try nextAgendaDay(after: last, through: day) {
            found.formUnion(
                try all(
                    "SELECT debtor_id FROM agenda WHERE day = ?2 AND \(dialect.isOneOf("debtor_id", 1))",
                    [.ids(debtors), Value(next)]
                ) { $0.integer(0) })
            last = next
        }
        return found
    }
}
