import Glibc
import Receivables

extension Phrase {
    /// What the system says about a file or folder, for the usual numbers of `errno` in words.
    package init(systemError number: Int32) {
        switch number {
        case EACCES, EPERM: self.init(.noPermission)
        case ENOSPC, EDQUOT: self.init(.noRoom)
        case ENOENT, ENOTDIR: self.init(.noSuchFolder)
        case EISDIR: self.init(.isFolder)
        case EROFS: self.init(.readOnlyDisk)
        case ENOMEM: self.init(.outOfMemory)
        default: self.init(.systemError, [Fact("number", number)])
        }
    }
}

extension Problem {
    /// A file or folder that the system did not let be written just now, as `errno` still says.
    package static func unwritable(_ path: String) -> Problem {
        Problem(.outputUnwritable, [Fact("file", path), Fact("reason", Phrase(systemError: errno))])
    }
}
