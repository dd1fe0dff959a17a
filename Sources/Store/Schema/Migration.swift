import Crypto
import Receivables

/// One change of the schema: statements that are never edited after a release, and a check that proves the outcome.
package struct Migration: Sendable {
    package let id: Int
    package let name: String
    /// The statements for an engine, in order.
    package let statements: @Sendable (Dialect) -> [String]
    /// Rows that exist before, so that the migration is tried on data and not on emptiness. Used by tests only.
    package let fixture: @Sendable (Dialect) -> [String]
    /// Queries whose first column must be 1 afterwards.
    package let checks: @Sendable (Dialect) -> [String]

    package init(
        id: Int, name: String, statements: @escaping @Sendable (Dialect) -> [String],
        fixture: @escaping @Sendable (Dialect) -> [String], checks: @escaping @Sendable (Dialect) -> [String]
    ) {
        self.id = id
        self.name = name
        self.statements = statements
        self.fixture = fixture
        self.checks = checks
    }

    /// SHA-256 of the canonical statements, in hex: a migration that was changed after it ran is noticed.
    package var checksum: String {
        var hash = SHA256()
        for statement in statements(.sqlite) { hash.update(data: Array(statement.utf8)) }
        return Array(hash.finalize()).hex
    }

    /// Every migration, in order.
    package static let all: [Migration] = [.theBook, .thePeople, .theWorkbench]
}

/// Brings a database to the schema of this program, or says why not.
package enum Migrator {
    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL
        ) STRICT
        """

    /// Applies what is missing, each migration in a transaction of its own with its checks. Gives the names applied.
    /// Errors: `schema-newer`, `schema-changed`, `migration-failed`; a migration that fails changes nothing, and those
    /// before it stay.
    package static func migrate(
        _ engine: any Engine, now: Instant, to last: Int = .max, of migrations: [Migration] = Migration.all
    ) throws -> [String] {
        try engine.write(.durable) { db in
            _ = try self.applied(db)
            try db.execute(db.dialect.definition(table), [])
        }
        let applied = try engine.read { db in try self.applied(db) }
        try refuseForeign(applied, migrations)
        var names: [String] = []
        for migration in migrations where applied[migration.id] == nil && migration.id <= last {
            do {
                try engine.write(.durable) { db in try apply(migration, db, now: now) }
            } catch {
                throw failure(of: migration, error)
            }
            names.append(migration.name)
        }
        return names
    }

    /// Refuses to work on a schema that is older or newer than this program's, and on a book that has not wholly been
    /// moved here, except for those who move it. Errors: `schema-older`, `schema-newer`, `schema-changed`,
    /// `move-unfinished`.
    package static func verify(
        _ db: any Reading, _ migrations: [Migration] = Migration.all, isMoving: Bool = false
    ) throws {
        let applied = try applied(db, isMoving: isMoving)
        try refuseForeign(applied, migrations)
        if let missing = migrations.first(where: { applied[$0.id] == nil }) {
            throw Problem(.schemaOlder, [Fact("migration", missing.name)])
        }
    }

    private static func apply(_ migration: Migration, _ db: any Writing, now: Instant) throws {
        for statement in migration.statements(db.dialect) { try db.execute(db.dialect.definition(statement), []) }
        for check in migration.checks(db.dialect) {
            guard try db.integer(check) == 1 else {
                throw Problem(.migrationFailed, [Fact("migration", migration.name), Fact("detail", check)])
            }
        }
        try db.execute(
            "INSERT INTO schema_migrations (id, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)",
            [Value(migration.id), .text(migration.name), .text(migration.checksum), Value(now.microseconds)])
    }

    /// A full disk, a lock and the like keep their own code; whatever is wrong with the statements gets this one.
    private static func failure(of migration: Migration, _ error: any Error) -> any Error {
        guard let problem = error as? Problem else {
            return Problem(.migrationFailed, [Fact("migration", migration.name), Fact("detail", "\(error)")])
        }
        guard problem.code == .internalError else { return problem }
        return Problem(.migrationFailed, [Fact("migration", migration.name)] + problem.facts)
    }

    /// The migrations that have run; none in a database without tables. Error: `database-unreadable` when the tables
    /// are those of another program, which nobody may add to, and `move-unfinished`.
    private static func applied(_ db: any Reading, isMoving: Bool = false) throws -> [Int: String] {
        let tables = try db.all(db.dialect.tableNames, []) { $0.text(0) }
        guard isMoving || !tables.contains(MoveMark.table) else { throw Problem(.moveUnfinished) }
        guard tables.contains("schema_migrations") else {
            if tables.isEmpty { return [:] }
            let some = tables.sorted().prefix(3).joined(separator: ", ")
            throw Problem(.databaseUnreadable, [Fact("reason", "it has the tables of another program: \(some)")])
        }
        var applied: [Int: String] = [:]
        try db.rows("SELECT id, checksum FROM schema_migrations ORDER BY id", []) { row in
            applied[Int(row.integer(0))] = row.text(1)
        }
        return applied
    }

    private static func refuseForeign(_ applied: [Int: String], _ migrations: [Migration]) throws {
        for (id, checksum) in applied.sorted(by: { $0.key < $1.key }) {
            guard let known = migrations.first(where: { $0.id == id }) else {
                throw Problem(.schemaNewer, [Fact("migration", id)])
            }
            guard known.checksum == checksum else { throw Problem(.schemaChanged, [Fact("migration", known.name)]) }
        }
    }
}
