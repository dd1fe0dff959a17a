import Desk
import Foundation
import Receivables
import Store
import StorePostgres
import Wording

/// What the program takes from its surroundings. The only place that reads the environment and the clock.
struct Environment {
    let variables: [String: String]

    static let current = Environment(variables: ProcessInfo.processInfo.environment)

    /// The database named by the environment, or the default.
    var database: String { variables["LUNAS_DATABASE"].flatMap { $0.isEmpty ? nil : $0 } ?? "lunas.sqlite" }

    /// Where questions may be asked that bear to be some seconds old.
    var standby: StandbyAddress? {
        variables["LUNAS_STANDBY"].flatMap { $0.isEmpty ? nil : StandbyAddress(url: $0, steady: Environment.steady) }
    }

    static let languageVariable = "LUNAS_LANGUAGE"

    /// The language that the person at the terminal wants, whatever the database says.
    var language: String? { variables[Environment.languageVariable].flatMap { $0.isEmpty ? nil : $0 } }

    /// The language for words that come before any database is open: of the arguments, else of the environment.
    func spokenLanguage(_ arguments: [String]) -> Language {
        var said = language
        for (index, argument) in arguments.enumerated() {
            if argument == "--language", index + 1 < arguments.count { said = arguments[index + 1] }
            if argument.hasPrefix("--language=") { said = String(argument.dropFirst("--language=".count)) }
        }
        return said.flatMap(Language.init) ?? .indonesian
    }

    /// The person at the terminal.
    var user: String { variables["LUNAS_USER"] ?? variables["USER"] ?? variables["LOGNAME"] ?? "unknown" }

    /// The machine and the process, by which people find this process again.
    static var nodeName: String {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let machine = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (isKnown && !machine.isEmpty ? machine : "lunas") + ":" + String(getpid())
    }

    /// Now; LUNAS_NOW (RFC 3339) fixes it, for rehearsals and tests.
    var now: Instant {
        if let fixed = variables["LUNAS_NOW"].flatMap({ Instant(rfc3339: $0) }) { return fixed }
        return Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    /// The clock for work on a book: a fixed time as it is, else that of the book.
    func clock(of engine: any Engine) throws -> @Sendable () -> Instant {
        guard variables["LUNAS_NOW", default: ""].isEmpty else { return { now } }
        let clock = try BookClock(engine, node: { now }, steady: Environment.steady)
        return { clock.now }
    }

    /// Microseconds since the machine was started, its sleep included: nobody sets this clock.
    @Sendable static func steady() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    /// Refuses a fixed time that cannot be read, for a rehearsal on the real day would be none.
    func checkClock() throws(Problem) {
        guard let fixed = variables["LUNAS_NOW"], !fixed.isEmpty, Instant(rfc3339: fixed) == nil else { return }
        throw Problem(.optionValue, [
            Fact("option", "LUNAS_NOW"), Fact("value", fixed), Fact("allowed", Phrase(.instant)),
        ])
    }

    /// Whether a stream is a terminal that a person looks at.
    func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 && variables["TERM"] != "dumb" }

    /// Whether to colour: a terminal, and nobody said NO_COLOR (https://no-color.org).
    var usesColour: Bool { isTerminal(STDOUT_FILENO) && variables["NO_COLOR", default: ""].isEmpty }
}
