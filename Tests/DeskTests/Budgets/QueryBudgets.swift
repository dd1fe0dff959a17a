import Store
import Support

/// What a statement may read whole, each with why. Everything else is led into a table by an index, and the work of a
/// page stays the same when the book grows.
enum QueryBudgets {
    /// Tables that do not grow with accounts or with what happens to them.
    static let smallTables: [String: String] = [
        "settings": "a row for each setting",
        "sequences": "a row for each kind of number",
        "creditors": "whose money it is: a few",
        "portfolios": "a few for each creditor",
        "strategies": "a row for each version that people wrote",
        "holidays": "a few dozen a year",
        "collectors": "people who work here",
        "currencies": "all of the world",
        "tallies": "a row for each day on which something is to be done",
        "runs": "one a day",
        "run_shares": "of the last run alone",
        "nodes": "processes that are at work",
        "schedules": "a row for each schedule",
        "schema_migrations": "one for each version of the schema",
        "users": "people who work here",
        "sessions": "people who are signed in",
        "sign_in_attempts": "places from which people sign in; old ones are forgotten",
        "setup_tokens": "one at most",
        "api_keys": "a row for each integration",
        "api_key_uses": "a row for each integration",
        "news": "what the next run looks at, and no more",
        "stale_positions": "what the next run or import settles, and no more",
        "parked": "what could not be computed: above two in a hundred the run stops",
        "search_stale": "what the index of the search comes to in the background, and no more",
        "upkeep": "a row for each thing that is kept up",
        "debtor_locks": "one for everybody who is at work",
        "near": "rows of an index up to a number of them, or what there is of one debtor",
    ]

    static func isGrowing(_ table: String) -> Bool {
        smallTables[table] == nil && !table.hasPrefix("pg_") && !table.hasPrefix("sqlite_")
    }

    /// A statement that reads a growing table from one end.
    struct WholeRead: Hashable, CustomStringConvertible {
        /// Empty: any.
        var table = ""
        /// Words of the statement; empty: any.
        var words = ""
        /// What is being done, as it begins; empty: anything.
        var use = ""
        let reason: String
        /// The engine whose plan shows it, where it is not both.
        var engine: Dialect?

        var description: String { [table, words, use].filter { !$0.isEmpty }.joined(separator: ", ") }

        func excuses(_ read: PlannedRead, of statement: RecordedStatement) -> Bool {
            (table.isEmpty || read.table == table) && (words.isEmpty || statement.sql.contains(words))
                && statement.uses.allSatisfy { $0.hasPrefix(use) }
        }
    }

    static let wholeReads: [WholeRead] = [
        WholeRead(table: "journal", words: "ORDER BY entry_id DESC LIMIT 1", reason: "it ends at the first row"),
        WholeRead(
            table: "promises", words: "SELECT count(*) FROM promises WHERE state = 'pending'",
            reason: "the index holds pending promises alone, and a run looks at each of them anyway"),
        WholeRead(
            table: "cases", words: "closed IS NULL AND step IS NOT NULL AND action_day <= ?1 ORDER BY debtor_id",
            reason: "the list of everybody ranks all there is to do"),
        WholeRead(
            table: "imports", words: "CAST(?1 AS TEXT) IS NULL OR state = ?1",
            reason: "the list of all files: a few a day"),
        WholeRead(
            table: "imports", words: "state IN ('running', 'undoing')", reason: "the index holds unfinished ones alone",
            engine: .postgres),
        WholeRead(
            table: "unapplied_payments", words: "SELECT count(*)", reason: "the index holds what waits alone",
            engine: .postgres),
        WholeRead(
            table: "cases", words: "FROM cases WHERE closed IS NULL GROUP BY collector_id",
            reason: "the index holds open cases alone, and everybody who asks at once gets one answer",
            engine: .sqlite),
        WholeRead(use: "upkeep", reason: "once a day, behind the run: figures for which pages need not walk"),
        WholeRead(
            use: "undo of", reason: "no index leads from an import to its facts: it would cost every import more"),
        WholeRead(
            use: "account of a past reference",
            reason: "what a reference meant in the past and does not mean today is seldom asked"),
    ]

    /// Pages of the database for each row that was asked for or given: the levels of an index and the row itself.
    static let pagesPerRow = 5
    static let pagesSlack = 24
    /// So many times as many rows may a question take in a book of ten times the size.
    static let growthMax = 2
    static let rowsSlack = 24

    /// Questions whose answer grows with the book, by words of their statement, with why.
    static let growing: [(words: String, reason: String)] = [
        (
            "open_dues END\nFROM positions WHERE debtor_id BETWEEN",
            "the ageing of a day is added up from the positions of the whole book"
        ),
        ("FROM holds\nWHERE stops_count = 1", "the ageing needs every hold that stops the count of days"),
        ("FROM imports WHERE (CAST(?1 AS TEXT) IS NULL", "the list of all files: a few a day"),
        ("action_day <= ?1 ORDER BY debtor_id", "the list of everybody ranks all there is to do"),
        ("FROM cases WHERE closed IS NULL GROUP BY collector_id", "what each has to do is added up from all there is"),
        ("FROM collectors\nORDER BY collector_id", "more accounts are worked by more people"),
    ]
}
