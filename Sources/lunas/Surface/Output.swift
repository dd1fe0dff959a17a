import ArgumentParser
import Formats
import Foundation
import Receivables
import Wording

/// Where results, remarks and errors go.
struct Output {
    let isJSON: Bool
    let catalogue: Catalogue
    let environment: Environment

    /// The result as the one document on standard output.
    func document(_ json: JSONValue) { Output.standardOutput(json.text() + "\n") }

    /// The same for a document that is written bit by bit.
    func document(_ body: (([UInt8]) throws -> Void) throws -> Void) throws {
        let file = try OutputFile(nil)
        try body { try $0.withUnsafeBufferPointer(file.write) }
        try file.write("\n")
        try file.finish()
    }

    /// A remark for a person; never on standard output.
    func remark(_ text: String) {
        Output.standardError(text)
    }

    /// How many columns there are for text; nil where nobody looks at a terminal.
    var width: Int? { environment.isTerminal(STDOUT_FILENO) ? TerminalSize.current.columns : nil }

    /// Text for a person, through a pager when it is longer than the terminal.
    func page(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
        guard environment.isTerminal(STDOUT_FILENO), TerminalSize.current.rows <= lines, Pager.show(text, environment)
        else { return Output.standardOutput(text) }
    }

    /// Writes everything, or ends the program: a result that nobody gets is a failure.
    static func standardOutput(_ text: String) {
        do throws(Problem) {
            let file = try OutputFile(nil)
            try file.write(text)
            try file.finish()
        } catch {
            let told = Catalogue(.indonesian).tell(error)
            standardError("lunas: \(told.message)\n       \(told.remedy)")
            exit(ExitStatus(error.code).rawValue)
        }
    }

    /// Writes a line for a person; where nobody listens it is lost.
    private static func standardError(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Tells a problem, and gives the code to exit with. An error of the program itself is written down first, under an
    /// id that the user can report.
    func fail(_ problem: Problem, from source: String) -> ExitCode {
        var problem = problem
        if problem.code == .internalError {
            let noted = ErrorLog(environment: environment).write(problem, from: source)
            problem = problem.adding(Fact("id", noted.id)).adding(Fact("log", noted.file ?? ""))
        }
        if isJSON {
            document(Output.errorDocument(problem, catalogue.tell(problem)))
        } else {
            FileHandle.standardError.write(Data(Output.remark(problem, catalogue).utf8))
        }
        return ExitCode(ExitStatus(problem.code).rawValue)
    }

    /// Tells a problem that does not end the command.
    func tell(_ problem: Problem) { Output.standardError(String(Output.remark(problem, catalogue).dropLast())) }

    /// A problem as a person is told it.
    static func remark(_ problem: Problem, _ catalogue: Catalogue) -> String {
        let told = catalogue.tell(problem)
        return "lunas: \(told.message)\n       \(told.remedy)\n"
    }

    static func errorDocument(_ problem: Problem, _ told: Told) -> JSONValue {
        let details = problem.facts.map { JSONValue.Member($0.name, $0.json) }
        return [
            "error": [
                "code": .string(problem.code.rawValue), "message": .string(told.message),
                "remedy": .string(told.remedy),
                "details": .object(details),
            ]
        ]
    }
}

extension Fact {
    /// The value as the contract writes it: days and amounts as strings, words of the catalogue by their code.
    var json: JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .number(let number): .integer(number)
        case .day(let day): .string(day.description)
        case .money(let minor, let currency): JSONValue(minor, currency)
        case .phrase(let phrase): .string(phrase.code.rawValue)
        case .term(_, let code): .string(code)
        }
    }
}
