import Dispatch
import Foundation
import Glibc
import Receivables
import Store
import StoreSQLite
import Support
import Synchronization
import Testing

/// Transactions, snapshots, locks and what opening refuses.
@Suite struct TransactionTests {
    private struct Stop: Error {}

    @Test("a failure leaves nothing behind", arguments: TestedEngine.all, [Durability.durable, .repeatable])
    func rollback(tested: TestedEngine, durability: Durability) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { try $0.add(Thing(1)) }
            #expect(throws: Problem.self) {
                try engine.write(durability) { db in
                    try db.add(Thing(2))
                    _ = try db.execute("DELETE FROM things WHERE id = 1", [])
                    throw Problem(.usage)
                }
            }
            #expect(try engine.read { try $0.things().map(\.id) } == [1])
            try engine.write(durability) { try $0.add(Thing(2)) }
            #expect(try engine.read { try $0.things().map(\.id) } == [1, 2])
        }
    }

    @Test("one that writes again and again lets others in between", arguments: TestedEngine.all)
    func line(tested: TestedEngine) throws {
        try tested.with { engine, scratch throws in
            let other = try tested.open(scratch)
            // Whoever works for long holds the book, which makes the file in which one stands in line.
            try engine.acquire(.book).release()
            let written = Atomic<Int>(0)
            let isDone = Atomic<Bool>(false)
            let group = DispatchGroup()
            let failure = Mutex<(any Error)?>(nil)
            DispatchQueue.global().async(group: group) {
                do {
                    while !isDone.load(ordering: .relaxed) {
                        try engine.write(.repeatable) { db in
                            let id = written.add(1, ordering: .relaxed).newValue
                            try db.add(Thing(Int64(id)))
                            usleep(20_000)
                        }
                    }
                } catch { failure.withLock { $0 = error } }
            }
            while written.load(ordering: .relaxed) == 0 { usleep(1000) }
            for turn in 1...10 {
                let before = written.load(ordering: .relaxed)
                let after = try other.write(.durable) { db in
                    try db.add(Thing(Int64(-turn)))
                    return written.load(ordering: .relaxed)
                }
                // The one at work, and one that may just have begun.
                #expect(after - before <= 2, "turn \(turn): \(after - before) came before")
            }
            isDone.store(true, ordering: .relaxed)
            group.wait()
            #expect(failure.withLock { $0 } == nil)
            try other.close()
        }
    }

    @Test("a value that stands twice is refused and the transaction gone", arguments: TestedEngine.all)
    func unique(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db in
                _ = try db.execute("CREATE UNIQUE INDEX one_word ON things (words)", [])
                try db.add(Thing(9, nil, "taken"))
            }
            let additions: [(any Writing) throws -> Void] = [
                { db in for _ in 1...2 { try db.add(Thing(1)) } }, { try $0.add(Thing(2, nil, "taken")) },
                { db in
                    var batch = RowBatch(width: 4)
                    for id in [3, 9, 4] { batch.row(Thing(Int64(id)).values) }
                    try db.insert(batch, into: "things", columns: Thing.columns)
                }, { _ = try $0.execute("UPDATE things SET id = 9 WHERE id = 8", []) },
            ]
            for (index, add) in additions.enumerated() {
                #expect(throws: DuplicateKey.self, "\(index)") {
                    try engine.write(.durable) { db in
                        try db.add(Thing(8))
                        try add(db)
                    }
                }
                #expect(try engine.read { try $0.things().map(\.id) } == [9], "\(index)")
            }
            let other = #expect(throws: Problem.self) {
                try engine.write(.durable) { db in
                    _ = try db.execute("INSERT INTO things (id, number) VALUES (10, 'ten')", [])
                }
            }
            #expect(other?.code == .internalError, "another rule that is broken is a fault of the program")
        }
    }

    @Test("rows whose key is known are passed over or replaced", arguments: TestedEngine.all, [3, 300, 20_000])
    func knownKeys(tested: TestedEngine, rows: Int64) throws {
        try tested.with { engine, _ throws in
            func batch(_ ids: Range<Int64>, _ word: String) -> RowBatch {
                var batch = RowBatch(width: 3)
                for id in ids { batch.row([Value(id), Value(id), .text(word)]) }
                return batch
            }
            func count(_ word: String) throws -> Int {
                try engine.read { Int(try $0.integer("SELECT count(*) FROM things WHERE words = ?1", [.text(word)])) }
            }
            let columns = ["id", "number", "words"]
            // None is known, some are, all are; and what stands in the transaction before and after stays.
            let steps: [(ids: Range<Int64>, word: String, action: String)] = [
                (0..<rows, "first", "NOTHING"), (1..<rows + 1, "second", "NOTHING"),
                (rows..<rows + 2, "third", "UPDATE SET words = excluded.words"),
                (0..<rows, "last", "UPDATE SET words = excluded.words"), (0..<rows, "none", "NOTHING"),
            ]
            for (place, step) in steps.enumerated() {
                try engine.write(.durable) { db in
                    try db.add(Thing(Int64(-2 * place - 1)))
                    try db.insert(
                        batch(step.ids, step.word), into: "things", columns: columns, onConflict: ["id"],
                        do: step.action)
                    try db.add(Thing(Int64(-2 * place - 2)))
                }
            }
            let counts = try ["first", "second", "third", "last", "none"].map(count)
            #expect(counts == [0, 0, 2, Int(rows), 0])
            #expect(try engine.read { try $0.integer("SELECT count(*) FROM things WHERE id < 0") } == 10)
            #expect(throws: Problem.self) {
                try engine.write(.durable) { db in
                    try db.insert(
                        batch(rows + 5..<2 * rows + 5, "gone"), into: "things", columns: columns, onConflict: ["id"],
                        do: "NOTHING")
                    throw Problem(.usage)
                }
            }
            #expect(try count("gone") == 0)
        }
    }

    @Test("a lock that is refused closes nothing that belongs to others")
    func refusedLocks() throws {
        try TestedEngine.sqlite.with { engine, _ throws in
            let lock = try engine.acquire(.book)
            let isOver = Atomic(false)
            let lost = Atomic(0)
            let others = Thread {
                while !isOver.load(ordering: .relaxed) {
                    let own = open("/dev/null", O_RDONLY)
                    usleep(1)
                    if own < 0 || Glibc.close(own) != 0 { lost.add(1, ordering: .relaxed) }
                }
            }
            others.start()
            for _ in 1...20_000 { #expect(throws: Problem.self) { _ = try engine.acquire(.book) } }
            isOver.store(true, ordering: .relaxed)
            while !others.isFinished { usleep(100) }
            #expect(lost.load(ordering: .relaxed) == 0)
            lock.release()
        }
    }

    @Test("a statement that is none is an internal error with its reason", arguments: TestedEngine.all)
    func badStatement(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            let problem = #expect(throws: Problem.self) {
                try engine.read { _ = try $0.integer("SELECT nothing FROM nowhere") }
            }
            #expect(problem?.code == .internalError)
            #expect(problem?.facts.contains { $0.name == "detail" } == true)
        }
    }

    @Test(
        "a reader sees one state from its first look to its last, whatever is written meanwhile",
        arguments: TestedEngine.all)
    func snapshot(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { try $0.add(Thing(1, 1)) }
            try engine.read { db in
                #expect(try db.integer("SELECT count(*) FROM things") == 1)
                try onOtherThread { try engine.write(.durable) { try $0.add(Thing(2, 2)) } }
                #expect(try db.integer("SELECT count(*) FROM things") == 1)
                #expect(try db.things() == [Thing(1, 1)])
            }
            #expect(try engine.read { try $0.integer("SELECT count(*) FROM things") } == 2)
        }
    }

    @Test("nobody sees a transaction before it has ended", arguments: TestedEngine.all)
    func isolation(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { db in
                try db.add(Thing(1))
                let seen = try onOtherThread { try engine.read { try $0.integer("SELECT count(*) FROM things") } }
                #expect(seen == 0)
                #expect(try db.integer("SELECT count(*) FROM things") == 1)
            }
        }
    }

    @Test("writers from many threads come one after another and lose nothing", arguments: TestedEngine.all)
    func writersQueue(tested: TestedEngine) throws {
        try tested.with { engine, _ throws in
            try engine.write(.durable) { try $0.add(Thing(1, 0)) }
            let failures = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 40) { _ in
                do {
                    try engine.write(.repeatable) { db in
                        let now = try db.integer("SELECT number FROM things WHERE id = 1")
                        _ = try db.execute("UPDATE things SET number = ?1 WHERE id = 1", [Value(now + 1)])
                    }
                } catch { failures.withLock { $0 += 1 } }
            }
            #expect(failures.withLock { $0 } == 0)
            #expect(try engine.read { try $0.integer("SELECT number FROM things") } == 40)
        }
    }

    @Test("what was written is there for whoever opens the database next", arguments: TestedEngine.all)
    func reopens(tested: TestedEngine) throws {
        let scratch = try Scratch()
        for durability in [Durability.durable, .repeatable] {
            let engine = try tested.open(scratch)
            try engine.write(durability) { db in
                let table = "CREATE TABLE IF NOT EXISTS kept (id INTEGER NOT NULL PRIMARY KEY) STRICT"
                _ = try db.execute(db.dialect.definition(table), [])
                _ = try db.execute("INSERT INTO kept (id) SELECT count(*) FROM kept", [])
            }
            try engine.settle()
            try engine.close()
        }
        let engine = try tested.openExisting(scratch)
        #expect(try engine.read { try $0.integer("SELECT count(*) FROM kept") } == 2)
        try engine.close()
    }

    @Test("the lock of the book has one holder, across handles, until it is released", arguments: TestedEngine.all)
    func lock(tested: TestedEngine) throws {
        try tested.with { engine, scratch in
            let other = try tested.open(scratch)
            let held = try engine.acquire(.book)
            #expect(throws: Problem.self) { _ = try other.acquire(.book) }
            held.release()
            let next = try other.acquire(.book)
            let problem = #expect(throws: Problem.self) { _ = try engine.acquire(.book) }
            #expect(problem?.code == .databaseLocked)
            next.release()
            try other.close()
        }
    }

    @Test("a database that is not there is named, and not made", arguments: TestedEngine.all)
    func missing(tested: TestedEngine) throws {
        let problem = #expect(throws: Problem.self) { _ = try tested.openExisting(try Scratch()) }
        #expect(problem?.code == .databaseMissing)
    }

    @Test("files that are no database, and folders, are refused")
    func foreign() throws {
        let scratch = try Scratch()
        try scratch.write("text", String(repeating: "this is no database at all\n", count: 400))
        for path in [scratch.path("text"), scratch.folder] {
            let problem = #expect(throws: Problem.self) {
                let engine = try SQLiteEngine(path: path, .existing)
                _ = try engine.read { try $0.integer("SELECT count(*) FROM sqlite_master") }
            }
            #expect(problem?.code == .databaseUnreadable, "\(path)")
        }
    }

    /// Runs `body` on a thread of its own and waits for it.
    private func onOtherThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
        let found = Mutex<Swift.Result<Result, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            let result = Swift.Result { try body() }
            found.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = found.withLock({ $0 }) else { throw Stop() }
        return try result.get()
    }
}
