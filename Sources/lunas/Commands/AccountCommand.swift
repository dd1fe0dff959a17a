import ArgumentParser
import Desk
import Receivables
import Wording

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "One account: every due and payment, and why it is as late as it is.",
        discussion: """
            The reference is that of an account, one of its aliases, or that of a debtor: then the debtor is shown \
            with all accounts. Where an account and a debtor have the same reference, --debtor means the debtor.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Of the account, an alias such as the contract number, or the debtor.")
    var reference: String

    @Option(name: .customLong("as-of"), help: ArgumentHelp("The day. Default: today.", valueName: "day"))
    var asOf: Day?

    @Option(
        name: .customLong("known-at"), help: ArgumentHelp("Only what was known then (RFC 3339).", valueName: "instant"))
    var knownAt: Instant?

    @Option(help: ArgumentHelp("Where several creditors use the reference.", valueName: "name"))
    var creditor: String?

    @Flag(name: .customLong("debtor"), help: "The reference is that of a debtor.")
    var isDebtor = false

    @OptionGroup var stale: StaleOption

    func run() throws {
        try Session.run(global) { session in
            let desk = try stale.desk(of: session)
            let question = AccountQuestion(
                reference: reference, asOf: try asOf ?? session.desk.today(), knownAt: knownAt, creditor: creditor)
            switch try desk.find(question, onlyDebtor: isDebtor) {
            case .account(let answer):
                if global.json { return session.output.document(answer.json(session.catalogue.say)) }
                session.output.page(AccountReport(answer: answer, session: session).text)
            case .debtor(let answer):
                if global.json { return session.output.document(answer.json(session.catalogue.say)) }
                session.output.page(DebtorReport(answer: answer, session: session).text)
            }
        }
    }
}
