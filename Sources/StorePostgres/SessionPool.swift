import Dispatch
import Receivables
import Store
import Synchronization

/// Connections that wait for work, and how many may be open.
final class SessionPool: Sendable {
    let address: PostgresAddress
    private let idle = Mutex<[PostgresSession]>([])
    private let room = DispatchSemaphore(value: 0)

    init(_ address: PostgresAddress) {
        self.address = address
        // Counted up from 0: a semaphore must not be let go while it is below the value that it was made with.
        for _ in 0..<PostgresLimits.connections { room.signal() }
    }

    /// A connection for one thread, to be given back. Errors: `database-locked` when all are in use for long, and
    /// failures of the server.
    func take() throws -> PostgresSession {
        guard room.wait(timeout: .now() + .seconds(PostgresLimits.poolSeconds)) == .success else {
            throw Problem(.databaseLocked, [Fact("database", address.shown)])
        }
        if let session = idle.withLock({ $0.popLast() }) {
            session.isUsed = true
            return session
        }
        do { return try connect() } catch {
            room.signal()
            throw error
        }
    }

    /// A connection beside the pool.
    func connect() throws -> PostgresSession { try PostgresSession(address) }

    /// Takes a connection back and undoes what was not committed; one that is broken is dropped.
    func giveBack(_ session: PostgresSession) {
        if session.isAlive, session.isInTransaction { _ = try? session.run("ROLLBACK") }
        if session.isAlive, !session.isInTransaction { idle.withLock { $0.append(session) } }
        room.signal()
    }

    func close() { idle.withLock { $0.removeAll() } }
}
