import Foundation
import Receivables
import Support
import Testing

/// Backups and what they are made for.
@Suite(.enabled(if: TestedEngine.chosen.isFile, "a server is backed up with tools of its own; see Tests/Failover"))
struct BackupStories {
    private static let backupShape = """
        {database: text, file: text, bytes: int, verified: bool, noted: bool, journalEntries: int, journalHash: text,
         tables: [{table: text, rows: int}], rows: int}
        """
    private static let restoreShape = """
        {database: text, file: text, bytes: int, verified: bool, kept: text?, schema: text, journalEntries: int,
         journalHash: text, tables: [{table: text, rows: int}], rows: int}
        """

    @Test func restoredIsWhatWasBackedUp() throws {
        let book = try SmallBook.make()
        let before = try Rows(book.database).dump()
        let made = try book.json("backup copy.sqlite")
        #expect(Shape(BackupStories.backupShape).misfits(made).isEmpty)
        #expect(made["noted"] == true && made["verified"] == true)
        #expect(try Rows(book.database).all("SELECT kind, actor, subject FROM journal ORDER BY entry_id DESC LIMIT 1")
            == ["backup-made|siti|backup:copy.sqlite"])
        try book.fails("backup copy.sqlite", 73, "output-exists")
        try book.fails("backup nofolder/copy.sqlite", 73, "output-unwritable")
        let copy = book.scratch.path("copy.sqlite")
        #expect(BackupStories.rights(copy) == 0o600, "a backup is its owner's alone")
        #expect(BackupStories.leftovers(book) == [])
        let place = book.scratch.path("elsewhere.sqlite")
        let restored = try book.json("restore copy.sqlite --database \(place)")
        #expect(Shape(BackupStories.restoreShape).misfits(restored).isEmpty)
        #expect(restored["kept"] == .null && restored["schema"] == "current")
        #expect(try Rows(place).dump() == before)
        book.database = place
        try book.verify()
    }

    @Test func nothingIsOverwritten() throws {
        let book = try SmallBook.make()
        try book.json("backup copy.sqlite")
        try book.json("record note --debtor C1 --text 'after the backup'")
        let later = try Rows(book.database).dump()
        try book.fails("restore copy.sqlite", 73, "database-exists")
        let reader = try Rows(book.database)
        _ = try reader.count("SELECT count(*) FROM notes")
        try book.fails("restore copy.sqlite --replace", 75, "database-locked")
        #expect(try reader.dump() == later, "while somebody has it open it is left alone")
        withExtendedLifetime(reader) {}
    }

    @Test func theOldOneIsKept() throws {
        let book = try SmallBook.make()
        try book.json("backup copy.sqlite")
        try book.json("record note --debtor C1 --text 'after the backup'")
        let later = try Rows(book.database).dump()
        let restored = try book.json("restore copy.sqlite --replace")
        let kept = try #require(restored["kept"].text)
        #expect(kept == book.database + ".before-20260310T020000")
        #expect(try Rows(kept).dump() == later)
        #expect(try Rows(book.database).count("SELECT count(*) FROM notes") == 0)
        let again = try book.json("restore copy.sqlite --replace")
        #expect(again["kept"].text == kept + "-2")
        try book.verify()
        #expect(BackupStories.leftovers(book).filter { !$0.contains(".before-") } == [])
    }

    @Test func aRuinIsReplaced() throws {
        let book = try SmallBook.make()
        try book.json("backup copy.sqlite")
        let ruin = Array("this is no database any more".utf8)
        try book.scratch.write("lunas.sqlite", ruin)
        try book.fails("ageing", 69, "database-unreadable")
        try book.scratch.write("lunas.sqlite-wal", "nor is this its log")
        let kept = try #require(try book.json("restore copy.sqlite --replace")["kept"].text)
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: kept))) == ruin)
        try book.verify()
        // A log that a lost database left behind is not taken for that of the new one.
        try FileManager.default.removeItem(atPath: book.database)
        try book.scratch.write("lunas.sqlite-wal", "a log of something else")
        try book.json("restore copy.sqlite")
        try book.verify()
    }

    @Test func whatIsNoBackup() throws {
        let book = try SmallBook.make()
        try book.json("backup copy.sqlite")
        let place = book.scratch.path("elsewhere.sqlite")
        var bytes = try book.scratch.bytes("copy.sqlite")
        try book.scratch.write("words.sqlite", "no database")
        try book.scratch.write("short.sqlite", Array(bytes.prefix(bytes.count / 2)))
        let reference = try #require(bytes.firstRange(of: Array("Budi Santoso".utf8)))
        bytes[reference.lowerBound] ^= 1
        for at in stride(from: 8192, to: 16384, by: 7) { bytes[at] ^= 0x55 }
        try book.scratch.write("torn.sqlite", bytes)
        try Rows(book.scratch.path("empty.sqlite")).run("CREATE TABLE t (a); DROP TABLE t")
        try Rows(book.scratch.path("foreign.sqlite")).run("CREATE TABLE recipes (name)")
        for file in ["words", "short", "torn", "empty", "foreign"] {
            let error = try book.fails("restore \(file).sqlite --database \(place)", 65, "backup-unusable")
            #expect(error["details.file"].text == file + ".sqlite")
        }
        try book.fails("restore nothing.sqlite --database \(place)", 66, "file-missing")
        try book.copy(to: book.scratch.path("forged.sqlite"))
        try Rows(book.scratch.path("forged.sqlite")).run("UPDATE journal SET actor = 'nobody' WHERE entry_id = 3")
        try book.fails("restore forged.sqlite --database \(place)", 65, "backup-unusable")
        try Rows(book.scratch.path("copy.sqlite")).run("INSERT INTO schema_migrations VALUES (99, 'future', 'x', 0)")
        try book.fails("restore copy.sqlite --database \(place)", 78, "schema-newer")
        #expect(!FileManager.default.fileExists(atPath: place) && BackupStories.leftovers(book) == [])
        try book.fails("restore copy.sqlite --database postgres://u:secret@h/d", 78, "backup-elsewhere")
    }

    /// The drill: a backup made while an import writes, the import killed, the machine lost, the backup restored on
    /// another one, and the import given again.
    @Test func theDrill() throws {
        let story = try KillStory(seed: 31, debtors: 80)
        let step = 3
        var random = Seeded(17)
        var (during, backups) = (0, 0)
        for attempt in 0..<Effort.amount(16, long: 80) where during < Effort.amount(4, long: 30) {
            try story.restore(step)
            let book = story.book
            let before = try Rows(book.database).count("SELECT count(*) FROM dues")
            let process = try book.program.start(story.steps[step].words)
            let written = random.int(1...max(1, story.steps[step].written))
            let gauge = try WriteGauge(book.database)
            while process.isRunning, try gauge.read() < written { usleep(100) }
            // It stands still in the middle of whatever it was doing, and comes no further.
            Foundation.kill(process.processIdentifier, SIGSTOP)
            let file = book.scratch.path("drill-\(attempt).sqlite")
            let ended = try book.program.run(["backup", file, "--json"])
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            // Where it stands between the two halves of a change, nobody can read at all.
            if ended.status == 75 {
                #expect(try JSON(parsing: ended.out)["error.code"].text == "database-locked")
                #expect(!FileManager.default.fileExists(atPath: file))
                continue
            }
            #expect(ended.status == 0, "backup \(attempt): \(ended.out) \(ended.err)")
            backups += 1
            let place = book.scratch.path("another-\(attempt).sqlite")
            try book.json(["restore", file, "--database", place])
            book.database = place
            try book.verify()
            let unfinished = try Rows(place).count("SELECT count(*) FROM imports WHERE state = 'running'")
            if unfinished == 1, try Rows(place).count("SELECT count(*) FROM dues") > before { during += 1 }
            let done = "SELECT count(*) FROM imports WHERE import_id = 4 AND state = 'done'"
            let isDone = try Rows(place).count(done) == 1
            if !isDone { try book.json(story.steps[step].words) }
            #expect(try Rows(place).dump() == story.steps[step].dump, "backup \(attempt)")
        }
        #expect(during >= 2, "\(during) of \(backups) backups were of an import at work")
    }

    private static func rights(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    /// Files that unfinished work left beside the book.
    private static func leftovers(_ book: Book) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: book.scratch.folder)) ?? []
        return names.filter { $0.contains(".part") || $0.contains(".before-") }
    }
}
