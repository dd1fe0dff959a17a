import ArgumentParser
import Desk
import Formats
import Store
import Wording

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the database, or bring it to this version. May be repeated.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global, opening: .creating) { session in
            let applied = try session.desk.initialise()
            if global.json {
                session.output.document(["migrations": .array(applied.map { .string($0) })])
            } else {
                session.output.page(session.catalogue.text(applied.isEmpty ? .initCurrent : .initDone) + "\n")
            }
        }
    }
}
