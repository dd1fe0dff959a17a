import Foundation
import Support
import Testing

/// What `doctor` says about servers with one thing wrong each.
@Suite(.onServers) struct ServerDoctorStories {
    /// The codes of a state, each with the facts that it tells.
    private func codes(_ book: Book, _ state: String, status: Int32 = 0) throws -> [String] {
        let ended = try book.program.run("doctor", "--json")
        #expect(ended.status == status, "\(ended.out)")
        let findings = try JSON(parsing: ended.out)["findings"].list
        for finding in findings {
            #expect((finding["remedy"] == .null) == (finding["state"] == "ok"), "\(finding.shown)")
        }
        return findings.filter { $0["state"].text == state }.compactMap { $0["code"].text }
    }

    /// A server as it should be, and a sample book of today on it.
    private func good() throws -> (OwnServer, Book) {
        let server = try OwnServer()
        try server.set(
            [
                "fsync": "on", "full_page_writes": "on", "archive_mode": "on", "archive_command": "/bin/true",
                "max_connections": "24", "wal_level": "replica",
            ], restart: true)
        let book = try Book(initialised: false, on: server.engine)
        book.now = ""
        try book.done("demo --database \(book.database) --accounts 40")
        return (server, book)
    }

    @Test func settings() throws {
        let (server, book) = try good()
        #expect(try codes(book, "warning") == [] && codes(book, "problem") == [])
        #expect(
            try codes(book, "ok") == [
                "server-version", "commit-safe", "connections-enough", "connection-private", "archive-on",
                "schema-current", "book-writable", "clock-agrees", "time-zone-set", "holidays-known",
                "nothing-interrupted", "run-recent", "parked-none",
            ])
        for name in ["fsync", "full_page_writes"] {
            try server.set([name: "off"])
            #expect(try codes(book, "problem", status: 78) == ["commit-unsafe"], "\(name)")
            #expect(try book.program.run("doctor", "--language", "en").out.contains(name))
            try server.set([name: "on"])
        }
        try server.set(["synchronous_commit": "off"])
        #expect(try codes(book, "warning") == ["commit-asynchronous"])
        try server.set(["synchronous_commit": "on"])
        let others = try (0..<16).map { _ in try Rows(book.database) }
        #expect(try codes(book, "warning") == ["connections-few"])
        withExtendedLifetime(others) {}
    }

    @Test func theArchive() throws {
        let (server, book) = try good()
        try server.set(["archive_command": "/bin/false"])
        let rows = try Rows(server.url)
        try rows.run("CREATE TABLE t (a int); SELECT pg_switch_wal()")
        #expect(try Patience.wait { try rows.count("SELECT failed_count FROM pg_stat_archiver") > 0 })
        #expect(try codes(book, "problem", status: 78) == ["archive-failing"])
        try server.set(["archive_mode": "off"], restart: true)
        #expect(try codes(book, "warning") == ["archive-off"])
    }

    @Test func clocksAndOldWork() throws {
        let (server, book) = try good()
        book.now = "2031-01-01T00:00:00Z"
        #expect(try codes(book, "warning").contains("clock-differs"))
        book.now = ""
        for (sql, code) in [
            ("UPDATE runs SET finished_at = NULL", "run-interrupted"),
            ("UPDATE imports SET state = 'running' WHERE import_id = 2", "import-interrupted"),
            ("DELETE FROM holidays", "holidays-none"),
            ("UPDATE journal SET at = at + 3600000000 WHERE entry_id = (SELECT max(entry_id) FROM journal)",
             "clock-behind-journal"),
            ("DELETE FROM runs", "run-never"),
        ] {
            let whole = book.database
            let copy = try book.place("copy")
            try book.copy(to: copy)
            book.database = copy
            try Rows(copy).run(sql)
            #expect(try codes(book, "warning") == [code])
            book.database = whole
        }
        withExtendedLifetime(server) {}
    }

    /// Of the standby, and of the server with one that follows it and one that does not.
    @Test func standbys() throws {
        let (server, book) = try good()
        let standby = try Standby(of: server)
        let near = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()"
        let rows = try Rows(server.url)
        #expect(try Patience.wait { try rows.count(near) > 0 })
        #expect(try codes(book, "ok").contains("standby-near"))
        let primary = book.database
        book.database = standby.address(of: primary)
        #expect(try codes(book, "warning", status: 77) == ["server-standby"])
        #expect(try codes(book, "problem", status: 77) == ["database-read-only"])
        book.database = primary
        try standby.run("SELECT pg_wal_replay_pause()")
        // More than 256 MB that the standby gets and does not replay.
        try server.run(
            "SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000)) FROM generate_series(1, 300)")
        #expect(try Patience.wait { try codes(book, "warning") == ["standby-far"] })
    }

    /// From another address of this machine than loopback, where nobody encrypts.
    @Test(.enabled(if: ServerDoctorStories.otherAddress != nil, "this machine has no address but loopback"))
    func anOpenConnection() throws {
        let (server, book) = try good()
        let address = try #require(ServerDoctorStories.otherAddress)
        let rules = server.data + "/pg_hba.conf"
        let old = try String(contentsOfFile: rules, encoding: .utf8)
        try Data((old + "host all all samehost trust\n").utf8).write(to: URL(fileURLWithPath: rules))
        try server.set(["listen_addresses": "*"], restart: true)
        book.database = book.database.replacingOccurrences(of: "127.0.0.1", with: address)
        #expect(try codes(book, "warning") == ["connection-open"])
    }

    /// The first address of this machine that is not loopback.
    private static let otherAddress: String? = {
        let told = (try? Tool.run("/usr/bin/hostname", ["-I"])) ?? ""
        return told.split(whereSeparator: \.isWhitespace).first { $0.contains(".") }.map(String.init)
    }()
}
