import ArgumentParser
import Desk
import Receivables
import Wording

struct Nodes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who works on the book: workers and runs, when they were seen, and what they hold.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let answer = try session.desk.nodes()
            guard !global.json else { return session.output.document(answer.json) }
            session.output.page(NodesReport(answer: answer, session: session).text)
        }
    }
}
