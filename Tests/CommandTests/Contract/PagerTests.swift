import Foundation
import Support
import Testing

/// script(1), which makes a terminal.
private let script = ["/usr/bin/script", "/bin/script"].first(where: FileManager.default.fileExists)

/// At a terminal, what is longer than the screen goes through a pager, which wants keys.
@Suite(.enabled(if: script != nil, "script(1), which makes a terminal, is not installed"))
struct PagerTests {
    /// Runs a command at a terminal of five lines, at which somebody presses q again and again.
    private func atTerminal(_ book: Book, _ pager: String, _ words: String) throws -> (status: Int32, screen: String) {
        let screen = try book.scratch.write("screen", "")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let command = "stty rows 5 cols 80; exec '\(book.program.path)' \(words)"
        process.arguments = [
            "-c",
            """
            (i=0; while [ $i -lt 400 ]; do sleep 0.2; printf q; i=$((i + 1)); done) 2>/dev/null |
                timeout --kill-after 1 90 \(script ?? "") --quiet --return --command "\(command)" /dev/null
            """,
        ]
        process.environment = book.program.environment.merging(["LUNAS_PAGER": pager, "TERM": "xterm"]) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: book.program.folder)
        process.standardOutput = FileHandle(forWritingAtPath: screen)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try book.scratch.bytes("screen"), as: UTF8.self))
    }

    @Test("it shows the first screen, and ends with the command's own code", .timeLimit(.minutes(3)))
    func pages() throws {
        let book = try Book()
        let (status, screen) = try atTerminal(book, "more", "settings list --language en")
        #expect(status == 0)
        #expect(screen.contains("Setting"), "\(screen)")
        #expect(screen.contains("--More--"), "it waits for a key: \(screen)")
    }

    @Test("a pager that is not there is done without", .timeLimit(.minutes(3)))
    func missing() throws {
        let book = try Book()
        let (status, screen) = try atTerminal(book, "no-such-pager -X", "settings list --language en")
        #expect(status == 0)
        #expect(screen.contains("run-time"), "\(screen)")
    }
}
