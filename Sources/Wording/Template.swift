import Receivables

/// A sentence with placeholders in braces: `{file}`. A part in square brackets is left out when one of its placeholders
/// has no fact, or an empty one: `[ in line {line}]`.
struct Template {
    let text: String

    /// The names of all placeholders.
    var placeholders: Set<String> {
        var names: Set<String> = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            names.insert(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return names
    }

    /// The sentence with its facts filled in.
    func filled(_ facts: [Fact], _ printing: Printing) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            result += Template.fill(rest[..<open], facts, printing) ?? ""
            result += Template.fill(rest[rest.index(after: open)..<close], facts, printing, orNothing: true) ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return result + (Template.fill(rest, facts, printing) ?? "")
    }

    /// The part with its facts; with `orNothing` nil when one is missing.
    private static func fill(
        _ part: Substring, _ facts: [Fact], _ printing: Printing, orNothing: Bool = false
    ) -> String? {
        var result = ""
        var rest = part
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = rest[rest.index(after: open)..<close]
            let value = facts.first { $0.name == name }.map { printing.value($0.value) } ?? ""
            if value.isEmpty, orNothing { return nil }
            result += value.isEmpty ? "?" : value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
