import ArgumentParser
import Foundation
import Formats
import Receivables
import Wording

/// Where results, remarks and errors go.
struct Output {
    let isJSON: Bool
    let catalogue: Catalogue
    let environment: Environment

    /// The result as the one document on standard output.
    func document(_ json: JSONValue) { Output.standardOutput(json.text() + "\n") }

    /// What a change gave back: the document for machines; for a person a sentence, or the members line by line.
    func answer(_ json: JSONValue, _ sentence: String?) {
        if isJSON { return document(json) }
        if let sentence { page(sentence + "\n") }
        var table = TextTableView(["", ""])
        for member in json.members ?? [] where member.value != .null { table.add([member.key, Output.plain(member.value)]) }
        page(table.rowsOnly + "\n")
    }

    /// A value as a person reads it.
    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let values): values.map(plain).joined(separator: ", ")
        case .object(let members): members.map { "\($0.key) \(plain($0.value))" }.joined(separator: ", ")
        default: value.text(indent: nil)
        }
    }

    /// A remark for a person; never on standard output.
    func remark(_ text: String) {
        Output.standardError(text)
    }

    /// Text for a person, through a pager when it is longer than the terminal.
    func page(_ text: String) {
        guard environment.isTerminal(STDOUT_FILENO), TerminalSize.current.rows < text.split(separator: "\n").count,
            Pager.show(text, environment)
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

    /// Tells a problem, and gives the code to exit with.
    func fail(_ problem: Problem) -> ExitCode {
        let told = catalogue.tell(problem)
        if isJSON {
            document(Output.errorDocument(problem, told))
        } else {
            remark("lunas: \(told.message)\n       \(told.remedy)")
        }
        return ExitCode(ExitStatus(problem.code).rawValue)
    }

    private static func errorDocument(_ problem: Problem, _ told: Told) -> JSONValue {
        let details = problem.facts.map { JSONValue.Member($0.name, $0.json) }
        return [
            "error": [
                "code": .string(problem.code.rawValue), "message": .string(told.message), "remedy": .string(told.remedy),
                "details": .object(details),
            ]
        ]
    }

    /// The document for an error of usage, which the argument parser words itself.
    static func usageDocument(_ message: String) -> JSONValue {
        [
            "error": [
                "code": .string(ProblemCode.usage.rawValue), "message": .string(message),
                "remedy": "See \"lunas help\".", "details": [:],
            ]
        ]
    }
}

extension Fact {
    /// The value as the contract writes it: days and amounts as strings.
    var json: JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .number(let number): .integer(number)
        case .day(let day): .string(day.description)
        case .money(let minor, let currency): JSONValue(minor, currency)
        }
    }
}
