import ArgumentParser
import Desk
import Foundation
import Receivables
import Wording

struct WorklistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist", abstract: "Whom to contact today, in which order and why: one line per debtor.")

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("The day. Default: today, or the last run when that is later.", valueName: "day"))
    var date: Day?

    @Option(help: ArgumentHelp("Only the cases of this collector.", valueName: "name"))
    var collector: String?

    @Option(help: ArgumentHelp("At most so many lines.", valueName: "n"))
    var limit: Int?

    @OptionGroup var stale: StaleOption

    func run() throws {
        try Session.run(global) { session in
            let desk = try stale.desk(of: session)
            if let limit, limit < 0 {
                throw Problem(
                    .optionValue,
                    [
                        Fact("option", "--limit"), Fact("value", String(limit)),
                        Fact("allowed", Phrase(.numberFrom, [Fact("from", 0)])),
                    ])
            }
            let question = WorklistQuestion(
                date: try date ?? session.desk.worklistDay(), collector: collector, limit: limit)
            let worklist = try desk.worklist(question)
            if global.json {
                try session.output.document { write in try worklist.write(session.inAllLanguages, to: write) }
            } else {
                session.output.page(WorklistReport(worklist: worklist, collector: collector, session: session).text)
            }
        }
    }
}
