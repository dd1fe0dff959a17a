import ArgumentParser
import Desk
import Formats
import Receivables
import Wording

struct Imports: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the imports, or show the rejected rows of one.",
        subcommands: [ImportsList.self, ImportsRejects.self], defaultSubcommand: ImportsList.self)
}

struct ImportsList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All imports, the newest first.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let imports = try session.desk.imports()
            let offset = try session.desk.offsetSeconds()
            guard !global.json else {
                return session.output.document(["imports": .array(imports.map { $0.json(offsetSeconds: offset) })])
            }
            var table = TextTableView(
                ["#", "Kind", "File", "Portfolio", "State", "When", "Read", "Rejected"], right: [0, 6, 7])
            for item in imports {
                table.add([
                    String(item.id), item.kind, item.file, item.portfolio, item.state,
                    String(item.startedAt.text(offsetSeconds: offset).prefix(16)).replacing("T", with: " "),
                    item.result["read"]?.integer.map(session.printing.number) ?? "",
                    item.result["rejected"]?.integer.map(session.printing.number) ?? "",
                ])
            }
            session.output.page(
                imports.isEmpty
                    ? "Nothing has been imported yet.\n"
                    : table.text(colour: session.output.environment.usesColour) + "\n")
        }
    }
}

struct ImportsRejects: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rejects", abstract: "The rejected rows of an import.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Number of the import.")
    var id: Int64

    func run() throws {
        try Session.run(global) { session in
            let rejects = try session.desk.rejects(ofImport: id)
            guard !global.json else {
                let rows = rejects.map { text, reject -> JSONValue in
                    [
                        "column": JSONValue(reject.column), "value": JSONValue(reject.value),
                        "code": .string(reject.code.rawValue),
                        "message": .string(session.catalogue.tell(reject.problem).message), "row": .string(text),
                    ]
                }
                return session.output.document(["import": JSONValue(id), "rejects": .array(rows)])
            }
            var table = TextTableView(["Column", "Value", "Reason", "Row"])
            for (text, reject) in rejects {
                table.add([
                    reject.column ?? "", reject.value ?? "", session.catalogue.tell(reject.problem).message,
                    TextWidth.cut(text, to: 60),
                ])
            }
            session.output.page(
                rejects.isEmpty
                    ? "Import \(id) rejected nothing.\n"
                    : table.text(colour: session.output.environment.usesColour) + "\n")
        }
    }
}
