import Formats
import Receivables
import Store

/// A backup that was made and proven.
package struct BackupResult: Sendable {
    package let bytes: Int
    package let summary: BookSummary
    /// Whether the book knows of it; one that may not be written to does not.
    package let isNoted: Bool

    package func json(database: String, file: String) -> JSONValue {
        .object(
            [
                .init("database", .string(database)), .init("file", .string(file)), .init("bytes", JSONValue(bytes)),
                .init("verified", true), .init("noted", .bool(isNoted)),
            ] + summary.members)
    }
}

extension Desk {
    /// Copies the whole book as it is at this moment into a new file, while others go on working, and proves the copy
    /// before it gets its name. `files` opens it; `name` is what errors call the book. The backup is noted in the
    /// journal behind what it holds.
    ///
    /// Errors: `output-exists`, `output-unwritable`, `backup-elsewhere` for an engine that is no file,
    /// `backup-unusable` when the book itself is damaged, and those of the engine.
    package func backUp(
        to file: String, _ files: DatabaseFiles, named name: String, progress: TaskProgress = .silent
    ) throws -> BackupResult {
        try access.requireEverywhere(.keepBook)
        guard let engine = engine as? any FileEngine else {
            throw Problem(.backupElsewhere, [Fact("database", name)])
        }
        guard !FileName.exists(file) else { throw Problem(.outputExists, [Fact("file", file)]) }
        let new = try NewFile(file, companions: files.companions)
        let wanted = try engine.copy(
            to: new.unfinishedPath, progress: { progress.report(.copying, $0, of: $1) }, { try BookSummary($0) })
        let copy = try files.open(new.unfinishedPath)
        let found = try copy.prove(wanted, file: file)
        try copy.close()
        try new.finish()
        return BackupResult(
            bytes: FileName.size(file), summary: found ?? wanted, isNoted: try note(file, FileName.size(file)))
    }

    /// The kind of journal entry by which the book knows of a backup.
    static let backupEntry = "backup-made"

    private func note(_ file: String, _ bytes: Int) throws -> Bool {
        do {
            try engine.write(.durable) { db in
                _ = try db.journal(
                    Desk.backupEntry, subject: "backup:\(file)", detail: #"{"bytes":\#(bytes)}"#, by: actor)
            }
            return true
        } catch let problem as Problem where problem.code == .databaseReadOnly || problem.code == .databaseLocked {
            return false
        }
    }
}

extension Reading {
    /// When the last backup was made that the book knows of, and its file.
    func lastBackup() throws -> (at: Instant, file: String)? {
        try first(
            "SELECT at, subject FROM journal WHERE kind = ?1 ORDER BY entry_id DESC LIMIT 1", [.text(Desk.backupEntry)]
        ) { row in
            (Instant(microseconds: row.integer(0)), String(row.text(1).dropFirst("backup:".count)))
        }
    }
}
