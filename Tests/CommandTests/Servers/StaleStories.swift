import Foundation
import Support
import Testing

/// Questions that bear to be some seconds old go to a standby that is near enough, and else to the server.
@Suite(.onServers) struct StaleStories {
    /// A book with one debtor who owes, and a standby that repeats nothing for now.
    private func start() throws -> (OwnServer, Standby, Book) {
        let server = try OwnServer()
        let book = try Book(on: server.engine)
        try RunStories.many(book, debtors: 3)
        let standby = try Standby(of: server)
        try standby.catchUp()
        try standby.run("SELECT pg_wal_replay_pause()")
        book.standby = standby.address(of: book.database)
        return (server, standby, book)
    }

    private func pay(_ book: Book, _ reference: String) throws {
        try book.done("payments add --account K1 --amount 1000 --reference \(reference)")
    }

    private func paid(_ book: Book, _ more: String) throws -> Bool {
        try book.sums("2026-03-10", more) == book.sums("2026-03-10")
    }

    /// The standby stands still: whoever takes an old answer gets one, nobody gets an older one than that.
    @Test func bounds() throws {
        let (server, standby, book) = try start()
        let before = try book.sums("2026-03-10")
        // What it knows was committed more than a second ago.
        sleep(2)
        try pay(book, "first")
        let now = try book.sums("2026-03-10")
        #expect(now != before)
        #expect(try book.sums("2026-03-10", "--stale 600") == before, "the standby answers")
        #expect(try book.sums("2026-03-10", "--stale 1") == now, "it is too far behind")
        let (worklist, old) = (try book.done("worklist --json"), try book.done("worklist --json --stale 600"))
        #expect(worklist != old)
        #expect(try book.done("worklist --json --stale 1") == worklist)
        let export = "export ageing --as-of 2026-03-10"
        #expect(try book.done(export) != book.done(export + " --stale 600"))
        // What the standby does not know yet is asked of the server.
        try book.file("new.csv", "Customer No,Contract No,Invoice No,Due Date,Amount\nC9,K9,1,2026-01-12,5000\n")
        try book.json("import receivables new.csv")
        #expect(try book.json("account K9 --stale 600")["account"] != .null)
        // Whoever changes something goes to the server, whatever is named for questions.
        try book.done("record note --debtor C9 --text hello")
        try standby.run("SELECT pg_wal_replay_resume()")
        try standby.catchUp()
        #expect(try book.sums("2026-03-10", "--stale 1") == book.sums("2026-03-10"))
        let asked = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'postgres'"
        let count = try Rows(standby.url).count(asked)
        #expect(try book.sums("2026-03-10", "--stale 1") == book.sums("2026-03-10"))
        #expect(try Patience.wait { try Rows(standby.url).count(asked) > count + 3 }, "it is near, so it is asked")
        for wrong in ["0", "-1", "86401"] { try book.fails("ageing --stale=\(wrong)", 64, "option-value") }
        withExtendedLifetime(server) {}
    }

    /// A standby that is gone, and addresses that lead to something else: the server answers, and `doctor` tells.
    @Test func notAStandby() throws {
        let (server, standby, book) = try start()
        try pay(book, "first")
        #expect(try !paid(book, "--stale 600"))
        #expect(try doctor(book) == ["reading-near"])
        try server.run(
            "SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000)) FROM generate_series(1, 20)")
        #expect(try doctor(book) == ["reading-far"])
        let near = book.standby
        // The same server, another schema of the same standby, a server of its own.
        let (other, lost) = (try OwnServer(), near.replacingOccurrences(of: "book_", with: "shelf_"))
        for (address, code) in [
            (book.database, "reading-server"), (lost, "reading-other"), (other.url, "reading-other"),
            ("postgres://postgres@127.0.0.1:1/postgres", "reading-away"),
        ] {
            book.standby = address
            #expect(try paid(book, "--stale 600"), "\(address)")
            #expect(try doctor(book) == [code], "\(address)")
        }
        standby.halt()
        book.standby = near
        #expect(try paid(book, "--stale 600"))
        #expect(try doctor(book) == ["reading-away"])
        book.standby = "postgres://postgres@127.0.0.1/postgres?nonsense=1"
        try book.fails("ageing", 78, "database-url")
    }

    private func doctor(_ book: Book) throws -> [String] {
        let now = book.now
        book.now = ""
        defer { book.now = now }
        let ended = try book.program.run("doctor", "--json")
        // The server of a test risks what it holds, on purpose.
        #expect(ended.status == 78, "\(ended.out)")
        let codes = try JSON(parsing: ended.out)["findings"].list.compactMap { $0["code"].text }
        return codes.filter { $0.hasPrefix("reading-") }
    }

    /// The connection to the standby is cut in the middle of its answer: the server gives it.
    @Test func cutInTheMiddle() throws {
        let (server, standby, book) = try start()
        try standby.run("SELECT pg_wal_replay_resume()")
        let wanted = try book.ageing("2026-03-10")
        let (locker, there) = (try Rows(book.database), try Rows(standby.url))
        try locker.run("BEGIN; LOCK TABLE positions IN ACCESS EXCLUSIVE MODE; SELECT pg_switch_wal()")
        #expect(try Patience.wait {
            try there.count("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock'") > 0
        })
        let out = try book.scratch.write("out", "")
        let process = try book.program.start(
            Book.words("ageing --as-of 2026-03-10 --stale 600 --json"), out: out)
        let waits = "FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'lunas'"
        #expect(try Patience.wait { try Rows(standby.url).count("SELECT count(*) \(waits)") == 2 }, "it is asked")
        try standby.run("SELECT pg_terminate_backend(pid) \(waits)")
        let rows = try Rows(server.url)
        #expect(try Patience.wait { try rows.count("SELECT count(*) \(waits)") == 2 }, "now the server is asked")
        try locker.run("ROLLBACK")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try JSON(parsing: String(decoding: book.scratch.bytes("out"), as: UTF8.self)) == wanted)
    }
}
