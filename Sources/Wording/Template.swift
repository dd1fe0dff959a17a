import Receivables

/// A sentence with placeholders in braces: `{file}`. `{import#}` prints a number as digits without groups, for numbers
/// that name something. `{days|day|days}` is the first word when the number is one, else the second. A part in square
/// brackets is left out when one of its placeholders has no fact, or an empty one: `[ in line {line#}]`.
package struct Template {
    let text: String

    package init(text: String) { self.text = text }

    /// The names of all placeholders.
    package var placeholders: Set<String> {
        var names: Set<String> = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            names.insert(String(rest[rest.index(after: open)..<close].prefix { $0 != "|" && $0 != "#" }))
            rest = rest[rest.index(after: close)...]
        }
        return names
    }

    /// The sentence with its facts filled in.
    package func filled(_ facts: [Fact], _ printing: Printing) -> String {
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
            let value = value(rest[rest.index(after: open)..<close], facts, printing)
            if value.isEmpty, orNothing { return nil }
            result += value.isEmpty ? "?" : value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// What stands for a placeholder; empty when it has no fact.
    private static func value(_ placeholder: Substring, _ facts: [Fact], _ printing: Printing) -> String {
        let parts = placeholder.split(separator: "|")
        let name = parts.first ?? ""
        let plain = name.hasSuffix("#")
        guard let fact = facts.first(where: { $0.name == (plain ? name.dropLast() : name) }) else { return "" }
        if parts.count == 3 { return String(fact.value == .number(1) ? parts[1] : parts[2]) }
        if plain, case .number(let number) = fact.value { return String(number) }
        return printing.value(fact.value)
    }
}
