import GRDB
import Receivables
import Store

extension SQLiteEngine: FileEngine {
    /// Page by page, through SQLite's own interface for it (https://www.sqlite.org/backup.html), inside one reading
    /// transaction: others go on writing, and the copy is of the moment at which it began. Measured on 1.3 GB this
    /// takes two thirds of the time of `VACUUM INTO`.
    package func copy<Result>(
        to copyPath: String, progress: @escaping (_ done: Int, _ total: Int) -> Void,
        _ body: (any Reading) throws -> Result
    ) throws -> Result {
        try snapshot { db in
            let result = try body(SQLiteConnection(db))
            do {
                let copy = try DatabaseQueue(path: copyPath)
                try copy.writeWithoutTransaction { copied in
                    try db.backup(to: copied, pagesPerStep: SQLiteLimits.copiedPages) { step in
                        progress(step.completedPageCount, step.totalPageCount)
                    }
                }
                try copy.close()
            } catch { throw SQLiteEngine.problem(error, path: copyPath) }
            return result
        }
    }

    package func damage() throws -> [String] {
        do {
            return try read { db in
                try db.all("PRAGMA integrity_check(\(SQLiteLimits.damageShown))", []) { $0.text(0) }
                    .filter { $0 != "ok" }
            }
        } catch let problem as Problem where problem.code == .databaseUnreadable {
            return [problem.code.rawValue]
        }
    }
}

extension DatabaseFiles {
    package static let sqlite = DatabaseFiles(
        companions: ["-wal", "-shm", "-journal"], open: { try SQLiteEngine(path: $0, .existing) },
        retire: { path, body in
            do {
                let database = try DatabaseQueue(path: path)
                try database.writeWithoutTransaction { db in
                    // Leaving the write-ahead mode takes that nobody else has the database open.
                    let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                    guard mode == "delete" else { throw DatabaseError(resultCode: .SQLITE_BUSY) }
                    try db.inTransaction(.exclusive) {
                        try body()
                        return .rollback
                    }
                }
                try database.close()
            } catch let error as DatabaseError
                where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT
            {
                try body()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                throw Problem(.databaseLocked, [Fact("database", path), Fact("reason", Phrase(.otherTaskAtWork))])
            } catch { throw SQLiteEngine.problem(error, path: path) }
        }, lock: { try SQLiteEngine.lock(path: $0, .alone) })
}
