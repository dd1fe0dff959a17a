import Foundation
import Receivables
import Store
import Support
import Testing

/// Two processes at one database, and processes that die.
@Suite struct ProcessTests {
    /// Runs `body` on a database with the tables that the probe writes to.
    private func with(_ tested: TestedEngine, _ body: (any Engine, Scratch) throws -> Void) throws {
        try tested.with { engine, scratch throws in
            try engine.write(.durable) { db throws in
                let table =
                    "CREATE TABLE parts (id INTEGER NOT NULL PRIMARY KEY, thing INTEGER NOT NULL, words TEXT) STRICT"
                _ = try db.execute(db.dialect.definition(table), [])
            }
            try body(engine, scratch)
        }
    }

    @Test("the lock of the book has one holder among processes, and none when that dies", arguments: TestedEngine.all)
    func lock(tested: TestedEngine) throws {
        try with(tested) { engine, scratch throws in
            let holder = try ProbeProcess(tested, scratch, "hold-lock")
            #expect(holder.word() == "held")
            let problem = #expect(throws: Problem.self) { _ = try engine.acquire(.book) }
            #expect(problem?.code == .databaseLocked)
            let second = try ProbeProcess(tested, scratch, "hold-lock").end()
            #expect(second.words == ["database-locked"] && second.status == 1)
            _ = holder.kill()
            let held = try engine.acquire(.book)
            let third = try ProbeProcess(tested, scratch, "hold-lock").end()
            #expect(third.words == ["database-locked"])
            held.release()
            #expect(try ProbeProcess(tested, scratch, "hold-lock").end().words == ["held"])
        }
    }

    @Test(
        "a process that writes while another does is told to try later, and harms nothing",
        arguments: TestedEngine.all)
    func writers(tested: TestedEngine) throws {
        try with(tested) { engine, scratch throws in
            let writer = try ProbeProcess(tested, scratch, "hold-write", 1)
            #expect(writer.word() == "held")
            #expect(try engine.read { try $0.things() } == [], "questions do not wait, and see nothing half done")
            let problem = #expect(throws: Problem.self) {
                try engine.write(.durable) { try $0.add(Thing(7)) }
            }
            #expect(problem?.code == .databaseLocked)
            #expect(try writer.end().words == ["written"])
            #expect(try engine.read { try $0.things().map(\.number) } == [20])
            try engine.write(.durable) { db throws in
                try db.add(Thing(8))
                let refused = try ProbeProcess(tested, scratch, "write", 2).end()
                #expect(refused.words == ["database-locked"] && refused.status == 1)
            }
            #expect(try ProbeProcess(tested, scratch, "write", 2).end().words == ["written"])
            #expect(try engine.read { try $0.things().map(\.id) } == [1, 2, 8])
            #expect(try tested.damage(engine) == [])
        }
    }

    /// SQLite keeps the index of its log twice in a file that all share, and whoever finds the two unlike waits for the
    /// one who writes them.
    @Test(
        "one that stands still between two halves of a change is named as busy, and its death mends it",
        .enabled(if: TestedEngine.chosen.isFile, "the index of a log that all share is of SQLite"))
    func standsStill() throws {
        let tested = TestedEngine.chosen
        try with(tested) { engine, scratch throws in
            try engine.write(.durable) { try $0.add(Thing(1)) }
            let writer = try ProbeProcess(tested, scratch, "hold-write", 2)
            #expect(writer.word() == "held")
            let index = try #require(FileHandle(forUpdatingAtPath: tested.address(scratch) + "-shm"))
            // Open to the end: who closes one descriptor of a file loses all locks on it, also those of the engine.
            defer { try? index.close() }
            // The counter of changes in the first of the two.
            try index.seek(toOffset: 8)
            try index.write(contentsOf: [0xA5, 0x5A, 0xA5, 0x5A])
            let reader = try ProbeProcess(tested, scratch, "read").end()
            #expect(reader.words == ["database-locked"] && reader.status == 1)
            _ = writer.kill()
            #expect(try ProbeProcess(tested, scratch, "read").end().words == ["1"])
            #expect(try engine.read { try $0.things().map(\.id) } == [1])
            #expect(try tested.damage(engine) == [])
        }
    }

    @Test(
        "killed at any moment, what was answered is there, and nothing is there by halves", arguments: TestedEngine.all,
        ["durable", "repeatable"])
    func killed(tested: TestedEngine, durability: String) throws {
        var random = Seeded(durability == "durable" ? 1 : 2)
        try with(tested) { engine, scratch throws in
            var expected = 0
            var next = 1
            for kill in 0..<Effort.amount(12, long: 200) {
                let writer = try ProbeProcess(tested, scratch, durability, next)
                var last = 0
                for _ in 0..<random.int(1...25) { last = writer.word().flatMap(Int.init) ?? last }
                usleep(UInt32(random.int(0...4000)))
                for word in writer.kill() { last = Int(word) ?? last }
                expected += last - next + 1
                let things = try engine.read { try $0.things() }
                // The last one may have been written and not yet told.
                let isOneMore = things.count == expected + 1 && things.last?.id == Int64(last + 1)
                #expect(
                    things.count == expected || isOneMore, "kill \(kill): told up to \(last), found \(things.count)")
                #expect(things.allSatisfy { $0.number == 20 }, "kill \(kill)")
                let parts = try engine.read { try $0.integer("SELECT count(*) FROM parts") }
                #expect(parts == Int64(things.count * 20), "kill \(kill)")
                #expect(try tested.damage(engine) == [], "kill \(kill)")
                expected = things.count
                next = Int(things.last?.id ?? 0) + 1
            }
            #expect(expected > 12)
        }
    }

    @Test("who may only read gets answers, and is told when writing", arguments: TestedEngine.all)
    func readOnly(tested: TestedEngine) throws {
        try with(tested) { engine, scratch throws in
            try engine.write(.durable) { try $0.add(Thing(1)) }
            try engine.close()
            try tested.forbidWriting(scratch)
            let reader = try ProbeProcess(tested, scratch, "read", asNobody: true).end()
            #expect(reader.words == ["1"] && reader.status == 0)
            let writer = try ProbeProcess(tested, scratch, "write", 2, asNobody: true).end()
            #expect(writer.words == ["database-read-only"] && writer.status == 1)
            #expect(try ProbeProcess(tested, scratch, "read", asNobody: true).end().words == ["1"])
        }
    }
}
