import Formats
import Receivables
import Store

/// The part of one node in a run, from its entrance to the result, which is the same for all who take part.
struct RunShift {
    let desk: Desk
    let options: RunOptions
    let aim: RunAim
    /// The node that takes part; nil: one that comes and goes with the run.
    let node: Int64?
    let progress: TaskProgress

    private var engine: any Engine { desk.engine }

    /// A run as it is begun or joined.
    struct Begun {
        var run: RunRecord
        let terms: LeaseTerms
        /// The preparation, for whoever begins a run or takes it up.
        let lease: ShareLease?
    }

    /// Nil when there is no such run, or the node was asked to stop.
    func run() throws -> RunResult? {
        let (lock, isAlone) = try enter()
        defer { lock.release() }
        guard let begun = try engine.write(.repeatable, { db in try begin(isAlone, db) }) else { return nil }
        var isGone = node != nil
        defer {
            // Who leaves without a word is found out later; a failure here is none of the run.
            if !isGone { try? engine.write(.repeatable) { try $0.remove(node: begun.terms.node) } }
        }
        let rules = try engine.read { db in
            try DeskRules(db, versions: Set(begun.run.strategies.split(separator: ",").compactMap { Int64($0) }))
        }
        var work = RunWork(
            desk: desk, options: options, begun: begun, rules: rules, isPassing: node == nil, progress: progress)
        let result = try work.run(from: begun.lease)
        if work.hasClosed { isGone = true }
        return result
    }

    /// Runs hold the book together, so that no import comes between. Whoever could have it alone for a moment knows
    /// that no other run is at work: what those left behind who died is ended without waiting for the end of their
    /// leases.
    private func enter() throws -> (lock: any HeldLock, isAlone: Bool) {
        var isAlone = false
        if let alone = try acquire(.alone) {
            defer { alone.release() }
            isAlone = true
            let left = try engine.read { db in
                try db.integer(
                    """
                    SELECT (SELECT count(*) FROM nodes WHERE kind = 'run')
                        + (SELECT count(*) FROM run_shares WHERE lease_until IS NOT NULL)
                    """)
            }
            if left > 0 {
                try engine.write(.repeatable) { db in
                    try db.endLeases()
                    try db.removeRunNodes()
                }
            }
        }
        var pauses = GrowingPauses(from: 20, to: 100, seed: options.waiting?.seed ?? 0)
        for _ in 0..<8 {
            if let together = try acquire(.together) { return (together, isAlone) }
            // Another node may be looking whether it is alone.
            guard let waiting = options.waiting, !waiting.isStopped() else { break }
            waiting.pause(pauses.take())
        }
        return (try engine.acquire(.book, .together), isAlone)
    }

    /// The lock, or nil when others hold it.
    private func acquire(_ hold: LockHold) throws -> (any HeldLock)? {
        do {
            return try engine.acquire(.book, hold)
        } catch let problem as Problem where problem.code == .databaseLocked { return nil }
    }

    /// Looks at the last run again, inside the transaction: of several nodes that begin at once one begins the run and
    /// the others join it.
    private func begin(_ isAlone: Bool, _ db: any Writing) throws -> Begun? {
        try db.refuseUnfinishedImport()
        let last = try db.lastRun()
        guard let date = try dayWanted(last, db) else { return nil }
        if let last, date < last.day { throw Problem(.dateBeforeLastRun, [Fact("date", date), Fact("last", last.day)]) }
        let open = last.flatMap { $0.isFinished ? nil : $0 }
        if let open, open.day != date, !isAlone { throw Problem.otherTaskAtWork }
        let id = try node ?? db.addNode(options.nodeName, .run, forgetting: DeskLimits.forgottenSeconds)
        let terms = LeaseTerms(node: id, seconds: options.leaseSeconds)
        if let open, open.day == date { return try join(open, isAlone, terms, db) }
        let run = try add(date, last, db)
        return Begun(run: run, terms: terms, lease: try db.openRun(run.id, terms))
    }

    private func dayWanted(_ last: RunRecord?, _ db: any Writing) throws -> Day? {
        switch aim {
        case .day(let day): return day
        case .unfinished:
            guard let last, !last.isFinished, !last.isStopped else { return nil }
            return last.day
        case .scheduled(let day):
            // Whoever ran a later day by hand has done more than the schedule wants.
            guard last.map({ $0.day <= day }) ?? true, try db.take(day, of: .run, node: node ?? 0) else {
                return nil
            }
            return day
        }
    }

    /// The run of this day that others work on, or that was interrupted.
    private func join(_ open: RunRecord, _ isAlone: Bool, _ terms: LeaseTerms, _ db: any Writing) throws -> Begun {
        if open.isStopped {
            try db.setStopped(false, run: open.id)
            try db.forgetParked(byRun: open.id)
        }
        guard try isAlone && !db.isLeased(run: open.id) else { return Begun(run: open, terms: terms, lease: nil) }
        var resumed = open
        resumed.isResumed = true
        return Begun(run: resumed, terms: terms, lease: try db.openRun(open.id, terms))
    }

    private func add(_ date: Day, _ last: RunRecord?, _ db: any Writing) throws -> RunRecord {
        let versions = try DeskRules(db).versions.map(String.init).joined(separator: ",")
        if let last, last.strategies != versions { try db.markEverybody() }
        let detail: JSONValue = ["date": .string(date.description), "strategies": .string(versions)]
        let entry = try db.journal(
            "run-begun", subject: "run:\(date)", detail: detail.text(indent: nil), by: desk.actor)
        let run = RunRecord(
            id: try db.take(1, .run), day: date, finishedAt: nil, counters: "{}", entry: entry, strategies: versions,
            caughtUpDays: RunResult.caughtUpDays(from: last, to: date))
        try db.add(run, startedAt: desk.now)
        return run
    }
}
