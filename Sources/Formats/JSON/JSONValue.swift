import FoundationEssentials
import Receivables

/// A JSON document in memory. Objects keep the order in which they were written, so that output is stable.
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package let key: String
        package let value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    package var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    package var integer: Int64? {
        if case .integer(let number) = self { return number }
        return nil
    }

    package var array: [JSONValue]? {
        if case .array(let values) = self { return values }
        return nil
    }

    package var members: [Member]? {
        if case .object(let members) = self { return members }
        return nil
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
    /// An object whose members keep the order in which they are written.
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }

    package init(arrayLiteral values: JSONValue...) { self = .array(values) }

    package init(stringLiteral text: String) { self = .string(text) }
    package init(integerLiteral number: Int64) { self = .integer(number) }
    package init(booleanLiteral flag: Bool) { self = .bool(flag) }

    package init(_ number: some BinaryInteger) { self = .integer(Int64(number)) }
    package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
    package init(_ day: Day?) { self = day.map { .string($0.description) } ?? .null }
    /// An amount as a decimal string with the currency's own decimals.
    package init(_ minor: Int64, _ currency: Currency) {
        self = .string(Money.decimalText(minor, decimals: currency.decimals))
    }
}

extension JSONValue: Decodable {
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            let keys = container.allKeys.sorted { $0.stringValue < $1.stringValue }
            self = .object(try keys.map { Member($0.stringValue, try container.decode(JSONValue.self, forKey: $0)) })
        } else if var container = try? decoder.unkeyedContainer() {
            var values: [JSONValue] = []
            while !container.isAtEnd { values.append(try container.decode(JSONValue.self)) }
            self = .array(values)
        } else {
            self = try JSONValue.single(decoder.singleValueContainer())
        }
    }

    private static func single(_ container: any SingleValueDecodingContainer) throws -> JSONValue {
        if container.decodeNil() { return .null }
        if let flag = try? container.decode(Bool.self) { return .bool(flag) }
        if let number = try? container.decode(Int64.self) { return .integer(number) }
        return .string(try container.decode(String.self))
    }

    /// Reads a document. Numbers must be integers (nothing here is a floating-point number); nil when the bytes are not
    /// such a document.
    package init?(parsing bytes: Bytes) {
        guard let document = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
        self = document
    }
}

extension JSONValue {
    /// Reads a document from text.
    package init?(parsing text: String) {
        var text = text
        guard let document = text.withUTF8({ JSONValue(parsing: $0) }) else { return nil }
        self = document
    }
}
