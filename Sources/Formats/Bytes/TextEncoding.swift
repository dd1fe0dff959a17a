import Glibc
import Receivables

/// How the characters of a text file are coded.
package enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"

    /// The encoding with this name, as people write it (`UTF8`, `cp1252`, `latin1` …), or nil.
    package init?(named name: String) {
        switch name.lowercased().filter({ $0 != "-" && $0 != "_" && $0 != " " }) {
        case "utf8", "utf8bom", "ascii", "usascii": self = .utf8
        case "utf16", "utf16le", "unicode": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "windows1252", "cp1252", "ansi", "latin1", "iso88591": self = .windows1252
        default: return nil
        }
    }

    fileprivate var iconvName: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .windows1252: "WINDOWS-1252"
        }
    }
}

/// What the first look at a file says about its encoding.
package struct EncodingGuess: Equatable {
    package let encoding: TextEncoding
    /// Bytes of the byte order mark, to be skipped.
    package let markBytes: Int

    /// Looks at the byte order mark, at zero bytes and at the whole of the bytes for validity as UTF-8. nil: no text at
    /// all (a binary file).
    package init?(_ bytes: Bytes) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            self.init(encoding: .utf8, markBytes: 3)
        } else if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xFE {
            self.init(encoding: .utf16LittleEndian, markBytes: 2)
        } else if bytes.count >= 2, bytes[0] == 0xFE, bytes[1] == 0xFF {
            self.init(encoding: .utf16BigEndian, markBytes: 2)
        } else if let wide = EncodingGuess.unmarkedWide(bytes) {
            self.init(encoding: wide, markBytes: 0)
        } else if EncodingGuess.looksBinary(bytes) {
            return nil
        } else {
            self.init(encoding: bytes.isMostlyUTF8 ? .utf8 : .windows1252, markBytes: 0)
        }
    }

    private init(encoding: TextEncoding, markBytes: Int) {
        self.encoding = encoding
        self.markBytes = markBytes
    }

    /// UTF-16 without a mark: nearly every second byte of Latin text is zero.
    private static func unmarkedWide(_ bytes: Bytes) -> TextEncoding? {
        let sample = Swift.min(bytes.count, 4096) & ~1
        guard sample >= 8 else { return nil }
        var zeros = (even: 0, odd: 0)
        for index in 0..<sample where bytes[index] == 0 {
            if index & 1 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        if zeros.odd * 10 > sample * 4, zeros.even == 0 { return .utf16LittleEndian }
        if zeros.even * 10 > sample * 4, zeros.odd == 0 { return .utf16BigEndian }
        return nil
    }

    /// Zero bytes, or many control characters, near the start.
    private static func looksBinary(_ bytes: Bytes) -> Bool {
        let sample = Swift.min(bytes.count, 65_536)
        var controls = 0
        for index in 0..<sample {
            let byte = bytes[index]
            if byte == 0 { return true }
            if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D, byte > 0x03 { controls += 1 }
        }
        return controls * 50 > sample
    }
}

extension Bytes {
    /// Whether the bytes are well-formed UTF-8 (RFC 3629). Runs of ASCII are taken 32 at a time.
    package var isValidUTF8: Bool {
        var at = 0
        while at < count {
            at = asciiEnd(at)
            guard at < count else { break }
            if self[at] < 0x80 {
                at += 1
                continue
            }
            guard let length = sequenceLength(at) else { return false }
            at += length
        }
        return true
    }

    /// The end of the plain ASCII from `at` on, or a place up to 31 bytes before it.
    private func asciiEnd(_ at: Int) -> Int {
        guard let base = baseAddress else { return at }
        let raw = UnsafeRawPointer(base)
        var at = at
        while at + 32 <= count {
            let words = raw.loadUnaligned(fromByteOffset: at, as: SIMD4<UInt64>.self)
            let any = words[0] | words[1] | words[2] | words[3]
            if any & 0x8080_8080_8080_8080 != 0 { break }
            at += 32
        }
        return at
    }

    /// Whether the bytes are UTF-8, perhaps damaged in a few places: more well-formed sequences than stray bytes. Text
    /// of a one-byte encoding forms such sequences only by rare chance; taking all of a file for such text because of
    /// one damaged row would garble every other name in it.
    var isMostlyUTF8: Bool {
        if isValidUTF8 { return true }
        var (wellFormed, stray) = (0, 0)
        var at = 0
        while at < count {
            if self[at] < 0x80 {
                at += 1
            } else if let length = sequenceLength(at) {
                wellFormed += 1
                at += length
            } else {
                stray += 1
                at += 1
            }
        }
        return wellFormed > stray
    }

    /// Length of the well-formed sequence of two to four bytes at `at`, or nil.
    private func sequenceLength(_ at: Int) -> Int? {
        let lead = self[at]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard at + length <= count, second.contains(self[at + 1]) else { return nil }
        for index in at + 2..<at + length where self[index] & 0xC0 != 0x80 { return nil }
        return length
    }
}

/// Rewrites text of another encoding as UTF-8.
package enum Transcoder {
    /// A spooled UTF-8 copy of `bytes` behind the `mark` bytes of a byte order mark. Refuses bytes that the encoding
    /// does not have: nothing is replaced silently.
    package static func utf8(
        _ bytes: Bytes, skipping mark: Int, from encoding: TextEncoding, name: String
    ) throws(Problem) -> MappedFile {
        let converter = iconv_open("UTF-8", encoding.iconvName)
        guard converter != iconv_t(bitPattern: -1) else {
            throw Problem(.fileEncoding, [
                Fact("file", name), Fact("encoding", encoding.rawValue), Fact("offset", 0), Fact("line", 1),
            ])
        }
        defer { iconv_close(converter) }
        var spool = try Spool(for: name)
        let text = UnsafeRawPointer(bytes.baseAddress)?.advanced(by: mark)
        var input = UnsafeMutablePointer<CChar>(mutating: text?.assumingMemoryBound(to: CChar.self))
        var inputLeft = bytes.count - mark
        let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { output.deallocate() }
        while inputLeft > 0 {
            var outputLeft = output.count
            let status = output.withMemoryRebound(to: CChar.self) { chars in
                var cursor = chars.baseAddress
                return iconv(converter, &input, &inputLeft, &cursor, &outputLeft)
            }
            let failure = errno
            try spool.append(Bytes(rebasing: output[..<(output.count - outputLeft)]))
            if status == -1, failure != E2BIG {
                let offset = bytes.count - inputLeft
                throw Problem(.fileEncoding, [
                    Fact("file", name), Fact("encoding", encoding.rawValue), Fact("offset", offset),
                    Fact("line", line(of: offset, in: bytes, encoding)),
                ])
            }
        }
        return try spool.map()
    }

    /// The line on which an offset lies, counted from 1 by line feeds.
    private static func line(of offset: Int, in bytes: Bytes, _ encoding: TextEncoding) -> Int {
        var line = 1
        switch encoding {
        case .utf8, .windows1252:
            for byte in bytes[..<offset] where byte == 0x0A { line += 1 }
        case .utf16LittleEndian, .utf16BigEndian:
            let low = encoding == .utf16LittleEndian ? 0 : 1
            for at in stride(from: 0, to: offset - 1, by: 2) where bytes[at + low] == 0x0A && bytes[at + 1 - low] == 0 {
                line += 1
            }
        }
        return line
    }
}
