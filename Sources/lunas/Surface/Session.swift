import ArgumentParser
import Desk
import Formats
import Foundation
import Receivables
import Store
import StoreSQLite
import Wording

/// One command at work: the desk on its database, and where its words go.
struct Session {
    let desk: Desk
    let output: Output

    var catalogue: Catalogue { output.catalogue }
    var printing: Printing { output.catalogue.printing }

    /// A statement in every language, for machines that show it to people of either.
    func inAllLanguages(_ statement: Statement) -> JSONValue {
        .object(Language.allCases.map { JSONValue.Member($0.rawValue, .string(Catalogue($0).say(statement))) })
    }

    /// Opens the database and runs `body`; whatever goes wrong is told once and becomes the exit code.
    static func run(
        _ global: GlobalOptions, opening: SQLiteEngine.Opening = .existing, by actor: String? = nil,
        _ body: (Session) throws -> Void
    ) throws {
        let environment = Environment.current
        var language = global.language.flatMap(Language.init) ?? .indonesian
        func output() -> Output {
            Output(isJSON: global.json, catalogue: Catalogue(language), environment: environment)
        }
        do {
            if let wanted = global.language, Language(rawValue: wanted) == nil {
                throw Problem(
                    .optionValue, [Fact("option", "--language"), Fact("value", wanted), Fact("allowed", "id or en")])
            }
            let engine = try open(global.database ?? environment.database, opening)
            let desk = Desk(engine: engine, actorName: actor ?? environment.user) { environment.now }
            if opening == .existing {
                try desk.verifySchema()
                if global.language == nil {
                    language = try engine.read { Language(rawValue: try $0.setting(.language)) ?? .indonesian }
                }
            }
            try body(Session(desk: desk, output: output()))
            try engine.close()
        } catch let problem as Problem {
            throw output().fail(problem)
        } catch let code as ExitCode {
            throw code
        } catch {
            throw output().fail(Problem(.internalError, [Fact("reason", "\(error)")]))
        }
    }

    /// Tells a problem that was found before any database was opened; the code to exit with.
    static func failure(_ global: GlobalOptions, _ problem: Problem) -> ExitCode {
        let language = global.language.flatMap(Language.init) ?? .indonesian
        return Output(isJSON: global.json, catalogue: Catalogue(language), environment: .current).fail(problem)
    }

    /// The engine that a URL means.
    static func open(_ url: String, _ opening: SQLiteEngine.Opening) throws -> any Engine {
        var path = url
        if path.hasPrefix("sqlite:") {
            path = String(path.dropFirst("sqlite:".count))
            if path.hasPrefix("///") { path = String(path.dropFirst(2)) }
        } else if let scheme = path.range(of: "://") {
            throw Problem(.databaseURL, [Fact("database", String(path[..<scheme.lowerBound]) + "://…")])
        }
        guard !path.isEmpty else { throw Problem(.databaseURL, [Fact("database", url)]) }
        return try SQLiteEngine(path: path, opening)
    }
}

extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
