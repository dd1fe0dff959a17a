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
                var table = session.table([.check, .checked, .failed, .first], right: [.checked, .failed])
                for check in verification.checks {
                    table.add(
                        [
                            session.printing.term(.check, check.name), session.number(check.checked),
                            session.number(check.failed), check.first ?? "",
                        ], emphasised: check.failed > 0)
                }
                let sentence = verification.isOK ? "\n" + session.catalogue.text(.verifyGood) + "\n" : ""
                session.output.page(session.text(table) + "\n" + sentence)
            }
            guard let first = verification.checks.first(where: { $0.failed > 0 }) else { return }
            // The document says it already.
            if global.json { throw ExitCode(ExitStatus(.verifyFailed).rawValue) }
            throw Problem.verifyFailed(verification, first: first)
        }
    }
}
