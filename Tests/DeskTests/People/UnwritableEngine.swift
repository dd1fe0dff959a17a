import Receivables
import Store

/// An engine whose book can be read and not written, as a standby is.
final class UnwritableEngine: Engine {
    private let engine: any Engine

    init(_ engine: any Engine) { self.engine = engine }

    var dialect: Dialect { engine.dialect }

    func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result { try engine.read(body) }

    func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result { throw Problem(.databaseReadOnly) }

    func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock { try engine.acquire(lock, hold) }

    func settle() throws { try engine.settle() }

    func close() throws {}
}
