import ArgumentParser
import Desk
import Formats
import Receivables
import Wording

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "API keys of integrations, and what each opens.",
        subcommands: [KeysList.self, KeysAdd.self, KeysRevoke.self], defaultSubcommand: KeysList.self)
}

struct KeysList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All keys, without what opens.")
    @OptionGroup var global: GlobalOptions

    func run() throws { try Session.run(global) { session in try session.show(session.desk.apiKeys()) } }
}

struct KeysAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a key for an integration. It is shown once.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "What uses it.") var name: String
    @Option(
        help: ArgumentHelp(
            "What it may do, with commas: "
                + Permission.allCases.filter { !Desk.peopleOnly.contains($0) }.map(\.rawValue).joined(separator: ", ")
                + ".", valueName: "list"))
    var permissions: String
    @Option(help: ArgumentHelp("Portfolios it sees, with commas; all: everything.", valueName: "list"))
    var portfolios = "all"

    func run() throws {
        try Session.run(global) { session in
            let permissions = try CommaList.words(permissions, "--permissions", Permission.self)
            let (key, record) = try session.desk.createAPIKey(
                name, permissions: Set(permissions), portfolios: CommaList.limit(portfolios))
            guard !global.json else {
                let offset = try session.desk.offsetSeconds()
                return session.output.document(["key": .string(key), "record": record.json(offsetSeconds: offset)])
            }
            session.output.page(
                session.catalogue.text(.keyOnce, [Fact("name", record.name), Fact("key", key)]) + "\n")
        }
    }
}

struct KeysRevoke: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Take a key out of use for good.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name.") var name: String

    func run() throws {
        try Session.run(global) { session in
            let record = try session.desk.revokeAPIKey(name)
            guard !global.json else {
                let offset = try session.desk.offsetSeconds()
                return session.output.document(["record": record.json(offsetSeconds: offset)])
            }
            session.output.page(session.catalogue.text(.keyRevoked, [Fact("name", record.name)]) + "\n")
        }
    }
}
