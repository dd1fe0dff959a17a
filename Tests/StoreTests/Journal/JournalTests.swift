import Receivables
import Store
import Support
import Testing

/// The schema and the journal on every engine.
@Suite struct JournalTests {
    private let now = Instant(microseconds: 1_760_000_000_000_000)

    private func with(_ tested: TestedEngine, _ body: (any Engine) throws -> Void) throws {
        let scratch = try Scratch()
        defer { withExtendedLifetime(scratch) {} }
        let engine = try tested.open(scratch)
        #expect(try Migrator.migrate(engine, now: now) == Migration.all.map(\.name))
        try body(engine)
        try engine.close()
    }

    @Test("a migrated database is accepted, and migrating again does nothing", arguments: TestedEngine.all)
    func migratesOnce(tested: TestedEngine) throws {
        try with(tested) { engine throws in
            #expect(try Migrator.migrate(engine, now: now) == [])
            try engine.read { try Migrator.verify($0) }
        }
    }

    @Test(
        "older, newer and edited schemas are refused", arguments: TestedEngine.all,
        [
            ("DELETE FROM schema_migrations", ProblemCode.schemaOlder),
            ("INSERT INTO schema_migrations VALUES (999, 'later', 'x', 0)", .schemaNewer),
            ("UPDATE schema_migrations SET checksum = 'x' WHERE id = 1", .schemaChanged),
        ])
    func refuses(tested: TestedEngine, change: (sql: String, code: ProblemCode)) throws {
        try with(tested) { engine throws in
            try engine.write(.durable) { _ = try $0.execute(change.sql, []) }
            let problem = #expect(throws: Problem.self) { try engine.read { try Migrator.verify($0) } }
            #expect(problem?.code == change.code)
        }
    }

    @Test(
        "every kind of change to the journal is found at its entry", arguments: TestedEngine.all,
        [
            ("UPDATE journal SET at = at + 1 WHERE entry_id = 3", 3),
            ("UPDATE journal SET actor = 'x' WHERE entry_id = 3", 3),
            ("UPDATE journal SET kind = 'x' WHERE entry_id = 3", 3),
            ("UPDATE journal SET detail = '{}' WHERE entry_id = 3", 3),
            ("UPDATE journal SET subject = 'x' WHERE entry_id = 1", 1), ("DELETE FROM journal WHERE entry_id = 3", 4),
            ("UPDATE journal SET after_digest = NULL WHERE entry_id = 2", 2),
            ("DELETE FROM journal WHERE entry_id = 1", 2),
            ("UPDATE journal SET hash = previous_hash WHERE entry_id = 5", 5),
            ("UPDATE journal SET entry_id = 60 WHERE entry_id = 5", 60),
        ] as [(String, Int64)])
    func tampering(tested: TestedEngine, change: (sql: String, entry: Int64)) throws {
        try with(tested) { engine throws in
            try engine.write(.durable) { db in
                for number in 1...5 {
                    let entry = try db.journal(
                        "test", subject: "thing:\(number)", detail: "{\"n\":\(number)}",
                        by: Actor(name: "me", now: now),
                        after: digest(of: [UInt8(number)]))
                    #expect(entry == Int64(number))
                }
            }
            let sound = try engine.read { try $0.checkJournal() }
            #expect(sound.entries == 5 && sound.firstBroken == nil)
            try engine.write(.durable) { _ = try $0.execute(change.sql, []) }
            #expect(try engine.read { try $0.checkJournal() }.firstBroken == change.entry)
        }
    }
}
