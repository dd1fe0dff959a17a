import Glibc
import Receivables

/// A nameless temporary file that is written once and then mapped. It vanishes with the process, whatever happens.
package struct Spool: ~Copyable {
    private let descriptor: Int32
    private let name: String
    private var buffer: [UInt8] = []
    package private(set) var byteCount: Int64 = 0

    /// `name` is that of the file being read, for messages.
    package init(for name: String) throws(Problem) {
        let file = try TemporaryFile()
        descriptor = file.descriptor
        self.name = name
        unlink(file.path)
        buffer.reserveCapacity(Spool.bufferBytes)
    }

    deinit { close(descriptor) }

    package mutating func append(_ byte: UInt8) throws(Problem) {
        buffer.append(byte)
        if buffer.count >= Spool.bufferBytes { try flush() }
    }

    package mutating func append(_ bytes: Bytes) throws(Problem) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Spool.bufferBytes { try flush() }
    }

    package mutating func append(_ text: String) throws(Problem) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Spool.bufferBytes { try flush() }
    }

    /// Ends writing and maps what was written.
    package consuming func map() throws(Problem) -> MappedFile {
        try flush()
        return try MappedFile(descriptor: descriptor, name: name)
    }

    private mutating func flush() throws(Problem) {
        byteCount += Int64(buffer.count)
        guard byteCount <= FormatLimits.spoolBytesMax else {
            throw Problem(.fileTooLarge, [Fact("file", name), Fact("limit", FormatLimits.spoolBytesMax >> 30)])
        }
        var from = 0
        while from < buffer.count {
            let written = buffer.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: from), $0.count - from)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw Problem(.outputUnwritable, [
                    Fact("file", Phrase(.temporaryFile)), Fact("reason", Phrase(systemError: errno)),
                ])
            }
            from += written
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static let bufferBytes = 1 << 18
}
