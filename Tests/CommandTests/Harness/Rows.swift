import Foundation
import GRDBSQLite

/// The database seen from outside: by SQLite itself or by `psql`, past everything that the program does.
final class Rows {
    private let handle: OpaquePointer?
    /// The address, where it is one of PostgreSQL.
    private let server: String?

    struct Failure: Error {
        let sql: String
        let reason: String
    }

    /// `patience`: how long it waits for others, in milliseconds.
    init(_ path: String, patience: Int32 = 5000) throws {
        guard !path.hasPrefix("postgres:") else {
            (handle, server) = (nil, path)
            return
        }
        server = nil
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK else { throw Failure(sql: "open", reason: path) }
        handle = opened
        sqlite3_busy_timeout(handle, patience)
    }

    deinit { sqlite3_close(handle) }

    /// Runs statements whose rows nobody wants.
    func run(_ sql: String) throws {
        if let server {
            _ = try psql(sql, server)
            return
        }
        var message: UnsafeMutablePointer<CChar>?
        defer { sqlite3_free(message) }
        guard sqlite3_exec(handle, sql, nil, nil, &message) == SQLITE_OK else {
            throw Failure(sql: sql, reason: message.map { String(cString: $0) } ?? "")
        }
    }

    /// The rows of a query, each as its cells parted by bars.
    func all(_ sql: String) throws -> [String] {
        if let server { return try psql(sql, server) }
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
            throw Failure(sql: sql, reason: String(cString: sqlite3_errmsg(handle)))
        }
        defer { sqlite3_finalize(statement) }
        var rows: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            let cells = (0..<sqlite3_column_count(statement)).map { Rows.cell(statement, $0) }
            rows.append(cells.joined(separator: "|"))
        }
        return rows
    }

    /// Rows are parted by a byte that stands in no cell.
    private func psql(_ sql: String, _ server: String) throws -> [String] {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/psql")
        process.arguments = [
            "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=|",
            "--record-separator=\u{1e}", "--pset=null=-", "--set=ON_ERROR_STOP=1", "--command", sql, server,
        ]
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let reason = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(sql: sql, reason: reason) }
        var rows = text.split(separator: "\u{1e}", omittingEmptySubsequences: false).map(String.init)
        // Behind the last row the line ends.
        if let last = rows.popLast(), last != "\n", !last.isEmpty {
            rows.append(last.hasSuffix("\n") ? String(last.dropLast()) : last)
        }
        return rows
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

    func count(_ sql: String) throws -> Int { Int(try all(sql).first ?? "") ?? -1 }

    /// Every row of every table, in order of their keys, so that two books can be compared to the last cell.
    func dump(without skipped: Set<String> = []) throws -> String {
        let tables = try all(
            server == nil
                ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
                : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        return try tables.filter { !skipped.contains($0) }.map { table in
            let rows = try all("SELECT * FROM \(table)").sorted()
            return "# \(table)\n" + rows.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
