import Foundation
import Support
import Testing

/// A PostgreSQL of one test's own, to be changed, stopped and broken. Gone when the test is over.
final class OwnServer: Sendable {
    let scratch: Scratch
    /// The address of the database `postgres` for its superuser.
    let url: String
    private let folder: String

    init() throws {
        scratch = try Scratch()
        folder = scratch.path("server")
        let folder = folder
        url = try OwnServer.script("start", folder).split(separator: "\n").last.map(String.init) ?? ""
        scratch.atEnd { _ = try? OwnServer.script("stop", folder) }
    }

    var engine: TestedEngine { .postgres(at: url) }

    /// Host and port.
    var place: Substring { url.split(separator: "@").last?.prefix { $0 != "/" } ?? "" }

    var port: Substring { place.split(separator: ":").last ?? "" }

    /// What the server keeps its data in.
    var data: String { folder + "/data" }

    /// The address of another database of this server.
    func url(_ database: String) -> String { "postgres://postgres@\(place)/\(database)" }

    /// Ends it as a crash would.
    func halt() throws { _ = try OwnServer.script("halt", folder) }

    func go() throws { _ = try OwnServer.script("go", folder) }

    func run(_ sql: String) throws { try Rows(url).run(sql) }

    /// Changes settings; those that the server takes only at its start need `restart`.
    func set(_ settings: KeyValuePairs<String, String>, restart: Bool = false) throws {
        let rows = try Rows(url)
        for (name, value) in settings { try rows.run("ALTER SYSTEM SET \(name) = '\(value)'") }
        try rows.run("SELECT pg_reload_conf()")
        if restart {
            try halt()
            try go()
        }
        for (name, value) in settings where value == "on" || value == "off" {
            // A reload reaches a new connection a moment later.
            #expect(try Patience.wait { try Rows(url).all("SHOW \(name)") == [value] }, "\(name)")
        }
    }

    private static func script(_ verb: String, _ folder: String) throws -> String {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let script = tests.deletingLastPathComponent().appendingPathComponent("Postgres/server").path
        return try Tool.run("/bin/bash", [script, verb, folder])
    }
}

/// Waiting for what happens by itself.
enum Patience {
    /// False when it did not happen within the seconds.
    static func wait(_ seconds: Double = 30, until hasHappened: () throws -> Bool) rethrows -> Bool {
        let start = Date()
        while try !hasHappened() {
            guard Date().timeIntervalSince(start) < seconds else { return false }
            usleep(20_000)
        }
        return true
    }
}

/// Other programs that tests need.
enum Tool {
    struct Failed: Error {
        let words: [String]
        let said: String
    }

    /// Closes what a process inherited but for its input, output and errors.
    private static let alone = """
        for file in /proc/self/fd/*; do
            number=${file##*/}
            if [ "$number" -gt 2 ] && [ "$number" -ne 255 ]; then eval "exec $number>&-"; fi
        done
        exec "$@"
        """

    /// Runs a program, which must end well, and gives what it printed. A server that it leaves running keeps nothing
    /// open by which its end is seen here.
    @discardableResult
    static func run(_ path: String, _ arguments: [String]) throws -> String {
        let scratch = try Scratch()
        let (out, err) = (try scratch.write("out", ""), try scratch.write("err", ""))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", alone, "-", path] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: out)
        process.standardError = FileHandle(forWritingAtPath: err)
        try process.run()
        process.waitUntilExit()
        let text = { String(decoding: try scratch.bytes($0), as: UTF8.self) }
        guard process.terminationStatus == 0 else {
            throw Failed(words: [path] + arguments, said: try text("out") + text("err"))
        }
        return try text("out")
    }
}

extension Trait where Self == ConditionTrait {
    /// For suites of their own about servers: once, in the pass over the tests that is about PostgreSQL.
    static var onServers: Self {
        .enabled(
            if: PostgresBooks.server != nil && !TestedEngine.chosen.isFile,
            "it is about servers: LUNAS_TEST_POSTGRES and LUNAS_TEST_ENGINE")
    }
}
