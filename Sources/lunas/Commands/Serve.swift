import ArgumentParser
import Desk
import Dispatch
import Formats
import Logging
import Receivables
import Synchronization
import Web
import Wording

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the workbench and the API to browsers and programs.",
        discussion: """
            Without --certificate it speaks plain HTTP and should stay on this machine, or behind a proxy that \
            encrypts. \
            SIGTERM and SIGINT end it when what was begun is done. See docs/operating/serving.md.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "host")) var host = "127.0.0.1"
    @Option(help: ArgumentHelp("The port; 0 for any free one.", valueName: "port")) var port = 8080
    @Option(help: ArgumentHelp("Chain of certificates (PEM): serves HTTPS and HTTP/2.", valueName: "file"))
    var certificate: String?
    @Option(help: ArgumentHelp("The key of the certificate (PEM).", valueName: "file")) var key: String?
    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "What is logged: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "level"))
    var logLevel = Logger.Level.info.rawValue

    func run() throws {
        try Session.run(global) { session in
            try Serve.serve(session, options(session), level: level())
        }
    }

    private func level() throws(Problem) -> Logger.Level {
        guard let level = Logger.Level(rawValue: logLevel) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.optionValue, [
                Fact("option", "--log-level"), Fact("value", logLevel),
                Fact("allowed", Phrase(.oneOf, [Fact("list", known)])),
            ])
        }
        return level
    }

    private func options(_ session: Session) throws -> WebOptions {
        guard (0...65_535).contains(port) else {
            throw Problem(.optionValue, [
                Fact("option", "--port"), Fact("value", String(port)),
                Fact("allowed", Phrase(.numberBetween, [Fact("from", 0), Fact("to", 65_535)])),
            ])
        }
        guard (certificate == nil) == (key == nil) else {
            throw Problem(.optionsTogether, [Fact("option", "--certificate"), Fact("other", "--key")])
        }
        var options = WebOptions(host: host, port: port)
        options.certificate = certificate
        options.key = key
        options.isDemo = try session.desk.isDemo()
        return options
    }

    /// Serves until a signal comes. The main thread waits for it, which is none of those that serve.
    static func serve(_ session: Session, _ options: WebOptions, level: Logger.Level) throws {
        let environment = session.output.environment
        let logger = Logger(label: "lunas") { JSONLog(environment: environment, label: $0, level: level) }
        let server = WebServer(desk: session.desk, options: options, logger: logger, steady: Environment.steady)
        let output = session.output
        let catalogue = session.catalogue
        let setup = try session.desk.isWithoutUsers() ? session.desk.openSetup() : nil
        let end = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Void, any Error>>(.success(()))
        Task {
            do {
                try await server.run { port in
                    let address = (options.certificate == nil ? "http://" : "https://") + shown(options.host)
                    output.remark(catalogue.text(.serveStarts, [Fact("address", address + ":\(port)/")]))
                    guard let setup else { return }
                    output.remark(
                        catalogue.text(.serveSetup, [Fact("address", address + ":\(port)/set-up?key=" + setup)]))
                }
            } catch { result.withLock { $0 = .failure(error) } }
            end.signal()
        }
        end.wait()
        try result.withLock { try $0.get() }
        output.remark(catalogue.text(.serveEnds))
    }

    private static func shown(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
