import ArgumentParser
import Desk
import Receivables
import Store
import StoreSQLite
import Wording

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the whole book into a new file, while others work on it, and check the copy.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file to make; an existing one is not overwritten.")
    var file: String

    func run() throws {
        try Session.run(global) { session in
            let database = DatabaseName(global.database ?? session.output.environment.database).told
            let bar = ProgressBar(session.output)
            let result = try session.desk.backUp(to: file, .sqlite, named: database, progress: bar.progress)
            bar.finish()
            guard !global.json else {
                return session.output.document(result.json(database: database, file: file))
            }
            let made = session.catalogue.text(
                .backupMade,
                [
                    Fact("file", file), Fact("bytes", result.bytes), Fact("rows", result.summary.rows.reduce(0, +)),
                    Fact("entry", result.summary.journal.entry),
                ])
            let notNoted = result.isNoted ? "" : session.catalogue.text(.backupNotNoted) + "\n"
            session.output.page(made + "\n" + notNoted)
        }
    }
}
