import Dispatch
import Receivables
import Store
import Synchronization

/// One book on its way from an engine to another.
struct BookMove {
    let source: any Engine
    let target: any Engine
    /// The state of the source that is moved.
    let head: JournalHead
    /// Rows in one transaction.
    let portionRows: Int

    /// How a move found its target.
    enum Start {
        case empty
        case resumed
        case anew
    }

    /// Makes the target ready and marks it. Error: `database-not-empty`.
    static func prepare(_ target: any Engine, for head: JournalHead, now: Instant) throws -> Start {
        let earlier = try target.read { try MoveMark.read($0) }
        guard let earlier else {
            guard try target.read({ try $0.holdsNoBook() }) else { throw Problem(.databaseNotEmpty) }
            _ = try Migrator.migrate(target, now: now)
            try target.write(.durable) { db in
                guard try db.holdsNoBook() else { throw Problem(.databaseNotEmpty) }
                try MoveMark.set(head, db)
            }
            return .empty
        }
        try target.read { try Migrator.verify($0, isMoving: true) }
        guard earlier != head else { return .resumed }
        try target.write(.durable) { db in
            for statement in db.dialect.emptying(BookTables.all) { try db.execute(statement, []) }
            try MoveMark.set(head, db)
        }
        return .anew
    }

    /// Rows on their way into a table.
    private struct Portion: Sendable {
        let table: TableShape
        let rows: RowBatch
    }

    /// A table and where to go on in it.
    private struct Rest: Sendable {
        let table: TableShape
        let last: [Value]?
    }

    /// Copies what the target does not hold yet, in the order of the keys, so that what it holds at any moment says how
    /// far the copy came. One thread reads one snapshot of the source while this one writes.
    func copy(_ progress: TaskProgress) throws {
        let rests = try target.read { db in
            try BookTables.all.map { name in
                let table = try db.shape(of: name)
                return Rest(table: table, last: try table.lastKey(db))
            }
        }
        var done = try target.read { db in try db.rowCounts().reduce(0) { $0 + $1.rows } }
        let all = try source.read { db in try db.rowCounts().reduce(0) { $0 + $1.rows } }
        try Handover.run(
            ahead: DeskLimits.movePortionsAhead,
            make: { give in try read(rests, give) },
            use: { (portion: Portion) in
                try target.write(.repeatable) { db in
                    try db.insert(portion.rows, into: portion.table.name, columns: portion.table.columnNames)
                }
                done += portion.rows.rowCount
                progress.report(.writing, done, of: all)
            })
    }

    private func read(_ rests: [Rest], _ give: (Portion) throws -> Void) throws {
        try source.read { db in
            try requireUnchanged(db.journalHead())
            for rest in rests {
                let table = rest.table
                guard try db.shape(of: table.name) == table else {
                    throw Problem(.schemaChanged, [Fact("migration", table.name)])
                }
                var rows = RowBatch(width: table.columns.count)
                try table.walk(db, after: rest.last) { row in
                    rows.append(row, of: table)
                    guard rows.rowCount == portionRows || rows.bytes.count >= DeskLimits.movePortionBytes else {
                        return
                    }
                    let size = rows.size
                    try give(Portion(table: table, rows: rows))
                    rows = RowBatch(width: table.columns.count)
                    rows.reserve(size)
                }
                if !rows.isEmpty { try give(Portion(table: table, rows: rows)) }
            }
        }
    }

    /// Reads both sides again, at the same time, and gives what each table holds. Errors: `move-differs`,
    /// `move-source-changed`.
    func compare(_ progress: TaskProgress) throws -> [TableDigest] {
        let all = try target.read { db in try db.rowCounts().reduce(0) { $0 + $1.rows } }
        let compared = Mutex(0)
        let count: @Sendable (Int) -> Void = { rows in
            let done = compared.withLock {
                $0 += rows
                return $0
            }
            progress.report(.comparing, done, of: 2 * all)
        }
        let (source, head) = (source, head)
        let here = Later {
            Result {
                try source.read { db in
                    guard try db.journalHead() == head else { throw Problem.moveSourceChanged }
                    return try BookMove.digests(db, count)
                }
            }
        }
        let there = try target.read { try BookMove.digests($0, count) }
        let sent = try here.get().get()
        guard let (wanted, found) = zip(sent, there).first(where: { $0 != $1 }) else { return there }
        throw Problem(
            .moveDiffers,
            [Fact("table", wanted.table), Fact("rows", wanted.rows), Fact("found", found.rows)])
    }

    private static func digests(_ db: any Reading, _ count: (Int) -> Void) throws -> [TableDigest] {
        try BookTables.all.map { try TableDigest(db, db.shape(of: $0), progress: count) }
    }

    /// Error: `move-source-changed` when the source is not in the state that is moved.
    func requireUnchanged(_ found: JournalHead) throws(Problem) {
        guard found == head else { throw Problem.moveSourceChanged }
    }
}

extension Problem {
    fileprivate static var moveSourceChanged: Problem { Problem(.moveSourceChanged) }
}
