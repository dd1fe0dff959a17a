import ArgumentParser
import Desk
import Formats
import Foundation
import Receivables
import Wording

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take a file into the book: CSV or XLSX, of any size.",
        discussion: """
            Columns are guessed from Indonesian and English headers; a mapping file (--map) overrides the guess. The \
            same file twice changes nothing. Rejected rows are kept with their reason, and the good rows go in.
            """,
        subcommands: [
            ImportReceivables.self, ImportAccounts.self, ImportDebtors.self, ImportPayments.self, ImportPromises.self,
            ImportContacts.self, ImportSnapshot.self, ImportUndo.self,
        ])
}

/// The options of every import.
struct ImportArguments: ParsableArguments {
    @Argument(help: "The file; - for standard input. May be gzip-compressed.")
    var file: String

    @Option(help: ArgumentHelp("Mapping file: columns, formats, encoding.", valueName: "map.json"))
    var map: String?

    @Option(
        help: ArgumentHelp("Portfolio that the file belongs to; made with the defaults when new.", valueName: "name"))
    var portfolio: String?

    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("The day that the file states. Default: today.", valueName: "day"))
    var asOf: Day?

    @Flag(help: "Import nothing when any row would be rejected.")
    var strict = false

    @Flag(name: .customLong("dry-run"), help: "Only say what would happen.")
    var dryRun = false

    @Option(help: ArgumentHelp("Write rejected rows to this file, to be mended and imported again.", valueName: "file"))
    var rejects: String?

    @OptionGroup var chunk: ChunkOption
}

/// One kind of import.
protocol ImportCommand: ParsableCommand {
    static var kind: ImportKind { get }
    var global: GlobalOptions { get }
    var arguments: ImportArguments { get }
    var vanished: ImportOptions.Vanished { get }
}

extension ImportCommand {
    var vanished: ImportOptions.Vanished { .rejected }

    func run() throws {
        try Session.run(global) { session in
            let bar = ProgressBar(session.output)
            let result = try session.desk.importFile(try options(session), progress: bar.progress)
            bar.finish()
            if global.json {
                session.output.document(
                    result.json({ session.catalogue.tell($0).message }, warning: session.catalogue.warning))
            } else {
                session.output.page(ImportReport(result: result, session: session).text)
            }
        }
    }

    private func options(_ session: Session) throws -> ImportOptions {
        var options = ImportOptions(
            kind: Self.kind, path: arguments.file, asOf: try arguments.asOf ?? session.desk.today())
        if let path = arguments.map {
            let file = try InputFile.open(path)
            options.map = try file.withBytes { (bytes) throws(Problem) in try ImportMap(parsing: bytes, name: path) }
        }
        options.portfolio = arguments.portfolio
        options.vanished = vanished
        options.isStrict = arguments.strict
        options.isDryRun = arguments.dryRun
        options.rejectsPath = arguments.rejects
        options.chunkRows = try arguments.chunk.checked() ?? options.chunkRows
        return options
    }
}

struct ImportReceivables: ImportCommand {
    static let configuration = CommandConfiguration(
        commandName: "receivables", abstract: "Invoices or instalments, flat or normalised.")
    static let kind = ImportKind.receivables
    @OptionGroup var global: GlobalOptions
    @OptionGroup var arguments: ImportArguments
}

struct ImportAccounts: ImportCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "Contracts or customer accounts.")
    static let kind = ImportKind.accounts
    @OptionGroup var global: GlobalOptions
    @OptionGroup var arguments: ImportArguments
}

struct ImportDebtors: ImportCommand {
    static let configuration = CommandConfiguration(commandName: "debtors", abstract: "Debtors and how to reach them.")
    static let kind = ImportKind.debtors
    @OptionGroup var global: GlobalOptions
    @OptionGroup var arguments: ImportArguments
}

struct ImportPayments: ImportCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "Payments, reversals and returns.")
    static let kind = ImportKind.payments
    @OptionGroup var global: GlobalOptions
    @OptionGroup var arguments: ImportArguments
}

struct ImportPromises: ImportCommand {
    static let configuration = CommandConfiguration(commandName: "promises", abstract: "Promises of an older system.")
    static let kind = ImportKind.promises
    @OptionGroup var global: GlobalOptions
    @OptionGroup var arguments: ImportArguments
}

struct ImportContacts: ImportCommand {
    static let configuration = CommandConfiguration(commandName: "contacts", abstract: "Contacts of an older system.")
    static let kind = ImportKind.contacts
    @OptionGroup var global: GlobalOptions
    @OptionGroup var arguments: ImportArguments
}

struct ImportSnapshot: ImportCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "A nightly extract that states today's open amounts.")
    static let kind = ImportKind.snapshot
    @OptionGroup var global: GlobalOptions
    @OptionGroup var arguments: ImportArguments

    @Option(
        name: .customLong("vanished"),
        help: ArgumentHelp("What a due is that the extract no longer names.", valueName: "paid|withdrawn"))
    var vanishedDues: ImportOptions.Vanished?

    var vanished: ImportOptions.Vanished { vanishedDues ?? .rejected }
}

extension ImportOptions.Vanished: ExpressibleByArgument {}

struct ImportUndo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back one import; everything it touched is computed anew.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Number of the import, as \"lunas imports\" lists it.")
    var id: Int64

    @Flag(help: "Also when something has been built on it since.")
    var force = false

    func run() throws {
        try Session.run(global) { session in
            let bar = ProgressBar(session.output)
            let result = try session.desk.undoImport(id, force: force, progress: bar.progress)
            bar.finish()
            if global.json {
                session.output.document(result.json)
            } else {
                let facts = [
                    Fact("import", id), Fact("dues", result.dues), Fact("payments", result.payments),
                    Fact("others", result.others),
                ]
                var lines = [session.catalogue.text(.importUndone, facts)]
                if result.attributes > 0 {
                    lines.append(
                        session.catalogue.text(.importUndoneAttributes, [Fact("count", result.attributes)]))
                }
                if !result.repeatedBy.isEmpty {
                    let imports = result.repeatedBy.map(String.init).joined(separator: ", ")
                    lines.append(session.catalogue.text(.importUndoneRepeated, [Fact("imports", imports)]))
                }
                session.output.page(lines.joined(separator: "\n") + "\n")
            }
        }
    }
}
