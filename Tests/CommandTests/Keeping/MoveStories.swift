import Foundation
import Receivables
import Support
import Testing

/// `move` as an operator gives it.
@Suite struct MoveStories {
    private static let shape = """
        {from: text, to: text, tables: [{table: text, rows: int, digest: text}], rows: int, journalEntries: int,
         journalHash: text, resumed: bool, startedAnew: bool, verified: bool,
         checks: [{name: text, checked: int, failed: int, first: text?}]}
        """

    @Test(arguments: EnginePair.all) func theWholeBookIsThere(pair: EnginePair) throws {
        let book = try SmallBook.make(on: pair.from)
        let before = try Rows(book.database).dump()
        let exports = try book.exports("2026-03-10")
        let there = try book.place("there", on: pair.to)
        let named = there.hasPrefix("postgres:") ? there : "sqlite:" + there
        let moved = try book.json("move --from \(book.database) --to \(named)")
        #expect(Shape(MoveStories.shape).misfits(moved).isEmpty)
        #expect(moved["resumed"] == false && moved["verified"] == true && moved["to"].text == named)
        #expect(try Rows(book.database).dump() == before)
        // To the last cell, also on the other engine.
        #expect(
            try Rows(there).dump(without: ["schema_migrations"])
                == Rows(book.database).dump(without: ["schema_migrations"]))
        book.database = there
        #expect(try book.exports("2026-03-10") == exports)
        try book.verify()
        book.now = "2026-03-11T09:00:00+07:00"
        try book.done("run")
    }

    @Test func whatCannotBeMoved() throws {
        let book = try SmallBook.make()
        let other = try SmallBook.make()
        let empty = try book.place("empty")
        try book.fails("move --from \(book.database) --to \(other.database)", 65, "database-not-empty")
        try book.fails("move --from \(try book.place("nowhere")) --to \(empty)", 69, "database-missing")
        try book.fails("move --from \(book.database) --to \(book.database)", 64, "move-same")
        try book.fails("move --from \(book.database) --to nofolder/x.sqlite", 73, "output-unwritable")
        let unknown = try book.fails(
            "move --from \(book.database) --to oracle://scott:tiger@host/db?password=x", 78, "database-url")
        #expect(!unknown.shown.contains("tiger") && !unknown.shown.contains("password"))
        for (damage, code) in [
            ("UPDATE schema_migrations SET checksum = 'x'", "schema-changed"),
            ("INSERT INTO schema_migrations VALUES (99, 'future', 'x', 0)", "schema-newer"),
            ("DELETE FROM schema_migrations", "schema-older"),
        ] {
            let broken = try SmallBook.make()
            try Rows(broken.database).run(damage)
            try book.fails("move --from \(broken.database) --to \(empty)", 78, code)
        }
        #expect(
            try TestedEngine.chosen.isFile
                ? !FileManager.default.fileExists(atPath: empty) : Rows(empty).tables().isEmpty,
            "nothing is made before the book is known to be good")
        try Rows(book.database).run("UPDATE imports SET state = 'running' WHERE import_id = 1")
        try book.fails("move --from \(book.database) --to \(empty)", 75, "import-unfinished")
        try Rows(book.database).run("UPDATE imports SET state = 'done' WHERE import_id = 1")
        try Rows(book.database).run("UPDATE positions SET open_amount = open_amount + 1")
        try book.fails("move --from \(book.database) --to \(empty)", 65, "verify-failed")
    }

    @Test(.enabled(if: TestedEngine.chosen.isFile, "only files have several names"))
    func aFileUnderTwoNames() throws {
        let book = try Book()
        try book.fails("move --from lunas.sqlite --to sqlite:\(book.database)", 64, "move-same")
    }

    /// A dead move holds its target for itself until it is given again.
    @Test(arguments: EnginePair.all) func killedAtAnyMoment(pair: EnginePair) throws {
        let story = try MoveStory(pair)
        let wanted = Effort.amount(pair.isOfFiles ? 12 : 3, long: 40)
        var random = Seeded(3)
        var (hits, marked) = (0, 0)
        for kill in 0..<60 where hits < wanted || marked * 3 < wanted {
            if kill % 3 != 2 { try story.clear() }
            guard try story.kill(&random) else { continue }
            hits += 1
            let isMarked = try story.tables().contains("unfinished_move")
            if isMarked {
                marked += 1
                for command in ["ageing", "verify", "init", "run"] {
                    try story.book.fails("\(command) --database \(story.there)", 75, "move-unfinished")
                }
            }
            if kill % 3 != 1, try !story.isFinished() {
                let resumed = try story.book.json(story.words)
                #expect(resumed["tables"] == story.told && resumed["resumed"] == JSON.bool(isMarked))
                #expect(try story.book.program.run("verify", "--database", story.there).status == 0)
            }
        }
        #expect(hits >= wanted && marked * 3 >= wanted, "\(hits) kills met a move, \(marked) in its middle")
    }
}

/// A book, and the place where it is moved to.
private struct MoveStory {
    let book: Book
    let there: String
    let words: [String]
    /// What the undisturbed move said about the tables.
    let told: JSON
    private let duration: Double
    private let size: Int

    init(_ pair: EnginePair) throws {
        book = try Book(initialised: false, on: pair.from)
        there = try book.place("there", on: pair.to)
        try book.done("demo --database \(book.database) --accounts \(Effort.amount(150, long: 1000)) --seed 5")
        words = ["move", "--from", book.database, "--to", there, "--chunk", "60"]
        let start = Date()
        told = try book.json(words)["tables"]
        duration = Date().timeIntervalSince(start)
        size = try MoveStory.size(there)
    }

    func tables() throws -> [String] { try Rows(there).tables() }

    /// Whether there is a book that no move marks.
    func isFinished() throws -> Bool {
        let tables = try tables()
        guard tables.contains("journal"), !tables.contains("unfinished_move") else { return false }
        return try Rows(there).count("SELECT count(*) FROM journal") > 0
    }

    /// Begins a move and kills it, by time or by what it has written; false when it was over before.
    func kill(_ random: inout Seeded) throws -> Bool {
        let (byTime, bytes) = (random.chance(40), random.int(1...max(1, size)))
        let process = try book.program.start(words)
        let end = Date().addingTimeInterval(byTime ? duration * Double(random.int(5...95)) / 100 : 60)
        while process.isRunning, Date() < end, try byTime || MoveStory.size(there) < bytes { usleep(200) }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try Rows(there).awaitWriters()
        return process.terminationReason == .uncaughtSignal
    }

    /// Takes away what is there.
    func clear() throws {
        if there.hasPrefix("postgres:") {
            let names = try tables()
            let views = try Rows(there).all("SELECT viewname FROM pg_views WHERE schemaname = current_schema()")
            for view in views { try Rows(there).run("DROP VIEW IF EXISTS \(view) CASCADE") }
            if !names.isEmpty { try Rows(there).run("DROP TABLE \(names.joined(separator: ", "))") }
        } else {
            for ending in ["", "-wal", "-shm", "-lock"] { try? FileManager.default.removeItem(atPath: there + ending) }
        }
    }

    private static func size(_ place: String) throws -> Int {
        if place.hasPrefix("postgres:") { return try Rows(place).count(WriteGauge.size) }
        return ["", "-wal"].reduce(0) { sum, ending in
            var status = stat()
            return sum + (stat(place + ending, &status) == 0 ? Int(status.st_size) : 0)
        }
    }
}
