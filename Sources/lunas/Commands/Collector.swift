import ArgumentParser
import Desk
import Formats
import Store

struct Collector: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The people who work cases.",
        subcommands: [CollectorList.self, CollectorShow.self, CollectorSet.self], defaultSubcommand: CollectorList.self)
}

struct CollectorList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All collectors.")
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let all = try session.desk.collectors()
            guard !global.json else { return session.output.document(["collectors": .array(all.map(\.json))]) }
            var table = TextTableView(["Name", "Languages", "Minutes a day", "Portfolios", "Active"], right: [2])
            for collector in all {
                table.add([
                    collector.name, collector.languages.joined(separator: ", "), String(collector.minutesPerDay),
                    collector.portfolios.isEmpty ? "all" : collector.portfolios.joined(separator: ", "),
                    collector.isActive ? "yes" : "no",
                ])
            }
            session.output.page(
                all.isEmpty
                    ? "There is no collector yet; add one with \"lunas collector set\".\n"
                    : table.text(colour: session.output.environment.usesColour) + "\n")
        }
    }
}

struct CollectorShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One collector.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Their name.") var name: String

    func run() throws {
        try Session.run(global) { session in
            session.output.answer(try session.desk.collector(named: name).json, nil)
        }
    }
}

struct CollectorSet: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Add a collector, or change one.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Their name.") var name: String
    @Option(help: ArgumentHelp("Languages they speak, with commas; empty: all.", valueName: "list")) var languages:
        String?
    @Option(help: "Minutes a day for cases.") var minutes: Int?
    @Option(help: ArgumentHelp("Skills, with commas.", valueName: "list")) var skills: String?
    @Option(help: ArgumentHelp("Portfolios they work for, with commas; empty: all.", valueName: "list")) var portfolios:
        String?
    @Flag(inversion: .prefixedNo, help: "Whether they work at present.") var active: Bool?

    func run() throws {
        try Session.run(global) { session in
            var changes = CollectorChanges()
            changes.languages = languages.map(CollectorSet.list)
            changes.minutesPerDay = minutes
            changes.skills = skills.map(CollectorSet.list)
            changes.portfolios = portfolios.map(CollectorSet.list)
            changes.isActive = active
            session.output.answer(try session.desk.setCollector(name, changes).json, nil)
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
}
