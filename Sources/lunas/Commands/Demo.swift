import ArgumentParser
import Desk
import Formats
import Foundation
import Logging
import Receivables
import Store
import Web
import Wording

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a sample book in a database of its own, run the day and show the worklist.",
        discussion: """
            An invented Indonesian multifinance and paylater book. It goes through the same imports and runs as any \
            book. The same seed and day give the same book. Repeating the command makes the sample book anew; a \
            database that holds anything else is refused.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("How many accounts.", valueName: "n")) var accounts = 2000
    @Option(help: ArgumentHelp("Another number makes another book.", valueName: "n")) var seed: UInt64 = 1
    @Option(help: ArgumentHelp("The business day of the book. Default: today.", valueName: "day")) var date: Day?
    @Option(help: ArgumentHelp("Keep the generated files in this folder, to try imports with.", valueName: "folder"))
    var files: String?
    @Flag(help: "Serve the book to a browser on this machine afterwards, until it is interrupted.") var serve = false
    @Option(help: ArgumentHelp("The port of --serve; 0 for any free one.", valueName: "port")) var port = 8080

    func run() throws {
        let environment = Environment.current
        let database = global.database ?? environment.variables["LUNAS_DATABASE"] ?? "lunas-demo.sqlite"
        var global = global
        global.database = database
        try checkAccounts(global)
        try removeOlderDemo(global, database)
        let shown = DatabaseName(database).told
        try Session.run(global, opening: .creating) { session in
            _ = try session.desk.initialise()
            let options = DemoOptions(accounts: accounts, seed: seed, today: try date ?? session.desk.today())
            let bar = ProgressBar(session.output)
            let result = try session.desk.makeDemo(options, keepingFilesIn: files, progress: bar.progress)
            bar.finish()
            let users = try session.desk.makeDemoUsers()
            if global.json {
                session.output.document(document(result, users, shown, session))
            } else {
                let report = DemoReport(result: result, users: users, database: shown, session: session)
                session.output.page(report.text)
            }
            guard serve else { return }
            var web = WebOptions(host: "127.0.0.1", port: port)
            web.isDemo = true
            try Serve.serve(session, web, level: .warning)
        }
    }

    private func checkAccounts(_ global: GlobalOptions) throws {
        guard (1...10_000_000).contains(accounts) else {
            throw Session.failure(
                global,
                Problem(
                    .optionValue,
                    [
                        Fact("option", "--accounts"), Fact("value", String(accounts)),
                        Fact("allowed", Phrase(.numberBetween, [Fact("from", 1), Fact("to", 10_000_000)])),
                    ]))
        }
    }

    /// Makes room where an earlier sample book stands; anything else is not touched.
    private func removeOlderDemo(_ global: GlobalOptions, _ database: String) throws {
        guard let path = DatabaseName(database).path, FileManager.default.fileExists(atPath: path) else { return }
        try Session.run(global) { session in
            let isDemo = try session.desk.isDemo()
            guard try isDemo || session.desk.isEmpty() else {
                throw Problem(.databaseNotEmpty, [Fact("database", database)])
            }
            guard isDemo else { return }
            let lock = try session.desk.engine.acquire(.book)
            defer { lock.release() }
            try session.desk.engine.close()
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
        }
    }

    private func document(
        _ result: DemoResult, _ users: [UserRecord], _ database: String, _ session: Session
    ) -> JSONValue {
        func say(_ problem: Problem) -> String { session.catalogue.tell(problem).message }
        return [
            "database": .string(database), "accounts": JSONValue(result.options.accounts),
            "seed": .string(String(result.options.seed)), "date": .string(result.options.today.description),
            "imports": .array(result.imports.map { $0.json(say, warning: session.catalogue.warning) }),
            "run": result.run.json(say), "worklist": result.worklist.json(session.inAllLanguages),
            "users": .array(
                users.map { user in
                    [
                        "login": .string(user.login), "name": .string(user.name),
                        "roles": .array(user.roles.map { .string($0.rawValue) }),
                    ]
                }),
            "password": .string(Desk.demoPassword),
        ]
    }
}
