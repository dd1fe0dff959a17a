import Formats
import Foundation
import Support
import Testing

/// An error of the program itself: exit 70, and an id that is in the log.
@Suite struct InternalErrorTests {
    /// A database whose table of settings has lost a column, which no command expects.
    private func brokenBook(_ scratch: Scratch) throws {
        let made = try Program(in: scratch.folder).run("init")
        #expect(made.status == 0, "\(made.err)")
        let path = scratch.path("lunas.sqlite")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let table = Data("CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, ".utf8)
        let found = try #require(bytes.range(of: table))
        #expect(bytes[found.upperBound..<found.upperBound + 5] == Data("value".utf8))
        bytes.replaceSubrange(found.upperBound..<found.upperBound + 5, with: Data("worth".utf8))
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    @Test func theIdIsInTheLog() throws {
        let scratch = try Scratch()
        try brokenBook(scratch)
        let log = scratch.path("logs/errors.log")
        let program = Program(in: scratch.folder, environment: ["LUNAS_LOG": log])
        let ended = try program.run("account", "SECRET-REFERENCE", "--json")
        #expect(ended.status == 70)
        let error = try #require(JSONValue(parsing: ended.out)?["error"])
        #expect(error["code"]?.string == "internal")
        let id = try #require(error["details"]?["id"]?.string)
        let written = String(decoding: try Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self)
        let lines = written.split(separator: "\n").compactMap { JSONValue(parsing: String($0)) }
        #expect(lines.count == 1)
        #expect(lines.first?["id"]?.string == id)
        #expect(lines.first?["code"]?.string == "internal")
        #expect(lines.first?["cause"]?["detail"]?.string?.contains("value") == true)
        #expect(!written.contains("SECRET-REFERENCE"))
        let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func aPersonIsToldTheIdAndTheLog() throws {
        let scratch = try Scratch()
        try brokenBook(scratch)
        let program = Program(in: scratch.folder, environment: ["LUNAS_LANGUAGE": "en"])
        let first = try program.run("ageing")
        let second = try program.run("ageing")
        #expect(first.status == 70)
        #expect(first.out.isEmpty)
        let log = scratch.folder + "/.local/state/lunas/lunas.log"
        #expect(first.err.contains(log))
        let written = String(decoding: try Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self)
        let ids = written.split(separator: "\n").compactMap { JSONValue(parsing: String($0))?["id"]?.string }
        #expect(ids.count == 2)
        #expect(Set(ids).count == 2)
        #expect(first.err.contains("(error \(ids.first ?? "?"))"))
        #expect(second.err.contains("(error \(ids.last ?? "?"))"))
    }

    /// Where no log can be written, the line is on standard error, under the same id.
    @Test func withoutALogTheLineIsOnStandardError() throws {
        let scratch = try Scratch()
        try brokenBook(scratch)
        let program = Program(in: scratch.folder, environment: ["LUNAS_LOG": "/dev/full", "LUNAS_LANGUAGE": "en"])
        let ended = try program.run("ageing")
        #expect(ended.status == 70)
        let lines = ended.err.split(separator: "\n")
        let ids = lines.compactMap { JSONValue(parsing: String($0))?["id"]?.string }
        let id = try #require(ids.first)
        #expect(ended.err.contains("(error \(id))"))
    }

    /// A trap ends the program with a signal, which must look like every other error of its own.
    @Test(arguments: [SIGILL, SIGTRAP, SIGSEGV])
    func aCrashIsAnInternalError(_ signal: Int32) throws {
        let scratch = try Scratch()
        let log = scratch.path("lunas.log")
        let program = Program(in: scratch.folder, environment: ["LUNAS_LOG": log, "LUNAS_LANGUAGE": "en"])
        #expect(try program.run("init").status == 0)
        let process = Process()
        let input = Pipe()
        let out = Pipe()
        process.executableURL = URL(fileURLWithPath: program.path)
        // It waits for standard input, which never comes.
        process.arguments = ["import", "receivables", "-", "--json"]
        process.environment = program.environment
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.folder)
        process.standardInput = input
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("a".utf8))
        // Before it reads, the program may not have installed its handlers.
        wait { isBlocked(process.processIdentifier) }
        #expect(kill(process.processIdentifier, signal) == 0)
        wait { !process.isRunning }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 70)
        let printed = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let id = try #require(JSONValue(parsing: printed)?["error"]?["details"]?["id"]?.string)
        let written = String(decoding: try Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self)
        #expect(JSONValue(parsing: written)?["id"]?.string == id)
    }

    /// At most ten seconds.
    private func wait(until isDone: () -> Bool) {
        for _ in 0..<1000 where !isDone() { usleep(10_000) }
    }

    /// Whether a process waits in a read of its standard input.
    private func isBlocked(_ process: Int32) -> Bool {
        guard let call = try? String(contentsOfFile: "/proc/\(process)/syscall", encoding: .utf8) else { return false }
        return call.hasPrefix("0 0x0 ")
    }
}
