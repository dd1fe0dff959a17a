import Casework
import Formats
import Receivables
import Store

/// What is asked of a run.
package struct RunOptions: Sendable {
    /// nil: today where the installation is.
    package var date: Day?
    package var isDryRun = false
    /// Debtors in one transaction. Any size gives the same result.
    package var chunkDebtors: Int?
    /// Threads that decide. Any number gives the same result.
    package var deciders = DeskLimits.deciders

    package init(date: Day? = nil, isDryRun: Bool = false) {
        self.date = date
        self.isDryRun = isDryRun
    }
}

extension Desk {
    /// Runs the day: looks at every debtor whose next day has come or about whom there is news, decides, and writes.
    ///
    /// Safe to stop at any moment; running again goes on where it stopped and ends in the same state. Running the same
    /// day twice does nothing twice. After days without a run it does what is right today.
    ///
    /// Errors: `date-before-last-run`, `import-unfinished`, `database-locked`, `too-many-parked`.
    package func runDay(_ options: RunOptions, progress: TaskProgress = .silent) throws -> RunResult {
        let lock = try engine.acquire(.book)
        defer { lock.release() }
        let date = try options.date ?? today()
        return try RunJob(desk: self, options: options, date: date, progress: progress).run()
    }
}

/// One run from its start to its result.
struct RunJob {
    let desk: Desk
    let options: RunOptions
    let date: Day
    let progress: TaskProgress

    private var engine: any Engine { desk.engine }

    func run() throws -> RunResult {
        try engine.read { try $0.refuseUnfinishedImport() }
        let last = try engine.read { try $0.lastRun() }
        if let last, date < last.day, !options.isDryRun {
            throw Problem(.dateBeforeLastRun, [Fact("date", date), Fact("last", last.day)])
        }
        let rules = try engine.read { try DeskRules($0) }
        var result = options.isDryRun ? try rehearse(rules, last) : try runForReal(rules, last)
        try complete(&result)
        if options.isDryRun { try foresee(&result, rules, last) }
        return result
    }

    /// Decides everything and writes nothing.
    private func rehearse(_ rules: DeskRules, _ last: RunRecord?) throws -> RunResult {
        var result = RunResult(date: date)
        result.isDryRun = true
        result.caughtUpDays = caughtUp(last)
        let decider = decider(rules, runID: 0, entry: 0)
        let due = try engine.read { try $0.dueDebtors(on: date) }
        var portions = Portions(due, of: options.chunkDebtors)
        var done = 0
        while let portion = portions.next() {
            result.add(try decider.decide(portion).result)
            done += portion.count
            progress.report(.deciding, done, of: due.count)
        }
        return result
    }

    private func decider(_ rules: DeskRules, runID: Int64, entry: Int64) -> RunDecider {
        RunDecider(
            engine: engine, rules: rules, today: BusinessDay(day: date, calendar: rules.calendar), runID: runID,
            entry: entry)
    }

    private func caughtUp(_ last: RunRecord?) -> Int {
        guard let last else { return 0 }
        return max(0, date.days(since: last.day) - 1)
    }

    private func runForReal(_ rules: DeskRules, _ last: RunRecord?) throws -> RunResult {
        let run = try begin(rules, last)
        // What was set aside is tried again, before anything is decided on it.
        try PositionRepair(engine: engine).run()
        var result = RunResult(date: date)
        result.read(JSONValue(parsing: run.counters) ?? .null)
        result.isResumed = run.isResumed
        result.caughtUpDays = run.caughtUpDays
        let due = try engine.read { try $0.dueDebtors(on: date) }
        let decider = decider(rules, runID: run.id, entry: run.entry)
        var writer = RunWriter(run: run, actor: desk.actor, result: result)
        var done = 0
        try Pipeline.run(
            Portions(due, of: options.chunkDebtors), workers: options.deciders, ahead: DeskLimits.importChunksAhead,
            worker: { { try decider.decide($0) } },
            use: { effects in
                try engine.write(.repeatable) { db in
                    try writer.write(try isOvertaken(effects, db) ? decider.decide(effects.due, db) : effects, db)
                }
                done += effects.doneNews.rowCount + effects.doneAgenda.rowCount
                progress.report(.writing, min(done, due.count), of: due.count)
                try refuseTooManyParked(writer.result)
            })
        try OwnerAssignment(engine: engine, rules: rules, actor: desk.actor).run()
        try finish(run, writer.result)
        return writer.result
    }

    /// Whether a person recorded something since the decision: then it is made again, on what holds now.
    private func isOvertaken(_ effects: RunEffects, _ db: any Reading) throws -> Bool {
        try db.integer(
            "SELECT count(*) FROM journal WHERE entry_id > ?1 AND kind <> 'run-chunk'", [Value(effects.lastEntry)]) > 0
    }

    /// The run of this day that was interrupted, or a new one.
    private func begin(_ rules: DeskRules, _ last: RunRecord?) throws -> RunRecord {
        if let last, last.day == date, last.finishedAt == nil {
            var resumed = last
            resumed.isResumed = true
            return resumed
        }
        let versions = rules.versions.map(String.init).joined(separator: ",")
        return try engine.write(.repeatable) { db in
            if let last, last.strategies != versions { try db.markEverybody() }
            let detail: JSONValue = ["date": .string(date.description), "strategies": .string(versions)]
            let entry = try db.journal(
                "run-begun", subject: "run:\(date)", detail: detail.text(indent: nil), by: desk.actor)
            let run = RunRecord(
                id: try db.take(1, .run), day: date, finishedAt: nil, counters: "{}", entry: entry,
                strategies: versions,
                caughtUpDays: caughtUp(last))
            try db.add(run, startedAt: desk.now)
            return run
        }
    }

    private func refuseTooManyParked(_ result: RunResult) throws {
        guard result.parked.count >= DeskLimits.parkedFloor,
            result.parked.count * 100 > result.accountsTouched * DeskLimits.parkedPercentMax,
            let first = result.parked.first
        else { return }
        throw Problem(
            .tooManyParked,
            [
                Fact("parked", result.parked.count), Fact("touched", result.accountsTouched),
                Fact("account", first.account),
                Fact("firstCode", first.problem.code.rawValue),
            ])
    }

    private func finish(_ run: RunRecord, _ result: RunResult) throws {
        try engine.write(.repeatable) { db in
            try db.execute(
                "UPDATE runs SET finished_at = ?2 WHERE run_id = ?1", [Value(run.id), Value(desk.now.microseconds)])
            try db.journal(
                "run-finished", subject: "run:\(date)", detail: result.stored.text(indent: nil), by: desk.actor)
        }
        if result.accountsTouched > DeskLimits.lookUpRowsMax { try engine.settle() }
    }

    /// What the run would leave, for a dry run: nothing of it is in the book.
    private func foresee(_ result: inout RunResult, _ rules: DeskRules, _ last: RunRecord?) throws {
        let decided = result.promisesKept + result.promisesPartlyKept + result.promisesBroken
        result.promisesPending = max(0, result.promisesPending - decided)
        // Of a day before the last run there is no list any more.
        if let last, date < last.day { return }
        result.worklist = try engine.read { try $0.worklist(WorklistQuestion(date: date), rules).total }
    }

    /// Adds what is counted in the book as it stands after the run.
    private func complete(_ result: inout RunResult) throws {
        try engine.read { db in
            result.accountsInBook = try db.tally(.accounts, through: date)
            result.promisesPending = Int(
                try db.integer("SELECT count(*) FROM promises WHERE state = 'pending' AND retracted_id IS NULL"))
            result.worklist = try db.tally(.casesToDo, through: date)
        }
    }
}

/// Cuts the debtors of a run into portions, each one transaction.
private struct Portions: IteratorProtocol, Sendable {
    private let due: [DueDebtor]
    private let size: Int
    private var from = 0

    /// Without a size portions are cut so that every decider has something to do on a small day too.
    init(_ due: [DueDebtor], of size: Int?) {
        self.due = due
        let shared = max(DeskLimits.runChunkDebtorsMin, due.count / (4 * DeskLimits.deciders))
        self.size = max(1, size ?? min(DeskLimits.runChunkDebtors, shared))
    }

    mutating func next() -> [DueDebtor]? {
        guard from < due.count else { return nil }
        let portion = Array(due[from..<min(due.count, from + size)])
        from += portion.count
        return portion
    }
}
