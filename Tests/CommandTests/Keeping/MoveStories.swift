import Foundation
import Receivables
import Support
import Testing

/// `move` as an operator gives it.
@Suite(.enabled(if: TestedEngine.chosen.isFile, "it works on the file of the book"))
struct MoveStories {
    private static let shape = """
        {from: text, to: text, tables: [{table: text, rows: int, digest: text}], rows: int, journalEntries: int,
         journalHash: text, resumed: bool, startedAnew: bool, verified: bool,
         checks: [{name: text, checked: int, failed: int, first: text?}]}
        """

    @Test func theWholeBookIsThere() throws {
        let book = try SmallBook.make()
        let before = try Rows(book.database).dump()
        let exports = try book.exports("2026-03-10")
        let there = book.scratch.path("there.sqlite")
        let moved = try book.json("move --from \(book.database) --to sqlite:\(there)")
        #expect(Shape(MoveStories.shape).misfits(moved).isEmpty)
        #expect(moved["resumed"] == false && moved["verified"] == true && moved["to"].text == "sqlite:" + there)
        #expect(try Rows(book.database).dump() == before)
        #expect(try Rows(there).dump(without: ["schema_migrations"])
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
        let empty = book.scratch.path("empty.sqlite")
        try book.fails("move --from \(book.database) --to \(other.database)", 65, "database-not-empty")
        try book.fails("move --from nowhere.sqlite --to \(empty)", 69, "database-missing")
        try book.fails("move --from lunas.sqlite --to sqlite:\(book.database)", 64, "move-same")
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
        #expect(!FileManager.default.fileExists(atPath: empty), "nothing is made before the book is known to be good")
        try Rows(book.database).run("UPDATE imports SET state = 'running' WHERE import_id = 1")
        try book.fails("move --from \(book.database) --to \(empty)", 75, "import-unfinished")
        try Rows(book.database).run("UPDATE imports SET state = 'done' WHERE import_id = 1")
        try Rows(book.database).run("UPDATE positions SET open_amount = open_amount + 1")
        try book.fails("move --from \(book.database) --to \(empty)", 65, "verify-failed")
    }

    /// A dead move holds its target for itself until it is given again.
    @Test func killedAtAnyMoment() throws {
        let book = try Book()
        let source = book.scratch.path("source.sqlite")
        try book.done("demo --database \(source) --accounts \(Effort.cases(150, long: 1000)) --seed 5")
        let there = book.scratch.path("there.sqlite")
        let words = ["move", "--from", source, "--to", there, "--chunk", "60"]
        let start = Date()
        let undisturbed = try book.json(words)["tables"]
        let duration = Date().timeIntervalSince(start)
        let size = MoveStories.size(there)
        var random = Seeded(3)
        var (hits, marked) = (0, 0)
        for kill in 0..<60 where hits < Effort.cases(12, long: 40) {
            if kill % 3 != 2 { MoveStories.remove(there) }
            let process = try book.program.start(words)
            let (byTime, bytes) = (random.chance(40), random.int(1...max(1, size)))
            let end = Date().addingTimeInterval(byTime ? duration * Double(random.int(5...95)) / 100 : 60)
            while process.isRunning, Date() < end, byTime || MoveStories.size(there) < bytes { usleep(200) }
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            guard process.terminationReason == .uncaughtSignal else { continue }
            hits += 1
            let isMarked = try Rows(there).count(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'unfinished_move'") == 1
            if isMarked {
                marked += 1
                for command in ["ageing", "verify", "init", "run"] {
                    try book.fails("\(command) --database \(there)", 75, "move-unfinished")
                }
            }
            if kill % 3 != 1, try !MoveStories.isFinished(there) {
                let resumed = try book.json(words)
                #expect(resumed["tables"] == undisturbed && resumed["resumed"] == JSON.bool(isMarked))
                #expect(try book.program.run("verify", "--database", there).status == 0)
            }
        }
        #expect(hits >= Effort.cases(12, long: 40) && marked >= 4, "\(hits) kills met a move, \(marked) in its middle")
    }

    private static func size(_ path: String) -> Int {
        ["", "-wal"].reduce(0) { sum, ending in
            var status = stat()
            return sum + (stat(path + ending, &status) == 0 ? Int(status.st_size) : 0)
        }
    }

    private static func remove(_ path: String) {
        for ending in ["", "-wal", "-shm", "-lock"] { try? FileManager.default.removeItem(atPath: path + ending) }
    }

    /// Whether there is a book that no move marks.
    private static func isFinished(_ path: String) throws -> Bool {
        let rows = try Rows(path)
        guard try rows.count("SELECT count(*) FROM sqlite_schema WHERE name IN ('unfinished_move', 'journal')") == 1,
            try rows.count("SELECT count(*) FROM sqlite_schema WHERE name = 'journal'") == 1
        else { return false }
        return try rows.count("SELECT count(*) FROM journal") > 0
    }
}
