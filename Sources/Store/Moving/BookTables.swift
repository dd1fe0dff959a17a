import Receivables

/// The tables that make a book, in the order in which they are made: what one refers to stands before it.
package enum BookTables {
    /// Every table of the schema, those that migrations fill by themselves included.
    static func made(by migrations: [Migration]) -> [String] {
        let opening = "CREATE TABLE "
        return migrations.flatMap { $0.statements(.sqlite) }.compactMap { statement in
            guard statement.hasPrefix(opening) else { return nil }
            return String(statement.dropFirst(opening.count).prefix { $0 != " " && $0 != "\n" })
        }
    }

    /// Filled by the migrations, with the same on every database.
    static let filledByMigrations: Set<String> = ["currencies"]

    /// Who is at work on this database just now: that changes all the time without an entry of the journal, and stays
    /// where it is. After a move people sign in again.
    package static let ofProcesses: Set<String> = [
        "nodes", "debtor_locks", "sessions", "sign_in_attempts", "setup_tokens", "api_key_uses",
    ]

    /// The index by which people are searched, and how far it has come: it is made again from the facts, wherever they
    /// are.
    package static let ofSearch: Set<String> = [
        "search_names", "search_phones", "search_dues", "search_stale", "upkeep",
    ]

    /// What a move takes along.
    package static let all = made(by: Migration.all).filter {
        !filledByMigrations.contains($0) && !ofProcesses.contains($0) && !ofSearch.contains($0)
    }
}

extension Reading {
    /// Whether the database holds nothing of a book: no table, or none with a row.
    package func holdsNoBook() throws -> Bool {
        let present = Set(try all(dialect.tableNames, []) { $0.text(0) })
        return try BookTables.all.filter(present.contains).allSatisfy { table in
            try first("SELECT 1 FROM \(table) LIMIT 1", []) { _ in true } == nil
        }
    }

    /// Rows of each table of the book.
    package func rowCounts() throws -> [(table: String, rows: Int)] {
        try BookTables.all.map { ($0, Int(try integer("SELECT count(*) FROM \($0)"))) }
    }
}
