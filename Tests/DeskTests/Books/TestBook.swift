import Casework
import Desk
import Formats
import Receivables
import Store
import Support
import Synchronization

/// A real database of one test, with a clock that the test turns.
final class TestBook {
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk
    private let clock: TestClock
    private let start: Instant
    /// The tables, when the book can be emptied.
    private var tables: [String] = []
    private let isOwner: Bool

    init(on day: String = "2026-03-02", _ tested: TestedEngine = .chosen) throws {
        isOwner = true
        scratch = try Scratch()
        engine = try tested.open(scratch)
        start = Instant(day: try TestBook.day(day), secondsOfDay: 36_000, offsetSeconds: 25_200)
        let clock = TestClock(start)
        self.clock = clock
        desk = Desk(
            engine: engine, actorName: "test", random: .seeded(1), passwordCost: .light, clock: { clock.now })
        _ = try desk.initialise()
    }

    /// The same book through another engine, such as one that fails.
    init(_ book: TestBook, through engine: any Engine) {
        isOwner = false
        scratch = book.scratch
        self.engine = engine
        start = book.start
        let clock = book.clock
        self.clock = clock
        desk = Desk(
            engine: engine, actorName: "test", random: .seeded(2), passwordCost: .light, clock: { clock.now })
    }

    deinit { if isOwner { try? engine.close() } }

    /// Makes the book as new: for a thousand small cases one database is enough.
    func empty() throws {
        if tables.isEmpty {
            try engine.write(.repeatable) { db in
                // Portfolios name their creditor, and a new book has none of both.
                tables = try db.all(db.dialect.tableNames, []) { $0.text(0) }.sorted(by: >)
                for table in tables {
                    _ = try db.execute("CREATE TABLE new_\(table) AS SELECT * FROM \(table)", [])
                    _ = try db.execute("CREATE TABLE marked_\(table) AS SELECT * FROM \(table)", [])
                }
            }
        }
        clock.set(start)
        try fill(from: "new_", to: "", tables)
    }

    /// Remembers the book as it is, so that it can be brought back to here; works after `empty`.
    func mark() throws { try fill(from: "", to: "marked_", tables) }

    /// Brings the book back to where it was marked.
    func restore() throws { try fill(from: "marked_", to: "", tables) }

    private func fill(from: String, to: String, _ tables: [String]) throws {
        try engine.write(.repeatable) { db in
            for table in tables { _ = try db.execute("DELETE FROM \(to)\(table)", []) }
            // The one that is named comes before those that name it.
            for table in tables.reversed() {
                _ = try db.execute("INSERT INTO \(to)\(table) SELECT * FROM \(from)\(table)", [])
            }
        }
    }

    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw Problem(.usage, [Fact("reason", text)]) }
        return day
    }

    /// Lets time pass.
    func pass(hours: Int) { clock.advance(hours * 3600) }
    func pass(seconds: Int) { clock.advance(seconds) }

    var now: Instant { clock.now }

    @discardableResult
    func take(
        _ kind: ImportKind, _ text: String, asOf: String = "2026-03-02",
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> ImportResult {
        let path = try scratch.write("file.csv", text)
        var options = ImportOptions(kind: kind, path: path, asOf: try TestBook.day(asOf))
        change(&options)
        return try desk.importFile(options)
    }

    /// Takes a file in as it is.
    @discardableResult
    func take(
        _ file: MadeFile, asOf: Day, _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> ImportResult {
        let path = try scratch.write(file.name, file.bytes)
        var options = ImportOptions(kind: file.kind, path: path, asOf: asOf)
        options.map = file.map
        change(&options)
        return try desk.importFile(options)
    }

    @discardableResult
    func run(_ day: String, chunk: Int? = nil) throws -> RunResult {
        var options = RunOptions(date: try TestBook.day(day))
        if let chunk { options.chunkDebtors = chunk }
        return try desk.runDay(options)
    }

    /// Rows of a query, cells as text.
    func rows(_ sql: String, columns: Int) throws -> [[String]] {
        try engine.read { db in
            try db.all(sql, []) { row in (0..<columns).map { row.isNull($0) ? "∅" : row.text($0) } }
        }
    }

    func count(_ sql: String) throws -> Int { Int(try engine.read { try $0.integer(sql) }) }

    /// Everything that `verify` found wrong.
    func broken() throws -> [String] {
        try desk.verify().checks.filter { $0.failed > 0 }.map { "\($0.name): \($0.first ?? "")" }
    }
}

/// A clock that stands still until it is turned.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    func set(_ now: Instant) { instant.withLock { $0 = now } }

    func advance(_ seconds: Int) {
        instant.withLock { $0 = Instant(microseconds: $0.microseconds + Int64(seconds) * 1_000_000) }
    }
}
