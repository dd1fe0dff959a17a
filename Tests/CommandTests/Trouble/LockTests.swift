import Foundation
import Support
import Testing

/// Two processes at once, and databases that are not what they should be.
@Suite struct LockTests {
    /// An import that waits for its rows holds the book; others are told to come back, and questions are answered.
    @Test func oneAtATime() throws {
        let book = try SmallBook.make()
        let pipe = book.scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let first = try book.program.start(["import", "receivables", pipe])
        // Opening the writing end waits until the import reads.
        let writer = try #require(FileHandle(forWritingAtPath: pipe))
        try writer.write(contentsOf: Data("Customer No,Contract No,Due Date,Amount\n".utf8))
        for command in [
            "import payments payments.csv", "import receivables receivables.csv", "run", "import undo 1", "init",
        ] {
            let error = try book.fails(command + " --language en", 75, "database-locked")
            #expect(error["remedy"].text?.isEmpty == false)
        }
        #expect(try book.sums("2026-03-10") == "285000.50 210000.50", "questions do not wait")
        try book.json("record note --debtor C1 --text 'meanwhile'")
        try writer.write(contentsOf: Data("C8,K8,2026-03-01,500\n".utf8))
        try writer.close()
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
        #expect(try book.sums("2026-03-10") == "285500.50 210500.50")
        #expect(try book.json("import payments payments.csv")["unchanged"] == 2, "the lock is gone with its owner")
        try book.verify()
    }

    /// Another program writes to the database: after a few seconds the change is given up, and nothing is half done.
    @Test func aStrangerHoldsTheDatabase() throws {
        let book = try SmallBook.make()
        let stranger = try Rows(book.database)
        try stranger.run("INSERT INTO settings VALUES ('stranger', 'was here')")
        try stranger.hold()
        let ended = try book.program.run("record", "note", "--debtor", "C1", "--text", "hello", "--json")
        #expect(ended.status == 75)
        #expect(try JSON(parsing: ended.out)["error.code"] == "database-locked")
        #expect(try book.json("ageing")["currencies.0.open.amount"] == "285000.50")
        try stranger.letGo()
        #expect(try book.json("record note --debtor C1 --text hello")["note"] == 1)
    }

    @Test func schemasThatDoNotFit() throws {
        let book = try SmallBook.make()
        let rows = try Rows(book.database)
        for (damage, repair, code) in [
            (
                "INSERT INTO schema_migrations VALUES (99, 'future', 'x', 0)",
                "DELETE FROM schema_migrations WHERE id = 99",
                "schema-newer"
            ),
            (
                "UPDATE schema_migrations SET checksum = 'x' || checksum",
                "UPDATE schema_migrations SET checksum = substr(checksum, 2)",
                "schema-changed"
            ),
        ] {
            try rows.run(damage)
            for command in ["ageing", "run", "init", "import receivables receivables.csv", "verify", "settings list"]
            {
                try book.fails(command, 78, code)
            }
            try rows.run(repair)
        }
        try book.verify()
        // A database of the right kind in which no migration has run yet.
        let empty = try book.place("empty")
        try Rows(empty).run(
            """
            CREATE TABLE schema_migrations (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
                applied_at BIGINT NOT NULL)
            """
        )
        try book.fails(["ageing", "--database", empty], 78, "schema-older")
        try book.json(["init", "--database", empty])
        #expect(try book.json(["ageing", "--database", empty])["currencies"].list.isEmpty)
    }

    @Test func aDatabaseOfSomebodyElse() throws {
        let book = try SmallBook.make()
        let foreign = try book.place("foreign")
        try Rows(foreign).run("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Kopi Dangdut')")
        for command in ["ageing", "init", "run"] {
            let error = try book.fails([command, "--database", foreign], 69, "database-unreadable")
            #expect(error["details.reason"].text?.contains("songs") == true)
        }
        #expect(try Rows(foreign).all("SELECT * FROM songs") == ["Kopi Dangdut"])
        #expect(try Rows(foreign).tables() == ["songs"], "nobody adds to another program's database")
    }

    @Test(.enabled(if: TestedEngine.chosen.isFile, "a server looks after its files itself"))
    func filesThatAreNoBook() throws {
        let book = try SmallBook.make()
        try book.scratch.write("zero.sqlite", [UInt8]())
        try book.fails("ageing --database zero.sqlite", 78, "schema-older")
        try book.json("init --database zero.sqlite")
        #expect(try book.json("ageing --database zero.sqlite")["currencies"].list.isEmpty)
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: book.database)))
        for index in stride(from: 8192, to: bytes.count, by: 97) { bytes[index] ^= 0x5A }
        try book.scratch.write("damaged.sqlite", bytes)
        for command in ["ageing", "verify", "run", "worklist", "export dues"] {
            let ended = try book.program.run(Book.words(command) + ["--database", "damaged.sqlite", "--json"])
            #expect(
                [65, 69, 78].contains(ended.status),
                "\(command): \(ended.status) \(ended.err) \(ended.out.prefix(400))")
        }
    }

    @Test(.enabled(if: TestedEngine.chosen.isFile, "a server has users; see PostgresFaults"))
    func aBookThatMayOnlyBeRead() throws {
        // The owner of all rights is stopped by none.
        guard getuid() != 0 else { return }
        let book = try SmallBook.make()
        chmod(book.database, 0o400)
        try book.fails("record note --debtor C1 --text hello", 77, "database-read-only")
    }
}
