import Formats
import Receivables

/// What the user asks of an import.
package struct ImportOptions: Sendable {
    /// What becomes of a due that a snapshot no longer names.
    package enum Vanished: String, CaseIterable, Sendable {
        /// It was paid on the day of the snapshot.
        case paid
        /// It was taken off the book on that day.
        case withdrawn
        /// Nothing is assumed: it stays and is listed.
        case rejected
    }

    package var kind: ImportKind
    /// `-` for standard input.
    package var path: String
    /// What the person calls the file, where that is not its path; messages and the book use it.
    package var name: String?
    package var map = ImportMap()
    package var portfolio: String?
    package var asOf: Day
    package var vanished = Vanished.rejected
    package var isStrict = false
    package var isDryRun = false
    /// Where rejected rows are written.
    package var rejectsPath: String?
    /// Rows in one transaction; a debtor is never split. Any size gives the same result.
    package var chunkRows: Int?
    /// Files of so many bytes are surveyed in two halves at a time. Any size gives the same result.
    package var surveyHalvesBytesMin = DeskLimits.surveyHalvesBytesMin
    /// Threads that decide. Any number gives the same result.
    package var deciders = DeskLimits.deciders
    /// So often at most the money of an account is moved until it stands as a snapshot states.
    package var snapshotRoundsMax = DeskLimits.snapshotRoundsMax

    package init(kind: ImportKind, path: String, asOf: Day) {
        self.kind = kind
        self.path = path
        self.asOf = asOf
    }
}
