import Foundation
import Receivables
import Support
import Testing

/// A book before and after a day's run that nobody disturbed, and the run once more by several processes.
final class NodeStory {
    let book: Book
    /// What the undisturbed run said, and the book after it.
    let told: JSON
    let dump: String
    private let before: String
    private var started: [Process] = []

    static let day = "2026-03-10"
    /// The journal has an entry more or less per share, and who died did not say good-bye.
    /// What a worker keeps up behind a run a run alone leaves for later.
    private static let notCompared: Set<String> = [
        "journal", "nodes", "upkeep", "search_names", "search_phones", "search_dues", "search_stale", "closing_days",
        "closing_buckets", "closing_cash", "closing_team",
    ]

    init(debtors: Int) throws {
        book = try Book()
        try RunStories.many(book, debtors: debtors)
        try book.done("run --date 2026-03-02")
        try NodeStory.markEverybody(book.database)
        before = try book.place("before")
        try book.copy(to: before)
        told = try book.json("run --date \(NodeStory.day) --chunk 1")
        try book.verify()
        dump = try Rows(book.database).dump(without: NodeStory.notCompared)
    }

    /// Has everybody looked at again. The connection is closed before the file is copied: to close a file takes the
    /// locks of a process off it, whoever holds them.
    private static func markEverybody(_ database: String) throws {
        try Rows(database).run("INSERT INTO news SELECT debtor_id FROM debtors WHERE true ON CONFLICT DO NOTHING")
    }

    deinit {
        for process in started where process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Works on the book as it was before the run, in a new copy.
    func restore(_ name: String) throws {
        book.database = before
        let copy = try book.place(name)
        try book.copy(to: copy)
        book.database = copy
    }

    func rows() throws -> Rows { try Rows(book.database) }

    /// What differs from the undisturbed book; nothing when all is the same.
    func difference() throws -> String {
        let now = try rows().dump(without: NodeStory.notCompared)
        if now == dump { return "" }
        let found = now.split(separator: "\n"), wanted = dump.split(separator: "\n")
        return found.difference(from: wanted).prefix(6).map { "\($0)".prefix(300) }.joined(separator: "\n")
    }

    /// Starts a command, in JSON into the file of this name. `clock`: what the process takes for now.
    func start(_ command: String, _ out: String, clock: String? = nil) throws -> Process {
        var program = book.program
        if let clock { program.environment["LUNAS_NOW"] = clock }
        let process = try program.start(Book.words(command) + ["--json"], out: try book.scratch.write(out, ""))
        started.append(process)
        return process
    }

    /// Waits for the end of a process, which must be a good one, and gives its document.
    func end(_ process: Process, _ out: String, at location: SourceLocation = #_sourceLocation) throws -> JSON {
        process.waitUntilExit()
        let text = String(decoding: try book.scratch.bytes(out), as: UTF8.self)
        #expect(
            process.terminationStatus == 0 && process.terminationReason == .exit, "\(out): \(text)",
            sourceLocation: location)
        return try JSON(parsing: text)
    }

    /// Waits until a query counts something; false when it did not within the seconds.
    func wait(_ seconds: Double = 20, for query: String) throws -> Bool {
        let rows = try rows()
        let start = Date()
        while Date().timeIntervalSince(start) < seconds {
            if try rows.count(query) > 0 { return true }
            usleep(500)
        }
        return false
    }

    /// A query that counts the shares that a node of a name works on; nil: any node.
    static func held(by name: String?) -> String {
        """
        SELECT count(*) FROM run_shares s JOIN nodes n ON n.node_id = s.node_id
        WHERE \(name.map { "n.name = '\($0)'" } ?? "true") AND s.state = 'open' AND s.task = 'debtors'
        """
    }

    /// A query that counts when the run has been cut and is not over.
    static let isAtWork = """
        SELECT count(*) FROM run_shares WHERE task = 'debtors' AND state = 'open'
        """

    func stop(_ process: Process) { kill(process.processIdentifier, SIGTERM) }
}

/// Halting processes while they hold shares and write nothing: one that is halted in a transaction holds up all others
/// on an engine with one writer, and that is no lease.
extension NodeStory {
    /// Starts a run that goes on, with SIGCONT, when others are there: else it might end before they come.
    func startHalted(_ command: String, _ out: String) throws -> Process {
        let run = try start(command, out)
        try #require(try halt(run, nil))
        return run
    }

    /// Whether nobody writes, and nobody is about to: a server may still read what a process said before it was halted.
    private func isQuiet(_ rows: Rows) -> Bool {
        (0..<4).allSatisfy { _ in
            usleep(20_000)
            return (try? rows.awaitWriters()) != nil
        }
    }

    /// False when the process, a node of this name, did not get a share, or could not be caught with one.
    func halt(_ process: Process, _ name: String?) throws -> Bool {
        let rows = try Rows(book.database, patience: 100)
        for _ in 0..<200 {
            guard try wait(5, for: NodeStory.held(by: name)) else { return false }
            kill(process.processIdentifier, SIGSTOP)
            if isQuiet(rows), try rows.count(NodeStory.held(by: name)) > 0 { return true }
            kill(process.processIdentifier, SIGCONT)
            usleep(1000)
        }
        return false
    }
}
