import GRDB
import GRDBSQLite
import Glibc
import Receivables
import Store

/// The embedded engine: one SQLite file in write-ahead mode, one writer, readers on snapshots that never wait for it.
package final class SQLiteEngine: Engine {
    package let dialect = Dialect.sqlite
    private let pool: DatabasePool
    package let path: String
    private let batchTable = BatchTable()
    private let access: Access
    /// Nil where nothing is written.
    private let line: WritersLine?

    /// What may be done with the file.
    private enum Access {
        case writing
        /// Another program held the database while it was opened: questions are answered, nothing is written.
        case held
        /// Nobody gave the right to write.
        case reading
        /// The same, and the right to make the files that SQLite reads a log with is missing too: the file is read as
        /// it lies there, and a reading during which it changed does not count.
        case unchanging
    }

    /// Opens the file at `path`. Errors: `database-missing`, `database-unreadable`, `database-locked`, and
    /// `output-unwritable` where there is no folder to make it in.
    package init(path: String, _ opening: DatabaseOpening) throws {
        self.path = path
        if opening == .existing {
            try SQLiteEngine.requireFile(path)
        } else {
            try SQLiteEngine.requireFolder(of: path)
            SQLiteEngine.makePrivate(path)
        }
        do {
            (pool, access) = try SQLiteEngine.pool(path, opening, SQLiteEngine.configuration(batchTable))
        } catch {
            throw SQLiteEngine.problem(error, path: path)
        }
        if case .writing = access { line = WritersLine(path: path + "-lock") } else { line = nil }
    }

    /// A pool that may write, or one that only reads: where the right to write is missing, and while another program
    /// holds a database that is there, for opening for writing may have to start a write-ahead log, and that waits for
    /// the other.
    private static func pool(
        _ path: String, _ opening: DatabaseOpening, _ configuration: Configuration
    ) throws -> (DatabasePool, Access) {
        var reading = configuration
        reading.readonly = true
        do {
            return (try DatabasePool(path: path, configuration: configuration), .writing)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && opening == .existing {
            return (try DatabasePool(path: path, configuration: reading), .held)
        } catch let error as DatabaseError where opening == .existing && isRefusal(error) {
            guard Glibc.access(path, R_OK) == 0, Glibc.access(path, W_OK) != 0 || !mayMakeFiles(beside: path) else {
                throw error
            }
            guard stamp(path + "-wal").size == 0, !mayMakeFiles(beside: path) else {
                return (try DatabasePool(path: path, configuration: reading), .reading)
            }
            return (try DatabasePool(path: unchangingURI(path), configuration: reading), .unchanging)
        }
    }

    private static func isRefusal(_ error: DatabaseError) -> Bool {
        [.SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN].contains(error.resultCode)
    }

    private static func mayMakeFiles(beside path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        return Glibc.access(folder, W_OK) == 0
    }

    /// The path as SQLite takes it with the promise that the file does not change (https://www.sqlite.org/uri.html).
    private static func unchangingURI(_ path: String) -> String {
        let escaped = path.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "%"): "%25"
            case UInt8(ascii: "?"): "%3f"
            case UInt8(ascii: "#"): "%23"
            default: String(UnicodeScalar(byte))
            }
        }
        return "file:" + (path.utf8.allSatisfy { $0 < 0x80 } ? escaped.joined() : path) + "?immutable=1"
    }

    /// What changes with a file; size 0 where there is none.
    static func stamp(_ path: String) -> (size: Int, seconds: Int, nanoseconds: Int) {
        var status = stat()
        guard stat(path, &status) == 0 else { return (0, 0, 0) }
        return (Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
    }

    private static func requireFile(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Problem(.databaseMissing, [Fact("database", path)]) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(.databaseUnreadable, [Fact("database", path), Fact("reason", Phrase(.isNoFile))])
        }
    }

    private static func requireFolder(of path: String) throws {
        var status = stat()
        let folder = path.lastIndex(of: "/").map { path[..<$0] } ?? "."
        guard folder.isEmpty || stat(String(folder), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR else {
            throw Problem(.outputUnwritable, [Fact("file", path), Fact("reason", Phrase(.noSuchFolder))])
        }
    }

    /// Makes the file when it is not there, so that nobody but its owner may read it; SQLite gives the files beside it
    /// the same rights. Where that does not work, opening it says why.
    private static func makePrivate(_ path: String) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    private static func configuration(_ batchTable: BatchTable) -> Configuration {
        var configuration = Configuration()
        configuration.label = "lunas"
        // Asked often: the pauses of SQLite's own way of waiting grow to a tenth of a second.
        configuration.busyMode = .callback { tries in
            WritersLine.pause()
            return tries < SQLiteLimits.busyTries
        }
        configuration.maximumReaderCount = SQLiteLimits.readers
        configuration.prepareDatabase { db in
            let cache = db.configuration.readonly ? SQLiteLimits.readerCacheKiB : SQLiteLimits.writerCacheKiB
            try db.execute(sql: "PRAGMA page_size = \(SQLiteLimits.pageBytes)")
            try db.execute(sql: "PRAGMA cache_size = -\(cache)")
            try db.execute(sql: "PRAGMA mmap_size = \(SQLiteLimits.mappedBytes)")
            if !db.configuration.readonly { batchTable.register(on: db.sqliteConnection) }
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(SQLiteLimits.checkpointPages)")
        }
        return configuration
    }

    package func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result {
        try snapshot { try body(SQLiteConnection($0)) }
    }

    /// Runs `body` on one consistent view of the database.
    func snapshot<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            let before = SQLiteEngine.stamp(path)
            let result = try pool.unsafeRead { db in
                try db.execute(sql: "BEGIN DEFERRED")
                defer { try? db.execute(sql: "COMMIT") }
                return try body(db)
            }
            if case .unchanging = access, SQLiteEngine.stamp(path) != before {
                throw Problem(.databaseLocked, [Fact("database", path)])
            }
            return result
        } catch { throw SQLiteEngine.problem(error, path: path) }
    }

    /// There is one writer, so the reach makes no difference.
    package func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result {
        switch access {
        case .writing: break
        case .held: throw Problem(.databaseLocked, [Fact("database", path)])
        case .reading, .unchanging: throw Problem(.databaseReadOnly, [Fact("database", path)])
        }
        do {
            return try pool.writeWithoutTransaction { db in
                // Opening in write-ahead mode sets NORMAL; the pragma only counts outside a transaction.
                try db.execute(
                    sql: durability == .durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
                var result: Result?
                try line?.join()
                defer { line?.leave() }
                try db.inTransaction(.immediate) {
                    line?.leave()
                    result = try body(SQLiteConnection(db, batchTable: batchTable))
                    return .commit
                }
                guard let result else {
                    throw Problem(.internalError, [Fact("reason", "a transaction gave no result")])
                }
                return result
            }
        } catch let error as DuplicateKey {
            throw error
        } catch { throw SQLiteEngine.problem(error, path: path) }
    }

    package func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock {
        try SQLiteEngine.lock(path: path, hold)
    }

    static func lock(path: String, _ hold: LockHold) throws -> any HeldLock {
        try FileLock(path: path + "-lock", hold)
    }

    package func settle() throws {
        do {
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA analysis_limit = 1000; ANALYZE")
            }
        } catch { throw SQLiteEngine.problem(error, path: path) }
    }

    package func close() throws {
        do {
            // The writer goes last: only a connection that may write folds the write-ahead log back into the file.
            pool.invalidateReadOnlyConnections()
            try pool.close()
        } catch { throw SQLiteEngine.problem(error, path: path) }
    }

    /// What went wrong, in the words of the catalogue.
    static func problem(_ error: any Error, path: String) -> Problem {
        if let problem = error as? Problem {
            return problem.code == .databaseUnreadable ? problem.adding(Fact("database", path)) : problem
        }
        let code = (error as? DatabaseError)?.resultCode ?? ResultCode.SQLITE_ERROR
        let reason = (error as? DatabaseError)?.message ?? "\(type(of: error))"
        let facts = [Fact("database", path), Fact("detail", reason)]
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return Problem(.databaseLocked, facts)
        // Somebody holds the lock for writing and has changed the index of the log by halves: SQLite waits ten seconds
        // for the other half before it says so (https://www.sqlite.org/rescode.html#protocol).
        case .SQLITE_PROTOCOL:
            return Problem(.databaseLocked, facts + [Fact("reason", Phrase(.otherTaskStandsStill))])
        case .SQLITE_FULL: return Problem(.databaseFull, facts)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: return Problem(.databaseReadOnly, facts)
        case .SQLITE_NOTADB: return Problem(.databaseUnreadable, facts + [Fact("reason", Phrase(.isNoDatabase))])
        case .SQLITE_CORRUPT: return Problem(.databaseUnreadable, facts + [Fact("reason", Phrase(.isDamaged))])
        case .SQLITE_CANTOPEN, .SQLITE_IOERR: return Problem(.databaseUnreadable, facts)
        default: return Problem(.internalError, facts)
        }
    }
}

/// Sizes and times of the engine.
enum SQLiteLimits {
    /// Five seconds, together.
    static let busyPauseMicroseconds: UInt32 = 1000
    static let busyTries = 5000
    static let readers = 3
    static let pageBytes = 4096
    static let writerCacheKiB = 64 << 10
    static let readerCacheKiB = 16 << 10
    static let mappedBytes = Int64(8) << 30
    /// 64 MiB of write-ahead log between checkpoints.
    static let checkpointPages = 16_384
    /// 16 MiB of a copy between two reports of progress.
    static let copiedPages: CInt = 4096
    /// Places of a damaged database that are named.
    static let damageShown = 10
    /// Below the first, nothing can be recorded; below the second, there is no room for larger work.
    static let roomBytesMin = 64 << 20
    static let roomBytesUsual = 1 << 30
    /// Four times what it grows to between checkpoints.
    static let logBytesUsual = 256 << 20
}
