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

    /// What the other columns of the table take, and the least that is left for the file.
    private static let otherColumns = 78
    private static let fileColumnsMin = 26

    func run() throws {
        try Session.run(global) { session in
            let imports = try session.desk.imports()
            let offset = try session.desk.offsetSeconds()
            guard !global.json else {
                return session.output.document(["imports": .array(imports.map { $0.json(offsetSeconds: offset) })])
            }
            let printing = session.printing
            let room = session.output.width.map { max(ImportsList.fileColumnsMin, $0 - ImportsList.otherColumns) }
            var table = session.table(
                [.number, .kind, .file, .portfolio, .state, .startedAt, .read, .rejected],
                right: [.number, .read, .rejected], optional: [.portfolio, .startedAt, .state])
            for item in imports {
                table.add([
                    String(item.id), printing.term(.importKind, item.kind),
                    room.map { TextWidth.path(item.file, to: $0) } ?? item.file, item.portfolio,
                    printing.term(.importState, item.state), printing.moment(item.startedAt, offsetSeconds: offset),
                    item.result["read"]?.integer.map(session.printing.number) ?? "",
                    item.result["rejected"]?.integer.map(session.printing.number) ?? "",
                ])
            }
            session.show(table, ifEmpty: imports.isEmpty, .importsNone)
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
                        "line": reject.line.map { JSONValue($0) } ?? .null, "column": JSONValue(reject.column),
                        "value": JSONValue(reject.value),
                        "code": .string(reject.code.rawValue),
                        "message": .string(session.catalogue.tell(reject.problem).message), "row": .string(text),
                    ]
                }
                return session.output.document(["import": JSONValue(id), "rejects": .array(rows)])
            }
            var table = session.table([.line, .column, .value, .reason, .row], right: [.line], optional: [.row])
            for (text, reject) in rejects {
                table.add([
                    reject.line.map(String.init) ?? "", reject.column ?? "", reject.value ?? "",
                    session.catalogue.tell(reject.problem).message,
                    TextWidth.cut(text, to: 60),
                ])
            }
            let nothing = session.catalogue.text(.importsNoRejects, [Fact("import", id)])
            session.output.page((rejects.isEmpty ? nothing : session.text(table)) + "\n")
        }
    }
}
