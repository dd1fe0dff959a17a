import Formats
import Receivables
import Store

/// A backup that was brought back.
package struct RestoreResult: Sendable {
    package let bytes: Int
    /// What the database holds; nil when it is of an older version, and `init` must bring it to this one.
    package let summary: BookSummary?
    /// Where the database that stood there before is kept.
    package let kept: String?

    package func json(database: String, file: String) -> JSONValue {
        .object(
            [
                .init("database", .string(database)), .init("file", .string(file)), .init("bytes", JSONValue(bytes)),
                .init("verified", true), .init("kept", JSONValue(kept)),
                .init("schema", .string(summary == nil ? "older" : "current")),
            ] + (summary?.members ?? []))
    }
}

/// Brings a backup back to the place of a database.
package struct Restoring {
    /// The backup.
    let file: String
    /// Where the database shall stand.
    let database: String
    let files: DatabaseFiles

    package init(file: String, database: String, files: DatabaseFiles) {
        self.file = file
        self.database = database
        self.files = files
    }

    /// Copies the backup beside the database, proves it there, and only then puts it in its place. With `isReplacing` a
    /// database that stands there is kept under another name, made of `now`; nobody may have it open.
    ///
    /// Errors: `database-exists`, `database-locked`, `file-missing`, `backup-unusable`, `schema-newer`,
    /// `schema-changed`, `output-unwritable`, `database-full`.
    package func run(
        isReplacing: Bool, now: Instant, progress: TaskProgress = .silent
    ) throws -> RestoreResult {
        guard isReplacing || !FileName.exists(database) else { throw databaseExists }
        let new = try NewFile(database, companions: files.companions)
        let summary = try copy(to: new.unfinishedPath, progress)
        let lock = try files.lock(database)
        defer { lock.release() }
        let kept = try place(new, isReplacing: isReplacing, now)
        return RestoreResult(bytes: FileName.size(database), summary: summary, kept: kept)
    }

    private var databaseExists: Problem { Problem(.databaseExists, [Fact("database", database)]) }

    /// Copies the backup and proves the copy. Whatever is wrong with it is told of the backup.
    private func copy(to path: String, _ progress: TaskProgress) throws -> BookSummary? {
        do {
            let source = try files.open(file)
            try source.copy(to: path, progress: { progress.report(.copying, $0, of: $1) }, { _ in })
            try source.close()
            let copy = try files.open(path)
            let summary = try copy.prove(nil, file: file)
            try copy.close()
            return summary
        } catch let problem as Problem {
            switch problem.code {
            case .databaseMissing: throw Problem(.fileMissing, [Fact("file", file)])
            case .databaseUnreadable: throw Problem(.backupUnusable, [Fact("file", file)] + problem.facts)
            case .schemaNewer, .schemaChanged, .moveUnfinished: throw problem.adding(Fact("database", file))
            default: throw problem
            }
        }
    }

    /// Puts the proven copy in the place of the database; gives the name under which the old one is kept.
    private func place(_ new: NewFile, isReplacing: Bool, _ now: Instant) throws -> String? {
        guard FileName.exists(database) else {
            try moveCompanions(to: keptName(now))
            do throws(Problem) {
                try new.finish()
            } catch { throw error.code == .outputExists ? databaseExists : error }
            return nil
        }
        guard isReplacing else { throw databaseExists }
        let kept = keptName(now)
        try files.retire(database) {
            try moveCompanions(to: kept)
            // At no moment is there no database: it has both names until the new one takes its own.
            try FileName.add(kept, to: database)
            try new.finish(replacing: true)
        }
        return kept
    }

    /// A log without its database would be taken for that of the new one.
    private func moveCompanions(to kept: String) throws {
        for ending in files.companions where FileName.exists(database + ending) {
            try FileName.change(database + ending, to: kept + ending)
        }
    }

    /// A name beside the database that nothing has yet.
    private func keptName(_ now: Instant) -> String {
        let stamp = now.text(offsetSeconds: 0).filter { $0.isNumber || $0 == "T" }.prefix(15)
        let first = "\(database).before-\(stamp)"
        guard FileName.exists(first) else { return first }
        return (2...).lazy.map { "\(first)-\($0)" }.first { !FileName.exists($0) } ?? first
    }
}
