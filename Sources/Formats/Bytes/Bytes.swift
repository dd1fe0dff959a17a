import Receivables

/// A piece of a file in memory, without owner: valid only while its file is open.
package typealias Bytes = UnsafeBufferPointer<UInt8>

extension Bytes {
    /// Without spaces, tabs and no-break spaces (UTF-8 C2 A0) at both ends.
    package var trimmed: Bytes {
        var from = 0
        var to = count
        while from < to {
            if self[from] == 0x20 || self[from] == 0x09 || self[from] == 0x0D || self[from] == 0x0A {
                from += 1
            } else if self[from] == 0xC2, from + 1 < to, self[from + 1] == 0xA0 {
                from += 2
            } else {
                break
            }
        }
        while to > from {
            let last = self[to - 1]
            if last == 0x20 || last == 0x09 || last == 0x0D || last == 0x0A {
                to -= 1
            } else if last == 0xA0, to - 2 >= from, self[to - 2] == 0xC2 {
                to -= 2
            } else {
                break
            }
        }
        return slice(from, to)
    }

    /// The bytes from `from` up to but not with `to`.
    package func slice(_ from: Int, _ to: Int) -> Bytes { Bytes(rebasing: self[from..<to]) }

    /// As text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }

    package func equals(_ other: Bytes) -> Bool { count == other.count && elementsEqual(other) }

    /// Whether all bytes are ASCII digits, at least one.
    package var isDigits: Bool {
        guard count > 0 else { return false }
        for byte in self where byte < 0x30 || byte > 0x39 { return false }
        return true
    }

    /// ASCII letters folded to lower case, other bytes as they are, compared with a lower-case literal.
    package func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        let other = literal.utf8Start
        for index in 0..<count {
            let byte = self[index]
            let folded = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            if folded != other[index] { return false }
        }
        return true
    }
}

/// Limits of everything that is read; a file beyond them is refused with a message, never half read.
package enum FormatLimits {
    /// One record of a text file; longer ones are rejected as a row and skipped.
    package static let recordBytesMax = 1 << 20
    /// Lines that a record may run over.
    package static let recordLinesMax = 1000
    package static let columnsMax = 16_384
    /// What a compressed or re-encoded file may grow to on disk.
    package static let spoolBytesMax: Int64 = 64 << 30
    /// Growth of a compressed file beyond which it is taken for a bomb, once it has grown past `bombFreeBytes`.
    package static let inflationRatioMax: Int64 = 250
    package static let bombFreeBytes: Int64 = 64 << 20
    /// All shared texts of a workbook together: they are kept in memory.
    package static let sharedStringsBytesMax = 256 << 20
    /// One tag or comment of an XML file, which is kept in memory whole.
    package static let xmlTokenBytesMax = 4 << 20
    /// Elements inside one another; a workbook needs fewer than ten.
    package static let xmlDepthMax = 100
    /// A mapping, strategy or calendar file.
    package static let settingsFileBytesMax = 4 << 20
    /// Values of a settings file, those that aliases repeat included.
    package static let settingsValuesMax = 200_000
}
