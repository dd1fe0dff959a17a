import ArgumentParser
import Desk
import Receivables
import Wording

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: """
            Recompute every invariant of the book and the chain of the journal, and name the first break of each.
            """)

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let bar = ProgressBar(session.output)
            let verification = try session.desk.verify(progress: bar.progress)
            bar.finish()
            if global.json {
                session.output.document(verification.json)
            } else {
                var table = TextTableView(["Check", "Checked", "Failed", "First"], right: [1, 2])
                for check in verification.checks {
                    table.add(
                        [
                            check.name, session.printing.number(Int64(check.checked)),
                            session.printing.number(Int64(check.failed)), check.first ?? "",
                        ], emphasised: check.failed > 0)
                }
                session.output.page(table.text(colour: session.output.environment.usesColour) + "\n")
            }
            if !verification.isOK { throw ExitCode(ExitStatus(.verifyFailed).rawValue) }
        }
    }
}
