import Casework
import Desk
import Formats
import Receivables
import Store
import StoreSQLite
import Support
import Synchronization

/// A real database of one test, with a clock that the test turns.
final class TestBook {
    let scratch: Scratch
    let engine: any Engine
    let desk: Desk
    private let clock: TestClock

    init(on day: String = "2026-03-02") throws {
        scratch = try Scratch()
        engine = try SQLiteEngine(path: scratch.path("book.sqlite"), .creating)
        let clock = TestClock(Instant(day: try TestBook.day(day), secondsOfDay: 36_000, offsetSeconds: 25_200))
        self.clock = clock
        desk = Desk(engine: engine, actorName: "test", clock: { clock.now })
        _ = try desk.initialise()
    }

    deinit { try? engine.close() }

    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw Problem(.usage, [Fact("reason", text)]) }
        return day
    }

    /// Lets time pass.
    func pass(hours: Int) { clock.advance(hours * 3600) }

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

    /// A digest of what the book says: facts in force and everything derived from them. Numbers of journal entries are
    /// left out, for how often a chunk was written is no fact; `byReference` leaves out the numbers of things too.
    func state() throws -> [String] {
        try TestBook.stateTables.map { table, columns, condition in
            let all = try rows(
                "SELECT \(columns) FROM \(table) \(condition) ORDER BY \(columns)", columns: columns.commas + 1)
            return """
                \(table) \(all.count) \
                \(digest(of: all.map { $0.joined(separator: "\u{1F}") }.joined(separator: "\n").utf8).hexText)
                """
        }
    }

    private static let inForce = "WHERE retracted_id IS NULL"
    private static let stateTables: [(String, String, String)] = [
        ("debtors", "debtor_id,creditor_id,reference,name,province,language", inForce),
        ("debtor_references", "creditor_id,reference,debtor_id", ""),
        ("contact_points", "debtor_id,point,kind,value,written,relation,quality", inForce),
        ("attributes", "debtor_id,account_id,attribute,value,is_shown", inForce),
        (
            "accounts",
            """
            debtor_id,account_id,portfolio_id,reference,alias,product,opened,currency,status,branch,collector
            """,
            inForce
        ),
        ("account_references", "creditor_id,reference,is_alias,debtor_id,account_id", ""),
        ("dues", "debtor_id,account_id,line,reference,issued,day,principal,interest,fee,penalty,withdrawn", inForce),
        (
            "payments",
            "debtor_id,account_id,payment_id,reference,day,received_at,amount,direction,line,takes_back,source", inForce
        ),
        ("payment_references", "creditor_id,reference,debtor_id,account_id,payment_id", ""),
        (
            "unapplied_payments", "creditor_id,account_reference,payment_id,currency,due_reference", inForce
        ),
        (
            "positions",
            """
            debtor_id,account_id,portfolio_id,currency,open_amount,open_count,first_day,credit,\
            unmatched_returns,open_dues
            """,
            ""
        ),
        ("holds", "debtor_id,hold_id,account_id,line,reason,stops_contact,stops_count,from_day,to_day", inForce),
        (
            "promises", "debtor_id,promise_id,account_id,made,day,amount,currency,state,received,decided,imported",
            inForce
        ),
        ("contacts", "debtor_id,contact_id,account_id,at,day,channel,direction,result,note,imported", inForce),
        (
            "cases",
            """
            debtor_id,episode,opened,closed,close_reason,strategy_id,segment,collector_id,step,\
            step_kind,action_day,last_step,sequence,attempts
            """,
            ""
        ),
        ("steps", "debtor_id,episode,strategy_id,step,sequence,day,kind,days_past_due", ""),
        ("notices", "debtor_id,episode,strategy_id,step,sequence,channel,template,requested,state", ""),
        ("news", "debtor_id", ""), ("agenda", "day,debtor_id", ""), ("parked", "debtor_id,account_id,code,since", ""),
        ("stale_positions", "debtor_id,account_id", ""),
    ]
}

/// A clock that stands still until it is turned.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    func advance(_ seconds: Int) {
        instant.withLock { $0 = Instant(microseconds: $0.microseconds + Int64(seconds) * 1_000_000) }
    }
}

extension String {
    fileprivate var commas: Int { filter { $0 == "," }.count }
}

extension [UInt8] {
    fileprivate var hexText: String { map { String($0, radix: 16) }.joined(separator: ".") }
}
