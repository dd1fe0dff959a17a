import Receivables
import Store
import Support
import Testing

/// Chosen debtors are found by looking each up, by walking over those between, or by both; nobody can tell which.
@Suite struct DebtorSelectionTests {
    /// How far the ids of a selection lie apart, and whether each of them is there.
    @Test(
        "the same rows are found, however far apart the ids lie", arguments: TestedEngine.all,
        [1, 2, 4, 8, 9, 13, 40, 1000])
    func found(tested: TestedEngine, apart: Int) throws {
        try tested.with { engine, _ throws in
            try fill(engine, through: 3000)
            for count in [1, 2, 7, 150, 600] {
                let ids = (0..<count).map { Int64(1 + $0 * apart) }
                // Of every seventh there is no row.
                let expected = ids.filter { $0 <= 3000 && $0 % 7 != 0 }
                #expect(try engine.read { try find(DebtorSelection(ids), $0) } == expected, "\(count) ids")
            }
            #expect(try engine.read { try find(DebtorSelection([]), $0) } == [])
            let range = DebtorSelection(from: 5, through: 11)
            #expect(try engine.read { try find(range, $0) } == [5, 6, 8, 9, 10, 11])
        }
    }

    @Test("a change meets the wanted ones only", arguments: TestedEngine.all, [1, 2, 4, 9, 13, 40])
    func changed(tested: TestedEngine, apart: Int) throws {
        try tested.with { engine, _ throws in
            try fill(engine, through: 3000)
            let ids = (0..<200).map { Int64(1 + $0 * apart) }.filter { $0 <= 3000 }
            let changed = try engine.write(.repeatable) { db in
                let (chosen, values) = DebtorSelection(ids).exactCondition("id", db.dialect)
                return try db.execute("DELETE FROM things WHERE \(chosen) AND number = ?3", values + [Value(1)])
            }
            let gone = Set(ids.filter { $0 % 7 != 0 && $0 % 2 == 1 })
            #expect(changed == gone.count)
            let left = try engine.read { db in try db.all("SELECT id FROM things ORDER BY id", []) { $0.integer(0) } }
            #expect(left == (1...3000).filter { $0 % 7 != 0 && !gone.contains($0) })
        }
    }

    private func fill(_ engine: any Engine, through last: Int64) throws {
        var batch = RowBatch(width: 2)
        for id in 1...last where id % 7 != 0 { batch.row([Value(id), Value(id % 2)]) }
        try engine.write(.repeatable) { db in try db.insert(batch, into: "things", columns: ["id", "number"]) }
    }

    private func find(_ selection: DebtorSelection, _ db: any Reading) throws -> [Int64] {
        let (chosen, values) = selection.condition("id", db.dialect)
        return try db.all(of: selection, "SELECT id FROM things WHERE \(chosen) ORDER BY id", values) { $0.integer(0) }
    }
}
