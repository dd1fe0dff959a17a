import CLibPQ
import Receivables
import Store

/// One session inside a transaction.
final class PostgresConnection: Writing {
    let dialect = Dialect.postgres
    private let session: PostgresSession
    private let space: Int32

    /// `space`: what keeps the locks of this book apart from those of others in the same database.
    init(_ session: PostgresSession, space: Int32) {
        self.session = session
        self.space = space
    }

    func rows(_ sql: String, _ values: [Value], _ each: (any Row) throws -> Void) throws {
        try run(sql, values) { result in
            let row = ResultRow(result)
            for index in 0..<PQntuples(result) {
                row.row = index
                try each(row)
            }
        }
    }

    func walk(_ sql: String, _ values: [Value], _ each: (any Row) throws -> Void) throws {
        // Prepared only for the types of its columns, which a copy does not tell.
        let statement = try session.prepare(StatementText.numbered(sql), values.map(\.type))
        let row = CopyRow(statement.columns ?? [])
        let spelled = StatementText.spelledOut(sql, values)
        var isFirst = true
        try session.copyOut("COPY (\(spelled)) TO STDOUT (FORMAT binary)") { piece in
            let start = isFirst ? CopyRow.headLength(piece) : 0
            isFirst = false
            if row.take(piece, from: start) { try each(row) }
        }
    }

    func execute(_ sql: String, _ values: [Value]) throws -> Int {
        try run(sql, values, PostgresConnection.changed)
    }

    /// A long list is planned for what it holds: kept ready, a statement would be planned for any list, and its rows
    /// compared with each id in turn.
    private func run<Result>(
        _ sql: String, _ values: [Value], _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        let (words, types) = (StatementText.numbered(sql), values.map(\.type))
        guard values.contains(where: \.isLongList), !types.contains(0) else {
            return try session.execute(words, types, { BoundParameters(values, $0) }, body)
        }
        return try session.executeAnew(words, types, BoundParameters(values, types), body)
    }

    func execute(_ sql: String, _ values: [Value], from batch: RowBatch) throws -> Int {
        guard !batch.isEmpty else { return 0 }
        let elements = batch.elementTypes
        let words = StatementText.withBatch(sql, elementTypes: elements.map(PostgresType.word))
        return try session.execute(
            words, values.map(\.type), arrays: elements.count,
            { BoundParameters(values, $0, batch: batch, elements: elements) }, PostgresConnection.changed)
    }

    func insert(_ batch: RowBatch, into table: String, columns: [String]) throws {
        guard !batch.isEmpty else { return }
        var load = CopyLoad(batch)
        try session.copyIn("COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)") {
            load.next()
        }
    }

    /// Most batches bring new keys only, and a copy takes them in two to three times as fast. Where it met a known one,
    /// the session does not try it again with this table as it stands: it changes the rows of known keys before it adds
    /// the others, or asks for the known keys first and copies the rest.
    func insert(
        _ batch: RowBatch, into table: String, columns: [String], onConflict key: [String], do action: String
    ) throws {
        let isLarge = batch.rowCount >= PostgresLimits.copyRowsMin
        if isLarge, !session.tablesWithKnownKeys.contains(table) {
            if try copied(batch, into: table, columns: columns) { return }
            session.tablesWithKnownKeys.insert(table)
        }
        if action.hasPrefix(PostgresConnection.changing), session.tablesWithKnownKeys.contains(table) {
            return try change(batch, in: table, columns: columns, onConflict: key, do: action)
        }
        guard isLarge, action == PostgresConnection.nothing else {
            return try insertOrResolve(batch, into: table, columns: columns, onConflict: key, do: action)
        }
        let unknown = batch.without(rows: try knownRows(of: batch, in: table, columns: columns, key: key))
        if try !copied(unknown, into: table, columns: columns) {
            try insertOrResolve(unknown, into: table, columns: columns, onConflict: key, do: action)
        }
    }

    /// A row that is looked up and changed takes half of the time of one that is added, refused, and changed.
    func change(
        _ batch: RowBatch, in table: String, columns: [String], onConflict key: [String], do action: String
    ) throws {
        let words = StatementText.change(of: table, columns: columns, key: key, action)
        guard try execute(words.change, from: batch) < batch.rowCount else { return }
        try execute(words.addition, from: batch)
    }

    private static let changing = "UPDATE SET "
    private static let nothing = "NOTHING"

    /// False, and nothing is added, when a key was there already.
    private func copied(_ batch: RowBatch, into table: String, columns: [String]) throws -> Bool {
        try session.run("SAVEPOINT adding")
        do {
            try insert(batch, into: table, columns: columns)
            try session.run("RELEASE SAVEPOINT adding")
            return true
        } catch is DuplicateKey {
            try session.run("ROLLBACK TO SAVEPOINT adding; RELEASE SAVEPOINT adding")
            return false
        }
    }

    /// The rows, by number, whose key is in the table.
    private func knownRows(of batch: RowBatch, in table: String, columns: [String], key: [String]) throws -> [Int] {
        let keys = batch.columns(key.compactMap { columns.firstIndex(of: $0) })
        let elements = keys.elementTypes
        let words = StatementText.knownKeys(of: table, key: key, elementTypes: elements.map(PostgresType.word))
        return try session.execute(
            words, [], arrays: elements.count, { BoundParameters([], $0, batch: keys, elements: elements) }
        ) { result in
            let row = ResultRow(result)
            return (0..<PQntuples(result)).map { number in
                row.row = number
                return Int(row.integer(0)) - 1
            }
        }
    }

    func joinLine() throws { try session.run("SELECT pg_advisory_xact_lock(\(space), \(PostgresLock.line.rawValue))") }

    private static func changed(_ result: OpaquePointer) -> Int {
        PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }
}

/// Advisory locks of a book, by the second of their two numbers.
enum PostgresLock: Int32 {
    /// Who writes: one of the whole book, or several of debtors of their own.
    case writers = 1
    /// Whose turn it is to write what all have in common.
    case line = 2
    /// `EngineLock.book`.
    case book = 3
}

extension Value {
    fileprivate var isLongList: Bool {
        if case .ids(let ids) = self { return ids.count >= PostgresLimits.listPlannedAnew }
        return false
    }

    /// What a parameter of this value is; 0: whatever the statement needs.
    fileprivate var type: UInt32 {
        switch self {
        case .null: 0
        case .integer: PostgresType.int8
        case .text: PostgresType.text
        case .blob: PostgresType.bytes
        case .ids: PostgresType.int8Array
        case .texts: PostgresType.textArray
        }
    }
}

extension RowBatch {
    /// The type of each column: that of its first cell with a value, or what its empty cells would be.
    fileprivate var elementTypes: [UInt32] {
        (0..<width).map { column in
            let cells = stride(from: column, to: kinds.count, by: width)
            let kind = cells.first { kinds[$0] != .null }.map { kinds[$0] }
                ?? Kind(rawValue: UInt8(truncatingIfNeeded: numbers[column])) ?? .text
            switch kind {
            case .integer: return PostgresType.int8
            case .blob: return PostgresType.bytes
            case .text, .null: return PostgresType.text
            }
        }
    }
}
