/// Addresses inside the product.
package enum URLText {
    /// The unreserved characters of RFC 3986 §2.3; everything else is percent-encoded.
    package static func encode(_ text: some StringProtocol) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                result.append(hexadecimal(byte >> 4))
                result.append(hexadecimal(byte & 15))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hexadecimal(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Undoes the encoding of a path segment. Nil where it is malformed or no UTF-8.
    package static func decode(_ text: some StringProtocol) -> String? { decode(text, plusIsSpace: false) }

    /// Undoes `application/x-www-form-urlencoded`.
    package static func decodeForm(_ text: some StringProtocol) -> String? { decode(text, plusIsSpace: true) }

    private static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
        var result: [UInt8] = []
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = bytes.next().flatMap(value), let low = bytes.next().flatMap(value) else { return nil }
                result.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: result.append(UInt8(ascii: " "))
            default: result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// A query from names and values, `?a=1&b=2`; nothing where there are none. Empty values are left out.
    package static func query(_ fields: [(String, String?)]) -> String {
        let parts = fields.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : encode(name) + "=" + encode($0) }
        }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
