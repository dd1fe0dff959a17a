import Receivables
import Store
import Synchronization

/// An engine at which something happens just before a certain write.
final class DisturbedEngine: Engine {
    private let engine: any Engine
    private let number: Int
    private let disturb: @Sendable () throws -> Void
    private let writes = Mutex(0)

    init(_ engine: any Engine, atWrite number: Int, _ disturb: @escaping @Sendable () throws -> Void) {
        self.engine = engine
        self.number = number
        self.disturb = disturb
    }

    var dialect: Dialect { engine.dialect }
    func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result { try engine.read(body) }

    func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        let written = writes.withLock {
            $0 += 1
            return $0
        }
        if written == number { try disturb() }
        return try engine.write(durability, reach, body)
    }

    func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock { try engine.acquire(lock, hold) }
    func settle() throws { try engine.settle() }
    func close() throws { try engine.close() }
}
