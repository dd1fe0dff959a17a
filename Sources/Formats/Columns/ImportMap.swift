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
        else { throw ImportMap.invalid(name, "the file", "a JSON object") }
        for member in members { try take(member.key, member.value, name: name) }
    }

    private mutating func take(_ key: String, _ value: JSONValue, name: String) throws(Problem) {
        if value == .null { return }
        if key == "columns" { return try takeColumns(value, name: name) }
        guard let text = value.string else { throw ImportMap.invalid(name, key, "text") }
        if text.isEmpty { return }
        switch key {
        case "delimiter":
            guard let byte = ImportMap.delimiters[text] else {
                throw ImportMap.invalid(name, key, "one of , ; | or a tab (\\t)")
            }
            delimiter = byte
        case "encoding":
            guard let known = TextEncoding(named: text) else {
                throw ImportMap.invalid(name, key, TextEncoding.allCases.map(\.rawValue).joined(separator: ", "))
            }
            encoding = known
        case "sheet": sheet = text
        case "dates": dates = try DatePattern(text)
        case "decimal":
            guard text == "." || text == "," else { throw ImportMap.invalid(name, key, "\".\" or \",\"") }
            decimal = text == "." ? .dotDecimal : .commaDecimal
        case "currency":
            guard let known = Currency(text) else { throw ImportMap.invalid(name, key, "an ISO 4217 code") }
            currency = known
        case "timeZone": timeZone = text
        default:
            throw ImportMap.invalid(
                name, key, "one of delimiter, encoding, sheet, dates, decimal, currency, timeZone, columns")
        }
    }

    private mutating func takeColumns(_ value: JSONValue, name: String) throws(Problem) {
        guard let members = value.members else { throw ImportMap.invalid(name, "columns", "an object") }
        for member in members {
            guard let key = ColumnKey(named: member.key) else {
                throw ImportMap.invalid(
                    name, "columns.\(member.key)", ColumnKey.allCases.map(\.name).joined(separator: ", "))
            }
            switch member.value {
            case .null: columns[key] = .some(nil)
            case .string(let header): columns[key] = .some(header.isEmpty ? nil : header)
            default: throw ImportMap.invalid(name, "columns.\(member.key)", "a header of the file, or null")
            }
        }
    }

    private static let delimiters: [String: UInt8] = [
        ",": 0x2C, ";": 0x3B, "|": 0x7C, "\t": 0x09, "\\t": 0x09, "tab": 0x09,
    ]

    private static func invalid(_ name: String, _ key: String, _ allowed: String) -> Problem {
        Problem(.mapInvalid, [Fact("file", name), Fact("key", key), Fact("allowed", allowed)])
    }
}
