import GRDB
import GRDBSQLite
import Receivables
import Store

/// One connection inside a transaction. Statements are prepared once and kept by GRDB; rows are stepped through the C
/// interface, which is twice as fast as argument arrays when a million of them are written.
final class SQLiteConnection: Writing {
    let dialect = Dialect.sqlite
    private let database: Database
    private let batchTable: BatchTable?

    /// `batchTable`: that of the connection, where it is the writing one.
    init(_ database: Database, batchTable: BatchTable? = nil) {
        self.database = database
        self.batchTable = batchTable
    }

    func rows(_ sql: String, _ values: [Value], _ each: (any Store.Row) throws -> Void) throws {
        let statement = try prepared(sql)
        defer { finish(statement) }
        try bind(values, to: statement)
        let row = SQLiteRow(statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try each(row)
            case SQLITE_DONE: return
            default: throw failure(sql)
            }
        }
    }

    func walk(_ sql: String, _ values: [Value], _ each: (any Store.Row) throws -> Void) throws {
        try rows(sql, values, each)
    }

    /// Nobody else writes while this connection does.
    func joinLine() throws {}

    func execute(_ sql: String, _ values: [Value]) throws -> Int {
        let statement = try prepared(sql)
        defer { finish(statement) }
        try bind(values, to: statement)
        var status = sqlite3_step(statement)
        while status == SQLITE_ROW { status = sqlite3_step(statement) }
        guard status == SQLITE_DONE else { throw failure(sql) }
        return database.changesCount
    }

    func execute(_ sql: String, _ values: [Value], from batch: RowBatch) throws -> Int {
        guard !batch.isEmpty else { return 0 }
        guard let batchTable else { preconditionFailure("a reading connection does not write") }
        let before = database.totalChangesCount
        try batchTable.with(batch) { _ = try execute(sql, values) }
        return database.totalChangesCount - before
    }

    func insert(_ batch: RowBatch, into table: String, columns: [String]) throws {
        let cells = columns.indices.map { "c\($0)" }.joined(separator: ", ")
        _ = try execute(
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) SELECT \(cells) FROM batch", from: batch)
    }

    private func prepared(_ sql: String) throws -> OpaquePointer {
        try database.cachedStatement(sql: sql).sqliteStatement
    }

    private func finish(_ statement: OpaquePointer) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func bind(_ values: [Value], to statement: OpaquePointer) throws {
        for (index, value) in values.enumerated() {
            let parameter = Int32(index + 1)
            let status: Int32
            switch value {
            case .null: status = sqlite3_bind_null(statement, parameter)
            case .integer(let number): status = sqlite3_bind_int64(statement, parameter, number)
            case .text(let text): status = sqlite3_bind_text(statement, parameter, text, -1, copied)
            case .blob(let bytes): status = sqlite3_bind_blob(statement, parameter, bytes, Int32(bytes.count), copied)
            case .ids(let ids): status = bind(list: ids.map(String.init), statement, parameter)
            case .texts(let texts): status = bind(list: texts.map(SQLiteConnection.quoted), statement, parameter)
            }
            guard status == SQLITE_OK else { throw failure("parameter \(parameter)") }
        }
    }

    private func bind(list: [String], _ statement: OpaquePointer, _ parameter: Int32) -> Int32 {
        sqlite3_bind_text(statement, parameter, "[" + list.joined(separator: ",") + "]", -1, copied)
    }

    /// A text as JSON has it.
    private static func quoted(_ text: String) -> String {
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 {
                quoted += Array("\\u00\([byte].hex)".utf8)
            } else {
                quoted.append(byte)
            }
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }

    /// SQLITE_TRANSIENT: SQLite keeps a copy of its own.
    private var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func failure(_ sql: String) -> any Error {
        let code = ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection))
        let message = database.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }
        switch code {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            return DuplicateKey(detail: message ?? "")
        default: return DatabaseError(resultCode: code, message: message, sql: sql)
        }
    }
}

/// The row under a statement's cursor.
final class SQLiteRow: Store.Row {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { self.statement = statement }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

    func text(_ column: Int) -> String {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    func withBytes<Result>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        // Asked for as text or blob, as it is stored; the pointer holds until the next step.
        let start = sqlite3_column_blob(statement, Int32(column))
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return try body(UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count))
    }
}
