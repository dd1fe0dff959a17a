import Desk
import Receivables
import Store
import Support
import Synchronization
import Testing

/// Whose clock counts.
@Suite struct BookClockTests {
    private static let years: Int64 = 10 * 366 * 86_400_000_000

    @Test("the clock of a node counts for a file alone", arguments: TestedEngine.all, [-1, 1])
    func whoseClock(tested: TestedEngine, sign: Int64) throws {
        let scratch = try Scratch()
        let engine = try tested.open(scratch)
        func there() throws -> Int64 { try engine.read { db in try db.integer("SELECT \(db.dialect.now)") } }
        let steady = SteadyClock()
        let before = try there()
        let wrong = Instant(microseconds: before + sign * BookClockTests.years)
        let clock = try BookClock(engine, node: { wrong }, steady: { steady.read() })
        let after = try there()
        if tested.isFile {
            #expect(clock.now == wrong)
        } else {
            #expect((before...after).contains(clock.now.microseconds))
        }
        let first = clock.now
        steady.add(90_000_000)
        #expect(clock.now.microseconds - first.microseconds == (tested.isFile ? 0 : 90_000_000))
        try engine.close()
    }

    @Test("what a node years ahead records is of the server's time", arguments: TestedEngine.all)
    func journal(tested: TestedEngine) throws {
        let scratch = try Scratch()
        let engine = try tested.open(scratch)
        let there = try engine.read { db in try db.integer("SELECT \(db.dialect.now)") }
        let ahead = Instant(microseconds: there + BookClockTests.years)
        let clock = try BookClock(engine, node: { ahead }, steady: { 0 })
        let desk = Desk(engine: engine, actorName: "siti") { clock.now }
        _ = try desk.initialise()
        let last = try engine.read { db in try db.integer("SELECT max(at) FROM journal") }
        #expect(tested.isFile ? last == ahead.microseconds : abs(last - there) < 60_000_000)
        try engine.close()
    }
}

/// A clock that goes when it is told to.
private final class SteadyClock: Sendable {
    private let microseconds = Mutex<Int64>(5)

    func read() -> Int64 { microseconds.withLock { $0 } }
    func add(_ more: Int64) { microseconds.withLock { $0 += more } }
}
