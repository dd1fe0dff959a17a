import Receivables
import Store
import StorePostgres
import Support
import Testing

/// A lock belongs to a connection. Who loses it without noticing writes nothing any more once somebody else has it.
@Suite(.enabled(if: !TestedEngine.chosen.isFile, "a file is locked by the system"))
struct FenceTests {
    private let tested = TestedEngine.chosen
    private let scratch: Scratch
    private let first: any Engine
    private let second: any Engine

    init() throws {
        scratch = try Scratch()
        first = try tested.open(scratch)
        _ = try Migrator.migrate(first, now: Instant(microseconds: 1))
        second = try tested.open(scratch)
    }

    private func name(_ name: String, _ engine: any Engine) throws {
        _ = try engine.write(.durable) { db in
            try db.execute("INSERT INTO creditors VALUES (?1, ?2)", [Value(1), .text(name)])
        }
    }

    private func names() throws -> [String] {
        try second.read { db in try db.all("SELECT name FROM creditors", []) { $0.text(0) } }
    }

    /// Ends the connection that holds the lock of the book, as a server does that gave up a client.
    private func cutOffTheHolder() throws {
        let ended = try second.read { db in
            try db.integer(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_locks
                WHERE locktype = 'advisory' AND objid = 3 AND granted
                    AND classid = current_schema()::regnamespace::oid
                """)
        }
        #expect(ended == 1)
    }

    /// The server gives a lock away a moment after its connection ended.
    private func lockOfSecond() throws -> any HeldLock {
        for _ in 0..<20 {
            do { return try second.acquire(.book, .alone) } catch let problem as Problem
                where problem.code == .databaseLocked {}
        }
        return try second.acquire(.book, .alone)
    }

    @Test("who lost the lock writes nothing once another has it, and may try again later")
    func lostLock() throws {
        let lost = try first.acquire(.book, .alone)
        try name("written with the lock", first)
        try cutOffTheHolder()
        let other = try lockOfSecond()
        let problem = #expect(throws: Problem.self) { try name("written without it", first) }
        #expect(problem?.code == .databaseLocked)
        #expect(try names() == ["written with the lock"])
        // That one gives back what it has not, twice, takes nothing from those who have.
        lost.release()
        lost.release()
        #expect(throws: Problem.self) { try first.acquire(.book, .alone) }
        other.release()
        let again = try first.acquire(.book, .alone)
        try first.write(.durable) { _ = try $0.execute("UPDATE creditors SET name = 'again'", []) }
        again.release()
        #expect(try names() == ["again"])
    }

    @Test("the server asks whether a silent client is still there, however it is set")
    func keepalives() throws {
        let asked = try first.read { db in
            try db.all(
                """
                SELECT current_setting('tcp_keepalives_idle')::bigint,
                    current_setting('tcp_keepalives_interval')::bigint, current_setting('tcp_keepalives_count')::bigint
                """, []
            ) { [$0.integer(0), $0.integer(1), $0.integer(2)] }
        }
        #expect(asked == [[10, 5, 3]])
    }

    @Test("a lock that is given back late does not take the fence of the next")
    func lateRelease() throws {
        let lost = try first.acquire(.book, .alone)
        try cutOffTheHolder()
        let other = try lockOfSecond()
        other.release()
        let held = try first.acquire(.book, .alone)
        lost.release()
        try cutOffTheHolder()
        let thief = try lockOfSecond()
        #expect(throws: Problem.self) { try name("written without it", first) }
        #expect(try names() == [])
        thief.release()
        held.release()
    }
}
