import Foundation
import Support
import Testing

/// A server that repeats what another one writes. Gone with the folder of the other.
struct Standby {
    let port: Int
    private let process: Int32
    private let server: OwnServer
    var url: String { "postgres://postgres@127.0.0.1:\(port)/postgres" }

    /// The same database here.
    func address(of database: String) -> String {
        database.replacingOccurrences(of: server.place, with: "127.0.0.1:\(port)")
    }

    func run(_ sql: String) throws { try Rows(url).run(sql) }

    /// Waits until all is here that was written there.
    func catchUp() throws {
        let end = try Rows(server.url).all("SELECT pg_current_wal_insert_lsn()").first ?? ""
        let rows = try Rows(url)
        #expect(try Patience.wait { try rows.count("SELECT (pg_last_wal_replay_lsn() >= '\(end)')::int") == 1 })
    }

    /// Ends it as a crash would.
    func halt() {
        kill(process, SIGQUIT)
        #expect(Patience.wait { (try? Rows(url)) == nil })
    }

    init(of server: OwnServer) throws {
        self.server = server
        let folder = server.scratch.path("standby")
        let programs = try #require(
            try Rows(server.url).all("SELECT setting FROM pg_config WHERE name = 'BINDIR'").first)
        let free = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
        port = try #require(try Int(Tool.run("/usr/bin/env", ["python3", "-c", free]).dropLast()))
        try Tool.run("/bin/mkdir", ["-m", "700", folder])
        if getuid() == 0 { try Tool.run("/usr/bin/chown", ["postgres:", folder]) }
        try Standby.asOwner([
            programs + "/pg_basebackup", "--dbname=\(server.url)", "--pgdata=\(folder)", "--write-recovery-conf",
            "--checkpoint=fast", "--no-sync",
        ])
        try Standby.asOwner([
            programs + "/pg_ctl", "--pgdata=\(folder)", "--log=\(folder)/server.log", "--wait",
            "--options=-p \(port)", "start",
        ])
        let pid = try String(contentsOfFile: folder + "/postmaster.pid", encoding: .utf8).split(separator: "\n").first
        let process = try #require(pid.flatMap { Int32($0) })
        self.process = process
        server.scratch.atEnd { kill(process, SIGQUIT) }
    }

    /// A server does not run as root.
    private static func asOwner(_ words: [String]) throws {
        if getuid() == 0 {
            try Tool.run("/usr/sbin/runuser", ["-u", "postgres", "--"] + words)
        } else {
            try Tool.run(words[0], Array(words.dropFirst()))
        }
    }
}
