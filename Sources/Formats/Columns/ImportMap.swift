import Receivables

/// What the user says about a file: the mapping file (MAP.json), every key optional.
package struct ImportMap: Sendable {
    package var delimiter: UInt8?
    package var encoding: TextEncoding?
    package var sheet: String?
    package var dates: DatePattern?
    package var decimal: AmountNotation?
    package var currency: Currency?
    package var timeZone: String?
    /// The header of each key; nil: said to be absent.
    package var columns: [ColumnKey: String?] = [:]

    package init() {}

    /// Reads a mapping file; `name` is for messages. Error: `map-invalid`, naming the key and what it may be.
    package init(parsing bytes: Bytes, name: String) throws(Problem) {
        guard bytes.count <= FormatLimits.settingsFileBytesMax, let document = JSONValue(parsing: bytes),
            let members = document.members
        else { throw ImportMap.invalid(name, .phrase(Phrase(.theFile)), .phrase(Phrase(.jsonObject))) }
        for member in members { try take(member.key, member.value, name: name) }
    }

    private mutating func take(_ key: String, _ value: JSONValue, name: String) throws(Problem) {
        if value == .null { return }
        if key == "columns" { return try takeColumns(value, name: name) }
        guard let text = value.string else { throw ImportMap.invalid(name, .text(key), .phrase(Phrase(.text))) }
        if text.isEmpty { return }
        switch key {
        case "delimiter":
            guard let byte = ImportMap.delimiters[text] else {
                throw ImportMap.invalid(name, .text(key), .phrase(Phrase(.delimiters)))
            }
            delimiter = byte
        case "encoding":
            guard let known = TextEncoding(named: text) else {
                throw ImportMap.invalid(name, .text(key), ImportMap.oneOf(TextEncoding.allCases.map(\.rawValue)))
            }
            encoding = known
        case "sheet": sheet = text
        case "dates": dates = try DatePattern(text)
        case "decimal":
            guard text == "." || text == "," else {
                throw ImportMap.invalid(name, .text(key), .phrase(Phrase(.decimalMarks)))
            }
            decimal = text == "." ? .dotDecimal : .commaDecimal
        case "currency":
            guard let known = Currency(text) else {
                throw ImportMap.invalid(name, .text(key), .phrase(Phrase(.currencyCode)))
            }
            currency = known
        case "timeZone": timeZone = text
        default:
            throw ImportMap.invalid(
                name, .text(key),
                ImportMap.oneOf([
                    "delimiter", "encoding", "sheet", "dates", "decimal", "currency", "timeZone", "columns",
                ]))
        }
    }

    private mutating func takeColumns(_ value: JSONValue, name: String) throws(Problem) {
        guard let members = value.members else {
            throw ImportMap.invalid(name, .text("columns"), .phrase(Phrase(.jsonObject)))
        }
        for member in members {
            guard let key = ColumnKey(named: member.key) else {
                throw ImportMap.invalid(
                    name, .text("columns.\(member.key)"), ImportMap.oneOf(ColumnKey.allCases.map(\.name)))
            }
            switch member.value {
            case .null: columns[key] = .some(nil)
            case .string(let header): columns[key] = .some(header.isEmpty ? nil : header)
            default: throw ImportMap.invalid(name, .text("columns.\(member.key)"), .phrase(Phrase(.headerOrNull)))
            }
        }
    }

    private static let delimiters: [String: UInt8] = [
        ",": 0x2C, ";": 0x3B, "|": 0x7C, "\t": 0x09, "\\t": 0x09, "tab": 0x09,
    ]

    private static func oneOf(_ words: [String]) -> FactValue {
        .phrase(Phrase(.oneOf, [Fact("list", words.joined(separator: ", "))]))
    }

    private static func invalid(_ name: String, _ key: FactValue, _ allowed: FactValue) -> Problem {
        Problem(.mapInvalid, [Fact("file", name), Fact("key", key), Fact("allowed", allowed)])
    }
}
