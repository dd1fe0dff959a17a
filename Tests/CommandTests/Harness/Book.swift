import Foundation
import Support
import Testing

/// A book in a folder of its own, worked on by the finished program alone. The clock stands still until it is moved.
final class Book {
    let scratch: Scratch
    /// What `LUNAS_NOW` says.
    var now: String
    /// What `LUNAS_LANGUAGE` says; empty: nothing.
    var language = ""
    var database: String
    /// What `LUNAS_STANDBY` says; empty: nothing.
    var standby = ""
    private let tested: TestedEngine
    private var places: Set<String> = []

    /// Makes the database unless told otherwise, on the engine of this pass.
    init(
        now: String = "2026-03-10T09:00:00+07:00", initialised: Bool = true, on tested: TestedEngine = .chosen
    ) throws {
        scratch = try Scratch()
        self.now = now
        self.tested = tested
        database = tested.address(scratch)
        try tested.preparing(database, scratch)
        if initialised { try done("init") }
    }

    /// The address of another database of this test, made anew if need be. `name`: small letters, digits and the
    /// underscore.
    func place(_ name: String, on other: TestedEngine? = nil) throws -> String {
        let tested = other ?? tested
        let address = tested.place(scratch, name)
        if places.insert(address).inserted { try tested.preparing(address, scratch) }
        return address
    }

    var program: Program {
        Program(
            in: scratch.folder,
            environment: [
                "LUNAS_DATABASE": database, "LUNAS_NOW": now, "LUNAS_USER": "siti", "TMPDIR": scratch.folder,
                "LUNAS_LANGUAGE": language, "LUNAS_STANDBY": standby,
            ])
    }

    // MARK: Running commands

    /// Runs a command with `--json` that must succeed, and gives its one document.
    @discardableResult
    func json(_ command: String, input: String? = nil, at location: SourceLocation = #_sourceLocation) throws -> JSON
    {
        try json(Book.words(command), input: input, at: location)
    }

    @discardableResult
    func json(_ words: [String], input: String? = nil, at location: SourceLocation = #_sourceLocation) throws -> JSON
    {
        let ended = try program.run(words + ["--json"], input: input)
        #expect(ended.status == 0, "\(words): \(ended.out) \(ended.err)", sourceLocation: location)
        return try JSON(parsing: ended.out)
    }

    /// Runs a command for people that must succeed, and gives what it printed.
    @discardableResult
    func done(_ command: String, at location: SourceLocation = #_sourceLocation) throws -> String {
        let ended = try program.run(Book.words(command))
        #expect(ended.status == 0, "\(command): \(ended.err)", sourceLocation: location)
        return ended.out
    }

    /// Runs a command that must fail: its exit code, the code in the one JSON document, and for people a message on
    /// standard error and nothing on standard output. Gives the `error` of the document.
    @discardableResult
    func fails(
        _ command: String, _ status: Int32, _ code: String, input: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws -> JSON {
        try fails(Book.words(command), status, code, input: input, at: location)
    }

    @discardableResult
    func fails(
        _ words: [String], _ status: Int32, _ code: String, input: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws -> JSON {
        let forPeople = try program.run(words, input: input)
        #expect(forPeople.status == status, "\(words): \(forPeople.out) \(forPeople.err)", sourceLocation: location)
        #expect(forPeople.out.isEmpty, "\(words): \(forPeople.out)", sourceLocation: location)
        #expect(!forPeople.err.isEmpty, "\(words)", sourceLocation: location)
        let ended = try program.run(words + ["--json"], input: input)
        #expect(ended.status == status, "\(words): \(ended.out) \(ended.err)", sourceLocation: location)
        #expect(ended.err.isEmpty, "\(words): \(ended.err)", sourceLocation: location)
        let document = try JSON(parsing: ended.out)
        let misfits = Shape("{error: {code: text, message: text, remedy: text, details: any}}").misfits(document)
        #expect(misfits.isEmpty, sourceLocation: location)
        #expect(document["error.code"].text == code, "\(words): \(document.shown)", sourceLocation: location)
        return document["error"]
    }

    /// The words of a command line; parts in single quotes hold together.
    static func words(_ command: String) -> [String] {
        var words: [String] = []
        for (index, part) in command.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 1 {
                words.append(String(part))
            } else {
                words += part.split(separator: " ").map(String.init)
            }
        }
        return words
    }

    // MARK: Files

    /// Writes a file of rows; cells are parted by commas.
    @discardableResult
    func file(_ name: String, _ text: String) throws -> String { try scratch.write(name, text) }

    // MARK: What the book says

    func ageing(_ day: String, _ more: String = "") throws -> JSON { try json("ageing --as-of \(day) \(more)") }

    /// Amount open and amount overdue in the first currency, as `open overdue`.
    func sums(_ day: String, _ more: String = "") throws -> String {
        let first = try ageing(day, more)["currencies.0"]
        guard first != .null else { return "nothing" }
        return "\(first["open.amount"].text ?? "") \(first["overdue.amount"].text ?? "")"
    }

    static let tables = ["ageing", "worklist", "dues", "payments", "contacts", "promises", "notices"]

    /// Every table of the book in one text: two books that give the same text are the same to everybody outside.
    func exports(_ day: String) throws -> String {
        try Book.tables.map { table in
            let ended = try program.run("export", table, "--as-of", day, "--format", "csv", "--language", "en")
            return "# \(table) \(ended.status)\n\(ended.out)\(ended.err)"
        }.joined(separator: "\n")
    }

    /// Checks that every invariant holds.
    func verify(at location: SourceLocation = #_sourceLocation) throws {
        let ended = try program.run("verify", "--json")
        let document = try JSON(parsing: ended.out)
        let failed = document["checks"].list.filter { $0["failed"] != 0 }
        #expect(ended.status == 0, "\(failed.map(\.shown)) \(ended.out.prefix(200))", sourceLocation: location)
        #expect(
            document["ok"] == true && failed.isEmpty && !document["checks"].list.isEmpty, sourceLocation: location)
    }
}
