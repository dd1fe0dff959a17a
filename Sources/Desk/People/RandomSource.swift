import Receivables

/// Where bytes come from that nobody can foresee. A parameter, as time is: what a test gives can be repeated.
package struct RandomSource: Sendable {
    private let fill: @Sendable (Int) throws -> [UInt8]

    package init(_ fill: @escaping @Sendable (_ count: Int) throws -> [UInt8]) { self.fill = fill }

    package func bytes(_ count: Int) throws -> [UInt8] { try fill(count) }

    /// For whoever makes no secrets.
    package static let none = RandomSource { _ in
        throw Problem(.internalError, [Fact("detail", "no source of randomness was given")])
    }
}

extension RandomSource {
    /// 256 bits that a browser or an integration carries about: letters, digits, `-` and `_`.
    func token() throws -> String { Base64URL.text(try bytes(32)) }

    /// A password that is read out or typed off once: 100 bits in four groups of letters and digits that are not taken
    /// for one another.
    func oneTimePassword() throws -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz123456789".utf8)
        let text = try bytes(20).map { letters[Int($0 & 31)] }
        let groups = stride(from: 0, to: 20, by: 5).map { String(decoding: text[$0..<$0 + 5], as: UTF8.self) }
        return groups.joined(separator: "-")
    }
}

/// Base 64 for addresses and cookies, without filling (RFC 4648 §5).
enum Base64URL {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(_ bytes: [UInt8]) -> String { Letters.text(bytes, letters, bits: 6) }
}

/// Base 32 as authenticator apps read it (RFC 4648 §6), without filling.
package enum Base32 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    package static func text(_ bytes: [UInt8]) -> String { Letters.text(bytes, letters, bits: 5) }

    /// Nil where there is anything but its letters, in either case, and spaces.
    package static func bytes(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        var (held, count) = (UInt32(0), 0)
        for byte in text.uppercased().utf8 where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "=") {
            guard let value = letters.firstIndex(of: byte) else { return nil }
            (held, count) = (held << 5 | UInt32(value), count + 5)
            guard count >= 8 else { continue }
            count -= 8
            result.append(UInt8(held >> UInt32(count) & 255))
            held &= (1 << UInt32(count)) - 1
        }
        return result
    }
}

private enum Letters {
    /// Bytes as letters of so many bits each.
    static func text(_ bytes: [UInt8], _ letters: [UInt8], bits: Int) -> String {
        var text: [UInt8] = []
        var (held, count) = (UInt32(0), 0)
        let mask = (UInt32(1) << UInt32(bits)) - 1
        for byte in bytes {
            (held, count) = (held << 8 | UInt32(byte), count + 8)
            while count >= bits {
                count -= bits
                text.append(letters[Int(held >> UInt32(count) & mask)])
            }
            held &= (1 << UInt32(count)) - 1
        }
        if count > 0 { text.append(letters[Int(held << UInt32(bits - count) & mask)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
