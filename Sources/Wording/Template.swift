import Receivables

/// A sentence with placeholders in braces: `{file}`. `{import#}` prints a number as digits without groups, for numbers
/// that name something. `{days|day|days}` is the first word when the number is one, else the second. A part in square
/// brackets is left out when one of its placeholders has no fact, or an empty one: `[ in line {line#}]`.
package final class Template: Sendable {
    /// As it was written.
    package let text: String
    private let parts: [Part]
    /// There is nothing to fill in.
    private let isPlain: Bool

    /// A stretch of the sentence that is printed as a whole or, where it may be left out, not at all.
    private struct Part: Sendable {
        let pieces: [Piece]
        let mayBeLeftOut: Bool
    }

    private enum Piece: Sendable {
        case words(String)
        case fact(String, Style)
    }

    private enum Style: Sendable {
        case printed
        /// A number as digits without groups.
        case digits
        case one(String, many: String)
    }

    package init(text: String) {
        self.text = text
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            parts.append(Part(pieces: Template.pieces(rest[..<open]), mayBeLeftOut: false))
            parts.append(Part(pieces: Template.pieces(rest[rest.index(after: open)..<close]), mayBeLeftOut: true))
            rest = rest[rest.index(after: close)...]
        }
        parts.append(Part(pieces: Template.pieces(rest), mayBeLeftOut: false))
        self.parts = parts
        isPlain = parts.count == 1 && parts[0].pieces.count == 1
    }

    private static func pieces(_ part: Substring) -> [Piece] {
        var pieces: [Piece] = []
        var rest = part
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            pieces.append(.words(String(rest[..<open])))
            pieces.append(piece(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return pieces + [.words(String(rest))]
    }

    private static func piece(_ placeholder: Substring) -> Piece {
        let words = placeholder.split(separator: "|").map(String.init)
        let name = words.first ?? ""
        if words.count == 3 { return .fact(name, .one(words[1], many: words[2])) }
        return name.hasSuffix("#") ? .fact(String(name.dropLast()), .digits) : .fact(name, .printed)
    }

    /// The names of all placeholders.
    package var placeholders: Set<String> {
        var names: Set<String> = []
        for case .fact(let name, _) in parts.flatMap(\.pieces) { names.insert(name) }
        return names
    }

    /// The sentence with its facts filled in.
    package func filled(_ facts: [Fact], _ printing: Printing) -> String {
        guard !isPlain else { return text }
        var result = ""
        for part in parts {
            if !part.mayBeLeftOut {
                _ = Template.fill(part, facts, printing, into: &result)
                continue
            }
            var filled = ""
            if Template.fill(part, facts, printing, into: &filled) { result += filled }
        }
        return result
    }

    /// Adds the part with its facts; false when one is missing and the part may be left out.
    private static func fill(_ part: Part, _ facts: [Fact], _ printing: Printing, into result: inout String) -> Bool {
        for piece in part.pieces {
            switch piece {
            case .words(let words): result += words
            case .fact(let name, let style):
                let value = value(name, style, facts, printing)
                if value.isEmpty, part.mayBeLeftOut { return false }
                result += value.isEmpty ? "?" : value
            }
        }
        return true
    }

    /// What stands for a placeholder; empty when it has no fact.
    private static func value(_ name: String, _ style: Style, _ facts: [Fact], _ printing: Printing) -> String {
        guard let fact = facts.first(where: { $0.name == name }) else { return "" }
        switch (style, fact.value) {
        case (.one(let one, let many), let value): return value == .number(1) ? one : many
        case (.digits, .number(let number)): return String(number)
        case (_, let value): return printing.value(value)
        }
    }
}
