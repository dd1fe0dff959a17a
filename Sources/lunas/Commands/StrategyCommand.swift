import ArgumentParser
import Desk
import Formats
import Receivables
import Store
import Wording

struct StrategyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategy", abstract: "Who is treated how: segments and ladders of steps, as versioned files.",
        subcommands: [StrategyList.self, StrategyShow.self, StrategySet.self], defaultSubcommand: StrategyList.self)
}

struct StrategyList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All strategies and their versions.")
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let all = try session.desk.strategies()
            guard !global.json else {
                return session.output.document([
                    "strategies": .array(all.map { ["name": .string($0.name), "version": JSONValue($0.version)] })
                ])
            }
            var table = session.table([.name, .version], right: [.version])
            for strategy in all { table.add([strategy.name, String(strategy.version)]) }
            session.output.page(session.text(table) + "\n")
        }
    }
}

struct StrategyShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "The file of a strategy.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name.") var name: String
    @Option(help: "Default: the last one.") var version: Int?

    func run() throws {
        try Session.run(global) { session in
            let record = try session.desk.strategy(named: name, version: version)
            guard global.json else { return session.output.page(record.content) }
            session.output.document([
                "name": .string(record.name), "version": JSONValue(record.version), "content": .string(record.content),
            ])
        }
    }
}

struct StrategySet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Load a strategy from its file; a changed one becomes a new version.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The file (YAML); - for standard input.") var file: String

    func run() throws {
        try Session.run(global) { session in
            let text = try InputFile.open(file).text
            let (name, version, isNew) = try session.desk.setStrategy(text, file: file)
            guard !global.json else {
                return session.output.document([
                    "name": .string(name), "version": JSONValue(version), "new": .bool(isNew),
                ])
            }
            let facts = [Fact("strategy", name), Fact("version", version)]
            session.output.page(session.catalogue.text(isNew ? .strategyNewVersion : .strategyUnchanged, facts) + "\n")
        }
    }
}
