import Receivables
import Store
import Support
import Testing

/// Every function of the list of differences between the engines, on each engine.
@Suite struct DialectTests {
    private func text(_ expression: String, _ db: any Reading) throws -> String? {
        try db.first("SELECT CAST(\(expression) AS TEXT)", []) { $0.text(0) }
    }

    @Test("sets of ids", arguments: TestedEngine.all)
    func ids(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db throws in
                for id in [-5, 0, 1, 2, 3, .max] as [Int64] { try db.add(Thing(id, id == 2 ? nil : id)) }
            }
            try engine.read { db throws in
                let sql = "SELECT id FROM things WHERE \(db.dialect.isOneOf("id", 2)) AND id <> ?1 ORDER BY id"
                func found(_ ids: [Int64]) throws -> [Int64] {
                    try db.all(sql, [.integer(3), .ids(ids)]) { $0.integer(0) }
                }
                #expect(try found([]) == [])
                #expect(try found([1, 2, 3, 99]) == [1, 2])
                #expect(try found([.max, -5, .min, 0, 0]) == [-5, 0, .max])
                #expect(try found(Array(1...20_000)) == [1, 2])
                let count = "SELECT count(*) FROM things WHERE \(db.dialect.isOneOf("number", 1))"
                #expect(try db.first(count, [.ids([2])]) { $0.integer(0) } == 0, "null is in no set")
            }
        }
    }

    @Test("sets of texts", arguments: TestedEngine.all)
    func texts(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            let known = ["", "a", "A", "ä", "\"", "\\", "\\\"", "{a,b}", "NULL", "it's", "\u{1F600}", "[1]", "\u{2}a\n"]
            try engine.write(.durable) { db throws in
                _ = try db.execute("CREATE TABLE names (name TEXT NOT NULL PRIMARY KEY)", [])
                for name in known { try db.execute("INSERT INTO names (name) VALUES (?1)", [.text(name)]) }
            }
            try engine.read { db throws in
                let condition = db.dialect.isOneOfTexts("name", 2)
                let sql = "SELECT name FROM names WHERE name <> ?1 AND \(condition)"
                func found(_ names: [String]) throws -> Set<String> {
                    let values = [Value.text("A"), .texts(names)]
                    let walked = try Set(db.gather(sql, values) { $0.text(0) })
                    #expect(try Set(db.all(sql, values) { $0.text(0) }) == walked)
                    return walked
                }
                #expect(try found([]) == [])
                for name in known where name != "A" { #expect(try found([name, name, "-"]) == [name]) }
                #expect(try found(known + (0..<20_000).map { "n\($0)" }) == Set(known).subtracting(["A"]))
            }
        }
    }

    @Test("the names of tables, without those of the engine and of views", arguments: TestedEngine.all)
    func tables(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { _ = try $0.execute("CREATE VIEW seen AS SELECT id FROM things", []) }
            try engine.settle()
            try engine.read { db throws in #expect(try db.all(db.dialect.tableNames, []) { $0.text(0) } == ["things"]) }
        }
    }

    @Test(
        "definitions of tables: whole numbers of 64 bits, texts, bytes, and what must be there",
        arguments: TestedEngine.all)
    func definitions(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            for (name, ending) in [("a", "STRICT, WITHOUT ROWID"), ("b", "WITHOUT ROWID, STRICT"), ("c", "STRICT")] {
                try engine.write(.durable) { db throws in
                    let table = """
                        CREATE TABLE \(name) (integer_key INTEGER NOT NULL PRIMARY KEY, words TEXT NOT NULL,
                            bytes BLOB, kind TEXT NOT NULL DEFAULT 'INTEGER', CHECK (integer_key <> 13)) \(ending)
                        """
                    _ = try db.execute(db.dialect.definition(table), [])
                    let insert = "INSERT INTO \(name) (integer_key, words, bytes) VALUES (?1, ?2, ?3)"
                    _ = try db.execute(insert, [.integer(.max), .text("kata"), .blob([0, 255])])
                    let row = try db.first("SELECT integer_key, words, bytes, kind FROM \(name)", []) { row in
                        (row.integer(0), row.text(1), row.withBytes(2) { Array($0) }, row.text(3))
                    }
                    #expect(try #require(row) == (.max, "kata", [0, 255], "INTEGER"))
                }
                let wrong: [[Value]] = [
                    [.text("x"), .text("kata"), .null], [.integer(1), .null, .null],
                    [.integer(13), .text("kata"), .null],
                ]
                let insert = "INSERT INTO \(name) (integer_key, words, bytes) VALUES (?1, ?2, ?3)"
                for values in wrong {
                    #expect(throws: Problem.self, "\(values)") {
                        try engine.write(.durable) { try $0.execute(insert, values) }
                    }
                }
            }
        }
    }

    @Test("definitions are rewritten by whole words only, and not inside quotes")
    func rewriting() {
        let table = """
            CREATE TABLE t (integers INTEGER NOT NULL, PRINTEGER TEXT, INTEGER_2 BLOB,
                x TEXT DEFAULT 'BLOB', y INTEGER REFERENCES u (id) ON DELETE RESTRICT) STRICT, WITHOUT ROWID
            """
        #expect(Dialect.sqlite.definition(table) == table)
        #expect(
            Dialect.postgres.definition(table) == """
                CREATE TABLE t (integers BIGINT NOT NULL, PRINTEGER TEXT COLLATE "C", INTEGER_2 BYTEA,
                    x TEXT COLLATE "C" DEFAULT 'BLOB', y BIGINT REFERENCES u (id) ON DELETE RESTRICT) \("")
                """)
    }

    @Test("dates and times of the views", arguments: TestedEngine.all)
    func dates(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.read { db throws in
                for day in ["1970-01-01", "1969-12-31", "2024-02-29", "2026-11-23", "1900-03-01", "9999-12-31"] {
                    let number = try #require(Day(day)).number
                    #expect(try text(db.dialect.date("\(number)"), db) == day)
                }
                #expect(try db.first("SELECT \(db.dialect.date("NULL"))", []) { $0.isNull(0) } == true)
                for (microseconds, start) in [
                    (0, "1970-01-01T00:00:00"), (1_760_000_000_999_999, "2025-10-09T08:53:20"),
                    (-1_000_000, "1969-12-31T23:59:59"),
                ] as [(Int64, String)] {
                    // The engines differ in the mark between date and time, and in what follows the seconds.
                    let found = try text(db.dialect.time("\(microseconds)"), db) ?? ""
                    #expect(found.prefix(19).split(separator: " ").joined(separator: "T") == start)
                }
            }
        }
    }

    @Test("amounts of the views, in every number of decimals", arguments: TestedEngine.all)
    func amounts(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.read { db throws in
                for (minor, decimals, wanted) in [
                    (125_000_050, 2, 1_250_000.5), (-1, 2, -0.01), (1234, 3, 1.234), (1200, 0, 1200), (0, 2, 0),
                    (7, 4, 0.0007),
                ] as [(Int, Int, Double)] {
                    let found = try text(db.dialect.amount("\(minor)", decimals: "\(decimals)"), db)
                    #expect(found.flatMap(Double.init) == wanted)
                }
            }
        }
    }

    /// A row that was changed is found where it was, though an index leads to it.
    @Test("room for changes", arguments: TestedEngine.all)
    func room(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db throws in
                let table = "CREATE TABLE changing (id INTEGER NOT NULL PRIMARY KEY, words TEXT NOT NULL) STRICT"
                _ = try db.execute(db.dialect.definition(table + db.dialect.roomForChanges), [])
                var batch = RowBatch(width: 2)
                for id in 0..<500 {
                    batch.integer(id)
                    batch.text(String(repeating: "x", count: 100))
                }
                try db.insert(batch, into: "changing", columns: ["id", "words"])
                _ = try db.execute("UPDATE changing SET words = words || 'y'", [])
                #expect(try db.integer("SELECT count(*) FROM changing WHERE words LIKE '%xy'") == 500)
                guard db.dialect == .postgres else { return }
                let inPlace = "SELECT pg_stat_get_xact_tuples_hot_updated('changing'::regclass)"
                #expect(try db.integer(inPlace) == 500)
            }
        }
    }

    @Test("position texts unfold into their open dues", arguments: TestedEngine.all)
    func openDues(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db throws in
                try db.add(Thing(1, nil, "[[3,[20100,31],50],[5,[20200],1,2,3,4]]"))
                try db.add(Thing(2, nil, "[]"))
            }
            try engine.read { db throws in
                let parts = ([db.dialect.openDueLine, db.dialect.openDueDay] + (0...3).map(db.dialect.openDuePart))
                    .joined(separator: ", ")
                let rows = try db.all(
                    "SELECT things.id, \(parts) FROM things, \(db.dialect.openDues("words")) ORDER BY 1, 2", []
                ) { row in (0...6).map { row.integer($0) } }
                #expect(rows == [[1, 3, 20100, 50, 0, 0, 0], [1, 4, 20131, 50, 0, 0, 0], [1, 5, 20200, 1, 2, 3, 4]])
            }
        }
    }
}
