/// Writes delimited text as RFC 4180 has it.
package enum CSVWriter {
    /// A field, in quotes where it needs them.
    package static func field(_ text: String, delimiter: UInt8 = 0x2C) -> String {
        let needsQuotes = text.utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            || text.utf8.first == 0x20 || text.utf8.last == 0x20
        guard needsQuotes else { return text }
        // Byte by byte: a quote followed by a combining mark is one character, and not the quote.
        var bytes: [UInt8] = [0x22]
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Text that a spreadsheet will not take for a formula: with a leading apostrophe where it starts like one. What
    /// has a sign and else only digits and their marks (`+62 812-555`, `-5`) stays as it is. Source: OWASP, "CSV
    /// Injection".
    package static func harmless(_ text: String) -> String {
        switch text.utf8.first {
        case 0x3D, 0x40, 0x09, 0x0D: "'" + text
        case 0x2B, 0x2D: text.utf8.dropFirst().allSatisfy(isOfNumber) ? text : "'" + text
        default: text
        }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x20, 0x28, 0x29, 0x2D, 0x2E: true
        default: false
        }
    }

    /// A record with its line end. A single empty field is written in quotes, for an empty line is no record.
    package static func record(_ fields: [String]) -> String {
        if fields == [""] { return "\"\"\r\n" }
        return fields.map { field($0) }.joined(separator: ",") + "\r\n"
    }
}
