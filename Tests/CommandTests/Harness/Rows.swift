import Foundation
import GRDBSQLite

/// A database seen from outside, past everything that the program does: a file by SQLite itself, a server by libpq.
protocol Outside {
    /// Runs statements and gives the rows of the last one, each as its cells parted by bars: nothing is `-`, bytes are
    /// hexadecimal numbers parted by dots.
    func all(_ sql: String) throws -> [String]
    /// Names of tables, in their order.
    var tables: String { get }
    /// The seconds since 1970 as the database counts them.
    var clock: String { get }
    /// Begins a transaction that lets nobody else write, as another program may do.
    func hold() throws
    /// Waits until nobody is in the middle of writing.
    func awaitWriters() throws
}

/// What stands in a database, for tests.
final class Rows {
    private let outside: any Outside

    struct Failure: Error {
        let sql: String
        let reason: String
    }

    /// `patience`: how long it waits for others, in milliseconds.
    init(_ address: String, patience: Int32 = 5000) throws {
        let isServer = address.hasPrefix("postgres:")
        outside = try isServer ? ServerRows(address, patience: patience) : FileRows(address, patience: patience)
    }

    /// Runs statements whose rows nobody wants.
    func run(_ sql: String) throws { _ = try outside.all(sql) }

    /// The rows of a query, each as its cells parted by bars.
    func all(_ sql: String) throws -> [String] { try outside.all(sql) }

    func count(_ sql: String) throws -> Int { Int(try all(sql).first ?? "") ?? -1 }

    func tables() throws -> [String] { try outside.all(outside.tables) }

    var clock: String { outside.clock }

    /// Every row of every table, in order of their keys, so that two books can be compared to the last cell.
    func dump(without skipped: Set<String> = []) throws -> String {
        try tables().filter { !skipped.contains($0) }.map { table in
            let rows = try all("SELECT * FROM \(table)").sorted()
            return "# \(table)\n" + rows.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Keeps everybody else from writing until `letGo`.
    func hold() throws { try outside.hold() }

    func letGo() throws { try run("ROLLBACK") }

    /// Waits until nobody is in the middle of writing: a server learns only a moment later that a process is gone.
    func awaitWriters() throws { try outside.awaitWriters() }
}

/// A file, by SQLite.
private final class FileRows: Outside {
    private let handle: OpaquePointer?

    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    let clock = "CAST(strftime('%s', 'now') AS INTEGER)"

    init(_ path: String, patience: Int32) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK else { throw Rows.Failure(sql: "open", reason: path) }
        handle = opened
        sqlite3_busy_timeout(handle, patience)
    }

    deinit { sqlite3_close(handle) }

    func hold() throws { _ = try all("BEGIN IMMEDIATE") }

    func awaitWriters() throws { _ = try all("BEGIN IMMEDIATE; ROLLBACK") }

    func all(_ sql: String) throws -> [String] {
        var rows: [String] = []
        var rest = Array(sql.utf8CString)
        while true {
            var statement: OpaquePointer?
            let used = try rest.withUnsafeBufferPointer { text in
                var end: UnsafePointer<CChar>?
                let status = sqlite3_prepare_v2(handle, text.baseAddress, -1, &statement, &end)
                guard status == SQLITE_OK, let start = text.baseAddress, let end else { throw failure(sql) }
                return end - start
            }
            guard let statement else { return rows }
            defer { sqlite3_finalize(statement) }
            rest.removeFirst(used)
            rows = try cells(of: statement, sql)
        }
    }

    private func cells(of statement: OpaquePointer, _ sql: String) throws -> [String] {
        var rows: [String] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW:
                let cells = (0..<sqlite3_column_count(statement)).map { FileRows.cell(statement, $0) }
                rows.append(cells.joined(separator: "|"))
            case SQLITE_DONE: return rows
            default: throw failure(sql)
            }
        }
    }

    private func failure(_ sql: String) -> Rows.Failure {
        Rows.Failure(sql: sql, reason: String(cString: sqlite3_errmsg(handle)))
    }

    private static func cell(_ statement: OpaquePointer?, _ column: Int32) -> String {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return "-"
        case SQLITE_BLOB:
            let bytes = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
            return bytes.map { String($0, radix: 16) }.joined(separator: ".")
        default: return sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
        }
    }
}
