import Glibc
import Receivables
import Store

extension SQLiteEngine {
    /// The disk, the right to read the file, and the write-ahead log.
    package func conditions() throws -> [Finding] {
        let mode = try read { db in try db.first("PRAGMA journal_mode", []) { $0.text(0) } ?? "" }
        let modeFinding = mode == "wal" ? Finding(.logMode) : Finding(.logModeOther, [Fact("mode", mode)])
        return [room, secrecy, modeFinding, log].compactMap(\.self)
    }

    /// Room on the disk: an import, a backup beside it or a new version may need as much again as the file has.
    private var room: Finding? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        let code: FindingCode =
            if free < SQLiteLimits.roomBytesMin {
                .roomNone
            } else if free < max(SQLiteLimits.roomBytesUsual, SQLiteEngine.stamp(path).size) {
                .roomLow
            } else {
                .roomEnough
            }
        return Finding(code, [Fact("megabytes", free >> 20)])
    }

    /// The book holds names, telephone numbers and debts.
    private var secrecy: Finding {
        for name in [path, path + "-wal"] {
            var status = stat()
            if stat(name, &status) == 0, status.st_mode & 0o004 != 0 {
                return Finding(.fileReadable, [Fact("file", name)])
            }
        }
        return Finding(.filePrivate)
    }

    private var log: Finding {
        let size = SQLiteEngine.stamp(path + "-wal").size
        return Finding(size > SQLiteLimits.logBytesUsual ? .logLarge : .logSmall, [Fact("megabytes", size >> 20)])
    }
}
