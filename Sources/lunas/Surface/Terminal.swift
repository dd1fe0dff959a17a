import Foundation

/// The size of the terminal, 80 × 24 where there is none.
struct TerminalSize {
    let columns: Int
    let rows: Int

    static var current: TerminalSize {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return TerminalSize(columns: 80, rows: 24)
        }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}

/// Shows long text page by page.
enum Pager {
    /// Runs the user's pager (PAGER, else less, else more) on the text; false when none could be started.
    static func show(_ text: String, _ environment: Environment) -> Bool {
        let command = environment.variables["LUNAS_PAGER"] ?? environment.variables["PAGER"] ?? "less -FRSX"
        if command.isEmpty || command == "cat" { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "command -v \(command.split(separator: " ")[0]) >/dev/null || exit 127; exec \(command)",
        ]
        let pipe = Pipe()
        process.standardInput = pipe
        signal(SIGPIPE, SIG_IGN)
        guard (try? process.run()) != nil else { return false }
        try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try? pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus != 127
    }
}
