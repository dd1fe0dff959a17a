import Formats
import Receivables

extension Schema {
    /// Refuses a value that is not as described, naming the member. Errors: `field-missing`, `field-unknown`,
    /// `field-invalid`.
    package func check(_ value: JSONValue, _ field: String) throws(Problem) {
        switch self {
        case .named(_, let inner): try inner.check(value, field)
        case .nullable(let inner): if value != .null { try inner.check(value, field) }
        case .list(let item, let most): try Schema.check(list: value, of: item, most, field)
        case .object(let properties): try Schema.check(object: value, properties, field)
        case .anything: return
        default: guard isLeaf(value) else { throw refusal(field) }
        }
    }

    private func isLeaf(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.text(let length), .string(let text)):
            length.contains(text.unicodeScalars.count) && !text.unicodeScalars.contains("\0")
        case (.word(let words), .string(let text)): words.contains(text)
        case (.day, .string(let text)): text.utf8.count == 10 && Day(text) != nil
        case (.instant, .string(let text)): Instant(rfc3339: text) != nil
        case (.amount, .string(let text)): Schema.isAmount(text[...], wholes: 15, decimals: 2)
        case (.money, .string(let text)):
            Schema.isAmount(text.hasPrefix("-") ? text.dropFirst() : text[...], wholes: 40, decimals: 8)
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.flag, .bool): true
        default: false
        }
    }

    private static func isAmount(_ text: Substring, wholes: Int, decimals: Int) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, (1...wholes).contains(parts[0].utf8.count) else { return false }
        if parts.count == 2, !(1...decimals).contains(parts[1].utf8.count) { return false }
        return parts.allSatisfy { $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
    }

    private static func check(list value: JSONValue, of item: Schema, _ most: Int, _ field: String) throws(Problem) {
        guard let items = value.array, items.count <= most else {
            throw Schema.invalid(field, Phrase(.listUpTo, [Fact("to", min(most, 1_000_000))]))
        }
        for (index, one) in items.enumerated() { try item.check(one, "\(field)[\(index)]") }
    }

    private static func check(object value: JSONValue, _ properties: [Property], _ field: String) throws(Problem) {
        guard let members = value.members else { throw invalid(field, Phrase(.jsonObject)) }
        let before = field.isEmpty || field == wholeBody ? "" : field + "."
        for member in members {
            guard let property = properties.first(where: { $0.name == member.key }) else {
                throw Problem(.fieldUnknown, [Fact("field", before + String(member.key.prefix(100)))])
            }
            try property.schema.check(member.value, before + member.key)
        }
        for property in properties where property.isRequired && value[property.name] == nil {
            throw Problem(.fieldMissing, [Fact("field", before + property.name)])
        }
    }

    /// What the document as a whole is called in errors.
    static let wholeBody = "body"

    private func refusal(_ field: String) -> Problem {
        switch self {
        case .text(let length):
            Schema.invalid(field, Phrase(.textUpTo, [Fact("from", length.lowerBound), Fact("to", length.upperBound)]))
        case .word(let words):
            Schema.invalid(field, Phrase(.oneOf, [Fact("list", words.joined(separator: ", "))]))
        case .day: Schema.invalid(field, Phrase(.isoDay))
        case .instant: Schema.invalid(field, Phrase(.instant))
        case .amount, .money: Schema.invalid(field, Phrase(.plainAmount))
        case .integer(let range):
            Schema.invalid(
                field, Phrase(.numberBetween, [Fact("from", range.lowerBound), Fact("to", range.upperBound)]))
        case .flag: Schema.invalid(field, Phrase(.yesOrNo))
        default: Schema.invalid(field, Phrase(.text))
        }
    }

    static func invalid(_ field: String, _ allowed: Phrase) -> Problem {
        Problem(.fieldInvalid, [Fact("field", field), Fact("allowed", allowed)])
    }

    /// A value that came as text, in a path or a query.
    func read(_ text: String, _ field: String) throws(Problem) -> JSONValue {
        let value: JSONValue
        switch self {
        case .integer: value = Schema.digits(text).map { JSONValue($0) } ?? .null
        case .flag: value = text == "true" ? true : text == "false" ? false : .null
        case .nullable(let inner), .named(_, let inner): return try inner.read(text, field)
        default: value = .string(text)
        }
        try check(value, field)
        return value
    }

    /// Digits alone: no sign, space or leading plus.
    private static func digits(_ text: String) -> Int64? {
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isDigits && text.utf8.count < 20 ? Int64(text) : nil
    }
}

/// Members of a checked document: what is asked for is there, or was left out.
package struct Members: Sendable {
    let document: JSONValue

    func text(_ name: String) -> String? { document[name]?.string }
    func integer(_ name: String) -> Int64? { document[name]?.integer }
    func int(_ name: String) -> Int? { integer(name).map { Int($0) } }
    func day(_ name: String) -> Day? { text(name).flatMap { Day($0) } }
    func instant(_ name: String) -> Instant? { text(name).flatMap { Instant(rfc3339: $0) } }

    func flag(_ name: String) -> Bool? {
        guard case .bool(let flag)? = document[name] else { return nil }
        return flag
    }

    func texts(_ name: String) -> [String]? { document[name]?.array.map { $0.compactMap(\.string) } }
    func integers(_ name: String) -> [Int64]? { document[name]?.array.map { $0.compactMap(\.integer) } }

    func word<Word: RawRepresentable<String>>(_ name: String, _ type: Word.Type) -> Word? {
        text(name).flatMap { Word(rawValue: $0) }
    }

    func words<Word: RawRepresentable<String>>(_ name: String, _ type: Word.Type) -> [Word]? {
        texts(name).map { $0.compactMap { Word(rawValue: $0) } }
    }

    /// One that the description requires.
    func needed(_ name: String) throws(Problem) -> String {
        guard let text = text(name) else { throw Problem(.fieldMissing, [Fact("field", name)]) }
        return text
    }
}
