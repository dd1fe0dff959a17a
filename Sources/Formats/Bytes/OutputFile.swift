import Glibc
import Receivables

/// A file being written: under another name until it is whole, so that nobody ever finds half a file. Without a path it
/// is standard output.
package final class OutputFile {
    private let path: String?
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isFinished = false
    private static let bufferBytes = 1 << 16

    /// Errors: `output-unwritable`.
    package init(_ path: String?) throws(Problem) {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw Problem(.outputUnwritable, [Fact("file", path), Fact("reason", String(cString: strerror(EISDIR)))])
        }
        descriptor = open(OutputFile.unfinished(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw OutputFile.unwritable(path) }
    }

    deinit {
        guard let path else { return }
        close(descriptor)
        if !isFinished { unlink(OutputFile.unfinished(path)) }
    }

    package func write(_ text: String) throws(Problem) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= OutputFile.bufferBytes { try flush() }
    }

    package func write(_ bytes: Bytes) throws(Problem) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= OutputFile.bufferBytes { try flush() }
    }

    /// Writes the rest and gives the file its name.
    package func finish() throws(Problem) {
        try flush()
        if let path {
            guard rename(OutputFile.unfinished(path), path) == 0 else { throw OutputFile.unwritable(path) }
        }
        isFinished = true
    }

    private func flush() throws(Problem) {
        var from = 0
        while from < buffer.count {
            let written = buffer.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: from), $0.count - from)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw OutputFile.unwritable(path)
            }
            from += written
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func unfinished(_ path: String) -> String { path + ".part" }

    private static func unwritable(_ path: String?) -> Problem {
        if let path { return .unwritable(path) }
        return Problem(
            .outputUnwritable, [Fact("file", Phrase(.standardOutput)), Fact("reason", Phrase(systemError: errno))])
    }
}
