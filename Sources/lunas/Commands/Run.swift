import ArgumentParser
import Desk
import Receivables
import Wording

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the day: open and close cases, judge promises, take the steps that are due.",
        discussion: """
            Looks only at debtors whose next day has come or about whom there is news. Running the same day twice does \
            nothing twice; after days without a run it does what is right today. Workers, and other runs of the same \
            day at the same time, share the work.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("The business day. Default: today.", valueName: "day"))
    var date: Day?

    @Flag(name: .customLong("dry-run"), help: "Only say what would happen.")
    var dryRun = false

    @OptionGroup var chunk: ChunkOption
    @OptionGroup var lease: LeaseOption

    func run() throws {
        try Session.run(global) { session in
            let bar = ProgressBar(session.output)
            var options = RunOptions(date: date, isDryRun: dryRun)
            options.chunkDebtors = try chunk.checked() ?? options.chunkDebtors
            options.leaseSeconds = try lease.checked() ?? options.leaseSeconds
            options.nodeName = Environment.nodeName
            options.waiting = .forOthers
            let result = try session.desk.runDay(options, progress: bar.progress)
            bar.finish()
            if global.json {
                session.output.document(result.json { session.catalogue.tell($0).message })
            } else {
                session.output.page(RunReport(result: result, session: session).text)
            }
        }
    }
}
