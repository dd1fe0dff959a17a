import Formats
import Receivables
import Store

/// What a copy of a book must hold, in short.
package struct BookSummary: Sendable, Equatable {
    package let journal: JournalHead
    /// Rows of each table, in the order of their making.
    package let rows: [Int]

    init(_ db: any Reading) throws {
        journal = try db.journalHead()
        rows = try db.rowCounts().map(\.rows)
    }

    var members: [JSONValue.Member] {
        let tables = zip(BookTables.all, rows).map { ["table": .string($0), "rows": JSONValue($1)] as JSONValue }
        return [
            .init("journalEntries", JSONValue(journal.entry)), .init("journalHash", .string(journal.hash.hex)),
            .init("tables", .array(tables)), .init("rows", JSONValue(rows.reduce(0, +))),
        ]
    }
}

extension FileEngine {
    /// Proves that this database is a whole book: its storage, its schema, the chain of its journal; and that it is the
    /// book `expected`, where one is. Gives what it holds, or nil for a book of an older version, which is only known
    /// to be whole. Errors: `backup-unusable` about `file`, `schema-newer`, `schema-changed`, `move-unfinished`.
    func prove(_ expected: BookSummary?, file: String) throws -> BookSummary? {
        let damage = try damage()
        guard damage.isEmpty else { throw Problem.unusable(file, Phrase(.isDamaged), damage[0]) }
        return try read { db in
            guard try db.all(db.dialect.tableNames, [], { $0.text(0) }).contains("journal") else {
                throw Problem.unusable(file, Phrase(.isNoDatabase), "no journal")
            }
            var isOlder = false
            do {
                try Migrator.verify(db)
            } catch let problem as Problem where problem.code == .schemaOlder {
                isOlder = true
            }
            guard !isOlder || expected == nil else { throw Problem.unusable(file, Phrase(.isDamaged), "schema") }
            let (_, broken) = try db.checkJournal()
            if let broken { throw Problem.unusable(file, Phrase(.isDamaged), "journal entry \(broken)") }
            if isOlder { return nil }
            let found = try BookSummary(db)
            guard expected == nil || found == expected else {
                throw Problem.unusable(file, Phrase(.isDamaged), "other rows")
            }
            return found
        }
    }
}

extension Problem {
    static func unusable(_ file: String, _ reason: Phrase, _ detail: String) -> Problem {
        Problem(.backupUnusable, [Fact("file", file), Fact("reason", reason), Fact("detail", detail)])
    }
}
