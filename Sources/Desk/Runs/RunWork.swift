import Casework
import Formats
import Receivables
import Store

/// What a node does in a run until it is over: leases shares, decides them, writes each in one transaction, and waits
/// for others where nothing is left for it. Whoever leases the last share closes the run.
struct RunWork {
    let desk: Desk
    let options: RunOptions
    let run: RunRecord
    let rules: DeskRules
    let terms: LeaseTerms
    let progress: TaskProgress
    private var pauses: GrowingPauses
    /// Who is due, of the shares that this node has cut itself: for as long as nobody else had them.
    private var cut: [Int64: [DueDebtor]] = [:]
    private var firstToken: Int64 = 0

    /// A node that comes and goes with the run.
    private let isPassing: Bool
    /// It closed the run, and with it said good-bye when it is passing.
    private(set) var hasClosed = false

    init(
        desk: Desk, options: RunOptions, begun: RunShift.Begun, rules: DeskRules, isPassing: Bool,
        progress: TaskProgress
    ) {
        self.desk = desk
        self.options = options
        run = begun.run
        terms = begun.terms
        self.rules = rules
        self.isPassing = isPassing
        self.progress = progress
        pauses = GrowingPauses(from: 20, to: 1000, seed: options.waiting?.seed ?? 0)
    }

    private var engine: any Engine { desk.engine }
    private var isAskedToStop: Bool { options.waiting?.isStopped() ?? false }
    /// As many as can be on their way from the decider to the end of a transaction, in which the next is leased.
    private var leasesAtOnce: Int {
        options.deciders + DeskLimits.importChunksAhead + ShareWriting.sharesAtOnce(engine)
    }

    /// Nil when the node was asked to stop.
    mutating func run(from preparation: ShareLease?) throws -> RunResult? {
        var leases = preparation.map { [$0] } ?? []
        while true {
            // Whoever has closed the run tells what it came to, also when asked to stop in that moment.
            if isAskedToStop, !hasClosed {
                try giveBack(leases)
                return nil
            }
            do {
                switch leases.first?.task {
                case .prepare: leases = try prepare(leases[0])
                case .debtors: leases = try workOff(leases)
                case .finish: leases = try close(leases[0])
                case nil:
                    if let result = try resultWhenOver() { return result }
                    leases = try leaseOrWait()
                }
            } catch let problem as Problem where problem.code == .leaseLost {
                try engine.write(.repeatable, .ownDebtors) { _ = try $0.note(node: terms.node, refused: 1) }
                leases = []
            }
        }
    }

    // MARK: Leases

    private func resultWhenOver() throws -> RunResult? {
        try engine.read { db in
            guard let last = try db.lastRun(), last.id == run.id else {
                throw Problem.otherTaskAtWork
            }
            if last.isStopped { throw try db.tooManyParked(run: run.id) }
            return last.isFinished ? try result(last, db) : nil
        }
    }

    private mutating func leaseOrWait() throws -> [ShareLease] {
        // Looked at first, for whoever waits must not keep others from writing.
        if try engine.read({ try $0.hasFreeShare(ofRun: run.id) }) {
            let leases = try engine.write(.repeatable, .ownDebtors) { db in
                try db.note(node: terms.node)
                return try db.lease(ofRun: run.id, limit: leasesAtOnce, terms)
            }
            guard leases.isEmpty else {
                pauses.reset()
                return leases
            }
        }
        guard let waiting = options.waiting else { throw Problem.otherTaskAtWork }
        waiting.pause(pauses.take())
        return []
    }

    private func giveBack(_ leases: [ShareLease]) throws {
        guard !leases.isEmpty else { return }
        try engine.write(.repeatable, .ownDebtors) { try $0.giveBack(leases) }
    }

    // MARK: The shares

    /// Settles what was set aside, before anything is decided on it, and cuts those who are due into shares.
    private mutating func prepare(_ lease: ShareLease) throws -> [ShareLease] {
        try PositionRepair(engine: engine) { [terms] db in try terms.hold(lease, db) }.run()
        let due = try engine.dueDebtors(on: run.day)
        var portions = Portions(due, of: options.chunkDebtors, writersAtOnce: engine.writersAtOnce)
        var cuts: [[DueDebtor]] = []
        while let portion = portions.next() { cuts.append(portion) }
        let (first, leases) = try engine.write(.repeatable) { db in
            try terms.hold(lease, db)
            _ = try db.finish(lease)
            let first = try db.addShares(
                cuts.map { ShareRange(first: $0[0].debtor, last: $0[$0.count - 1].debtor, debtors: $0.count) },
                preparedBy: lease)
            return (first, try db.lease(ofRun: run.id, limit: leasesAtOnce, terms))
        }
        for (index, portion) in cuts.enumerated() { cut[first + Int64(index)] = portion }
        firstToken = lease.token + 1
        return leases
    }

    /// Works off the shares and what can be leased behind them; gives what is to be done next.
    private func workOff(_ leases: [ShareLease]) throws -> [ShareLease] {
        let queue = ShareQueue(leases)
        let decider = RunDecider(engine, rules, on: run.day, runID: run.id, entry: run.entry)
        let (engine, cut, firstToken, day, waiting) = (engine, cut, firstToken, run.day, options.waiting)
        let writing = ShareWriting(
            RunWriter(run: run, actor: desk.actor), decider, queue, terms, progress: progress,
            isAskedToStop: { waiting?.isStopped() ?? false })
        do {
            try Pipeline.run(
                queue.jobs, workers: options.deciders, ahead: DeskLimits.importChunksAhead,
                worker: {
                    { lease in
                        let known = lease.token == firstToken ? cut[lease.share] : nil
                        let effects = try engine.read { db in
                            let range = lease.firstDebtor...lease.lastDebtor
                            return try decider.decide(known ?? db.dueDebtors(on: day, range), db)
                        }
                        return (lease, effects)
                    }
                },
                use: { lease, effects in try writing.write(effects, lease) })
            try writing.wait()
            try giveBack(queue.held)
        } catch {
            // What is being written comes to its end first. Others need not wait for the end of the leases; what went
            // wrong is told in any case.
            try? writing.wait()
            try? giveBack(queue.held)
            throw error
        }
        return writing.finish.map { [$0] } ?? []
    }

    // MARK: The end

    /// Hands out cases without an owner and closes the run. Who is told of its end must find it ended, whatever happens
    /// to the machine.
    private mutating func close(_ lease: ShareLease) throws -> [ShareLease] {
        try OwnerAssignment(engine: engine, rules: rules) { [terms] db in try terms.hold(lease, db) }.run()
        let touched = try engine.write(.durable) { db in
            try terms.hold(lease, db)
            var result = RunResult(date: run.day)
            result.read(JSONValue(parsing: try db.counters(ofRun: run.id)) ?? .null)
            try db.finish(run: run.id, at: desk.now)
            if isPassing { try db.remove(node: terms.node) }
            try db.journal(
                "run-finished", subject: "run:\(run.day)", detail: result.stored.text(indent: nil), by: desk.actor)
            return result.accountsTouched
        }
        hasClosed = true
        if touched > DeskLimits.settleRowsMin { try engine.settle() }
        return []
    }

    private func result(_ record: RunRecord, _ db: any Reading) throws -> RunResult {
        var result = RunResult(date: record.day)
        result.read(JSONValue(parsing: record.counters) ?? .null)
        result.isResumed = run.isResumed
        result.caughtUpDays = record.caughtUpDays
        result.parked = try db.parked(byRun: record.id)
        try result.complete(db)
        return result
    }
}

extension LeaseTerms {
    /// Goes on only while the share is still this node's. Error: `lease-lost`.
    fileprivate func hold(_ lease: ShareLease, _ db: any Writing) throws {
        guard try db.renew(lease, self) else { throw Problem(.leaseLost, [Fact("share", lease.share)]) }
        try db.note(node: node)
    }
}
