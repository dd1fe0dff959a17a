import ArgumentParser
import Desk
import Formats
import Store
import Wording

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
            var table = session.table(
                [.name, .languages, .minutesPerDay, .portfolios, .active], right: [.minutesPerDay])
            for collector in all {
                table.add([
                    collector.name, session.listed(collector.languages), session.number(collector.minutesPerDay),
                    session.listed(collector.portfolios), session.yesOrNo(collector.isActive),
                ])
            }
            session.show(table, ifEmpty: all.isEmpty, .collectorsNone)
        }
    }
}

struct CollectorShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One collector.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Their name.") var name: String

    func run() throws {
        try Session.run(global) { session in
            session.show(try session.desk.collector(named: name))
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
            session.show(try session.desk.setCollector(name, changes))
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
}

extension Session {
    /// One collector: the document, or a line for each thing known.
    func show(_ collector: CollectorRecord) {
        guard !output.isJSON else { return output.document(collector.json) }
        var lines = LabelledLines()
        lines.add(catalogue.heading(.collector), collector.name)
        lines.add(catalogue.heading(.languages), listed(collector.languages))
        lines.add(catalogue.heading(.minutesPerDay), number(collector.minutesPerDay))
        lines.add(
            catalogue.heading(.skills), collector.skills.isEmpty ? catalogue.text(.none) : listed(collector.skills))
        lines.add(catalogue.heading(.portfolios), listed(collector.portfolios))
        lines.add(catalogue.heading(.active), yesOrNo(collector.isActive))
        output.page(text(lines) + "\n")
    }

    /// A choice that, when nothing is chosen, means everything.
    fileprivate func listed(_ choice: [String]) -> String {
        choice.isEmpty ? catalogue.text(.all) : choice.joined(separator: ", ")
    }
}
