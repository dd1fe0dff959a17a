import Desk
import Receivables
import Wording

/// The sample book for a person: what was made, the run, the head of the worklist, and what to try next.
struct DemoReport {
    let result: DemoResult
    let users: [UserRecord]
    let database: String
    let session: Session

    private static let shownItems = 20

    var text: String {
        let head = result.worklist.head(DemoReport.shownItems)
        return [
            made, RunReport(result: result.run, session: session).text,
            WorklistReport(worklist: head, session: session).text,
            next, signingIn,
        ].joined(separator: "\n")
    }

    private var made: String {
        session.catalogue.text(
            .demoMade,
            [
                Fact("database", database),
                Fact("counts", ThingCounts(things: result.size.counts).text(session.catalogue)),
                Fact("seed", String(result.options.seed)),
            ]) + "\n"
    }

    /// Who can sign in, and with what: the sample book's own, and no secret.
    private var signingIn: String {
        let names = users.map { "\($0.login) (\($0.roles.map(session.role).joined(separator: ", ")))" }
        return session.catalogue.text(
            .demoUsers,
            [Fact("users", names.joined(separator: ", ")), Fact("password", Desk.demoPassword)]) + "\n"
    }

    /// Commands to copy; they are the same in every language.
    private var next: String {
        let option = "--database \(database)"
        var commands = ["lunas ageing \(option)", "lunas export worklist --output worklist.xlsx \(option)"]
        if let account = result.worklist.items.first?.accounts.first {
            commands.insert("lunas account \(account) \(option)", at: 0)
        }
        return session.catalogue.text(.demoNext) + "\n" + commands.map { "  \($0)\n" }.joined()
    }
}
