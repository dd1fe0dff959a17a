import Receivables

/// The sentences of one file under `Sentences/`: by code and language.
package struct Sentences: Sendable {
    /// By code; of each the few uses one after the other.
    private let templates: [String: [(use: String, template: Template)]]

    /// Reads the file: a code on a line of its own, then a line for each language and use (`en`, `en+`, `id`, `id+`).
    init(_ bytes: [UInt8]) {
        var templates: [String: [(use: String, template: Template)]] = [:]
        var code = ""
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.first != "#" {
            guard let space = line.firstIndex(of: " ") else {
                code = String(line)
                continue
            }
            let text = line[space...].drop { $0 == " " }
            templates[code, default: []].append((String(line[..<space]), Template(text: String(text))))
        }
        self.templates = templates
    }

    /// The sentence, or the code itself where there is none (a test sees to it that there always is one).
    package func text(_ code: String, _ use: String) -> String { find(code, use) ?? code }

    package func find(_ code: String, _ use: String) -> String? { known(code, use)?.text }

    private func known(_ code: String, _ use: String) -> Template? {
        templates[code]?.first { $0.use == use }?.template
    }

    /// The sentence, ready to be filled in.
    func template(_ code: String, _ use: String) -> Template { known(code, use) ?? Template(text: code) }

    package var codes: Set<String> { Set(templates.keys) }

    package func uses(_ code: String) -> Set<String> { Set(templates[code]?.map(\.use) ?? []) }

    package static let problems = Sentences(PackageResources.problems_txt)
    package static let findings = Sentences(PackageResources.findings_txt)
    package static let remedies = Sentences(PackageResources.remedies_txt)
    package static let headings = Sentences(PackageResources.headings_txt)
    package static let statements = Sentences(PackageResources.statements_txt)
    package static let phrases = Sentences(PackageResources.phrases_txt)
    package static let terms = Sentences(PackageResources.terms_txt)
    package static let reports = Sentences(PackageResources.reports_txt)
}
