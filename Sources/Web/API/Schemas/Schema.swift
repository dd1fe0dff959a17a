import Formats
import Receivables

/// What a value of the API looks like. The same description checks what comes in and is told in the OpenAPI document,
/// so that the two cannot disagree.
package indirect enum Schema: Sendable {
    /// Text of so many characters; U+0000 is never in it.
    case text(ClosedRange<Int>)
    /// One of these.
    case word([String])
    case day
    case instant
    /// An amount that is asked for: digits with at most two decimals, for nothing else is read in one way only.
    case amount
    /// An amount of an answer, with the decimals of its currency.
    case money
    case integer(ClosedRange<Int64>)
    case flag
    case list(Schema, max: Int)
    case object([Property])
    case nullable(Schema)
    /// One that has a name of its own in the document.
    case named(String, Schema)
    /// A JSON document of which nothing is said here.
    case anything

    /// A member of an object.
    package struct Property: Sendable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool
    }
}

extension Schema {
    /// Numbers of debtors, payments and the like: as far as every reader of JSON is exact.
    static let number = Schema.integer(1...9_007_199_254_740_991)
    static let count = Schema.integer(0...9_007_199_254_740_991)
    /// A text of an answer.
    static let words = Schema.text(0...1_000_000)
    /// A name or a reference of a request.
    static let name = Schema.text(1...200)
    static let note = Schema.text(1...4000)

    var orNull: Schema { .nullable(self) }

    static func many(_ item: Schema) -> Schema { .list(item, max: .max) }

    /// An object of an answer: all its members are always there.
    static func answer(_ members: KeyValuePairs<String, Schema>) -> Schema {
        .object(members.map { Property(name: $0.key, schema: $0.value, isRequired: true) })
    }

    /// An object of a request. What may be left out may also be null.
    static func request(
        _ needed: KeyValuePairs<String, Schema>, optional: KeyValuePairs<String, Schema> = [:]
    ) -> Schema {
        .object(
            needed.map { Property(name: $0.key, schema: $0.value, isRequired: true) }
                + optional.map { Property(name: $0.key, schema: .nullable($0.value), isRequired: false) })
    }

    static func oneOf<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> Schema {
        .word(type.allCases.map(\.rawValue))
    }
}

// MARK: The document

extension Schema {
    /// As JSON Schema 2020-12, which OpenAPI 3.1 speaks; `isRequest`: nothing but what is named may be there.
    func json(isRequest: Bool) -> JSONValue {
        switch self {
        case .text(let length): Schema.textJSON(length)
        case .word(let words): ["type": "string", "enum": .array(words.map(JSONValue.string))]
        case .day: ["type": "string", "format": "date"]
        case .instant: ["type": "string", "format": "date-time"]
        case .amount: ["type": "string", "pattern": "^[0-9]{1,15}([.][0-9]{1,2})?$"]
        case .money: ["type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$"]
        case .integer(let range):
            [
                "type": "integer", "format": "int64", "minimum": JSONValue(range.lowerBound),
                "maximum": JSONValue(range.upperBound),
            ]
        case .flag: ["type": "boolean"]
        case .list(let item, let most): Schema.listJSON(item.json(isRequest: isRequest), most)
        case .object(let properties): Schema.objectJSON(properties, isRequest)
        case .nullable(let inner): inner.nullableJSON(isRequest)
        case .named(let name, _): ["$ref": .string("#/components/schemas/" + name)]
        case .anything: [:]
        }
    }

    private static func textJSON(_ length: ClosedRange<Int>) -> JSONValue {
        var members = [JSONValue.Member("type", "string")]
        if length.lowerBound > 0 { members.append(JSONValue.Member("minLength", JSONValue(length.lowerBound))) }
        members.append(JSONValue.Member("maxLength", JSONValue(length.upperBound)))
        return .object(members)
    }

    private static func listJSON(_ item: JSONValue, _ most: Int) -> JSONValue {
        var members = [JSONValue.Member("type", "array"), JSONValue.Member("items", item)]
        if most < .max { members.append(JSONValue.Member("maxItems", JSONValue(most))) }
        return .object(members)
    }

    private static func objectJSON(_ properties: [Property], _ isRequest: Bool) -> JSONValue {
        let members = properties.map { JSONValue.Member($0.name, $0.schema.json(isRequest: isRequest)) }
        var all: [JSONValue.Member] = [
            JSONValue.Member("type", "object"), JSONValue.Member("properties", .object(members)),
        ]
        let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { all.append(JSONValue.Member("required", .array(required))) }
        if isRequest { all.append(JSONValue.Member("additionalProperties", false)) }
        return .object(all)
    }

    private func nullableJSON(_ isRequest: Bool) -> JSONValue {
        let inner = json(isRequest: isRequest)
        if case .anything = self { return inner }
        if case .word(let words) = self {
            return ["type": ["string", "null"], "enum": .array(words.map(JSONValue.string) + [.null])]
        }
        guard let type = inner["type"]?.string, let members = inner.members else {
            return ["anyOf": [inner, ["type": "null"]]]
        }
        return .object(
            members.map { $0.key == "type" ? JSONValue.Member("type", [.string(type), "null"]) : $0 })
    }

    /// Every schema with a name in it, by name.
    func collect(into found: inout [String: Schema]) {
        switch self {
        case .named(let name, let inner):
            guard found.updateValue(inner, forKey: name) == nil else { return }
            inner.collect(into: &found)
        case .list(let inner, _), .nullable(let inner): inner.collect(into: &found)
        case .object(let properties): for property in properties { property.schema.collect(into: &found) }
        default: return
        }
    }
}
