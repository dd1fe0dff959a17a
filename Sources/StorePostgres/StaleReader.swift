import Receivables
import Store
import Synchronization

/// An engine for one question that bears to be some seconds old, asked in one read or in several. It goes to a standby
/// as long as one is near enough. Later reads never see less than those before; a standby that fails, and an answer
/// that is an error, send the question to the server itself; and so does a change, for whoever made it wants to see it.
final class StaleReader: Engine {
    private enum Place {
        case standby(seen: LogPlace)
        case server
    }

    let dialect = Dialect.postgres
    private let server: PostgresEngine
    private let standbys: Standbys
    private let seconds: Int
    private let place = Mutex(Place.standby(seen: .start))

    init(_ server: PostgresEngine, _ standbys: Standbys, seconds: Int) {
        self.server = server
        self.standbys = standbys
        self.seconds = seconds
    }

    func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result {
        if case .standby(let seen) = place.withLock({ $0 }),
            let (session, here) = standbys.begun(seconds: seconds, since: seen, ask: server.mark(askedAt:))
        {
            defer { standbys.giveBack(session) }
            do {
                let result = try body(server.reading(session))
                try session.commit()
                place.withLock { if case .standby(let seen) = $0 { $0 = .standby(seen: max(seen, here)) } }
                return result
            } catch {
                // Cancelled, because it stood in the way of the log; or not known there yet; or really wrong. The
                // server tells which.
            }
        }
        place.withLock { $0 = .server }
        return try server.read(body)
    }

    func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        place.withLock { $0 = .server }
        return try server.write(durability, reach, body)
    }

    func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock {
        place.withLock { $0 = .server }
        return try server.acquire(lock, hold)
    }

    func settle() throws { try server.settle() }

    /// It has nothing of its own to close.
    func close() {}

    func conditions() throws -> [Finding] { try server.conditions() }
}

extension PostgresEngine {
    /// What the server says of itself now. `askedAt`: the steady clock before it is asked.
    func mark(askedAt: Int64) throws -> Standbys.Mark {
        let told = try read { db in
            try db.first(
                """
                SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, pg_current_wal_insert_lsn()::text,
                    \(Standbys.identity)
                """, []
            ) { ($0.integer(0), $0.text(1), $0.text(2)) }
        }
        guard let (time, text, identity) = told, let place = LogPlace(text) else {
            throw Problem(.databaseUnavailable)
        }
        return Standbys.Mark(askedAt: askedAt, toldAt: time, place: place, identity: identity)
    }
}
