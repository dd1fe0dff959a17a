import Glibc
import Receivables

/// A file mapped read-only into memory: gigabytes are read without being copied, and the kernel may drop them at will.
///
/// Sendable although it holds a pointer: the bytes never change and live as long as the object. Whoever uses `bytes`
/// must hold on to the file while doing so; `withBytes` and `text` see to that.
package final class MappedFile: @unchecked Sendable {
    package let bytes: Bytes

    /// Maps an open descriptor, which may be closed afterwards. `name` is for messages.
    package init(descriptor: Int32, name: String) throws(Problem) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MappedFile.unreadable(name) }
        let size = Int(status.st_size)
        guard size > 0 else {
            bytes = Bytes(start: nil, count: 0)
            return
        }
        guard let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw MappedFile.unreadable(name)
        }
        madvise(address, size, MADV_SEQUENTIAL)
        bytes = Bytes(start: address.assumingMemoryBound(to: UInt8.self), count: size)
    }

    /// The bytes for the time of a call.
    package func withBytes<Result>(_ body: (Bytes) throws(Problem) -> Result) throws(Problem) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// The whole file as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { withExtendedLifetime(self) { bytes.text } }

    deinit {
        if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    }

    /// `file-unreadable` with what the system says.
    static func unreadable(_ name: String) -> Problem {
        Problem(.fileUnreadable, [Fact("file", name), Fact("reason", Phrase(systemError: errno))])
    }
}
