import Dispatch
import Receivables
import Store
import Synchronization

/// The engine for several machines: PostgreSQL 15 or later through libpq. Calls block their thread, which is never one
/// of the cooperative pool: everything above the engine runs on threads of its own.
///
/// A book is a schema of a database: the one that the search path of the address names first. Several books may lie in
/// one database.
package final class PostgresEngine: Engine {
    package let dialect = Dialect.postgres
    package let writersAtOnce = PostgresLimits.writers
    let standbys: Standbys?
    private let pool: SessionPool
    private let space: Int32
    /// What transactions must find while locks are held.
    private let fences = Fences()

    private var shown: String { pool.address.shown }
    private var isHeldByOther: Problem {
        Problem(.databaseLocked, [Fact("database", shown), Fact("reason", Phrase(.otherTaskAtWork))])
    }

    package static func isMeant(by url: String) -> Bool { PostgresAddress.isMeant(by: url) }

    /// Connects. `standby`: where questions are asked that bear to be some seconds old. Errors: `database-url`,
    /// `database-unavailable`, `database-refused`, `database-missing`, `database-unreadable`.
    package init(url: String, _ opening: DatabaseOpening, standby: StandbyAddress? = nil) throws {
        let address = try PostgresAddress(url)
        standbys = try standby.map(Standbys.init)
        pool = SessionPool(address)
        do {
            let session = try pool.take()
            space = try PostgresEngine.inspect(session, opening)
            pool.giveBack(session)
        } catch {
            throw PostgresEngine.problem(error, address.shown)
        }
    }

    /// Looks whether this is a server and a place that a book can be in. Gives the number of its schema.
    private static func inspect(_ session: PostgresSession, _ opening: DatabaseOpening) throws -> Int32 {
        let shown = session.address.shown
        func refuse(_ reason: String) -> Problem {
            Problem(.databaseUnreadable, [Fact("database", shown), Fact("reason", reason)])
        }
        guard session.serverVersion >= PostgresLimits.serverVersion else {
            throw refuse("PostgreSQL \(session.serverVersion / 10_000) < \(PostgresLimits.serverVersion / 10_000)")
        }
        guard session.encoding == "UTF8" else { throw refuse("encoding \(session.encoding), not UTF8") }
        let schema = try session.run("SELECT oid FROM pg_namespace WHERE nspname = current_schema()")
        guard let number = schema.first.flatMap({ Int64($0) }) else {
            throw try withoutSchema(session)
        }
        if opening == .existing {
            let isThere = "SELECT 1 FROM pg_class WHERE relkind = 'r' AND relnamespace = \(number) LIMIT 1"
            let table = try session.run(isThere)
            guard table.first != nil else { throw Problem(.databaseMissing, [Fact("database", shown)]) }
        }
        return Int32(truncatingIfNeeded: number)
    }

    /// Why there is no schema to work in: it is not there, or not for this user.
    private static func withoutSchema(_ session: PostgresSession) throws -> any Error {
        let path = try session.run("SELECT current_setting('search_path')").first ?? ""
        let hidden = try session.run(
            """
            SELECT nspname FROM pg_namespace
            WHERE nspname = ANY(string_to_array(replace(current_setting('search_path'), ' ', ''), ','))
            """)
        if let name = hidden.first {
            return PostgresFailure(state: "42501", message: "permission denied for schema \(name)")
        }
        return Problem(
            .databaseMissing,
            [Fact("database", session.address.shown), Fact("statement", "CREATE SCHEMA \(path)")])
    }

    package func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result {
        try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", isWriting: false) { try body($0) }
    }

    package func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        // Durable as the server is set: with a standby that answers, that includes the standby.
        let commit = durability == .repeatable ? "SET LOCAL synchronous_commit = off; " : ""
        let shared = reach == .ownDebtors ? "_shared" : ""
        let lock = "SELECT pg_advisory_xact_lock\(shared)(\(space), \(PostgresLock.writers.rawValue))"
        let fence = fences.first
        let check = fence == nil ? "" : "; " + Fence.query
        let patience = PostgresLimits.idleWhileWritingMilliseconds
        let idle = "SET LOCAL idle_in_transaction_session_timeout = \(patience); "
        let begin = "BEGIN; \(idle)\(commit)\(lock)\(check)"
        return try transaction(begin, isWriting: true, expecting: fence?.value, body)
    }

    /// One transaction, from its first words to its end. Whatever goes wrong in the first words, because the connection
    /// was lost meanwhile, is tried again on a new one: nothing has been done yet.
    private func transaction<Result>(
        _ begin: String, isWriting: Bool, expecting fence: String? = nil, _ body: (PostgresConnection) throws -> Result
    ) throws -> Result {
        do {
            let session = try begun(begin, expecting: fence)
            defer { pool.giveBack(session) }
            let result = try body(PostgresConnection(session, space: space))
            try session.commit()
            return result
        } catch let error as DuplicateKey {
            throw error
        } catch { throw PostgresEngine.problem(error, shown, isWriting: isWriting) }
    }

    private func begun(_ begin: String, expecting fence: String?) throws -> PostgresSession {
        while true {
            let session = try pool.take()
            do {
                let found = try session.run(begin).first
                guard let fence, found != fence else { return session }
                throw isHeldByOther
            } catch {
                let wasLost = !session.isAlive && session.isUsed
                pool.giveBack(session)
                guard wasLost else { throw error }
            }
        }
    }

    package func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock {
        do {
            let session = try pool.connect()
            let (kind, number) = (hold == .together ? "_shared" : "", PostgresLock.book.rawValue)
            // The lock of a process that just died goes when the server has noticed it.
            try session.run("SET lock_timeout = \(PostgresLimits.bookLockMilliseconds)")
            do {
                try session.run("SELECT pg_advisory_lock\(kind)(\(space), \(number))")
            } catch let failure as PostgresFailure where failure.state == "55P03" {
                throw isHeldByOther
            }
            try session.run("SET lock_timeout = \(PostgresLimits.lockMilliseconds)")
            let place = try Fence.raise(session, hold, space: space).map(fences.add)
            return PostgresHeldLock(session) { [fences] in place.map(fences.remove) }
        } catch { throw PostgresEngine.problem(error, shown, isWriting: true) }
    }

    /// Statistics of the tables that have grown, of some at the same time.
    package func settle() throws {
        do {
            let tables = try grownTables()
            let next = Atomic<Int>(0)
            let failure = Mutex<(any Error)?>(nil)
            DispatchQueue.concurrentPerform(iterations: min(writersAtOnce, tables.count)) { _ in
                do {
                    let session = try pool.take()
                    defer { pool.giveBack(session) }
                    while case let index = next.add(1, ordering: .relaxed).oldValue, index < tables.count {
                        try session.run("ANALYZE (SKIP_LOCKED) \(tables[index])")
                    }
                } catch { failure.withLock { $0 = $0 ?? error } }
            }
            if let failure = failure.withLock({ $0 }) { throw failure }
        } catch { throw PostgresEngine.problem(error, shown) }
    }

    /// Large ones first.
    private func grownTables() throws -> [String] {
        let session = try pool.take()
        defer { pool.giveBack(session) }
        let names = try session.run(
            """
            SELECT string_agg(quote_ident(relname), chr(10) ORDER BY pg_relation_size(oid) DESC) FROM pg_class
            WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
                AND pg_has_role(relowner, 'USAGE')
                AND pg_relation_size(oid) / current_setting('block_size')::bigint * 100
                    > relpages * (100 + \(PostgresLimits.grownPercent))
            """)
        return names.first?.split(separator: "\n").map(String.init) ?? []
    }

    package func close() throws {
        standbys?.close()
        pool.close()
    }

    package func allowingStale(seconds: Int) -> any Engine {
        standbys.map { StaleReader(self, $0, seconds: seconds) } ?? self
    }

    /// The book as it is seen in the transaction of a session.
    func reading(_ session: PostgresSession) -> any Reading { PostgresConnection(session, space: space) }

    /// What went wrong, in the words of the catalogue.
    private static func problem(_ error: any Error, _ shown: String, isWriting: Bool = false) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let failure as PostgresFailure: return failure.problem(shown, isWriting: isWriting)
        default:
            return Problem(.internalError, [Fact("database", shown), Fact("detail", "\(type(of: error))")])
        }
    }
}
