/// Names and values that came with a request, in their order: a query or a form. A name may come several times.
package struct Fields: Sendable, Equatable {
    package private(set) var pairs: [(name: String, value: String)] = []

    package init() {}

    package static func == (left: Fields, right: Fields) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0 == $1 }
    }

    /// Reads `a=1&b=2`. Nil where it is malformed or has too many fields.
    package init?(_ text: some StringProtocol, fieldsMax: Int = WebLimits.formFields) {
        for part in text.split(separator: "&", omittingEmptySubsequences: true) {
            guard pairs.count < fieldsMax else { return nil }
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = URLText.decodeForm(halves[0]),
                let value = halves.count == 2 ? URLText.decodeForm(halves[1]) : ""
            else { return nil }
            pairs.append((name, value))
        }
    }

    package mutating func add(_ name: String, _ value: String) { pairs.append((name, value)) }

    /// The first value of a name; nil where there is none.
    package subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// The first value without white space around it; nil where there is none or nothing is left.
    package func text(_ name: String) -> String? {
        guard let value = self[name] else { return nil }
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        let trimmed = value.drop(while: isSpace)
        guard let end = trimmed.lastIndex(where: { !isSpace($0) }) else { return nil }
        return String(trimmed[...end])
    }

    package func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    package func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }
}
