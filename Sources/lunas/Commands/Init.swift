import ArgumentParser
import Desk
import Formats
import StoreSQLite

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the database, or bring it to this version. May be repeated.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global, opening: .creating) { session in
            let applied = try session.desk.initialise()
            if global.json {
                session.output.document(["migrations": .array(applied.map { .string($0) })])
            } else if applied.isEmpty {
                session.output.page("The database is up to date.\n")
            } else {
                session.output.page("The database is ready.\n")
            }
        }
    }
}
