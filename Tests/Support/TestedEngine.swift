import Receivables
import Store
import StoreSQLite

/// An engine under test. One entry per engine: whatever takes one as its argument runs on each, from the contract of
/// the engine to the properties of whole books.
package struct TestedEngine: Sendable, CustomStringConvertible {
    package let description: String
    /// The address of the database of a folder, as `--database` takes it.
    package let address: @Sendable (Scratch) -> String
    /// Opens the database at an address, making it when it is not there yet; a second call opens it a second time.
    private let opening: @Sendable (String) throws -> any Engine
    /// The same, but refuses to make a new one.
    private let openingExisting: @Sendable (String) throws -> any Engine
    /// What the engine itself finds damaged in its storage.
    private let finding: @Sendable (any Reading) throws -> [String]
    /// Lets nobody but its owner write to the database.
    package let forbidWriting: @Sendable (Scratch) throws -> Void

    package static let all: [TestedEngine] = [.sqlite]

    private static let sqlite = TestedEngine(
        description: "SQLite", address: { $0.path("book.sqlite") },
        opening: { try SQLiteEngine(path: $0, .creating) }, openingExisting: { try SQLiteEngine(path: $0, .existing) },
        finding: { db in
            try db.all("PRAGMA integrity_check", []) { $0.text(0) }.filter { $0 != "ok" }
        },
        forbidWriting: { scratch in
            for name in ["", "book.sqlite", "book.sqlite-wal", "book.sqlite-shm"] { scratch.protect(name) }
        })

    package func open(_ scratch: Scratch) throws -> any Engine { try opening(address(scratch)) }
    package func openExisting(_ scratch: Scratch) throws -> any Engine { try openingExisting(address(scratch)) }
    package func damage(_ engine: any Engine) throws -> [String] { try engine.read(finding) }

    /// The engine with this name, for a process that was given it in words.
    package static func open(_ name: String, at address: String) throws -> any Engine {
        guard let tested = all.first(where: { $0.description == name }) else { throw Problem(.databaseURL) }
        return try tested.openingExisting(address)
    }
}
