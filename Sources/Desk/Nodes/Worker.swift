import Formats
import Receivables
import Store

/// What is asked of a worker.
package struct WorkerOptions: Sendable {
    package var name: String
    /// To do what is to be done now and to end.
    package var isOnce = false
    package var chunkDebtors: Int?
    package var leaseSeconds = DeskLimits.leaseSeconds

    package init(name: String) { self.name = name }
}

/// What a worker did until it ended.
package struct WorkerResult: Sendable {
    package let name: String
    package var node: Int64 = 0
    /// Runs in which it took part to the end, and those that it began by the schedule.
    package var runs = 0
    package var scheduled = 0
    /// Shares that it did, and those that were somebody else's when it wanted to write them.
    package var shares = 0
    package var refused = 0
    /// How often it waited because the database was away or somebody held it.
    package var waits = 0

    package var json: JSONValue {
        [
            "node": JSONValue(node), "name": .string(name), "runs": JSONValue(runs), "scheduled": JSONValue(scheduled),
            "shares": JSONValue(shares), "refused": JSONValue(refused), "waits": JSONValue(waits),
        ]
    }
}

extension Desk {
    /// Stays and takes part in every run until it is asked to stop; begins the day's run at its time. `tell` is told
    /// what stands in the way, once each time; what passes by itself or by what a person does ends nobody.
    ///
    /// Errors: those of a book that cannot be worked on at all; with `isOnce` also `import-unfinished` and
    /// `too-many-parked`.
    package func work(
        _ options: WorkerOptions, _ waiting: Waiting, tell: @escaping (Problem) -> Void
    ) throws -> WorkerResult {
        try access.requireEverywhere(.runDay)
        var worker = Worker(desk: self, options: options, waiting: waiting, tell: tell)
        return try worker.run()
    }
}

private struct Worker {
    let desk: Desk
    let options: WorkerOptions
    let waiting: Waiting
    let tell: (Problem) -> Void
    private var result: WorkerResult
    private var troubles: GrowingPauses
    private var idle: GrowingPauses
    private var told: ProblemCode?
    /// Rounds in which nothing was to be done, since the node was noted last.
    private var quietRounds = 0

    init(desk: Desk, options: WorkerOptions, waiting: Waiting, tell: @escaping (Problem) -> Void) {
        self.desk = desk
        self.options = options
        self.waiting = waiting
        self.tell = tell
        result = WorkerResult(name: options.name)
        troubles = GrowingPauses(from: 250, to: DeskLimits.silenceSeconds * 500, seed: waiting.seed)
        idle = GrowingPauses(from: 250, to: 2000, seed: waiting.seed)
    }

    private var engine: any Engine { desk.engine }

    mutating func run() throws -> WorkerResult {
        var isAtWork = true
        while isAtWork, !waiting.isStopped() {
            do {
                try beat()
                let hasWorked = try takePart()
                (told, isAtWork) = (nil, hasWorked || !options.isOnce)
                troubles.reset()
                let hasKeptUp = try keepUp()
                if hasWorked || hasKeptUp { idle.reset() } else if isAtWork { waiting.pause(idle.take()) }
            } catch let problem as Problem where isToBeWaitedFor(problem) {
                if told != problem.code { tell(problem) }
                told = problem.code
                result.waits += 1
                waiting.pause(troubles.take())
            }
        }
        try leave()
        return result
    }

    /// What is done behind the run; true when there was something. A worker that ends does all of it.
    private func keepUp() throws -> Bool {
        var upkeep = try desk.keepUp()
        let hasKeptUp = upkeep.indexed > 0 || upkeep.closed != nil
        while options.isOnce, upkeep.indexed > 0, !waiting.isStopped() { upkeep = try desk.keepUp() }
        return hasKeptUp
    }

    private func isToBeWaitedFor(_ problem: Problem) -> Bool {
        if problem.code.isTransient { return true }
        // A person must see to the import or the debtors; the node is as good as before.
        return !options.isOnce && [.importUnfinished, .tooManyParked].contains(problem.code)
    }

    /// Says that the node is there; in quiet times not each time.
    private mutating func beat() throws {
        quietRounds += 1
        guard result.node == 0 || quietRounds >= 5 || told != nil else { return }
        let node = result.node
        let name = options.name
        result.node = try engine.write(.repeatable) { db in
            if node != 0, try db.note(node: node) { return node }
            return try db.addNode(name, .worker, forgetting: DeskLimits.forgottenSeconds)
        }
        quietRounds = 0
    }

    /// True when there was something to do.
    private mutating func takePart() throws -> Bool {
        let (isOpen, day) = try engine.read { db in
            let last = try db.lastRun()
            return (last.map { !$0.isFinished && !$0.isStopped } ?? false, try db.scheduledDay())
        }
        if isOpen, try takePart(.unfinished) { return true }
        guard let day, try takePart(.scheduled(day)) else { return false }
        result.scheduled += 1
        return true
    }

    private mutating func takePart(_ aim: RunAim) throws -> Bool {
        var run = RunOptions()
        run.chunkDebtors = options.chunkDebtors
        run.leaseSeconds = options.leaseSeconds
        run.nodeName = options.name
        run.waiting = waiting
        let shift = RunShift(desk: desk, options: run, aim: aim, node: result.node, progress: .silent)
        guard try shift.run() != nil else { return false }
        result.runs += 1
        return true
    }

    /// Says good-bye. A database that is away just now learns of it by the silence.
    private mutating func leave() throws {
        let node = result.node
        do {
            let record = try engine.write(.repeatable) { db in
                let record = try db.nodes().first { $0.id == node }
                try db.remove(node: node)
                return record
            }
            (result.shares, result.refused) = (record?.shares ?? 0, record?.refused ?? 0)
        } catch let problem as Problem where problem.code.isTransient { tell(problem) }
    }
}
