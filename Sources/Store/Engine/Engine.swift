import Receivables

/// A row whose key is there already. Statements throw it, and so does the transaction around them, which is over then:
/// on some engines nothing more can be done in it. A use case that expects it says what it means; to everybody else it
/// is a fault of the program.
package struct DuplicateKey: Error, Equatable {
    /// In the words of the engine.
    package let detail: String

    package init(detail: String) { self.detail = detail }
}

/// A value that goes into a statement.
package enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    /// A set of ids, for statements made with `Dialect.isOneOf`.
    case ids([Int64])
    /// A set of texts without U+0000, for statements made with `Dialect.isOneOfTexts`.
    case texts([String])

    package init(_ number: some BinaryInteger) { self = .integer(Int64(number)) }
    package init(_ number: (some BinaryInteger)?) { self = number.map { .integer(Int64($0)) } ?? .null }
    package init(_ text: String?) { self = text.map(Value.text) ?? .null }
    package init(_ day: Day?) { self = day.map { .integer(Int64($0.number)) } ?? .null }
    package init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
}

/// The row under the cursor; valid only inside the call that hands it out. Columns count from 0.
package protocol Row: AnyObject {
    func isNull(_ column: Int) -> Bool
    /// The integer; 0 for null.
    func integer(_ column: Int) -> Int64
    /// The text; empty for null.
    func text(_ column: Int) -> String
    /// The bytes of a text or blob, without a copy.
    func withBytes<Result>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result
}

extension Row {
    package func integerOrNil(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
    package func textOrNil(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    package func dayOrNil(_ column: Int) -> Day? { isNull(column) ? nil : day(column) }
    package func day(_ column: Int) -> Day { Day(Int32(truncatingIfNeeded: integer(column))) }
    package func flag(_ column: Int) -> Bool { integer(column) != 0 }
}

/// A consistent view of the database.
package protocol Reading: AnyObject {
    var dialect: Dialect { get }
    /// Runs a query and hands out its rows one by one. For what fits into memory: an engine may fetch all first.
    func rows(_ sql: String, _ values: [Value], _ each: (any Row) throws -> Void) throws
    /// The same for a query that walks over a whole table, in little memory. No other query may run inside `each`.
    func walk(_ sql: String, _ values: [Value], _ each: (any Row) throws -> Void) throws
}

/// One transaction.
package protocol Writing: Reading {
    /// Runs one statement; gives the number of rows changed.
    @discardableResult
    func execute(_ sql: String, _ values: [Value]) throws -> Int
    /// Runs one statement that reads the rows of `batch` from the relation `batch (c0, c1, …)`; gives the number of
    /// rows changed.
    @discardableResult
    func execute(_ sql: String, _ values: [Value], from batch: RowBatch) throws -> Int
    /// Adds the rows of the batch to a table. Rows should come in key order: then they append.
    func insert(_ batch: RowBatch, into table: String, columns: [String]) throws
    /// The same where some keys may be in the table already, which is rare, or true of most: what then happens with
    /// their rows is said as in SQL, `NOTHING` or `UPDATE SET …`. `key`: the columns that make it.
    func insert(
        _ batch: RowBatch, into table: String, columns: [String], onConflict key: [String], do action: String) throws
    /// The same where the rows are there to be changed by an `UPDATE SET …`: a key that is not in the table is rare.
    func change(
        _ batch: RowBatch, in table: String, columns: [String], onConflict key: [String], do action: String) throws
    /// Waits for the turn to write what all transactions have in common (the journal, sums of the book), until the
    /// transaction ends. Whatever another transaction wrote before is seen by the queries that follow.
    func joinLine() throws
}

/// Whether opening a database may make a new one.
package enum DatabaseOpening: Sendable {
    case existing
    case creating
}

/// What a crash of the machine (not of the program) may cost.
package enum Durability: Sendable {
    /// Nothing: the answer is given when the disk has it. For what people do.
    case durable
    /// The last moments of work that is simply done again: imports and runs.
    case repeatable
}

/// Which rows a transaction writes, and so what may be written at the same time.
package enum WriteReach: Sendable {
    /// Any: no other transaction writes meanwhile.
    case wholeBook
    /// Those of debtors whom no other transaction of this reach touches. Where the engine has several writers, such
    /// transactions run side by side until they come to what they have in common: `Writing.joinLine`.
    case ownDebtors
}

/// What not everybody may do at any time.
package enum EngineLock: String, Sendable {
    /// Imports, runs and their undoing.
    case book
}

/// How a lock is held.
package enum LockHold: Sendable {
    case alone
    /// Beside others who hold it in this way.
    case together
}

/// A lock that is held until it is released, or the process or its connection ends.
package protocol HeldLock: AnyObject, Sendable {
    func release()
}

/// A database engine. Small and batch-shaped on purpose: everything above it is written once.
package protocol Engine: AnyObject, Sendable {
    var dialect: Dialect { get }
    /// How many transactions of `WriteReach.ownDebtors` are worth having at the same time.
    var writersAtOnce: Int { get }
    /// Runs `body` on one consistent snapshot.
    func read<Result>(_ body: (any Reading) throws -> Result) throws -> Result
    /// Runs `body` as one transaction: all or nothing. A `Problem` or `DuplicateKey` that the body throws is thrown on;
    /// of everything else an `internal` problem is made.
    func write<Result>(
        _ durability: Durability, _ reach: WriteReach, _ body: (any Writing) throws -> Result
    ) throws -> Result
    /// Takes a lock, or throws `database-locked` when another process holds it otherwise.
    func acquire(_ lock: EngineLock, _ hold: LockHold) throws -> any HeldLock
    /// Lets the engine tidy up after large changes: statistics for the planner, space.
    func settle() throws
    func close() throws
    /// What the engine itself finds about its server or file.
    func conditions() throws -> [Finding]
    /// The same engine for one question that bears to be so many seconds old: somebody may answer it who knows all that
    /// was known then. What reads is run a second time where they cannot, and must not mind. A change goes where all
    /// changes go, and what is asked behind it sees it.
    func allowingStale(seconds: Int) -> any Engine
}

extension Engine {
    /// A transaction that may write anything.
    package func write<Result>(
        _ durability: Durability, _ body: (any Writing) throws -> Result
    ) throws -> Result { try write(durability, .wholeBook, body) }

    package var writersAtOnce: Int { 1 }

    package func conditions() throws -> [Finding] { [] }

    package func allowingStale(seconds: Int) -> any Engine { self }

    package func acquire(_ lock: EngineLock) throws -> any HeldLock { try acquire(lock, .alone) }
}

extension Writing {
    package func insert(
        _ batch: RowBatch, into table: String, columns: [String], onConflict key: [String], do action: String
    ) throws {
        try insertOrResolve(batch, into: table, columns: columns, onConflict: key, do: action)
    }

    package func change(
        _ batch: RowBatch, in table: String, columns: [String], onConflict key: [String], do action: String
    ) throws {
        try insertOrResolve(batch, into: table, columns: columns, onConflict: key, do: action)
    }

    /// `insert(_:into:columns:onConflict:do:)` as one statement.
    package func insertOrResolve(
        _ batch: RowBatch, into table: String, columns: [String], onConflict key: [String], do action: String
    ) throws {
        let cells = columns.indices.map { "c\($0)" }.joined(separator: ", ")
        try execute(
            """
            INSERT INTO \(table) (\(columns.joined(separator: ", "))) SELECT \(cells) FROM batch WHERE true
            ON CONFLICT (\(key.joined(separator: ", "))) DO \(action)
            """, from: batch)
    }

    @discardableResult
    package func execute(_ sql: String, from batch: RowBatch) throws -> Int { try execute(sql, [], from: batch) }
}

extension Reading {
    /// The first row of a query, made into something, or nil.
    package func first<Result>(_ sql: String, _ values: [Value], _ make: (any Row) throws -> Result) throws -> Result? {
        var result: Result?
        try rows(sql, values) { row in if result == nil { result = try make(row) } }
        return result
    }

    /// All rows of a query, made into something.
    package func all<Result>(_ sql: String, _ values: [Value], _ make: (any Row) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        try rows(sql, values) { row in results.append(try make(row)) }
        return results
    }

    /// The same as `all`, for a query that walks over a whole table.
    package func gather<Result>(
        _ sql: String, _ values: [Value], _ make: (any Row) throws -> Result
    ) throws -> [Result] {
        var results: [Result] = []
        try walk(sql, values) { row in results.append(try make(row)) }
        return results
    }

    /// The integer in the first column of the first row; 0 where there is none.
    package func integer(_ sql: String, _ values: [Value] = []) throws -> Int64 {
        try first(sql, values) { $0.integer(0) } ?? 0
    }
}
