/// Text as workbooks write it: characters that XML cannot hold stand as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19).
enum WorkbookText {
    /// Puts the characters back into the text that starts at `start`. Control characters other than tab and line ends
    /// stay as they are written: no cell of ours can hold them.
    static func unescape(_ text: inout [UInt8], from start: Int) {
        guard let first = nextEscape(text, from: start) else { return }
        var to = first
        var at = first
        while at < text.count {
            if let scalar = scalar(text, at: at) {
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    text[to] = byte
                    to += 1
                }
                at += 7
            } else {
                text[to] = text[at]
                to += 1
                at += 1
            }
        }
        text.removeSubrange(to...)
    }

    /// Text as a workbook can hold it: control characters and what looks like an escape are written as `_xHHHH_`, the
    /// three characters that XML has no way to write become U+FFFD.
    static func escaped(_ text: String) -> String {
        let needsWork = text.utf8.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A || $0 == 0x5F || $0 == 0xEF }
        guard needsWork else { return text }
        let bytes = Array(text.utf8)
        var out = String.UnicodeScalarView()
        var place = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0, 0xFFFE, 0xFFFF: out.append("\u{FFFD}")
            case 0x09, 0x0A: out.append(scalar)
            case 1..<0x20:
                let (high, low) = (scalar.value >> 4, hexDigits[Int(scalar.value & 15)])
                out.append(contentsOf: "_x00\(high)\(low)_".unicodeScalars)
            case 0x5F where looksEscaped(bytes, place): out.append(contentsOf: "_x005F_".unicodeScalars)
            default: out.append(scalar)
            }
            place += UTF8.width(scalar)
        }
        return String(out)
    }

    private static let hexDigits = Array("0123456789ABCDEF")

    /// Whether `_xHHHH_` stands here, whatever it may mean.
    private static func looksEscaped(_ text: [UInt8], _ at: Int) -> Bool {
        guard at + 6 < text.count, text[at + 1] == 0x78, text[at + 6] == 0x5F else { return false }
        return text[at + 2...at + 5].allSatisfy { hexDigit($0) != nil }
    }

    private static func nextEscape(_ text: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + 6 < text.count {
            if text[at] == 0x5F, scalar(text, at: at) != nil { return at }
            at += 1
        }
        return nil
    }

    /// The character that is written at `at` as `_xHHHH_`, or nil.
    private static func scalar(_ text: [UInt8], at: Int) -> Unicode.Scalar? {
        guard at + 6 < text.count, text[at] == 0x5F, text[at + 1] == 0x78, text[at + 6] == 0x5F else { return nil }
        var value: UInt32 = 0
        for byte in text[at + 2...at + 5] {
            guard let digit = hexDigit(byte) else { return nil }
            value = value << 4 | digit
        }
        guard value >= 0x20 && value != 0x7F || [0x09, 0x0A, 0x0D].contains(value) else { return nil }
        return Unicode.Scalar(value)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46: UInt32(byte - 0x41) + 10
        case 0x61...0x66: UInt32(byte - 0x61) + 10
        default: nil
        }
    }
}
