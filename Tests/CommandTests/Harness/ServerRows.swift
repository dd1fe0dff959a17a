import CLibPQ

/// A book on a server, by libpq.
final class ServerRows: Outside {
    private let connection: OpaquePointer?

    let tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    let clock = "extract(epoch FROM clock_timestamp())::bigint"

    init(_ address: String, patience: Int32) throws {
        connection = PQconnectdb(address)
        guard PQstatus(connection) == CONNECTION_OK else { throw failure("connect") }
        _ = try all("SET client_min_messages = error; SET lock_timeout = \(patience)")
    }

    deinit { PQfinish(connection) }

    /// Whoever writes does so under a lock of the tables.
    func hold() throws {
        let names = try all(tables).joined(separator: ", ")
        _ = try all("BEGIN; LOCK TABLE \(names) IN EXCLUSIVE MODE")
    }

    /// Every transaction that writes holds the first of the book's advisory locks.
    func awaitWriters() throws {
        _ = try all("BEGIN; SELECT pg_advisory_xact_lock(\(ServerRows.space), 1); ROLLBACK")
    }

    private static let space = "(SELECT oid::int FROM pg_namespace WHERE nspname = current_schema())"

    func all(_ sql: String) throws -> [String] {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK: break
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return []
        default:
            let failure = failure(sql)
            if PQtransactionStatus(connection) == PQTRANS_INERROR { PQclear(PQexec(connection, "ROLLBACK")) }
            throw failure
        }
        let columns = 0..<PQnfields(result)
        return (0..<PQntuples(result)).map { row in
            columns.map { ServerRows.cell(result, row, $0) }.joined(separator: "|")
        }
    }

    private func failure(_ sql: String) -> Rows.Failure {
        Rows.Failure(sql: sql, reason: PQerrorMessage(connection).map { String(cString: $0) } ?? "")
    }

    /// Kinds of cells that SQLite shows otherwise (pg_type.dat).
    private static let (truth, bytes): (Oid, Oid) = (16, 17)

    private static func cell(_ result: OpaquePointer?, _ row: Int32, _ column: Int32) -> String {
        guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else { return "-" }
        let text = String(cString: value)
        switch PQftype(result, column) {
        case truth: return text == "t" ? "1" : "0"
        case bytes:
            // `\x` and two digits for each byte.
            let digits = Array(text.utf8.dropFirst(2))
            return stride(from: 0, to: digits.count, by: 2).map { at in
                let both = String(decoding: digits[at...at + 1], as: UTF8.self)
                return both.first == "0" ? String(both.dropFirst()) : both
            }.joined(separator: ".")
        default: return text
        }
    }
}
