import Glibc
import Receivables

/// A file being written: under another name until it is whole, so that nobody ever finds half a file. Without a path it
/// is standard output, where nothing can be taken back: what may have to begin anew is held back until it is whole.
package final class OutputFile {
    private let path: String?
    private let descriptor: Int32
    /// Where what is held back goes in the end.
    private let destination: Int32?
    private var buffer: [UInt8] = []
    private var isFinished = false
    private static let bufferBytes = 1 << 16

    /// `isHeldBack`: nothing goes to standard output before `finish`. Errors: `output-unwritable`.
    package init(
        _ path: String?, isHeldBack: Bool = false, standardOutput: Int32 = STDOUT_FILENO
    ) throws(Problem) {
        self.path = path
        destination = path == nil && isHeldBack ? standardOutput : nil
        guard let path else {
            guard isHeldBack else {
                descriptor = standardOutput
                return
            }
            let held = try TemporaryFile()
            unlink(held.path)
            descriptor = held.descriptor
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
        guard path != nil || destination != nil else { return }
        close(descriptor)
        if let path, !isFinished { unlink(OutputFile.unfinished(path)) }
    }

    package func write(_ text: String) throws(Problem) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= OutputFile.bufferBytes { try flush() }
    }

    package func write(_ bytes: Bytes) throws(Problem) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= OutputFile.bufferBytes { try flush() }
    }

    /// Writes the rest and gives the file its name, or lets go what was held back.
    package func finish() throws(Problem) {
        try flush()
        if let destination { try letGo(to: destination) }
        if let path {
            guard rename(OutputFile.unfinished(path), path) == 0 else { throw OutputFile.unwritable(path) }
        }
        isFinished = true
    }

    private func letGo(to destination: Int32) throws(Problem) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw OutputFile.unwritable(path) }
        while true {
            buffer = Array(repeating: 0, count: OutputFile.bufferBytes)
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw OutputFile.unwritable(path) }
            buffer.removeLast(buffer.count - count)
            if count == 0 { return }
            try flush(to: destination)
        }
    }

    private func flush() throws(Problem) { try flush(to: descriptor) }

    private func flush(to descriptor: Int32) throws(Problem) {
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
