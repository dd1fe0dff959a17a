import Receivables

/// The last entry of the journal, by which two states of a book are told apart: no book changes without an entry.
package struct JournalHead: Sendable, Equatable {
    /// 0 while there is none.
    package let entry: Int64
    package let hash: [UInt8]
}

extension Reading {
    package func journalHead() throws -> JournalHead {
        try first("SELECT entry_id, hash FROM journal ORDER BY entry_id DESC LIMIT 1", []) { row in
            JournalHead(entry: row.integer(0), hash: row.withBytes(1) { Array($0) })
        } ?? JournalHead(entry: 0, hash: [])
    }
}

/// Stands in a database into which a book is being moved, so that nobody takes the part for the whole: a table of its
/// own, which only an unfinished move has.
package enum MoveMark {
    static let table = "unfinished_move"
    private static let definition = """
        CREATE TABLE unfinished_move (
            entry_id INTEGER NOT NULL PRIMARY KEY, hash BLOB NOT NULL
        ) STRICT
        """

    /// The state of the source that is being moved here; nil where no move is unfinished.
    package static func read(_ db: any Reading) throws -> JournalHead? {
        guard try db.all(db.dialect.tableNames, [], { $0.text(0) }).contains(table) else { return nil }
        return try db.first("SELECT entry_id, hash FROM \(table)", []) { row in
            JournalHead(entry: row.integer(0), hash: row.withBytes(1) { Array($0) })
        }
    }

    package static func set(_ head: JournalHead, _ db: any Writing) throws {
        if try read(db) != nil {
            try db.execute("DELETE FROM \(table)", [])
        } else {
            try db.execute(db.dialect.definition(definition), [])
        }
        try db.execute(
            "INSERT INTO \(table) (entry_id, hash) VALUES (?1, ?2)", [Value(head.entry), .blob(head.hash)])
    }

    package static func remove(_ db: any Writing) throws { try db.execute("DROP TABLE \(table)", []) }
}
