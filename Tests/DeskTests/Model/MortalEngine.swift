import Receivables
import Store
import Synchronization

/// An engine whose process dies at a certain write: before the transaction has ended, or just behind its end. After
/// that nothing works any more, as for a process that is gone.
final class MortalEngine: Engine {
    struct Killed: Error {}

    private struct State {
        var writes = 0
        var isDead = false
    }

    private let engine: any Engine
    private let lastWrite: Int
    private let isAfterCommit: Bool
    private let state = Mutex(State())

    /// Lives for ever without a last write.
    init(_ engine: any Engine, lastWrite: Int = .max, isAfterCommit: Bool = false) {
        self.engine = engine
        self.lastWrite = lastWrite
        self.isAfterCommit = isAfterCommit
    }

    var writes: Int { state.withLock { $0.writes } }
    var dialect: Dialect { engine.dialect }
    var writersAtOnce: Int { engine.writersAtOnce }

    func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result {
        try live()
        return try engine.read(body)
    }

    func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        try live()
        let number = state.withLock { state in
            state.writes += 1
            return state.writes
        }
        do {
            let result = try engine.write(durability, reach) { db in
                let result = try body(db)
                if number == lastWrite, !isAfterCommit { throw Killed() }
                return result
            }
            guard number == lastWrite else { return result }
        } catch {
            // An engine makes a problem of errors that it does not know.
            guard number == lastWrite else { throw error }
        }
        state.withLock { $0.isDead = true }
        throw Killed()
    }

    func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock { try engine.acquire(lock, hold) }

    func settle() throws {
        try live()
        try engine.settle()
    }

    func close() throws {}

    private func live() throws { if state.withLock({ $0.isDead }) { throw Killed() } }
}
