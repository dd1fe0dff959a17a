import Foundation
import Receivables
import Store
import StorePostgres
import StoreSQLite

/// An engine under test. One entry per engine: whatever takes one as its argument runs on each, from the contract of
/// the engine to the properties of whole books.
package struct TestedEngine: Sendable, CustomStringConvertible {
    package let description: String
    /// The address of the database of a folder, as `--database` takes it.
    package let address: @Sendable (Scratch) -> String
    /// The address of another database of that folder, of this name: small letters, digits and the underscore.
    package let place: @Sendable (Scratch, String) -> String
    /// The database is a file, which tests may copy, cut short and lock.
    package var isFile: Bool { description == TestedEngine.sqlite.description }
    /// Opens the database at an address, making it when it is not there yet; a second call opens it a second time.
    private let opening: @Sendable (String) throws -> any Engine
    /// The same, but refuses to make a new one.
    private let openingExisting: @Sendable (String) throws -> any Engine
    /// Makes the place for a database, where an engine does not do that itself.
    package let preparing: @Sendable (String, Scratch) throws -> Void
    /// What the engine itself finds damaged in its storage.
    private let finding: @Sendable (any Reading) throws -> [String]
    /// The address for somebody who may only read, after `forbidWriting`.
    package let readerAddress: @Sendable (Scratch) -> String
    /// Lets nobody but its owner write to the database.
    package let forbidWriting: @Sendable (Scratch) throws -> Void

    /// The engine of this pass over the tests, by `LUNAS_TEST_ENGINE`: SQLite, or PostgreSQL where there is a server.
    package static let all: [TestedEngine] = [
        ProcessInfo.processInfo.environment["LUNAS_TEST_ENGINE"] == postgres.description ? .postgres : .sqlite
    ]

    /// The engine for tests that do not ask.
    package static var chosen: TestedEngine { all[0] }

    package static let sqlite = TestedEngine(
        description: "SQLite", address: { $0.path("lunas.sqlite") }, place: { $0.path($1 + ".sqlite") },
        opening: { try SQLiteEngine(path: $0, .creating) }, openingExisting: { try SQLiteEngine(path: $0, .existing) },
        preparing: { _, _ in },
        finding: { db in
            try db.all("PRAGMA integrity_check", []) { $0.text(0) }.filter { $0 != "ok" }
        },
        readerAddress: { $0.path("lunas.sqlite") },
        forbidWriting: { scratch in
            for name in ["", "lunas.sqlite", "lunas.sqlite-wal", "lunas.sqlite-shm"] { scratch.protect(name) }
        })

    package static let postgres = postgres(PostgresBooks.onServer)

    /// The same engine on a server of a test's own.
    package static func postgres(at url: String) -> TestedEngine { postgres(PostgresBooks(url: url)) }

    private static func postgres(_ books: PostgresBooks) -> TestedEngine {
        TestedEngine(
            description: "PostgreSQL", address: { books.address($0) }, place: { books.address($0, "_" + $1) },
            opening: { try PostgresEngine(url: $0, .creating) },
            openingExisting: { try PostgresEngine(url: $0, .existing) }, preparing: { try books.make($0, $1) },
            finding: brokenIndexes,
            readerAddress: { PostgresBooks.address(books.address($0), as: "reader") },
            forbidWriting: { try books.letRead(books.address($0), by: "reader") })
    }

    /// Checks every index against its table; not all servers have the extension.
    private static func brokenIndexes(_ db: any Reading) throws -> [String] {
        let hasCheck = try db.integer("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'") > 0
        guard hasCheck else { return [] }
        return try db.all(
            """
            SELECT c.relname, bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
            WHERE a.amname = 'btree' AND c.relnamespace = current_schema()::regnamespace
            """, []
        ) { _ in }.isEmpty ? ["no index was checked"] : []
    }

    package func open(_ scratch: Scratch) throws -> any Engine {
        try preparing(address(scratch), scratch)
        return try opening(address(scratch))
    }
    package func openExisting(_ scratch: Scratch) throws -> any Engine { try openingExisting(address(scratch)) }
    package func damage(_ engine: any Engine) throws -> [String] { try engine.read(finding) }

    /// The engine with this name, for a process that was given it in words.
    package static func open(_ name: String, at address: String) throws -> any Engine {
        guard let tested = [sqlite, postgres].first(where: { $0.description == name }) else {
            throw Problem(.databaseURL)
        }
        return try tested.openingExisting(address)
    }
}
