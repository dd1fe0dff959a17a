import ArgumentParser
import Desk
import Foundation
import Receivables
import Store
import StoreSQLite
import Wording

struct Move: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move the whole book into another, empty database, and prove that it arrived.",
        discussion: """
            Nobody may work on the book meanwhile. An interrupted move is taken up by the same command. The old \
            database is not changed.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("The database of the book: a path, sqlite:PATH or postgres://….", valueName: "url"))
    var from: String

    @Option(help: ArgumentHelp("The empty database that it goes to; a file is made.", valueName: "url"))
    var to: String

    @OptionGroup var chunk: ChunkOption

    func run() throws {
        let (from, to) = (DatabaseName(from), DatabaseName(to))
        guard from != to else {
            throw Session.failure(global, Problem(.moveSame, [Fact("database", from.told)]))
        }
        var global = global
        global.database = from.url
        try Session.run(global) { session in
            let target = try Move.target(to)
            let bar = ProgressBar(session.output)
            let result = try session.desk.move(
                to: target, named: to.told, portionRows: chunk.checked() ?? DeskLimits.movePortionRows,
                progress: bar.progress)
            bar.finish()
            try target.close()
            if global.json {
                session.output.document(result.json(from: from.told, to: to.told))
            } else {
                session.output.page(MoveReport(result: result, from: from.told, to: to.told, session: session).text)
            }
        }
    }

    /// A place for a book on a server is made there, but not the book: that comes with the move.
    private static func target(_ name: DatabaseName) throws -> any Engine {
        do { return try Session.open(name.url, .creating) } catch let problem as Problem
            where problem.code == .databaseMissing
        {
            throw Problem(.moveTargetMissing, problem.facts)
        }
    }
}
