import Formats
import Glibc
import Receivables

/// The private folder in which files lie between their arrival and their import: nobody but this user of the machine
/// reads it, and files go when they are old.
enum ImportSpool {
    static let path: String = SpoolFolder.path + "/lunas-imports-\(getuid())"
    private static let mark = "import-"

    /// Takes a file that has come in to the folder, under a name that nobody guesses. Error: `output-unwritable`.
    static func take(_ upload: String) throws(Problem) -> (id: String, path: String) {
        try prepare()
        let file = try SpoolFile(in: path, mark).path
        guard rename(upload, file) == 0 else {
            let problem = Problem.unwritable(path)
            unlink(file)
            throw problem
        }
        return (String(file.dropFirst(path.count + 1 + mark.count)), file)
    }

    /// Where the rejected rows of a file go, beside it.
    static func rejects(of path: String) -> String { path + ".rejects.csv" }

    static func remove(_ path: String) {
        unlink(path)
        unlink(rejects(of: path))
    }

    /// Takes away what a server has left behind that was ended by force.
    static func sweep(before oldest: Instant) {
        guard let folder = opendir(path) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(mark) else { continue }
            var status = stat()
            let file = path + "/" + name
            if lstat(file, &status) == 0, Int64(status.st_mtim.tv_sec) < oldest.microseconds / 1_000_000 {
                unlink(file)
            }
        }
    }

    /// Makes the folder, or sees that it is what it should be: somebody else may have put another thing in its place.
    private static func prepare() throws(Problem) {
        guard mkdir(path, 0o700) != 0 else { return }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(),
            status.st_mode & 0o077 == 0
        else { throw Problem(.outputUnwritable, [Fact("file", path), Fact("reason", Phrase(.noPermission))]) }
    }
}
