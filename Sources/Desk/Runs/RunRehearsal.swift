import Receivables
import Store

/// A run that decides everything and writes nothing.
struct RunRehearsal {
    let desk: Desk
    let options: RunOptions
    let date: Day
    let progress: TaskProgress

    func run() throws -> RunResult {
        let (last, rules, due) = try desk.engine.read { db in
            try db.refuseUnfinishedImport()
            return (try db.lastRun(), try DeskRules(db), try db.dueDebtors(on: date))
        }
        var result = RunResult(date: date)
        result.isDryRun = true
        result.caughtUpDays = RunResult.caughtUpDays(from: last, to: date)
        let decider = RunDecider(desk.engine, rules, on: date)
        var portions = Portions(due, of: options.chunkDebtors, writersAtOnce: desk.engine.writersAtOnce)
        var done = 0
        while let portion = portions.next() {
            result.add(try decider.decide(portion).result)
            done += portion.count
            progress.report(.deciding, done, of: due.count)
        }
        try desk.engine.read { db in
            try result.complete(db)
            try foresee(&result, rules, last, db)
        }
        return result
    }

    /// What the run would leave: nothing of it is in the book.
    private func foresee(
        _ result: inout RunResult, _ rules: DeskRules, _ last: RunRecord?, _ db: any Reading
    ) throws {
        let decided = result.promisesKept + result.promisesPartlyKept + result.promisesBroken
        result.promisesPending = max(0, result.promisesPending - decided)
        // Of a day before the last run there is no list any more.
        if let last, date < last.day { return }
        result.worklist = try db.worklist(WorklistQuestion(date: date), rules, within: .wholeBook).total
    }
}
