import ArgumentParser
import Desk
import Formats
import Receivables
import Wording

struct Users: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The people who sign in, and what each may do.",
        subcommands: [UsersList.self, UsersAdd.self, UsersSet.self, UsersReset.self, UsersDisable.self],
        defaultSubcommand: UsersList.self)
}

struct UsersList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All users.")
    @OptionGroup var global: GlobalOptions

    func run() throws { try Session.run(global) { session in try session.show(session.desk.users()) } }
}

/// What somebody may do and see.
struct UserOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Their name, for lists.", valueName: "name")) var name: String?
    @Option(
        help: ArgumentHelp(
            "Roles, with commas: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "list"))
    var roles: String?
    @Option(
        name: .customLong("speaks"),
        help: ArgumentHelp("The language of their pages. Default: id.", valueName: "id|en"))
    var speaks: String?
    @Option(help: ArgumentHelp("The collector who they are; empty: none.", valueName: "name")) var collector: String?
    @Option(help: ArgumentHelp("Portfolios they see, with commas; all: everything.", valueName: "list"))
    var portfolios: String?
    @Option(help: ArgumentHelp("Branches they see, with commas; all: everything.", valueName: "list"))
    var branches: String?

    /// Error: `option-value`.
    func changes() throws(Problem) -> UserChanges {
        var changes = UserChanges()
        changes.name = name
        if let roles {
            changes.roles = try CommaList.words(roles, "--roles", Role.self)
        }
        if let speaks {
            guard let language = Language(rawValue: speaks) else {
                throw Problem(
                    .optionValue,
                    [Fact("option", "--speaks"), Fact("value", speaks), Fact("allowed", Phrase(.languages))])
            }
            changes.language = language
        }
        changes.collector = collector
        changes.portfolios = portfolios.map(CommaList.limit)
        changes.branches = branches.map(CommaList.limit)
        return changes
    }
}

/// Lists that people type with commas.
enum CommaList {
    static func parts(_ text: String) -> [String] {
        text.split(separator: ",").map { part in
            var part = part.drop { $0 == " " }
            while part.last == " " { part.removeLast() }
            return String(part)
        }.filter { !$0.isEmpty }
    }

    static func limit(_ text: String) -> Limit { text == "all" ? .everything : .only(parts(text)) }

    /// Error: `option-value`.
    static func words<Word: RawRepresentable & CaseIterable>(
        _ text: String, _ option: String, _ type: Word.Type
    ) throws(Problem) -> [Word] where Word.RawValue == String {
        var words: [Word] = []
        for part in parts(text) {
            guard let word = Word(rawValue: part) else {
                let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .optionValue,
                    [
                        Fact("option", option), Fact("value", part),
                        Fact("allowed", Phrase(.oneOf, [Fact("list", known)])),
                    ])
            }
            words.append(word)
        }
        return words
    }
}

struct UsersAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a user.",
        discussion: "The first one of a book should be an administrator: lunas users add sari --roles admin")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The name to sign in with.") var login: String
    @OptionGroup var user: UserOptions
    @OptionGroup var password: PasswordOption
    @Flag(help: "A password that was given must be changed at the first sign-in.") var mustChange = false

    func run() throws {
        try Session.run(global) { session in
            let changes = try user.changes()
            var new = NewUser(
                login: login, name: changes.name ?? login, roles: changes.roles ?? [],
                language: changes.language ?? .indonesian)
            new.collector = changes.collector
            new.portfolios = changes.portfolios ?? .everything
            new.branches = changes.branches ?? .everything
            new.password = try password.read(session.output)
            new.mustChangePassword = mustChange
            try session.show(session.desk.addUser(new))
        }
    }
}

struct UsersSet: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Change what a user may do and see.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The name to sign in with.") var login: String
    @OptionGroup var user: UserOptions
    @Flag(inversion: .prefixedNo, help: "Whether they may sign in.") var active: Bool?

    func run() throws {
        try Session.run(global) { session in
            var changes = try user.changes()
            changes.isActive = active
            try session.show(session.desk.changeUser(login, changes))
        }
    }
}

struct UsersReset: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Give a user a new password, shown once, and end their sessions. They change it when they sign in.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The name to sign in with.") var login: String
    @Flag(help: "Take the second factor away too: the telephone was lost.") var withoutCode = false

    func run() throws {
        try Session.run(global) { session in
            try session.show(session.desk.resetPassword(login, isWithoutCode: withoutCode))
        }
    }
}

struct UsersDisable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Let a user in no more, and end their sessions. What they did stays.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The name to sign in with.") var login: String

    func run() throws {
        try Session.run(global) { session in
            var changes = UserChanges()
            changes.isActive = false
            try session.show(session.desk.changeUser(login, changes))
        }
    }
}
