import ArgumentParser
import Desk
import Formats
import Receivables
import Store
import StoreSQLite
import Wording

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look for what is wrong with this installation, and say what to do about it.",
        discussion: "Ends with 0 when there is no problem; warnings are none.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.withoutDatabase(global) { output in
            var output = output
            let name = DatabaseName(global.database ?? output.environment.database)
            let lines = examine(name, &output)
            if global.json {
                output.document(document(name, lines, output.catalogue))
            } else {
                output.page(text(lines, output))
            }
            guard let first = lines.first(where: { $0.state == .problem }) else { return }
            switch first {
            case .failure(let problem): throw ExitCode(ExitStatus(problem.code).rawValue)
            case .finding: throw ExitCode(ExitStatus.configuration.rawValue)
            }
        }
    }

    private func examine(_ name: DatabaseName, _ output: inout Output) -> [Diagnosis] {
        let environment = output.environment
        do {
            let engine = try Session.open(name.url, .existing, standby: environment.standby)
            output = (try? Session.localised(output, global, by: engine)) ?? output
            let lines = Desk(engine: engine, actorName: environment.user) { environment.now }.examine()
            try engine.close()
            return lines
        } catch { return [.failure((error as? Problem) ?? Problem(.internalError, [Fact("detail", "\(error)")]))] }
    }

    private func document(_ name: DatabaseName, _ lines: [Diagnosis], _ catalogue: Catalogue) -> JSONValue {
        let findings = lines.map { line -> JSONValue in
            let (code, told, facts) = told(line, catalogue)
            return [
                "code": .string(code), "state": .string(line.state.rawValue), "message": .string(told.message),
                "remedy": told.remedy.isEmpty ? .null : .string(told.remedy),
                "details": .object(facts.map { JSONValue.Member($0.name, $0.json) }),
            ]
        }
        return [
            "database": .string(name.told), "ok": .bool(!lines.contains { $0.state == .problem }),
            "findings": .array(findings),
        ]
    }

    private func text(_ lines: [Diagnosis], _ output: Output) -> String {
        var table = TextTableView([output.catalogue.heading(.state), output.catalogue.heading(.finding)])
        for line in lines {
            let told = told(line, output.catalogue).told
            table.add(
                [
                    output.catalogue.printing.term(.findingState, line.state.rawValue),
                    told.message + (told.remedy.isEmpty ? "" : " " + told.remedy),
                ], emphasised: line.state != .ok)
        }
        return table.text(colour: output.environment.usesColour, width: output.width) + "\n"
    }

    private func told(_ line: Diagnosis, _ catalogue: Catalogue) -> (code: String, told: Told, facts: [Fact]) {
        switch line {
        case .finding(let finding): (finding.code.rawValue, catalogue.tell(finding), finding.facts)
        case .failure(let problem): (problem.code.rawValue, catalogue.tell(problem), problem.facts)
        }
    }
}
