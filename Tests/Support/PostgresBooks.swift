import Foundation
import Receivables
import Store
import StorePostgres

/// The PostgreSQL that tests may use: `Tests/Postgres/server` starts one, `bin/test` does both. Each test gets a schema
/// of its own, gone when the test is over.
package enum PostgresBooks {
    /// The address of a database in which schemas may be made; nil: no server, no tests with it.
    package static let server = ProcessInfo.processInfo.environment["LUNAS_TEST_POSTGRES"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// The address of the book of a test, in a schema of its own.
    static func address(_ scratch: Scratch) -> String {
        guard let server else { return "postgres://nobody@127.0.0.1:1/none" }
        return server + "?options=-csearch_path%3D\(schema(scratch))"
    }

    private static func schema(_ scratch: Scratch) -> String {
        "book_" + scratch.folder.utf8.suffix(36).map { $0 == UInt8(ascii: "-") ? "" : String(UnicodeScalar($0)) }
            .joined().lowercased()
    }

    /// The same address for another user of the server.
    static func address(_ scratch: Scratch, as user: String) -> String {
        let own = address(scratch)
        guard let end = own.firstIndex(of: "@") else { return own }
        return "postgres://\(user)\(own[end...])"
    }

    /// Gives a user the right to read the book, and no other.
    static func letRead(_ scratch: Scratch, by user: String) throws {
        guard let server else { return }
        try run("GRANT USAGE ON SCHEMA \(schema(scratch)) TO \(user)", server)
        try run("GRANT SELECT ON ALL TABLES IN SCHEMA \(schema(scratch)) TO \(user)", server)
    }

    /// Makes the schema of a test's book, if it is not there yet.
    static func make(_ scratch: Scratch) throws {
        guard let server else { return }
        let name = schema(scratch)
        try run("CREATE SCHEMA IF NOT EXISTS \(name)", server)
        scratch.atEnd { try? run("DROP SCHEMA IF EXISTS \(name) CASCADE", server) }
    }

    private static func run(_ statement: String, _ server: String) throws {
        let engine = try PostgresEngine(url: server, .creating)
        try engine.write(.repeatable) { _ = try $0.execute(statement, []) }
        try engine.close()
    }
}
