import ArgumentParser
import Desk
import Receivables
import Store
import StoreSQLite
import Wording

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a backup and make it the database.",
        discussion: "What stood there before is never lost: with --replace it is kept beside the new one.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The backup.")
    var file: String

    @Flag(help: "Put it in the place of a database that is there; that one is kept under another name.")
    var replace = false

    func run() throws {
        try Session.withoutDatabase(global) { output in
            let name = DatabaseName(global.database ?? output.environment.database)
            guard let path = name.path else { throw Problem(.backupElsewhere, [Fact("database", name.told)]) }
            guard !path.isEmpty else { throw Problem(.databaseURL, [Fact("database", name.url)]) }
            let bar = ProgressBar(output)
            let result = try Restoring(file: file, database: path, files: .sqlite)
                .run(isReplacing: replace, now: output.environment.now, progress: bar.progress)
            bar.finish()
            guard !global.json else { return output.document(result.json(database: path, file: file)) }
            var facts = [Fact("file", file), Fact("database", path)]
            if let entry = result.summary?.journal.entry { facts.append(Fact("entry", entry)) }
            var lines = [output.catalogue.text(.restoreDone, facts)]
            if let kept = result.kept { lines.append(output.catalogue.text(.restoreKept, [Fact("kept", kept)])) }
            if result.summary == nil { lines.append(output.catalogue.text(.restoreOlder)) }
            output.page(lines.joined(separator: "\n") + "\n")
        }
    }
}
