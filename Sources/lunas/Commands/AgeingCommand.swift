import ArgumentParser
import Desk
import Formats
import Receivables

struct AgeingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ageing", abstract: "Everything open by how late it is, as of any day, as known at any moment.")

    @OptionGroup var global: GlobalOptions

    @Option(name: .customLong("as-of"), help: ArgumentHelp("The day. Default: today.", valueName: "day"))
    var asOf: Day?

    @Option(
        name: .customLong("known-at"), help: ArgumentHelp("Only what was known then (RFC 3339).", valueName: "instant"))
    var knownAt: Instant?

    @Option(help: ArgumentHelp("Only this portfolio, with its own buckets.", valueName: "name"))
    var portfolio: String?

    @OptionGroup var stale: StaleOption

    func run() throws {
        try Session.run(global) { session in
            let desk = try stale.desk(of: session)
            let question = AgeingQuestion(
                asOf: try asOf ?? session.desk.today(), knownAt: knownAt, portfolio: portfolio)
            let ageing = try desk.ageing(question)
            if global.json {
                session.output.document(ageing.json)
            } else {
                session.output.page(AgeingReport(ageing: ageing, portfolio: portfolio, session: session).text)
            }
        }
    }
}

extension Instant: ExpressibleByArgument {
    public init?(argument: String) { self.init(rfc3339: argument) }
}
