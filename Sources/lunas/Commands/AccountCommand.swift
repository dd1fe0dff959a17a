import ArgumentParser
import Desk
import Receivables
import Wording

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "One account: every due and payment, and why it is as late as it is.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its reference, or an alias such as the contract number.")
    var reference: String

    @Option(name: .customLong("as-of"), help: ArgumentHelp("The day. Default: today.", valueName: "day"))
    var asOf: Day?

    @Option(
        name: .customLong("known-at"), help: ArgumentHelp("Only what was known then (RFC 3339).", valueName: "instant"))
    var knownAt: Instant?

    @Option(help: ArgumentHelp("Where several creditors use the reference.", valueName: "name"))
    var creditor: String?

    func run() throws {
        try Session.run(global) { session in
            let question = AccountQuestion(
                reference: reference, asOf: try asOf ?? session.desk.today(), knownAt: knownAt, creditor: creditor)
            let answer = try session.desk.account(question)
            if global.json {
                session.output.document(answer.json(session.catalogue.say))
            } else {
                session.output.page(AccountReport(answer: answer, session: session).text)
            }
        }
    }
}
