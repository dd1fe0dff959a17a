/// An e-mail address that could be delivered to: one `@`, a local part, a domain with a dot, no spaces. Whether a
/// mailbox is there only a delivery can tell.
package struct EmailAddress: Hashable, Sendable {
    /// The domain in lower case; the local part as written, for it may matter there.
    package let normalised: String

    package init?(_ text: String) {
        let trimmed = text.trimmingSpaces
        let parts = trimmed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, trimmed.utf8.count <= 254 else {
            return nil
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 63 }) else { return nil }
        guard parts[1].utf8.allSatisfy(EmailAddress.isDomainByte),
            parts[0].utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            !parts[0].contains(where: { ",;:<>()[]\"\\".contains($0) })
        else { return nil }
        normalised = parts[0] + "@" + parts[1].lowercased()
    }

    private static func isDomainByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
            || byte >= 0x80
    }
}
