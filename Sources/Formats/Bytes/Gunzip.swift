import CZlib
import Receivables

/// Unpacks gzip (RFC 1952), members one after another as `gzip` and `pigz` write them.
package enum Gunzip {
    package static func isGzip(_ bytes: Bytes) -> Bool { bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B }

    /// A spooled, unpacked copy. Refuses damage, truncation, trailing rubbish and bombs.
    package static func unpack(_ bytes: Bytes, name: String) throws(Problem) -> MappedFile {
        var spool = try Spool(for: name)
        var offset = 0
        while offset < bytes.count {
            guard isGzip(bytes.slice(offset, bytes.count)) else { throw damaged(name, Phrase(.archiveTooLong)) }
            offset = try unpackMember(bytes, from: offset, into: &spool, name: name)
        }
        return try spool.map()
    }

    /// Unpacks one member and gives the offset behind it.
    private static func unpackMember(
        _ bytes: Bytes, from: Int, into spool: inout Spool, name: String
    ) throws(Problem) -> Int {
        var stream = z_stream()
        // 16 asks zlib for the gzip wrapper with its check sum.
        guard inflateInit2_(&stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw damaged(name, Phrase(.outOfMemory))
        }
        defer { inflateEnd(&stream) }
        let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { output.deallocate() }
        var offset = from
        var status = Z_OK
        while status != Z_STREAM_END {
            if stream.avail_in == 0 {
                guard offset < bytes.count else { throw damaged(name, Phrase(.archiveTooShort)) }
                let piece = min(bytes.count - offset, 1 << 24)
                stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.advanced(by: offset))
                stream.avail_in = UInt32(piece)
                offset += piece
            }
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            status = inflate(&stream, Z_NO_FLUSH)
            guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
                throw damaged(name, Phrase(.archiveBroken), detail: stream.msg.map { String(cString: $0) })
            }
            try spool.append(Bytes(rebasing: output[..<(output.count - Int(stream.avail_out))]))
            try refuseBomb(unpacked: spool.byteCount, packed: Int64(offset), name: name)
        }
        return offset - Int(stream.avail_in)
    }

    /// Stops once an archive has grown past all reason.
    static func refuseBomb(unpacked: Int64, packed: Int64, name: String) throws(Problem) {
        guard unpacked > FormatLimits.bombFreeBytes, unpacked / max(packed, 1) > FormatLimits.inflationRatioMax else {
            return
        }
        throw damaged(name, Phrase(.archiveBomb, [Fact("times", FormatLimits.inflationRatioMax)]))
    }

    /// `detail` is what a library says, for the details of the error.
    static func damaged(_ name: String, _ reason: Phrase, detail: String? = nil) -> Problem {
        Problem(
            .fileDamaged,
            [Fact("file", name), Fact("reason", reason)] + (detail.map { [Fact("detail", $0)] } ?? []))
    }
}
