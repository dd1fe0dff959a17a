import Foundation
import Support
import Testing

/// A server that goes away, cuts connections or has no room left, in the middle of work.
@Suite(.onServers) struct OutageStories {
    /// Whether a query counts something within some seconds.
    private func wait(_ seconds: Double = 30, for query: String, _ book: Book) throws -> Bool {
        try Patience.wait(seconds) { try (try? Rows(book.database)).map { try $0.count(query) > 0 } ?? false }
    }

    /// Workers that were there when the server went, and that came while it was away, go on when it is back.
    @Test func workersOutliveTheServer() throws {
        let server = try OwnServer()
        let book = try Book(on: server.engine)
        try RunStories.many(book, debtors: 30)
        try book.done("run --date 2026-03-09")
        book.now = ""
        let out = try book.scratch.write("early", "")
        let early = try book.program.start(["worker", "--name", "early", "--json"], out: out)
        #expect(try wait(for: "SELECT count(*) FROM nodes WHERE name = 'early'", book))
        try server.halt()
        let error = try book.fails("ageing --language en", 69, "database-unavailable")
        #expect(error["message"].text?.contains(server.place) == true, "\(error.shown)")
        #expect(try book.program.run("record", "note", "--debtor", "C1", "--text", "hello").status == 69)
        #expect(try book.program.run("import", "receivables", "many.csv").status == 69)
        let late = try book.program.start(["worker", "--name", "late"])
        usleep(3_500_000)
        #expect(early.isRunning && late.isRunning)
        try server.go()
        #expect(try wait(60, for: "SELECT count(*) FROM nodes WHERE name = 'late'", book))
        try book.done("settings set run-time 00:00")
        #expect(try wait(60, for: "SELECT count(*) - 1 FROM runs WHERE finished_at IS NOT NULL", book))
        early.terminate()
        late.terminate()
        early.waitUntilExit()
        late.waitUntilExit()
        #expect(early.terminationStatus == 0 && late.terminationStatus == 0)
        let told = try JSON(parsing: String(decoding: try book.scratch.bytes("early"), as: UTF8.self))
        // Every quarter of a second would have been fourteen times and more.
        #expect((1...10).contains(told["waits"].int ?? 0), "it waits with growing pauses: \(told.shown)")
        try book.verify()
    }

    /// The connection of an import is cut while its rows are on their way, again and again; given again it ends in the
    /// book of an undisturbed one.
    @Test func connectionsAreCut() throws {
        let server = try OwnServer()
        let book = try Book(on: server.engine)
        let cutter = try Cutter(book, Effort.amount(2000, long: 12_500))
        try cutter.reference()
        var cuts = 0
        for attempt in 0..<20 where cuts < 2 {
            try cutter.restore()
            guard let ended = try cutter.cut(skipping: attempt % 3) else { continue }
            cuts += 1
            #expect(ended.status == 69, "\(ended.out)")
            #expect(try JSON(parsing: ended.out)["error.code"] == "database-unavailable", "\(ended.out)")
            try book.verify()
            let running = try Rows(book.database).count("SELECT count(*) FROM imports WHERE state = 'running'")
            if running > 0 { try book.fails("run", 75, "import-unfinished") }
            try book.json(Cutter.command)
            #expect(try cutter.difference() == "", "cut \(cuts)")
            try book.verify()
        }
        #expect(cuts == 2, "the cuts must meet a copy")
    }

    /// The connection is cut in the middle of a recording: with a key it is tried again, and done once.
    @Test(arguments: [true, false])
    func recordingIsCut(hasKey: Bool) throws {
        let book = try Book()
        try RunStories.many(book, debtors: 3)
        let command = "record note --debtor C1 --text cut" + (hasKey ? " --key k1" : "")
        // Two connections: inside a transaction the server tells of one state of others only.
        let (rows, locker) = (try Rows(book.database), try Rows(book.database))
        let lockerID = try locker.count("SELECT pg_backend_pid()")
        try locker.run("BEGIN; LOCK TABLE notes IN ACCESS EXCLUSIVE MODE")
        let out = try book.scratch.write("out", "")
        let process = try book.program.start(Book.words(command) + ["--json"], out: out)
        let blocked = "FROM pg_stat_activity WHERE \(lockerID) = ANY(pg_blocking_pids(pid))"
        #expect(try Patience.wait { try rows.count("SELECT count(*) \(blocked)") > 0 })
        #expect(try rows.count("SELECT count(pg_terminate_backend(pid)) \(blocked)") == 1)
        try locker.run("ROLLBACK")
        process.waitUntilExit()
        let told = try JSON(parsing: String(decoding: try book.scratch.bytes("out"), as: UTF8.self))
        let notes = "SELECT count(*) FROM notes"
        if hasKey {
            #expect(process.terminationStatus == 0, "\(told.shown)")
            #expect(try book.json(command) == told, "the first answer comes again")
            #expect(try Rows(book.database).count(notes) == 1)
        } else {
            #expect(process.terminationStatus == 69 && told["error.code"] == "database-unavailable")
            #expect(try Rows(book.database).count(notes) == 0)
        }
        try book.verify()
    }

    /// The connections are cut in the middle of a long answer: what came so far does not pass for the whole.
    @Test func aLongAnswerIsCut() throws {
        let book = try Book()
        try RunStories.many(book, debtors: 2)
        let rows = try Rows(book.database)
        let columns = try rows.all(
            """
            SELECT attname FROM pg_attribute WHERE attrelid = 'positions'::regclass AND attnum > 0 ORDER BY attnum
            """)
        let cells = columns.map { $0 == "account_id" ? "account_id + 10 * g" : $0 }.joined(separator: ", ")
        try rows.run("INSERT INTO positions SELECT \(cells) FROM positions, generate_series(1, 200000) g")
        let out = try book.scratch.write("out", "")
        let process = try book.program.start(["ageing", "--as-of", "2026-03-10", "--json"], out: out)
        // More than lies on the way is still to be sent.
        let sending = """
            FROM pg_stat_activity WHERE wait_event = 'ClientWrite' AND query LIKE 'COPY (%positions%'
                AND pid IN (SELECT pid FROM pg_locks WHERE relation = 'positions'::regclass)
            """
        #expect(try Patience.wait { try rows.count("SELECT count(pg_terminate_backend(pid)) \(sending)") > 0 })
        process.waitUntilExit()
        let told = try JSON(parsing: String(decoding: try book.scratch.bytes("out"), as: UTF8.self))
        #expect(process.terminationStatus == 69 && told["error.code"] == "database-unavailable", "\(told.shown)")
    }

    /// There is no room for an import; when there is, the same command ends it.
    @Test(.enabled(if: SmallDisk.isAllowed, "it makes a small disk, as only root may"))
    func theDiskIsFull() throws {
        let server = try OwnServer()
        let disk = try SmallDisk(megabytes: 48, server.scratch)
        try server.run("CREATE TABLESPACE small LOCATION '\(disk.path)'")
        try server.run("CREATE DATABASE small TABLESPACE small")
        let book = try Book(on: .postgres(at: server.url("small")))
        let cutter = try Cutter(book, 2000)
        try cutter.reference()
        try cutter.restore()
        let ballast = try disk.fill(leaving: 1 << 20)
        let error = try book.fails(Cutter.command + " --language en", 73, "database-full")
        #expect(error["message"].text?.contains("No space left") == true, "\(error.shown)")
        #expect(error["remedy"].text?.isEmpty == false)
        try FileManager.default.removeItem(atPath: ballast)
        try book.verify()
        try book.json(Cutter.command)
        #expect(try cutter.difference() == "")
        try book.verify()
    }
}

/// An import that is disturbed, and the book after one that was not.
private final class Cutter {
    static let command = "import receivables many.csv --chunk 500"
    private let book: Book
    private let before: String
    private var dump = ""

    /// Four rows for each debtor.
    init(_ book: Book, _ debtors: Int) throws {
        self.book = book
        before = book.database
        var rows = "Customer No,Customer Name,Contract No,Invoice No,Due Date,Amount\n"
        for number in 1...debtors {
            for month in 1...4 {
                rows += "C\(number),Debtor \(number),K\(number),\(month),2026-0\(month)-12,\(1000 + number)\n"
            }
        }
        try book.file("many.csv", rows)
    }

    /// The outcome of an undisturbed import.
    func reference() throws {
        try restore()
        try book.json(Cutter.command)
        dump = try Rows(book.database).dump()
        try Rows(before).run("DROP SCHEMA \(PostgresBooks.schema(of: book.database)) CASCADE")
    }

    func restore() throws {
        book.database = before
        let copy = try book.place("copy")
        try book.copy(to: copy)
        book.database = copy
    }

    /// Runs the import and cuts the connection on which it copies rows, after some copies; nil: it was too fast.
    func cut(skipping: Int) throws -> (status: Int32, out: String)? {
        let rows = try Rows(before)
        let out = try book.scratch.write("cut", "")
        let process = try book.program.start(Book.words(Cutter.command) + ["--json"], out: out)
        var (seen, cuts) = (Set<String>(), 0)
        while process.isRunning, cuts == 0 {
            let copies = try rows.all(
                """
                SELECT pid, query_start FROM pg_stat_activity
                WHERE state = 'active' AND query LIKE 'COPY %FROM STDIN%' AND pid <> pg_backend_pid()
                """)
            seen.formUnion(copies)
            guard let copy = copies.first, seen.count > skipping else { continue }
            let pid = copy.prefix { $0 != "|" }
            cuts = try rows.count(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE pid = \(pid) AND state = 'active' AND query LIKE 'COPY %FROM STDIN%'
                """)
        }
        process.waitUntilExit()
        guard cuts > 0, process.terminationStatus != 0 else { return nil }
        let text = String(decoding: try book.scratch.bytes("cut"), as: UTF8.self)
        return (process.terminationStatus, text)
    }

    /// The first rows that differ from the undisturbed book.
    func difference() throws -> String {
        let now = try Rows(book.database).dump()
        if now == dump { return "" }
        let found = now.split(separator: "\n"), wanted = dump.split(separator: "\n")
        return found.difference(from: wanted).prefix(6).map { "\($0)".prefix(300) }.joined(separator: "\n")
    }
}

/// A disk of few megabytes, in memory.
private struct SmallDisk {
    let path: String
    private let mount: String

    /// Whether this process may mount one.
    static let isAllowed = getuid() == 0
        && (try? Tool.run("/usr/bin/unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"])) != nil

    init(megabytes: Int, _ scratch: Scratch) throws {
        let mount = scratch.path("disk")
        (self.mount, path) = (mount, mount + "/space")
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        try Tool.run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "none", mount])
        scratch.atEnd { _ = try? Tool.run("/usr/bin/umount", ["-l", mount]) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Tool.run("/usr/bin/chown", ["postgres:", path])
    }

    /// A file that takes all room but this.
    func fill(leaving bytes: Int) throws -> String {
        var status = statvfs()
        #expect(statvfs(mount, &status) == 0)
        let free = Int(status.f_bavail) * Int(status.f_bsize)
        let ballast = mount + "/ballast"
        try Data(count: max(0, free - bytes)).write(to: URL(fileURLWithPath: ballast))
        return ballast
    }
}
