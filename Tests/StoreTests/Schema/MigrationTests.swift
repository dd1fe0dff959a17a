import Receivables
import Store
import Support
import Testing

/// Migrations go in whole or not at all, on data and not on emptiness.
@Suite struct MigrationTests {
    private let now = Instant(microseconds: 1_760_000_000_000_000)

    private func with(_ tested: TestedEngine, _ body: (any Engine) throws -> Void) throws {
        let scratch = try Scratch()
        let engine = try tested.open(scratch)
        try body(engine)
        try engine.close()
    }

    /// A migration behind all that there are.
    private func further(
        _ name: String, _ statements: [String], fixture: [String] = [], checks: [String] = []
    ) -> [Migration] {
        Migration.all + [
            Migration(
                id: (Migration.all.map(\.id).max() ?? 0) + 1, name: name, statements: { _ in statements },
                fixture: { _ in fixture }, checks: { _ in checks })
        ]
    }

    private func version(_ engine: any Engine) throws -> Int64 {
        try engine.read { try $0.integer("SELECT max(id) FROM schema_migrations") }
    }

    private func tables(_ engine: any Engine) throws -> [String] {
        try engine.read { db in try db.all(db.dialect.tableNames, []) { $0.text(0) }.sorted() }
    }

    @Test("numbers rise without gaps, and names differ")
    func numbered() {
        #expect(Migration.all.map(\.id) == Array(1...Migration.all.count))
        #expect(Set(Migration.all.map(\.name)).count == Migration.all.count)
        #expect(Migration.all.allSatisfy { !$0.checks(.sqlite).isEmpty }, "each proves its outcome")
        #expect(Migration.all.dropFirst().allSatisfy { !$0.fixture(.sqlite).isEmpty }, "each is tried on data")
    }

    @Test("each migration works on the rows of the version before it", arguments: TestedEngine.all)
    func onData(tested: TestedEngine) throws {
        for migration in Migration.all {
            try with(tested) { engine throws in
                _ = try Migrator.migrate(engine, now: now, to: migration.id - 1)
                try engine.write(.durable) { db throws in
                    for statement in migration.fixture(db.dialect) { _ = try db.execute(statement, []) }
                }
                #expect(try Migrator.migrate(engine, now: now, to: migration.id) == [migration.name])
                try engine.read { db throws in
                    for check in migration.checks(db.dialect) { #expect(try db.integer(check) == 1, "\(check)") }
                }
                #expect(try Migrator.migrate(engine, now: now).count == Migration.all.count - migration.id)
                try engine.read { try Migrator.verify($0) }
            }
        }
    }

    @Test("a migration changes data, and its checks see the outcome", arguments: TestedEngine.all)
    func changesData(tested: TestedEngine) throws {
        let migrations = further(
            "louder", ["UPDATE settings SET value = upper(value) WHERE name = 'greeting'"],
            fixture: ["INSERT INTO settings (name, value) VALUES ('greeting', 'halo')"],
            checks: ["SELECT count(*) FROM settings WHERE name = 'greeting' AND value = 'HALO'"])
        try with(tested) { engine throws in
            _ = try Migrator.migrate(engine, now: now)
            let older = #expect(throws: Problem.self) { try engine.read { try Migrator.verify($0, migrations) } }
            #expect(older?.code == .schemaOlder)
            try engine.write(.durable) { db throws in
                for statement in migrations.last?.fixture(db.dialect) ?? [] { _ = try db.execute(statement, []) }
            }
            #expect(try Migrator.migrate(engine, now: now, of: migrations) == ["louder"])
            #expect(try Migrator.migrate(engine, now: now, of: migrations) == [])
            try engine.read { try Migrator.verify($0, migrations) }
            let newer = #expect(throws: Problem.self) { try engine.read { try Migrator.verify($0) } }
            #expect(newer?.code == .schemaNewer)
            let before = try tables(engine)
            let refused = #expect(throws: Problem.self) { try Migrator.migrate(engine, now: now) }
            #expect(refused?.code == .schemaNewer)
            #expect(try tables(engine) == before)
        }
    }

    @Test(
        "a migration that fails on its way is not there at all, and says which it is", arguments: TestedEngine.all,
        [
            ["CREATE TABLE half (id INTEGER NOT NULL PRIMARY KEY) STRICT", "INSERT INTO nowhere (id) VALUES (1)"],
            [
                "CREATE TABLE half (id INTEGER NOT NULL PRIMARY KEY) STRICT", "INSERT INTO half (id) VALUES (1)",
                "INSERT INTO half (id) VALUES (1)",
            ],
            ["INSERT INTO settings (name, value) VALUES ('half', 'x')", "ALTER TABLE settings ADD COLUMN"],
            ["DROP TABLE notes", "CREATE TABLE half (id INTEGER NOT NULL PRIMARY KEY) STRICT", "no statement at all"],
        ])
    func failsMidway(tested: TestedEngine, statements: [String]) throws {
        try with(tested) { engine throws in
            _ = try Migrator.migrate(engine, now: now)
            let before = (try version(engine), try tables(engine))
            let problem = #expect(throws: Problem.self) {
                try Migrator.migrate(engine, now: now, of: further("halfway", statements))
            }
            #expect(problem?.code == .migrationFailed)
            #expect(problem?.facts.contains { $0.name == "migration" && $0.value == .text("halfway") } == true)
            #expect(problem?.facts.contains { $0.name == "detail" } == true)
            #expect(try (version(engine), tables(engine)) == before)
            #expect(try engine.read { try $0.integer("SELECT count(*) FROM settings WHERE name = 'half'") } == 0)
            try engine.read { try Migrator.verify($0) }
            #expect(try tested.damage(engine) == [])
            #expect(try Migrator.migrate(engine, now: now, of: further("mended", ["DELETE FROM notes"])) == ["mended"])
        }
    }

    @Test("a migration whose outcome is not what it should be is taken back", arguments: TestedEngine.all)
    func failsItsCheck(tested: TestedEngine) throws {
        try with(tested) { engine throws in
            _ = try Migrator.migrate(engine, now: now)
            let before = try tables(engine)
            let wrong = further(
                "wrong", ["CREATE TABLE half (id INTEGER NOT NULL PRIMARY KEY) STRICT"],
                checks: ["SELECT count(*) FROM half"])
            let problem = #expect(throws: Problem.self) { try Migrator.migrate(engine, now: now, of: wrong) }
            #expect(problem?.code == .migrationFailed)
            #expect(try tables(engine) == before)
            try engine.read { try Migrator.verify($0) }
        }
    }

    @Test("a first migration that fails leaves no schema, and says that it is older", arguments: TestedEngine.all)
    func firstFails(tested: TestedEngine) throws {
        let broken = Migration(
            id: 1, name: "broken", statements: { _ in ["CREATE TABLE a (id INTEGER) STRICT", "nonsense"] },
            fixture: { _ in [] }, checks: { _ in [] })
        try with(tested) { engine throws in
            let problem = #expect(throws: Problem.self) { try Migrator.migrate(engine, now: now, of: [broken]) }
            #expect(problem?.code == .migrationFailed)
            #expect(try tables(engine) == ["schema_migrations"])
            let older = #expect(throws: Problem.self) { try engine.read { try Migrator.verify($0) } }
            #expect(older?.code == .schemaOlder)
            #expect(try Migrator.migrate(engine, now: now) == Migration.all.map(\.name))
        }
    }
}
