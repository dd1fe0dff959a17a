import ArgumentParser
import Desk
import Receivables
import Wording

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the day: open and close cases, judge promises, take the steps that are due.",
        discussion: """
            Looks only at debtors whose next day has come or about whom there is news. Running the same day twice does \
            nothing twice; after days without a run it does what is right today.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("The business day. Default: today.", valueName: "day"))
    var date: Day?

    @Flag(name: .customLong("dry-run"), help: "Only say what would happen.")
    var dryRun = false

    @OptionGroup var chunk: ChunkOption

    func run() throws {
        try Session.run(global) { session in
            let bar = ProgressBar(session.output)
            var options = RunOptions(date: date, isDryRun: dryRun)
            options.chunkDebtors = chunk.size ?? options.chunkDebtors
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

/// The result of a run for a person.
struct RunReport {
    let result: RunResult
    let session: Session

    var text: String {
        let printing = session.printing
        func number(_ value: Int) -> String { printing.number(Int64(value)) }
        var lines = ["Run of \(printing.day(result.date))\(result.isDryRun ? " (dry run: nothing was written)" : "")"]
        if result.isResumed { lines.append("Taken up where it was interrupted.") }
        if result.caughtUpDays > 0 {
            lines.append("\(number(result.caughtUpDays)) days without a run were made up for.")
        }
        lines.append("\(number(result.accountsTouched)) of \(number(result.accountsInBook)) accounts were looked at.")
        lines.append("Cases: \(number(result.casesOpened)) opened, \(number(result.casesClosed)) closed.")
        lines.append(
            "Promises: \(number(result.promisesKept)) kept, \(number(result.promisesPartlyKept)) partly kept, "
                + "\(number(result.promisesBroken)) broken, \(number(result.promisesPending)) pending.")
        lines.append(
            "Steps: \(number(result.steps)) taken, of which \(number(result.notices)) request a notice. "
                + "\(number(result.worklist)) cases wait on worklists.")
        if !result.parked.isEmpty {
            lines.append("\(number(result.parked.count)) accounts could not be computed and were set aside:")
            for parked in result.parked.prefix(10) {
                lines.append("  \(parked.account): \(session.catalogue.tell(parked.problem).message)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
