import Glibc
import Receivables

/// A file that others write, under another name until it is whole and on the disk, and that only its owner may read.
package final class NewFile {
    private let path: String
    /// Holds the lock by which two writers of the same file keep apart.
    private let descriptor: Int32
    /// The unfinished file is there and this writer's.
    private var isUnfinished = false

    /// Where to write until it is finished: an empty file.
    package var unfinishedPath: String { NewFile.unfinished(path) }

    /// `companions`: endings of the files that its writer makes beside it, and may have left there when it was killed.
    /// Errors: `output-unwritable`; `database-locked` while somebody else is writing the same file.
    package init(_ path: String, companions: [String] = []) throws(Problem) {
        self.path = path
        let unfinished = NewFile.unfinished(path)
        descriptor = open(unfinished, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path) }
        // From here on the object is whole: its end closes the descriptor, also when this throws.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, NewFile.isSame(descriptor, unfinished) else {
            throw Problem(.databaseLocked, [Fact("database", path), Fact("reason", Phrase(.otherTaskAtWork))])
        }
        isUnfinished = true
        for ending in companions { unlink(unfinished + ending) }
        guard ftruncate(descriptor, 0) == 0 else { throw .unwritable(path) }
    }

    deinit {
        if isUnfinished { unlink(unfinishedPath) }
        close(descriptor)
    }

    /// Brings the file to the disk and gives it its name. Errors: `output-exists` where there is a file of this name
    /// that must not be replaced, `output-unwritable`.
    package func finish(replacing isReplacing: Bool = false) throws(Problem) {
        guard fsync(descriptor) == 0 else { throw .unwritable(path) }
        if isReplacing {
            keepOwner()
            guard rename(unfinishedPath, path) == 0 else { throw .unwritable(path) }
        } else {
            try FileName.add(path, to: unfinishedPath)
            unlink(unfinishedPath)
        }
        isUnfinished = false
        try FileName.keep(path)
    }

    /// Who could work with the file that is replaced can work with the new one. Only the system's own user may give
    /// files to others; anybody else's stay theirs.
    private func keepOwner() {
        var status = stat()
        guard stat(path, &status) == 0, fchown(descriptor, status.st_uid, status.st_gid) == 0 else { return }
        fchmod(descriptor, status.st_mode & 0o777)
    }

    private static func unfinished(_ path: String) -> String { path + ".part" }

    /// Whether the open file is still the one of this name.
    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var open = stat()
        var named = stat()
        return fstat(descriptor, &open) == 0 && stat(path, &named) == 0 && open.st_ino == named.st_ino
    }
}

/// Names of files on the disk.
package enum FileName {
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Bytes of a file; 0 where there is none.
    package static func size(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Gives a file a second name; nothing is overwritten. Errors: `output-exists`, `output-unwritable`.
    package static func add(_ name: String, to path: String) throws(Problem) {
        if link(path, name) == 0 { return }
        guard errno != EEXIST else { throw Problem(.outputExists, [Fact("file", name)]) }
        // Not every file system knows second names.
        guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { throw .unwritable(name) }
        guard !exists(name) else { throw Problem(.outputExists, [Fact("file", name)]) }
        try change(path, to: name)
    }

    package static func change(_ path: String, to name: String) throws(Problem) {
        guard rename(path, name) == 0 else { throw .unwritable(name) }
    }

    /// Brings the names in the folder of a file to the disk.
    package static func keep(_ path: String) throws(Problem) {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
        let descriptor = open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unwritable(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw .unwritable(path) }
    }
}
