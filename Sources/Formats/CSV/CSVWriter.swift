/// Writes delimited text as RFC 4180 has it.
package enum CSVWriter {
    /// A field, in quotes where it needs them.
    package static func field(_ text: String, delimiter: UInt8 = 0x2C) -> String {
        let needsQuotes = text.utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            || text.first == " " || text.last == " "
        guard needsQuotes else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// A record with its line end.
    package static func record(_ fields: [String]) -> String {
        fields.map { field($0) }.joined(separator: ",") + "\r\n"
    }
}
