import ArgumentParser
import Foundation
import Receivables
import Wording

/// Where the password of a user comes from. Never from the command line itself: others see that, and shells keep it.
struct PasswordOption: ParsableArguments {
    enum Source: String, CaseIterable, ExpressibleByArgument {
        case generate, ask, stdin
    }

    @Option(
        name: .customLong("password"),
        help: ArgumentHelp(
            "Where the password comes from: made and shown once (to be changed at the first sign-in), asked at the "
                + "terminal, or the first line of standard input.", valueName: "generate|ask|stdin"))
    var source = Source.generate

    /// The password; nil where one is to be made. Errors: `usage`, `passwords-differ`.
    func read(_ output: Output) throws -> String? {
        switch source {
        case .generate: return nil
        case .stdin: return try PasswordOption.line()
        case .ask:
            guard isatty(STDIN_FILENO) == 1 else {
                throw Problem(
                    .optionValue,
                    [
                        Fact("option", "--password"), Fact("value", source.rawValue),
                        Fact("allowed", Phrase(.oneOf, [Fact("list", "generate, stdin")])),
                    ])
            }
            return try PasswordOption.unseen {
                output.remark(output.catalogue.text(.passwordAsk))
                let first = try PasswordOption.line()
                output.remark(output.catalogue.text(.passwordAskAgain))
                guard try PasswordOption.line() == first else { throw Problem(.passwordsDiffer) }
                return first
            }
        }
    }

    private static func line() throws(Problem) -> String {
        guard let line = readLine(strippingNewline: true) else {
            throw Problem(.usage, [Fact("reason", Phrase(.passwordExpected))])
        }
        return line
    }

    /// Does something while the terminal does not show what is typed.
    private static func unseen<Result>(_ body: () throws -> Result) throws -> Result {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return try body() }
        var hidden = before
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
        return try body()
    }
}
