import Testing

/// A thing that our code does not do, and why.
struct Ban: Sendable, CustomTestStringConvertible {
    let name: String
    /// A regular expression for code without comments and words.
    let pattern: String
    /// What to do instead: the message of the failing test.
    let reason: String
    /// Beginnings of paths where it holds.
    var folders = ["Sources/", "Tests/", "Packs/"]
    /// Paths where it does not hold, each with its reason beside it.
    var exceptions: [String] = []
    /// Something that must be found, and something that must not.
    let bad: String
    let good: String

    var testDescription: String { name }

    func applies(to path: String) -> Bool {
        path.hasSuffix(".swift") && folders.contains { path.hasPrefix($0) }
            && !exceptions.contains { path.hasPrefix($0) }
    }

    func findings(_ file: TextFile) throws -> [Finding] {
        guard applies(to: file.path) else { return [] }
        return try Pattern(pattern).matches(file.code).map {
            Finding(path: file.path, line: $0.line, what: "\($0.text): \(reason)")
        }
    }
}

extension Ban {
    private static let sources = ["Sources/", "Packs/"]
    /// Everything but the commands and the tests that run them from outside.
    private static let belowCommands = [
        "Sources/Receivables/", "Sources/Formats/", "Sources/Wording/", "Sources/Casework/", "Sources/Store/",
        "Sources/StoreSQLite/", "Sources/Desk/", "Packs/", "Tests/Support/", "Tests/ReceivablesTests/",
        "Tests/FormatsTests/", "Tests/WordingTests/", "Tests/CaseworkTests/", "Tests/StoreTests/", "Tests/DeskTests/",
    ]
    private static let core = ["Sources/Receivables/", "Sources/Casework/"]

    static let all: [Ban] = time + chance + control + surroundings + language

    private static let time = [
        Ban(
            name: "the clock", pattern: #"\bDate\(\s*\)|\bDate\.now\b|\b(clock_gettime|gettimeofday)\b|\btime\(nil\)"#,
            reason: "time is a parameter; only the commands look at the clock", folders: belowCommands,
            bad: "let now = Date()", good: "let date = Date(timeIntervalSince1970: 0)"),
        Ban(
            name: "measuring clocks", pattern: #"\b(ContinuousClock|SuspendingClock|DispatchTime\.now)\b"#,
            reason: "what a product does must not depend on how long it takes", folders: sources,
            bad: "let start = ContinuousClock.now", good: "let clock: @Sendable () -> Instant"),
        Ban(
            name: "waiting", pattern: #"\b(usleep|nanosleep|sleep)\(|\bThread\.sleep\b|\bTask\.sleep\b"#,
            reason: "nothing is made right by waiting", folders: sources,
            exceptions: [
                // A time limit, a look at the journal once a second, and the pause of a service that stays.
                "Sources/Web/Server/BodyReader.swift", "Sources/Web/Server/News.swift",
                "Sources/Web/Server/WebServer.swift",
                // Another process has the turn, and does not say when it is over.
                "Sources/StoreSQLite/FileLock.swift",
            ],
            bad: "usleep(10)", good: "asleep(10)"),
        Ban(
            name: "formatters of Foundation",
            pattern:
                #"\b(DateFormatter|NumberFormatter|ISO8601DateFormatter|DateComponentsFormatter)\b|\bString\(format:"#,
            reason: "they depend on the machine's locale and are slow; use Wording, Day and Instant",
            bad: "let f = DateFormatter()", good: "let f = Printing(.english)"),
    ]

    private static let chance = [
        Ban(
            name: "chance",
            pattern: #"\.random\(in:(?![^\n]*using:)|\.random\(\)|\.randomElement\(\)|\.shuffled\(\)|"#
                + #"\bSystemRandomNumberGenerator\b|\barc4random|\bdrand48\b"#,
            reason: "randomness is a parameter; use Seeded, so that a failure can be repeated",
            bad: "let n = Int.random(in: 0..<9)", good: "let habit = DemoHabit.random(&random)"),
        Ban(
            name: "names by chance", pattern: #"\bUUID\(\)"#, reason: "ids are a parameter", folders: belowCommands,
            // A scratch folder must differ from every other one.
            exceptions: ["Tests/Support/Scratch.swift"], bad: "let id = UUID()", good: "let id = UUID(uuid: bytes)"),
        Ban(
            name: "floating point in the core", pattern: #"\b(Double|Float|CGFloat|Decimal)\b"#,
            reason: "money and days are integers", folders: core, bad: "let rate: Double", good: "let minor: Int64"),
    ]

    private static let control = [
        Ban(
            name: "try without catching", pattern: #"\btry!"#, reason: "an error is thrown on or told, never a crash",
            bad: "try! run()", good: "try? run()"),
        Ban(
            name: "casting by force", pattern: #"\bas!"#, reason: "a wrong type is an error, never a crash",
            bad: "value as! Int", good: "value as? Int"),
        Ban(
            name: "unwrapping by force", pattern: #"(?<=[A-Za-z0-9_)\]])!(?![=A-Za-z_(])"#,
            reason: "say what happens when there is nothing", folders: sources,
            // An inner loop over bytes that are there: the address of a buffer that is not empty.
            exceptions: ["Sources/Desk/Imports/ReferenceMap.swift"],
            bad: "first!.name",
            good: "a != b && !isEmpty"),
        Ban(
            name: "stopping the program", pattern: #"\b(fatalError|assertionFailure|abort)\("#,
            reason: "throw a Problem, or state the broken promise with preconditionFailure", bad: "fatalError()",
            good: "preconditionFailure(reason)"),
        Ban(
            name: "work of the cooperative pool", pattern: #"\bawait\b|\)\s*async\b"#,
            reason: "an engine blocks its thread, so nothing below the pages runs on a thread of the cooperative pool",
            folders: [
                "Sources/Receivables/", "Sources/Formats/", "Sources/Wording/", "Sources/Casework/", "Sources/Store/",
                "Sources/StoreSQLite/", "Sources/StorePostgres/", "Sources/Desk/",
            ],
            bad: "try await desk.pay()", good: "threads.async(group: group) { work() }"),
        Ban(
            name: "tasks that nobody waits for", pattern: #"\bTask\s*(\.detached\s*)?(\([^)]*\)\s*)?\{"#,
            reason: "work is structured: whoever starts it waits for it",
            // The main thread is none of those that serve, and waits for them.
            exceptions: ["Sources/lunas/Commands/Serve.swift"],
            bad: "Task { await run() }",
            good: "TaskProgress { phase, done, total in }"),
    ]

    private static let surroundings = [
        Ban(
            name: "printing", pattern: #"\b(print|debugPrint|NSLog)\("#,
            reason: "standard output belongs to the one document or table of a command: use Output",
            bad: "print(1)", good: "output.document(json)"),
        Ban(
            name: "the environment", pattern: #"\b(getenv|setenv)\(|\bProcessInfo\b"#,
            reason: "only the commands look at their surroundings; pass it on", folders: sources,
            exceptions: [
                "Sources/lunas/",
                // Where temporary files go is the system's own setting.
                "Sources/Formats/Bytes/TemporaryFile.swift",
                // Two sample books made at once must not meet in one folder.
                "Sources/Desk/Demo/MakeDemo.swift",
            ],
            bad: "getenv(name)", good: "environment.variables"),
    ]

    private static let language = [
        Ban(
            name: "unchecked Sendable", pattern: #"@unchecked\s+Sendable"#,
            reason: "the compiler proves it, or a Mutex holds it",
            exceptions: [
                // Bytes of a mapping that never change.
                "Sources/Formats/Bytes/MappedFile.swift",
                // Seen by one connection's thread only.
                "Sources/StoreSQLite/BatchTable.swift",
                // Lent by the pool to one thread at a time.
                "Sources/StorePostgres/PostgresSession.swift",
            ],
            bad: "final class A: @unchecked Sendable {}", good: "final class A: Sendable {}"),
        Ban(
            name: "looking away from isolation", pattern: #"nonisolated\(unsafe\)|@preconcurrency\b|\bunsafeBitCast\("#,
            reason: "the compiler proves it",
            exceptions: [
                // SQLite wants the address of a table of functions that never changes, and a constant that is no
                // pointer.
                "Sources/StoreSQLite/",
            ],
            bad: "nonisolated(unsafe) var a = 1", good: "nonisolated func a()"),
        Ban(
            name: "public", pattern: #"\bpublic\b|\bopen +(class|func|var)\b"#,
            reason: "this is a program and no library: package is enough", folders: sources,
            // What a protocol of a library asks for has its access.
            exceptions: ["Sources/lunas/"], bad: "public func a()", good: "package func open(a: Int)"),
        Ban(
            name: "code for debugging", pattern: #"#if\s+DEBUG\b"#, reason: "what is tested is what runs",
            bad: "#if DEBUG\n#endif", good: "#if os(Linux)\n#endif"),
    ]
}

/// Words that stand for work left undone, in comments too.
enum Unfinished {
    // Written in two parts, so that this file passes.
    static let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

    static func findings(_ file: TextFile) throws -> [Finding] {
        let pattern = try Pattern(#"\b("# + words.joined(separator: "|") + #")\b"#)
        return pattern.matches(file.text).map {
            Finding(path: file.path, line: $0.line, what: "\($0.text): finish it, or make it an issue")
        }
    }
}
