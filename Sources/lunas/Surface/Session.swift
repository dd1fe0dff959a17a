import ArgumentParser
import Desk
import Formats
import Foundation
import Receivables
import Store
import StorePostgres
import StoreSQLite
import Wording

/// One command at work: the desk on its database, and where its words go.
struct Session {
    let desk: Desk
    let output: Output

    var catalogue: Catalogue { output.catalogue }
    var printing: Printing { output.catalogue.printing }

    /// A statement in every language, for machines that show it to people of either.
    func inAllLanguages(_ statement: Statement) -> (text: String, texts: JSONValue) {
        let said = Language.allCases.map { ($0, Catalogue($0).say(statement)) }
        let text = said.first { $0.0 == catalogue.printing.language }?.1 ?? ""
        return (text, .object(said.map { JSONValue.Member($0.0.rawValue, .string($0.1)) }))
    }

    /// Opens the database and runs `body`; whatever goes wrong is told once and becomes the exit code. With `patience`
    /// a database that is away for a while is waited for.
    static func run(
        _ global: GlobalOptions, opening: DatabaseOpening = .existing, by actor: String? = nil,
        patience: Waiting? = nil, from source: String = #fileID, _ body: (Session) throws -> Void
    ) throws {
        try withoutDatabase(global, from: source) { spoken in
            let environment = spoken.environment
            func openDesk() throws -> Desk {
                let engine = try open(
                    global.database ?? environment.database, opening, standby: environment.standby)
                let clock = try environment.clock(of: engine)
                let desk = Desk(
                    engine: engine, actorName: actor ?? environment.user, random: .system, clock: clock)
                if opening == .existing { try desk.verifySchema() }
                // Whoever stays must be able to write, and an engine may have been opened for questions only.
                if patience != nil { try desk.tryWriting() }
                return desk
            }
            let desk = try patience?.patiently(tell: { spoken.tell($0) }, openDesk) ?? openDesk()
            let output = opening == .existing ? try localised(spoken, global, by: desk.engine) : spoken
            do {
                try body(Session(desk: desk, output: output))
                try desk.engine.close()
            } catch { throw exit(after: error, output, from: source) }
        }
    }

    /// The output in the language of the database, unless the caller named one.
    static func localised(_ output: Output, _ global: GlobalOptions, by engine: any Engine) throws -> Output {
        guard spokenLanguage(global, output.environment) == nil else { return output }
        let language = try engine.read { Language(rawValue: try $0.setting(.language)) ?? .indonesian }
        return Output(isJSON: output.isJSON, catalogue: Catalogue(language), environment: output.environment)
    }

    /// Runs `body`, which opens what it needs; whatever goes wrong is told once and becomes the exit code.
    static func withoutDatabase(
        _ global: GlobalOptions, from source: String = #fileID, _ body: (Output) throws -> Void
    ) throws {
        let environment = Environment.current
        let language = spokenLanguage(global, environment) ?? .indonesian
        let output = Output(isJSON: global.json, catalogue: Catalogue(language), environment: environment)
        do {
            try checkLanguage(global, environment)
            try environment.checkClock()
            try body(output)
        } catch { throw exit(after: error, output, from: source) }
    }

    /// Tells what went wrong, unless it was told already; the code to exit with.
    private static func exit(after error: any Error, _ output: Output, from source: String) -> ExitCode {
        if let code = error as? ExitCode { return code }
        let problem = (error as? Problem) ?? Problem(.internalError, [Fact("detail", "\(error)")])
        return output.fail(problem, from: source)
    }

    /// Tells a problem that was found before any database was opened; the code to exit with.
    static func failure(_ global: GlobalOptions, _ problem: Problem, from source: String = #fileID) -> ExitCode {
        let environment = Environment.current
        let language = spokenLanguage(global, environment) ?? .indonesian
        return Output(isJSON: global.json, catalogue: Catalogue(language), environment: environment)
            .fail(problem, from: source)
    }

    /// The language that the caller names: by option, else by variable. Nil: the database decides.
    private static func spokenLanguage(_ global: GlobalOptions, _ environment: Environment) -> Language? {
        (global.language ?? environment.language).flatMap(Language.init)
    }

    private static func checkLanguage(_ global: GlobalOptions, _ environment: Environment) throws(Problem) {
        guard let wanted = global.language ?? environment.language, Language(rawValue: wanted) == nil else { return }
        throw Problem(
            .optionValue,
            [
                Fact("option", global.language == nil ? Environment.languageVariable : "--language"),
                Fact("value", wanted),
                Fact("allowed", Phrase(.languages)),
            ])
    }

    /// The engine that a URL means. A file has no standby.
    static func open(
        _ url: String, _ opening: DatabaseOpening, standby: StandbyAddress? = nil
    ) throws -> any Engine {
        if PostgresEngine.isMeant(by: url) { return try PostgresEngine(url: url, opening, standby: standby) }
        guard let path = DatabaseName(url).path else {
            throw Problem(.databaseURL, [Fact("database", String(url.prefix { $0 != ":" }) + "://…")])
        }
        guard !path.isEmpty else { throw Problem(.databaseURL, [Fact("database", url)]) }
        return try SQLiteEngine(path: path, opening)
    }
}

extension Session {
    /// A table with headings in the language of the session.
    func table(
        _ columns: [Heading], right: Set<Heading> = [], optional: [Heading] = [], shrinking: [Heading] = []
    ) -> TextTableView {
        TextTableView(
            columns.map(catalogue.heading), right: Set(columns.indices.filter { right.contains(columns[$0]) }),
            optional: optional.compactMap { columns.firstIndex(of: $0) },
            shrinking: shrinking.compactMap { columns.firstIndex(of: $0) })
    }

    /// The table as it fits the place where it is shown.
    func text(_ table: TextTableView) -> String {
        table.text(colour: output.environment.usesColour, width: output.width)
    }

    func text(_ lines: LabelledLines) -> String { lines.text(width: output.width) }

    /// A list of items, or what to say when there are none.
    func show(_ table: TextTableView, ifEmpty isEmpty: Bool, _ nothing: ReportText) {
        output.page((isEmpty ? catalogue.text(nothing) : text(table)) + "\n")
    }

    func number(_ value: Int) -> String { printing.number(Int64(value)) }

    func yesOrNo(_ flag: Bool) -> String { catalogue.text(flag ? .yes : .no) }
}

extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
