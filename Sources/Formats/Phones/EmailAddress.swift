/// An e-mail address that could be delivered to: one `@`, a local part, a domain with a dot, no spaces. Whether a
/// mailbox is there only a delivery can tell.
package struct EmailAddress: Hashable, Sendable {
    /// The domain in lower case; the local part as written, for it may matter there.
    package let normalised: String

    package init?(_ text: String) {
        var trimmed = text.trimmingSpaces
        guard let at = trimmed.withUTF8({ EmailAddress.at($0) }) else { return nil }
        let domain = trimmed.utf8.dropFirst(at + 1)
        guard domain.contains(where: { $0 >= 0x80 || (0x41...0x5A).contains($0) }) else {
            normalised = trimmed
            return
        }
        normalised =
            String(trimmed.prefix(upTo: domain.startIndex)) + String(trimmed[domain.startIndex...]).lowercased()
    }

    /// The place of the `@` of an address that could be delivered to.
    private static func at(_ text: Bytes) -> Int? {
        guard text.count <= 254, let at = text.firstIndex(of: 0x40), (1...64).contains(at) else { return nil }
        for byte in text[..<at] where byte <= 0x20 || byte == 0x7F || isReserved(byte) { return nil }
        var label = 0
        var labels = 1
        for byte in text[(at + 1)...] {
            guard isDomainByte(byte) else { return nil }
            label = byte == 0x2E ? 0 : label + 1
            if byte == 0x2E { labels += 1 }
            guard label <= 63 else { return nil }
        }
        guard labels >= 2, hasNoEmptyLabel(text[(at + 1)...]) else { return nil }
        return at
    }

    private static func hasNoEmptyLabel(_ domain: Slice<Bytes>) -> Bool {
        var previous: UInt8 = 0x2E
        for byte in domain {
            if byte == 0x2E, previous == 0x2E { return false }
            previous = byte
        }
        return previous != 0x2E
    }

    /// `,;:<>()[]"\\`: they would need quoting before the `@`.
    private static func isReserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2C, 0x3B, 0x3A, 0x3C, 0x3E, 0x28, 0x29, 0x5B, 0x5D, 0x22, 0x5C: true
        default: false
        }
    }

    private static func isDomainByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
            || byte >= 0x80
    }
}
