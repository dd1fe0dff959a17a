import Store
import Synchronization

/// What keeps a writer out whose lock is gone without its knowing, because its connection was lost: taking the lock
/// alone raises a number, and every transaction of a holder asks whether it is still the one that it found.
struct Fence: Sendable {
    let value: String

    static let query = "SELECT last_value FROM lunas_fence"
    private static let isThere = "SELECT to_regclass('lunas_fence')"
    private static let hasBook = "SELECT to_regclass('schema_migrations')"

    /// The state of the fence for a lock that was just taken; nil while there is no book to protect.
    static func raise(_ session: PostgresSession, _ hold: LockHold, space: Int32) throws -> Fence? {
        if try session.run(isThere).first == nil {
            guard hold == .alone, try session.run(hasBook).first != nil else { return nil }
            try session.run("CREATE SEQUENCE lunas_fence")
        }
        if hold == .alone {
            try session.run("SELECT nextval('lunas_fence')")
            // Whoever still writes under the old number ends before anything is read under the new one.
            try session.run("BEGIN; SELECT pg_advisory_xact_lock(\(space), \(PostgresLock.writers.rawValue)); COMMIT")
        }
        return try session.run(query).first.map { Fence(value: $0) }
    }
}

/// The fences of the locks that a process holds. Where one of them is down, nothing of the process gets through until
/// that lock was given back: nobody knows whose work a transaction is.
final class Fences: Sendable {
    private struct State {
        var last = 0
        var held: [Int: Fence] = [:]
    }

    private let state = Mutex(State())

    /// That of the lock that was taken first.
    var first: Fence? { state.withLock { state in state.held.min { $0.key < $1.key }?.value } }

    /// Gives the place under which it is taken away again.
    func add(_ fence: Fence) -> Int {
        state.withLock { state in
            state.last += 1
            state.held[state.last] = fence
            return state.last
        }
    }

    func remove(_ place: Int) { _ = state.withLock { $0.held.removeValue(forKey: place) } }
}

/// A lock that lives as long as the connection that took it.
final class PostgresHeldLock: HeldLock {
    private let session: Mutex<PostgresSession?>
    private let atEnd: @Sendable () -> Void

    init(_ session: PostgresSession, _ atEnd: @escaping @Sendable () -> Void) {
        self.session = Mutex(session)
        self.atEnd = atEnd
    }

    /// The lock is given back before the connection ends, for a server notices an end only a moment later.
    func release() {
        let wasHeld = session.withLock { session in
            defer { session = nil }
            _ = try? session?.run("SELECT pg_advisory_unlock_all()")
            return session != nil
        }
        if wasHeld { atEnd() }
    }

    deinit { release() }
}
