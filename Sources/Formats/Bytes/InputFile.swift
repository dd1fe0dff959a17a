import Glibc
import Receivables

/// A file to be read, by path or `-` for standard input. Standard input is spooled, so that it can be read twice.
package enum InputFile {
    package static func open(_ path: String) throws(Problem) -> MappedFile {
        if path == "-" { return try spoolStandardInput() }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw Problem(.fileMissing, [Fact("file", path)]) }
            throw MappedFile.unreadable(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MappedFile.unreadable(path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            let file = try MappedFile(descriptor: descriptor, name: path)
            InputRange.note(file.bytes)
            return file
        case S_IFDIR: throw Problem(.fileUnreadable, [Fact("file", path), Fact("reason", Phrase(.isFolder))])
        default: return try spool(descriptor, name: path)
        }
    }

    /// The whole of a small file as text, such as one of settings.
    package static func text(_ path: String) throws(Problem) -> String {
        let file = try open(path)
        // The bytes go with the file, and the last use of the file is before theirs.
        return withExtendedLifetime(file) { file.bytes.text }
    }

    private static func spoolStandardInput() throws(Problem) -> MappedFile {
        try spool(STDIN_FILENO, name: "standard input")
    }

    /// Copies a pipe or device into a temporary file.
    private static func spool(_ descriptor: Int32, name: String) throws(Problem) -> MappedFile {
        var spool = try Spool(for: name)
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw MappedFile.unreadable(name)
            }
            try spool.append(Bytes(rebasing: buffer[..<count]))
        }
        return try spool.map()
    }
}
