import Desk
import Receivables
import Store
import Support
import Testing

/// A move brings the whole book to another engine, whatever comes between, or says that it did not.
@Suite struct MoveTests {
    /// A book with a little of everything.
    private static func book(_ tested: TestedEngine, seed: UInt64 = 7) throws -> TestBook {
        let book = try TestBook(tested)
        var files = RandomFiles(seed)
        for table in [files.receivables(isFlat: true), files.payments(), files.promises(), files.contacts()] {
            try book.take(try FileForm().file(table), asOf: RandomFiles.asOf)
        }
        _ = try book.desk.setCollector("Siti", CollectorChanges())
        try book.run("2026-03-09")
        return book
    }

    /// An empty database of an engine, closed when it is let go.
    private final class Target {
        let scratch: Scratch
        let engine: any Engine

        init(_ tested: TestedEngine) throws {
            scratch = try Scratch()
            engine = try tested.open(scratch)
        }

        deinit { try? engine.close() }
    }

    private static func digests(_ engine: any Engine) throws -> [TableDigest] {
        try engine.read { db in try BookTables.all.map { try TableDigest(db, db.shape(of: $0)) } }
    }

    @Test("moved there and back, the book is the same to the last byte", arguments: EnginePair.all)
    func thereAndBack(pair: EnginePair) throws {
        let book = try MoveTests.book(pair.from)
        let (there, back) = (try Target(pair.to), try Target(pair.from))
        let before = try MoveTests.digests(book.engine)
        let first = try book.desk.move(to: there.engine, named: "there", portionRows: 3)
        #expect(first.tables == before && !first.wasResumed && !first.wasStartedAnew)
        #expect(try first.rows == book.engine.read { try $0.rowCounts().reduce(0) { $0 + $1.rows } })
        #expect(first.verification.isOK && first.journal.entry > 0)
        let moved = TestBook(book, through: there.engine)
        #expect(try moved.state() == book.state())
        #expect(try moved.desk.move(to: back.engine, named: "back").tables == before)
        #expect(try MoveTests.digests(book.engine) == before, "the book that was moved is not changed")
        // It is a book like any other: the same work does the same in both.
        try moved.run("2026-03-12")
        try book.run("2026-03-12")
        #expect(try moved.state() == book.state() && moved.broken() == [])
    }

    @Test("dead at any write and given again, a move ends as if it had lived", arguments: EnginePair.all)
    func deaths(pair: EnginePair) throws {
        let book = try MoveTests.book(pair.from)
        let expected = try MoveTests.digests(book.engine)
        let undisturbed = try Target(pair.to)
        let counted = MortalEngine(undisturbed.engine)
        #expect(try book.desk.move(to: counted, named: "there", portionRows: 3).tables == expected)
        #expect(try MoveTests.digests(undisturbed.engine) == expected)
        var random = Seeded(11)
        let (all, wanted) = (counted.writes, Effort.amount(16, long: 400))
        for number in 0..<wanted {
            let target = try Target(pair.to)
            // The first and the last writes, and others.
            let write = number < 8 ? number + 1 : number < 12 ? all - 11 + number : random.int(1...all)
            let label = "write \(write) of \(all)"
            let isAfter = random.chance(50)
            #expect(throws: (any Error).self, "\(label)") {
                let dying = MortalEngine(target.engine, lastWrite: write, isAfterCommit: isAfter)
                _ = try book.desk.move(to: dying, named: "there", portionRows: 3)
            }
            if write == all, isAfter {
                #expect(try MoveTests.digests(target.engine) == expected, "\(label): it was finished")
                continue
            }
            let isMarked = try target.engine.read { try MoveMark.read($0) } != nil
            if isMarked {
                #expect(throws: Problem(.moveUnfinished)) { try Desk.over(target.engine).verifySchema() }
                #expect(throws: Problem(.moveUnfinished)) { try Desk.over(target.engine).initialise() }
            }
            let result = try book.desk.move(to: target.engine, named: "there")
            #expect(result.tables == expected && result.wasResumed == isMarked, "\(label)")
            #expect(try MoveTests.digests(target.engine) == expected, "\(label)")
            #expect(try target.engine.read { try MoveMark.read($0) } == nil)
        }
    }

    @Test("a book that was worked on between two attempts is moved anew", arguments: EnginePair.all)
    func changedBetween(pair: EnginePair) throws {
        let book = try MoveTests.book(pair.from)
        let target = try Target(pair.to)
        #expect(throws: MortalEngine.Killed.self) {
            let dying = MortalEngine(target.engine, lastWrite: 60)
            _ = try book.desk.move(to: dying, named: "there", portionRows: 3)
        }
        try book.run("2026-03-20")
        let result = try book.desk.move(to: target.engine, named: "there")
        #expect(result.wasStartedAnew && !result.wasResumed)
        #expect(try MoveTests.digests(target.engine) == MoveTests.digests(book.engine))
    }

    @Test("a book that is worked on meanwhile is not moved, but next time", arguments: EnginePair.all, [0, 3, 40])
    func changedMeanwhile(pair: EnginePair, after portions: Int) throws {
        let book = try MoveTests.book(pair.from)
        let target = try Target(pair.to)
        let desk = book.desk
        let disturbed = DisturbedEngine(target.engine, atWrite: portions + 3) {
            try desk.setSetting("language", to: "en")
        }
        #expect(throws: Problem(.moveSourceChanged)) {
            try book.desk.move(to: disturbed, named: "there", portionRows: 3)
        }
        #expect(throws: Problem(.moveUnfinished)) { try Desk.over(target.engine).verifySchema() }
        #expect(try book.desk.move(to: target.engine, named: "there").wasStartedAnew)
        #expect(try MoveTests.digests(target.engine) == MoveTests.digests(book.engine))
    }

    @Test(
        "a cell that somebody else changed in the new database is found", arguments: EnginePair.all,
        [
            "UPDATE dues SET principal = principal + 1 WHERE debtor_id = 1 AND account_id = 1 AND line = 1",
            "DELETE FROM account_references WHERE account_id = 1", "UPDATE debtors SET name = 'X' WHERE debtor_id = 1",
            "UPDATE journal SET detail = detail || ' ' WHERE entry_id = 3",
        ])
    func changedBehindItsBack(pair: EnginePair, sql: String) throws {
        let book = try MoveTests.book(pair.from)
        let target = try Target(pair.to)
        let undisturbed = try Target(pair.to)
        let counted = MortalEngine(undisturbed.engine)
        let wanted = try book.desk.move(to: counted, named: "there", portionRows: 3).tables
        #expect(try MoveTests.digests(undisturbed.engine) == wanted)
        let disturbed = DisturbedEngine(target.engine, atWrite: counted.writes - 1) { [engine = target.engine] in
            try engine.write(.repeatable) { db in
                let changed = try db.execute(sql, [])
                #expect(changed > 0)
            }
        }
        let thrown = #expect(throws: Problem.self) {
            try book.desk.move(to: disturbed, named: "there", portionRows: 3)
        }
        #expect(thrown?.code == .moveDiffers)
        #expect(throws: Problem(.moveUnfinished)) { try Desk.over(target.engine).verifySchema() }
    }

    @Test("a database with a book, or of another program, is left alone", arguments: EnginePair.all)
    func notEmpty(pair: EnginePair) throws {
        let (book, other) = (try MoveTests.book(pair.from), try TestBook(pair.to))
        let before = try MoveTests.digests(other.engine)
        #expect(throws: Problem(.databaseNotEmpty, [Fact("database", "there")])) {
            try book.desk.move(to: other.engine, named: "there")
        }
        #expect(try MoveTests.digests(other.engine) == before && other.broken() == [])
        let foreign = try Target(pair.to)
        try foreign.engine.write(.durable) { db in _ = try db.execute("CREATE TABLE recipes (name TEXT)", []) }
        let thrown = #expect(throws: Problem.self) { try book.desk.move(to: foreign.engine, named: "there") }
        #expect(thrown?.code == .databaseUnreadable)
        #expect(try foreign.engine.read { db in try db.all(db.dialect.tableNames, []) { $0.text(0) } } == ["recipes"])
    }

    @Test("nobody moves a book that another task works on, or into itself", arguments: TestedEngine.all)
    func locked(tested: TestedEngine) throws {
        let book = try MoveTests.book(tested)
        let target = try Target(tested)
        let lock = try book.engine.acquire(.book)
        #expect(throws: Problem.self) { try book.desk.move(to: target.engine, named: "there") }
        lock.release()
        #expect(throws: Problem.self) { try book.desk.move(to: tested.open(book.scratch), named: "itself") }
        #expect(try book.desk.move(to: target.engine, named: "there").rows > 0)
        #expect(try book.broken() == [])
    }
}

extension Desk {
    /// The desk on an engine, for tests that need no clock.
    fileprivate static func over(_ engine: any Engine) -> Desk {
        Desk(engine: engine, actorName: "test") { Instant(microseconds: 0) }
    }
}
