import Glibc
import Receivables

/// A new file that nobody else may read, under a name that nobody guesses. Whoever makes it closes it and takes it
/// away.
package struct TemporaryFile: Sendable {
    package let path: String
    package let descriptor: Int32

    /// The folder for temporary files.
    package static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// `beginning`: of its name. Error: `output-unwritable`.
    package init(in folder: String = TemporaryFile.folder, _ beginning: String = "lunas-") throws(Problem) {
        // What mkstemp(3) puts a name of its own in the place of.
        var name = Array("\(folder)/\(beginning)\(String(repeating: "X", count: 6))".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw .unwritable(folder) }
        path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
