import Foundation
import Support
import Testing

/// What `doctor` says about installations with one thing wrong each.
@Suite(.enabled(if: TestedEngine.chosen.isFile, "it works on the file of the book"))
struct DoctorStories {
    private static let shape = """
        {database: text, ok: bool, findings: [{code: text, state: text, message: text, remedy: text?, details: any}]}
        """

    /// Codes by their state.
    private func codes(_ book: Book, _ state: String, status: Int32 = 0, more: [String] = []) throws -> [String] {
        let ended = try book.program.run(["doctor", "--json"] + more)
        #expect(ended.status == status, "\(ended.out)")
        let document = try JSON(parsing: ended.out)
        #expect(Shape(DoctorStories.shape).misfits(document).isEmpty && !document["findings"].list.isEmpty)
        #expect(document["ok"] == JSON.bool(status == 0))
        for finding in document["findings"].list {
            #expect((finding["remedy"] == .null) == (finding["state"] == "ok"), "\(finding.shown)")
        }
        return document["findings"].list.filter { $0["state"].text == state }.compactMap { $0["code"].text }
    }

    /// A book in which the clock that the tests fix is that of the machine.
    private func today() throws -> Book {
        let book = try Book()
        book.now = ""
        try book.done("demo --database \(book.database) --accounts 60")
        return book
    }

    @Test func aGoodInstallation() throws {
        let book = try today()
        #expect(try codes(book, "warning") == ["backup-never"])
        try book.json("backup copy.sqlite")
        #expect(try codes(book, "warning") == [] && codes(book, "problem") == [])
        #expect(
            try codes(book, "ok") == [
                "room-enough", "file-private", "log-mode", "log-small", "schema-current", "book-writable",
                "clock-agrees", "time-zone-set", "holidays-known", "nothing-interrupted", "run-recent", "parked-none",
                "backup-recent",
            ])
        let told = try book.done("doctor --language en")
        #expect(told.contains("copy.sqlite") && !told.contains("{") && !told.contains("warning"))
    }

    @Test(arguments: [
        ("UPDATE runs SET day = day - 5", "run-old"), ("DELETE FROM runs", "run-never"),
        ("UPDATE runs SET finished_at = NULL", "run-interrupted"),
        ("UPDATE imports SET state = 'running' WHERE import_id = 2", "import-interrupted"),
        (
            "INSERT INTO parked (debtor_id, account_id, code, detail, since) VALUES (1, 1, 'amount-overflow', '', 1)",
            "parked-some"
        ),
        ("DELETE FROM holidays", "holidays-none"),
        ("DELETE FROM holidays WHERE day > (SELECT max(day) FROM runs) + 50", "holidays-end"),
        ("UPDATE journal SET at = at + 3600000000 WHERE kind = 'backup-made'", "clock-behind-journal"),
        ("UPDATE journal SET at = at - 4 * 86400000000 WHERE kind = 'backup-made'", "backup-old"),
    ]) func whatIsFound(sql: String, code: String) throws {
        let book = try today()
        try book.json("backup copy.sqlite")
        // So that a calendar always has a day ahead, whenever the test is run.
        try Rows(book.database).run(
            "INSERT OR IGNORE INTO holidays SELECT 'id', max(day) + 20, 'public', 'x', 'fixed' FROM runs")
        try Rows(book.database).run(sql)
        #expect(try codes(book, "warning") == [code])
    }

    @Test func rightsAndClocks() throws {
        let book = try today()
        try book.json("backup copy.sqlite")
        chmod(book.database, 0o644)
        #expect(try codes(book, "warning") == ["file-readable"])
        chmod(book.database, 0o600)
        book.now = "2031-01-01T00:00:00Z"
        #expect(try codes(book, "warning").contains("clock-differs"))
    }

    @Test func whatStandsInTheWay() throws {
        let book = try today()
        #expect(try codes(book, "problem", status: 69, more: ["--database", "no.sqlite"]) == ["database-missing"])
        try book.scratch.write("words.sqlite", "no database")
        #expect(try codes(book, "problem", status: 69, more: ["--database", "words.sqlite"]) == ["database-unreadable"])
        #expect(try codes(book, "problem", status: 78, more: ["--database", "oracle://h"]) == ["database-url"])
        try Rows(book.database).run("PRAGMA user_version = 1")
        let stranger = try Rows(book.database)
        try stranger.run("BEGIN IMMEDIATE")
        #expect(try codes(book, "problem", status: 75) == ["database-locked"])
        try stranger.run("ROLLBACK")
        try stranger.run("INSERT INTO settings VALUES ('time-zone', 'Mars/Olympus')")
        #expect(try Set(codes(book, "problem", status: 78)) == ["setting-invalid"])
        try stranger.run("UPDATE schema_migrations SET checksum = 'x'")
        #expect(try codes(book, "problem", status: 78) == ["schema-changed"])
    }
}
