import Foundation
import Receivables
import Store
import StorePostgres

/// Books on a PostgreSQL: each in a schema of its own, gone when the test is over.
package struct PostgresBooks: Sendable {
    /// The address of a database in which schemas may be made.
    let url: String

    /// The server that tests may use: `Tests/Postgres/server` starts one, `bin/test` does both. Nil: no server, no
    /// tests with it.
    package static let server = ProcessInfo.processInfo.environment["LUNAS_TEST_POSTGRES"].flatMap {
        $0.isEmpty ? nil : $0
    }

    static let onServer = PostgresBooks(url: server ?? "postgres://nobody@127.0.0.1:1/none")

    /// The address of the book of a test; `name` tells several of one test apart.
    func address(_ scratch: Scratch, _ name: String = "") -> String {
        url + PostgresBooks.marker + schema(scratch) + name
    }

    private static let marker = "?options=-csearch_path%3D"

    /// The schema that an address of this kind names.
    package static func schema(of address: String) -> String {
        address.range(of: marker).map { String(address[$0.upperBound...]) } ?? ""
    }

    private func schema(_ scratch: Scratch) -> String {
        "book_" + scratch.folder.utf8.suffix(36).map { $0 == UInt8(ascii: "-") ? "" : String(UnicodeScalar($0)) }
            .joined().lowercased()
    }

    /// The same address for another user of the server; `user` may hold a password.
    package static func address(_ address: String, as user: String) -> String {
        guard let end = address.firstIndex(of: "@") else { return address }
        return "postgres://\(user)\(address[end...])"
    }

    /// Gives a user the right to read the book, and no other.
    package func letRead(_ address: String, by user: String) throws {
        let schema = PostgresBooks.schema(of: address)
        try run("GRANT USAGE ON SCHEMA \(schema) TO \(user)")
        try run("GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO \(user)")
    }

    /// Makes the schema of an address, if it is not there yet.
    func make(_ address: String, _ scratch: Scratch) throws {
        let schema = PostgresBooks.schema(of: address)
        try run("CREATE SCHEMA IF NOT EXISTS \(schema)")
        scratch.atEnd { try? run("DROP SCHEMA IF EXISTS \(schema) CASCADE") }
    }

    private func run(_ statement: String) throws {
        let engine = try PostgresEngine(url: url, .creating)
        try engine.write(.repeatable) { _ = try $0.execute(statement, []) }
        try engine.close()
    }
}
