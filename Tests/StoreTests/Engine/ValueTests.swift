import Receivables
import Store
import Support
import Testing

/// What goes into an engine comes out as it was, through single statements and through batches.
@Suite struct ValueTests {
    private static let extremes: [Thing] = [
        Thing(1), Thing(2, .min), Thing(3, .max), Thing(4, 0), Thing(5, -1), Thing(6, nil, ""),
        Thing(7, nil, "Rp 1.250.000,00 – Jl. Sudirman № 5"), Thing(8, nil, "👨‍👩‍👧‍👦 e\u{301} \u{1F1EE}\u{1F1E9}"),
        Thing(9, nil, "'; DROP TABLE things; --"), Thing(10, nil, "line\nline\r\n\ttab \u{1} \u{7F}"),
        Thing(11, nil, nil, []), Thing(12, nil, nil, [0]), Thing(13, nil, nil, Array(0...255)),
        Thing(14, nil, String(repeating: "panjang ", count: 40_000)),
        Thing(15, nil, nil, (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }), Thing(.max, 7, "last", [1]),
    ]

    @Test("single statements", arguments: TestedEngine.all)
    func single(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db in for thing in ValueTests.extremes { try db.add(thing) } }
            #expect(try engine.read { try $0.things() } == ValueTests.extremes)
        }
    }

    @Test("batches", arguments: TestedEngine.all)
    func batches(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            var batch = RowBatch(width: 4)
            for thing in ValueTests.extremes { batch.row(thing.values) }
            try engine.write(.repeatable) { try $0.insert(batch, into: "things", columns: Thing.columns) }
            #expect(try engine.read { try $0.things() } == ValueTests.extremes)
        }
    }

    @Test("a batch of nothing but empty texts and blobs keeps them apart from null", arguments: TestedEngine.all)
    func emptyCells(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            var batch = RowBatch(width: 4)
            batch.row(Thing(1, nil, "", []).values)
            try engine.write(.repeatable) { try $0.insert(batch, into: "things", columns: Thing.columns) }
            #expect(try engine.read { try $0.things() } == [Thing(1, nil, "", [])])
        }
    }

    @Test("columns in which a batch has no value stay empty, wherever they stand", arguments: TestedEngine.all)
    func emptyColumns(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            let filled: [(Int64?, String?, [UInt8]?)] = [
                (nil, nil, nil), (5, nil, nil), (nil, "teks", nil), (nil, nil, [7]), (nil, "teks", [7]),
            ]
            var expected: [Thing] = []
            for (place, cells) in filled.enumerated() {
                var batch = RowBatch(width: 4)
                for row in 0..<3 {
                    // The first row of the last batch is empty, and so that of others would be missed.
                    let isEmpty = row == 0 && place == filled.count - 1
                    let id = Int64(place * 10 + row)
                    let thing = isEmpty ? Thing(id) : Thing(id, cells.0, cells.1, cells.2)
                    batch.row(thing.values)
                    expected.append(thing)
                }
                try engine.write(.repeatable) { try $0.insert(batch, into: "things", columns: Thing.columns) }
            }
            #expect(try engine.read { try $0.things() } == expected)
        }
    }

    @Test("an empty batch does nothing, and several fill one table", arguments: TestedEngine.all)
    func emptyBatch(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            var batch = RowBatch(width: 4)
            try engine.write(.repeatable) { db in
                #expect(try db.execute("DELETE FROM things WHERE id IN (SELECT c0 FROM batch)", from: batch) == 0)
                batch.row(Thing(1, 10, "a").values)
                try db.insert(batch, into: "things", columns: Thing.columns)
                batch = RowBatch(width: 4)
                batch.row(Thing(2, 20, "b").values)
                try db.insert(batch, into: "things", columns: Thing.columns)
            }
            #expect(try engine.read { try $0.things() } == [Thing(1, 10, "a"), Thing(2, 20, "b")])
        }
    }

    @Test("a batch updates and counts what it changed", arguments: TestedEngine.all)
    func batchUpdates(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db in
                for id in 1...5 { try db.add(Thing(Int64(id), 0)) }
                var batch = RowBatch(width: 2)
                for id in [2, 4, 9] { batch.row([Value(id), Value(id * 100)]) }
                let sql = "UPDATE things SET number = b.c1 + ?1 FROM batch AS b WHERE things.id = b.c0"
                #expect(try db.execute(sql, [.integer(1)], from: batch) == 2)
                #expect(try db.things().map(\.number) == [0, 201, 0, 401, 0])
                let deleted = try db.execute(
                    "DELETE FROM things WHERE (id, number) IN (SELECT c0, c1 + 1 FROM batch)", from: batch)
                #expect(deleted == 2)
                batch.setInteger(77, row: 0, column: 1)
                #expect(
                    try db.execute(
                        "INSERT INTO things (id, number) SELECT c0, c1 FROM batch WHERE true ON CONFLICT DO NOTHING",
                        from: batch) == 3)
                #expect(try db.integer("SELECT number FROM things WHERE id = 2") == 77)
            }
        }
    }

    @Test("parameters are bound by number, may repeat, and leave nothing behind", arguments: TestedEngine.all)
    func parameters(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.read { db throws in
                let sql = "SELECT ?2 - ?1, ?1, ?3 IS NULL"
                let row = { (row: any Row) in [row.integer(0), row.integer(1), row.integer(2)] }
                #expect(try db.first(sql, [.integer(1), .integer(10), .text("x")], row) == [9, 1, 0])
                #expect(try db.first(sql, [.integer(2), .integer(10), .null], row) == [8, 2, 1])
                #expect(try db.first(sql, [.integer(2), .integer(10)], row) == [8, 2, 1])
            }
        }
    }

    @Test("statements may run while another one is being read", arguments: TestedEngine.all)
    func nested(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db in
                for id in 1...3 { try db.add(Thing(Int64(id), Int64(id * id))) }
                var seen: [Int64] = []
                try db.rows("SELECT id FROM things ORDER BY id", []) { row in
                    seen.append(try db.integer("SELECT number FROM things WHERE id = ?1", [Value(row.integer(0))]))
                }
                #expect(seen == [1, 4, 9])
            }
        }
    }
}
