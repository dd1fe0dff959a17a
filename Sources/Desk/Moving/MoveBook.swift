import Formats
import Receivables
import Store

/// What a move did.
package struct MoveResult: Sendable {
    /// In the order in which they were moved; equal on both sides.
    package let tables: [TableDigest]
    /// The last entry of the journal that was moved.
    package let journal: JournalHead
    /// An earlier attempt had moved a part already.
    package let wasResumed: Bool
    /// The source had changed since an earlier attempt, so that its part was taken out again.
    package let wasStartedAnew: Bool
    /// What `verify` found on the other side.
    package let verification: Verification

    package var rows: Int { tables.reduce(0) { $0 + $1.rows } }

    package func json(from: String, to: String) -> JSONValue {
        [
            "from": .string(from), "to": .string(to),
            "tables": .array(
                tables.map {
                    ["table": .string($0.table), "rows": JSONValue($0.rows), "digest": .string($0.text)]
                }),
            "rows": JSONValue(rows), "journalEntries": JSONValue(journal.entry),
            "journalHash": .string(journal.hash.hex), "resumed": .bool(wasResumed),
            "startedAnew": .bool(wasStartedAnew), "verified": .bool(true), "checks": verification.json["checks"] ?? [],
        ]
    }
}

extension Desk {
    /// Moves the whole book into an empty database on any engine, and proves that it arrived: every table has the same
    /// rows on both sides, and every check of `verify` holds on the other. The book itself is not changed.
    ///
    /// An interrupted move is taken up by giving it again: what the other side holds is how far it came. Until it is
    /// proven, nobody can work there (`move-unfinished`).
    ///
    /// `name`: what errors call the target. `portionRows`: rows in one transaction; the outcome does not depend on it.
    ///
    /// Errors: `database-not-empty`, `database-locked`, `import-unfinished`, `move-source-changed`, `move-differs`,
    /// `verify-failed`, and those of the engines.
    package func move(
        to target: any Engine, named name: String, portionRows: Int = DeskLimits.movePortionRows,
        progress: TaskProgress = .silent
    ) throws -> MoveResult {
        try access.requireEverywhere(.keepBook)
        let ownLock = try engine.acquire(.book)
        defer { ownLock.release() }
        let targetLock = try target.acquire(.book)
        defer { targetLock.release() }
        let head = try engine.read { db in
            try db.refuseUnfinishedImport()
            return try db.journalHead()
        }
        let start: BookMove.Start
        do {
            start = try BookMove.prepare(target, for: head, now: now)
        } catch let problem as Problem where !problem.facts.contains(where: { $0.name == "database" }) {
            throw problem.adding(Fact("database", name))
        }
        let move = BookMove(source: engine, target: target, head: head, portionRows: portionRows)
        try move.copy(progress)
        try target.settle()
        let tables = try move.compare(progress)
        let verification = try Desk(engine: target, actorName: actorName) { self.now }.verify(progress: progress)
        if let broken = verification.checks.first(where: { $0.failed > 0 }) {
            throw Problem.verifyFailed(verification, first: broken)
        }
        try move.requireUnchanged(engine.read { try $0.journalHead() })
        try target.write(.durable) { try MoveMark.remove($0) }
        return MoveResult(
            tables: tables, journal: head, wasResumed: start == .resumed, wasStartedAnew: start == .anew,
            verification: verification)
    }
}

extension Problem {
    /// A check of the book failed.
    package static func verifyFailed(_ verification: Verification, first: CheckResult) -> Problem {
        Problem(
            .verifyFailed,
            [
                Fact("failed", verification.checks.filter { $0.failed > 0 }.count),
                Fact("check", .check, first.name),
            ])
    }
}
