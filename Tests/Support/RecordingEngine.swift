import Receivables
import Store
import Synchronization

/// A statement as it went to an engine, with what went with it.
package struct RecordedStatement: Sendable {
    package enum Way: String, Sendable {
        case rows, walk, execute, batch
    }

    package let sql: String
    package let way: Way
    /// Of all the times it was asked, those with the most in them.
    package fileprivate(set) var values: [Value]
    package fileprivate(set) var batch: RowBatch?
    /// What was being done.
    package fileprivate(set) var uses: Set<String>
    package fileprivate(set) var times = 1
    /// How many things it asked for in lists and batches.
    package var size: Int { RecordedStatement.size(values, batch) }

    fileprivate static func size(_ values: [Value], _ batch: RowBatch?) -> Int {
        values.reduce(batch?.rowCount ?? 0) { sum, value in
            switch value {
            case .ids(let ids): sum + ids.count
            case .texts(let texts): sum + texts.count
            default: sum
            }
        }
    }
}

/// An engine that remembers every distinct statement that goes through it to the one that does the work.
package final class RecordingEngine: Engine {
    private struct State {
        var use = ""
        var statements: [String: RecordedStatement] = [:]
        var rowsMax = Int.max
    }

    private let engine: any Engine
    private let state = Mutex(State())

    package init(_ engine: any Engine) { self.engine = engine }

    package var statements: [RecordedStatement] {
        state.withLock { $0.statements.values.sorted { ($0.sql, $0.way.rawValue) < ($1.sql, $1.way.rawValue) } }
    }

    /// Does something whose statements are remembered under a name. `rowsMax`: walks over a table end after so many
    /// rows, for what is asked depends on the size of the book and how it is asked does not.
    package func during<Result>(
        _ use: String, rowsMax: Int = .max, _ body: () throws -> Result
    ) rethrows -> Result {
        state.withLock { ($0.use, $0.rowsMax) = (use, rowsMax) }
        defer { state.withLock { ($0.use, $0.rowsMax) = ("", .max) } }
        return try body()
    }

    fileprivate func note(_ sql: String, _ way: RecordedStatement.Way, _ values: [Value], _ batch: RowBatch? = nil) {
        // An empty batch runs nothing.
        if let batch, batch.isEmpty { return }
        state.withLock { state in
            guard !state.use.isEmpty else { return }
            let key = ([sql, way.rawValue] + values.map(\.kind) + (batch?.columnKinds ?? [])).joined(separator: "\n")
            guard var known = state.statements[key] else {
                state.statements[key] = RecordedStatement(
                    sql: sql, way: way, values: values, batch: batch, uses: [state.use])
                return
            }
            known.uses.insert(state.use)
            known.times += 1
            let size = RecordedStatement.size(values, batch)
            if size > known.size { (known.values, known.batch) = (values, batch) }
            state.statements[key] = known
        }
    }

    fileprivate var rowsMax: Int { state.withLock { $0.rowsMax } }

    package var dialect: Dialect { engine.dialect }

    package func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result {
        try engine.read { try body(RecordingReading($0, self)) }
    }

    package func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        try engine.write(durability, reach) { try body(RecordingWriting($0, self)) }
    }

    package func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock {
        try engine.acquire(lock, hold)
    }

    package func settle() throws { try engine.settle() }
    package func close() throws { try engine.close() }
    package func conditions() throws -> [Finding] { try engine.conditions() }
}

private class RecordingReading: Reading {
    private let db: any Reading
    fileprivate let recorder: RecordingEngine

    init(_ db: any Reading, _ recorder: RecordingEngine) {
        self.db = db
        self.recorder = recorder
    }

    var dialect: Dialect { db.dialect }

    func rows(_ sql: String, _ values: [Value], _ each: (any Row) throws -> Void) throws {
        recorder.note(sql, .rows, values)
        try db.rows(sql, values, each)
    }

    func walk(_ sql: String, _ values: [Value], _ each: (any Row) throws -> Void) throws {
        recorder.note(sql, .walk, values)
        var left = recorder.rowsMax
        try db.walk(sql, values) { row in
            guard left > 0 else { return }
            left -= 1
            try each(row)
        }
    }
}

private final class RecordingWriting: RecordingReading, Writing {
    private let db: any Writing

    init(_ db: any Writing, _ recorder: RecordingEngine) {
        self.db = db
        super.init(db, recorder)
    }

    func execute(_ sql: String, _ values: [Value]) throws -> Int {
        recorder.note(sql, .execute, values)
        return try db.execute(sql, values)
    }

    func execute(_ sql: String, _ values: [Value], from batch: RowBatch) throws -> Int {
        recorder.note(sql, .batch, values, batch)
        return try db.execute(sql, values, from: batch)
    }

    /// A load has no plan.
    func insert(_ batch: RowBatch, into table: String, columns: [String]) throws {
        try db.insert(batch, into: table, columns: columns)
    }

    func joinLine() throws { try db.joinLine() }
}

extension Value {
    /// What kind it is: a statement may be planned differently with another.
    package var kind: String {
        switch self {
        case .null: "null"
        case .integer: "bigint"
        case .text: "text"
        case .blob: "bytea"
        case .ids: "bigint[]"
        case .texts: "text[]"
        }
    }
}

extension RowBatch {
    /// The kind of each column: that of its first cell with a value.
    package var columnKinds: [String] {
        (0..<width).map { column in
            let cells = stride(from: column, to: kinds.count, by: width)
            switch cells.first(where: { kinds[$0] != .null }).map({ kinds[$0] }) ?? Kind(
                rawValue: UInt8(truncatingIfNeeded: numbers[column]))
            {
            case .integer: return "bigint"
            case .blob: return "bytea"
            case .text, .null, nil: return "text"
            }
        }
    }
}
