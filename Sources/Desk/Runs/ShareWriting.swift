import Receivables
import Store
import Synchronization

/// Writes the shares that a node has decided, each in one transaction in which it leases the next. Where the engine has
/// several writers, the facts of some shares are written at the same time, for they are about different debtors; what
/// is common to all (leases, journal, sums) comes in the order of the shares all the same.
final class ShareWriting: Sendable {
    private enum Outcome {
        case refused
        case written(next: ShareLease?, isTooMuch: Bool, progress: (done: Int, all: Int))
    }

    private let engine: any Engine
    private let writer: RunWriter
    private let terms: LeaseTerms
    private let queue: ShareQueue
    private let decider: RunDecider
    private let isAskedToStop: @Sendable () -> Bool
    private let progress: TaskProgress
    private let writers: Writers
    private let state = Mutex(State())

    private struct State {
        var finish: ShareLease?
        /// Debtors who are done, and all; nil when that was told.
        var untold: (done: Int, all: Int)?
    }

    init(
        _ writer: RunWriter, _ decider: RunDecider, _ queue: ShareQueue, _ terms: LeaseTerms, progress: TaskProgress,
        isAskedToStop: @escaping @Sendable () -> Bool
    ) {
        engine = decider.engine
        self.writer = writer
        self.decider = decider
        self.queue = queue
        self.terms = terms
        self.progress = progress
        self.isAskedToStop = isAskedToStop
        writers = Writers(engine.writersAtOnce)
    }

    /// Shares that can be on their way from their decision to the end of their transaction: given, and being given.
    static func sharesAtOnce(_ engine: any Engine) -> Int { engine.writersAtOnce > 1 ? engine.writersAtOnce + 1 : 1 }

    /// The finish of the run, when it was leased with the last share.
    var finish: ShareLease? { state.withLock { $0.finish } }

    /// Shares come in the order in which they were decided. Throws what went wrong with this one or one before.
    func write(_ effects: RunEffects, _ lease: ShareLease) throws {
        guard !isAskedToStop() else { return }
        if engine.writersAtOnce > 1 {
            try writers.give { try self.write(effects, lease, $0) }
        } else {
            try write(effects, lease, .alone)
        }
        tellProgress()
    }

    /// Waits until all that was given is written.
    func wait() throws {
        try writers.wait()
        tellProgress()
    }

    /// By the thread that gives, which is in no transaction: whoever listens may take long.
    private func tellProgress() {
        let reached = state.withLock { state in
            defer { state.untold = nil }
            return state.untold
        }
        if let reached { progress.report(.writing, reached.done, of: reached.all) }
    }

    private func write(_ effects: RunEffects, _ lease: ShareLease, _ place: Writers.Place) throws {
        let outcome: Outcome = try engine.write(.repeatable, .ownDebtors) { db in
            place.hasBegun()
            // Its row belongs to this transaction now: whoever took the share over waits, and learns that it is done.
            guard try db.finish(lease) else {
                try place.turn(meanwhile: db.signOfLife)
                try db.note(node: terms.node, refused: 1)
                return .refused
            }
            let decided = try isOvertaken(effects, db) ? decider.decide(effects.due, db) : effects
            try writer.writeFacts(decided, db)
            try place.turn(meanwhile: db.signOfLife)
            let next = try leaseNext(db)
            let isTooMuch = try writer.writeSums(decided, db)
            return .written(next: next, isTooMuch: isTooMuch, progress: try db.shareProgress(ofRun: lease.run))
        }
        try conclude(lease, outcome)
    }

    /// Leases a share for the one that is done, and makes the others last.
    private func leaseNext(_ db: any Writing) throws -> ShareLease? {
        try db.renewFree(ofRun: writer.run.id, terms)
        try db.note(node: terms.node, shares: 1)
        return isAskedToStop() ? nil : try db.lease(ofRun: writer.run.id, limit: 1, terms).first
    }

    private func conclude(_ lease: ShareLease, _ outcome: Outcome) throws {
        queue.drop(lease)
        guard case .written(let next, let isTooMuch, let reached) = outcome else { return }
        if let next, next.task == .debtors { queue.add(next) }
        state.withLock { state in
            state.untold = reached
            if next?.task != .debtors { state.finish = next }
        }
        if isTooMuch { throw try engine.read { try $0.tooManyParked(run: writer.run.id) } }
    }

    /// Whether a person recorded something since the decision: then it is made again, on what holds now. An import
    /// waits for the lock of the book; a node that lost that lock with its connection learns here that one has begun.
    private func isOvertaken(_ effects: RunEffects, _ db: any Reading) throws -> Bool {
        let later = try db.integer(
            "SELECT count(*) FROM journal WHERE entry_id > ?1 AND kind <> 'run-chunk'", [Value(effects.lastEntry)])
        guard later > 0 else { return false }
        try db.refuseUnfinishedImport()
        return true
    }
}
