import ArgumentParser
import Formats
import Foundation
import Wording

@main
struct Lunas: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lunas",
        abstract: "Desk collection: who is late, by how much, since when and why, and whom to contact today.",
        discussion: """
            The database is named by --database, else by the variable LUNAS_DATABASE, else it is lunas.sqlite in the \
            current folder. With --json every command prints one JSON document and nothing else.
            """,
        version: version,
        subcommands: [Init.self, Demo.self],
        groupedSubcommands: [
            CommandGroup(name: "The book", subcommands: [Import.self, Imports.self, Payments.self]),
            CommandGroup(name: "The day", subcommands: [Run.self, WorklistCommand.self, Record.self]),
            CommandGroup(name: "The workbench", subcommands: [Serve.self]),
            CommandGroup(name: "Several nodes", subcommands: [Worker.self, Nodes.self]),
            CommandGroup(
                name: "Questions", subcommands: [AgeingCommand.self, AccountCommand.self, Export.self, Verify.self]),
            CommandGroup(
                name: "Setting up",
                subcommands: [
                    Portfolio.self, Collector.self, StrategyCommand.self, Holidays.self, SettingsCommand.self,
                    Users.self, Keys.self,
                ]),
            CommandGroup(name: "Keeping", subcommands: [Doctor.self, Backup.self, Restore.self, Move.self]),
        ])

    static let version = "0.1.0"

    @OptionGroup var global: GlobalOptions

    /// Parses and runs the command of the process. Errors of usage go where the other errors go.
    static func main() {
        CrashReport.install(.current)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            // Help and version come as errors too, and mean success.
            guard exitCode(for: error) != .success else { exit(withError: error) }
            let report = UsageReport(error)
            let catalogue = Catalogue(Environment.current.spokenLanguage(CommandLine.arguments))
            if CommandLine.arguments.contains("--json") {
                let told = catalogue.tell(report.problem)
                Output.standardOutput(Output.errorDocument(report.problem, told).text() + "\n")
            } else {
                FileHandle.standardError.write(Data(report.text(catalogue).utf8))
            }
            exit(withError: ExitCode(ExitStatus.usage.rawValue))
        }
    }
}
