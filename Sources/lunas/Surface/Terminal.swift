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
    /// Runs the user's pager (PAGER, else less) on the text; false when none could be started. It stays in the group of
    /// processes that has the terminal: in one of its own it would be stopped as soon as it asks for a key.
    static func show(_ text: String, _ environment: Environment) -> Bool {
        let command = environment.variables["LUNAS_PAGER"] ?? environment.variables["PAGER"] ?? "less -FRSX"
        guard !command.isEmpty, command != "cat", let program = command.split(separator: " ").first else {
            return false
        }
        signal(SIGPIPE, SIG_IGN)
        guard let pager = popen("command -v \(program) >/dev/null || exit 127; exec \(command)", "w") else {
            return false
        }
        // An interrupt is for the pager, which knows what to do with it.
        let before = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, before) }
        fputs(text, pager)
        let status = pclose(pager)
        return status >> 8 & 0xFF != 127
    }
}
