import Receivables

/// What happened and what to do about it.
package struct Told: Equatable, Sendable {
    package let message: String
    package let remedy: String

    package init(message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }
}

/// Every sentence of the product, in every language.
package struct Catalogue: Sendable {
    package let printing: Printing

    package init(_ language: Language) { printing = Printing(language) }

    /// A problem in words.
    package func tell(_ problem: Problem) -> Told {
        let language = printing.language.rawValue
        let code = problem.code.rawValue
        return Told(
            message: filled(Sentences.problems.template(code, language), problem.facts),
            remedy: filled(Sentences.problems.template(code, language + "+"), problem.facts))
    }

    /// A finding in words; what is well has no remedy.
    package func tell(_ finding: Finding) -> Told {
        let (language, code) = (printing.language.rawValue, finding.code.rawValue)
        let hasRemedy = finding.code.state != .ok
        return Told(
            message: filled(Sentences.findings.template(code, language), finding.facts),
            remedy: hasRemedy ? filled(Sentences.remedies.template(code, language), finding.facts) : "")
    }

    /// A statement in words.
    package func say(_ statement: Statement) -> String {
        filled(Sentences.statements.template(statement.code.rawValue, printing.language.rawValue), statement.facts)
    }

    /// A text of the command line's reports.
    package func text(_ text: ReportText, _ facts: [Fact] = []) -> String {
        filled(Sentences.reports.template(text.rawValue, printing.language.rawValue), facts)
    }

    /// The heading of a column, or the label of a value.
    package func heading(_ heading: Heading) -> String { self.heading(heading.rawValue) }

    /// The heading of a column that has this key in exports.
    package func heading(_ key: String) -> String { Sentences.headings.text(key, printing.language.rawValue) }

    func filled(_ template: Template, _ facts: [Fact]) -> String { template.filled(facts, printing) }
}
