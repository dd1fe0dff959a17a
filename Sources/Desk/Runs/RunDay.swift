import Casework
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
    /// What other nodes call this one.
    package var nodeName = "lunas"
    /// How long a share stays with a node that says nothing.
    package var leaseSeconds = DeskLimits.leaseSeconds
    /// How to wait for other nodes; nil: who would have to is told to come again.
    package var waiting: Waiting?

    package init(date: Day? = nil, isDryRun: Bool = false) {
        self.date = date
        self.isDryRun = isDryRun
    }
}

/// Which run a node wants to take part in.
enum RunAim: Sendable {
    /// That of a day, which is begun when nobody has.
    case day(Day)
    /// One that was begun and is not finished, if there is any.
    case unfinished
    /// That of a day, if nobody has begun it by the schedule.
    case scheduled(Day)
}

extension Desk {
    /// Runs the day: looks at every debtor whose next day has come or about whom there is news, decides, and writes.
    ///
    /// Safe to stop at any moment; running again goes on where it stopped and ends in the same state. Running the same
    /// day twice does nothing twice. After days without a run it does what is right today. Where others run the same
    /// day at the same time, all share the work and give the same result.
    ///
    /// Errors: `date-before-last-run`, `import-unfinished`, `database-locked`, `too-many-parked`.
    package func runDay(_ options: RunOptions, progress: TaskProgress = .silent) throws -> RunResult {
        try access.requireEverywhere(.runDay)
        guard !options.isDryRun else {
            let lock = try engine.acquire(.book)
            defer { lock.release() }
            let date = try options.date ?? today()
            return try RunRehearsal(desk: self, options: options, date: date, progress: progress).run()
        }
        let aim = RunAim.day(try options.date ?? today())
        guard let result = try RunShift(desk: self, options: options, aim: aim, node: nil, progress: progress).run()
        else { throw Problem.otherTaskAtWork }
        return result
    }
}

extension Problem {
    /// Somebody else is at work; to try again is all there is to do.
    static var otherTaskAtWork: Problem {
        Problem(.databaseLocked, [Fact("reason", Phrase(.otherTaskAtWork))])
    }
}

extension RunDecider {
    init(_ engine: any Engine, _ rules: DeskRules, on date: Day, runID: Int64 = 0, entry: Int64 = 0) {
        self.init(
            engine: engine, rules: rules, today: BusinessDay(day: date, calendar: rules.calendar), runID: runID,
            entry: entry)
    }
}

extension RunResult {
    /// Adds what is counted in the book as it stands.
    mutating func complete(_ db: any Reading) throws {
        accountsInBook = try db.tally(.accounts, through: date)
        promisesPending = Int(
            try db.integer("SELECT count(*) FROM promises WHERE state = 'pending' AND retracted_id IS NULL"))
        worklist = try db.tally(.casesToDo, through: date)
    }

    /// Days between two runs on which nobody ran.
    static func caughtUpDays(from last: RunRecord?, to date: Day) -> Int {
        guard let last else { return 0 }
        return max(0, date.days(since: last.day) - 1)
    }
}

/// Cuts the debtors of a run into portions, each one transaction.
struct Portions: IteratorProtocol, Sendable {
    private let due: [DueDebtor]
    private let size: Int
    private var from = 0

    /// Without a size portions are cut so that every decider has something to do on a small day too, and so that nobody
    /// waits long where only one may write at a time.
    init(_ due: [DueDebtor], of size: Int?, writersAtOnce: Int) {
        self.due = due
        let shared = max(DeskLimits.runShareDebtorsMin, due.count / (4 * DeskLimits.deciders))
        self.size = max(1, size ?? min(DeskLimits.runShareDebtors(writersAtOnce: writersAtOnce), shared))
    }

    mutating func next() -> [DueDebtor]? {
        guard from < due.count else { return nil }
        let portion = Array(due[from..<min(due.count, from + size)])
        from += portion.count
        return portion
    }
}
