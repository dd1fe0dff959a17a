import Receivables
import Store
import Support
import Testing

/// The tables of a book as engines describe them, and what a move reads of them.
@Suite struct TableShapeTests {
    private static func migrated(_ tested: TestedEngine, _ scratch: Scratch) throws -> any Engine {
        let engine = try tested.open(scratch)
        _ = try Migrator.migrate(engine, now: Instant(microseconds: 1))
        return engine
    }

    @Test("a move takes along every table but those that migrations fill", arguments: TestedEngine.all)
    func everyTable(tested: TestedEngine) throws {
        let scratch = try Scratch()
        let engine = try TableShapeTests.migrated(tested, scratch)
        defer { try? engine.close() }
        let present = try engine.read { db in try db.all(db.dialect.tableNames, []) { $0.text(0) } }
        let left = BookTables.ofProcesses.union(BookTables.ofSearch).union(["currencies", "schema_migrations"])
        #expect(Set(present) == Set(BookTables.all).union(left) && left.isDisjoint(with: BookTables.all))
        #expect(Set(BookTables.all).count == BookTables.all.count)
        let (creditors, portfolios) = (
            BookTables.all.firstIndex(of: "creditors"), BookTables.all.firstIndex(of: "portfolios")
        )
        #expect(try #require(creditors) < #require(portfolios), "the one that is named comes first")
        #expect(try engine.read { try $0.holdsNoBook() })
    }

    @Test("every engine describes every table in the same way", arguments: TestedEngine.all)
    func sameShapes(tested: TestedEngine) throws {
        let (scratch, other) = (try Scratch(), try Scratch())
        let engine = try TableShapeTests.migrated(tested, scratch)
        let first = try TableShapeTests.migrated(.sqlite, other)
        defer {
            try? engine.close()
            try? first.close()
        }
        for name in BookTables.all {
            let shape = try engine.read { try $0.shape(of: name) }
            #expect(try shape == first.read { try $0.shape(of: name) })
        }
        let journal = try engine.read { try $0.shape(of: "journal") }
        #expect(journal.key == [0] && journal.columnNames.prefix(3) == ["entry_id", "at", "actor"])
        #expect(journal.columns.map(\.kind).suffix(4) == [.blob, .blob, .blob, .blob])
        let attributes = try engine.read { try $0.shape(of: "attributes") }
        #expect(attributes.key == [0, 1, 2, 3, 4])
        #expect(throws: Problem.self) { try engine.read { try $0.shape(of: "there_is_no_such_table") } }
    }

    @Test("rows are walked in the order of bytes, and from behind any key on", arguments: TestedEngine.all)
    func walking(tested: TestedEngine) throws {
        let scratch = try Scratch()
        let engine = try TableShapeTests.migrated(tested, scratch)
        defer { try? engine.close() }
        let names = ["", "A", "Z", "a", "a b", "ab", "z", "É", "é", "漢", "😀"]
        try engine.write(.repeatable) { db in
            for (index, name) in names.enumerated().reversed() {
                for day in 1...2 {
                    try db.execute(
                        "INSERT INTO tallies (name, day, count) VALUES (?1, ?2, ?3)",
                        [.text(name), Value(day), Value(index)])
                }
            }
        }
        let expected = names.flatMap { ["\($0) 1", "\($0) 2"] }
        try engine.read { db in
            let table = try db.shape(of: "tallies")
            #expect(try table.lastKey(db) == [.text("😀"), .integer(2)])
            for place in 0...expected.count {
                let last: [Value]? = place == 0 ? nil : [.text(names[(place - 1) / 2]), Value((place - 1) % 2 + 1)]
                var found: [String] = []
                try table.walk(db, after: last) { found.append("\($0.text(0)) \($0.integer(1))") }
                #expect(found == Array(expected[place...]))
            }
            #expect(try db.shape(of: "news").lastKey(db) == nil)
        }
    }

    @Test("all rows can be taken out at once, of tables that name one another too", arguments: TestedEngine.all)
    func emptying(tested: TestedEngine) throws {
        let scratch = try Scratch()
        let engine = try TableShapeTests.migrated(tested, scratch)
        defer { try? engine.close() }
        try engine.write(.durable) { db in
            try db.execute("INSERT INTO creditors (creditor_id, name) VALUES (1, 'one')", [])
            try db.execute(
                """
                INSERT INTO portfolios (portfolio_id, creditor_id, name, lender_type, currency, waterfall, tolerance,
                    buckets, promise_grace, promise_tolerance, strategy)
                VALUES (1, 1, 'p', 'l', 'IDR', 'w', 0, 'b', 0, 0, 's')
                """, [])
        }
        #expect(try !engine.read { try $0.holdsNoBook() })
        try engine.write(.durable) { db in
            for statement in db.dialect.emptying(BookTables.all) { try db.execute(statement, []) }
        }
        #expect(try engine.read { try $0.holdsNoBook() })
    }
}
