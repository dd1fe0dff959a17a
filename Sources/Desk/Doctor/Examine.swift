import Receivables
import Store

/// One line of an examination: what a check found, or the error that it met.
package enum Diagnosis: Sendable {
    case finding(Finding)
    case failure(Problem)

    package var state: FindingState {
        switch self {
        case .finding(let finding): finding.code.state
        case .failure: .problem
        }
    }
}

extension Desk {
    /// Looks at the installation: the engine, the schema, clocks, what is unfinished, what is overdue. A check that
    /// fails does not stop the others; a schema that is not this program's stops those that would read it.
    package func examine() -> [Diagnosis] {
        if let refused = looked({
            try access.requireEverywhere(.keepBook)
            return []
        }).first { return [refused] }
        var lines = looked { try engine.conditions() }
        let schema = looked {
            try verifySchema()
            return [Finding(.schemaCurrent)]
        }
        lines += schema
        guard schema.allSatisfy({ $0.state == .ok }) else { return lines }
        lines += looked { [try writable()] }
        for check in Examination.all { lines += looked { try engine.read { try check(Examination(self, $0)) } } }
        return lines
    }

    private func writable() throws -> Finding {
        try tryWriting()
        return Finding(.bookWritable)
    }

    /// A change of nothing meets whatever stands in the way of writing: also a missing right, and a server that only
    /// answers questions. Errors: `database-read-only`, `database-locked` and the like.
    package func tryWriting() throws {
        try engine.write(.durable) { db in _ = try db.execute("UPDATE settings SET value = value WHERE 1 = 0", []) }
    }

    private func looked(_ check: () throws -> [Finding]) -> [Diagnosis] {
        do {
            return try check().map(Diagnosis.finding)
        } catch {
            return [.failure((error as? Problem) ?? Problem(.internalError, [Fact("detail", "\(error)")]))]
        }
    }
}

/// The checks that read the book, on one snapshot each.
private struct Examination {
    private let desk: Desk
    private let db: any Reading

    init(_ desk: Desk, _ db: any Reading) {
        self.desk = desk
        self.db = db
    }

    static let all: [@Sendable (Examination) throws -> [Finding]] = [
        { try $0.clock() }, { try $0.timeZone() }, { try $0.holidays() }, { try $0.interrupted() }, { try $0.run() },
        { try $0.parked() }, { try $0.backup() },
    ]

    private func today() throws -> Day {
        let now = desk.now
        return now.day(offsetSeconds: try desk.offsetSeconds(at: now, db))
    }

    private func clock() throws -> [Finding] {
        let there = try db.integer("SELECT \(db.dialect.now)")
        let seconds = (desk.now.microseconds - there) / 1_000_000
        let last = try db.integer("SELECT coalesce(max(at), 0) FROM journal")
        let behind = (last - desk.now.microseconds) / 1_000_000
        var findings: [Finding] = []
        if abs(seconds) > DeskLimits.clockSecondsUsual {
            findings.append(Finding(.clockDiffers, [Fact("seconds", abs(seconds))]))
        }
        if behind > DeskLimits.clockSecondsUsual {
            findings.append(Finding(.clockBehindJournal, [Fact("seconds", behind)]))
        }
        return findings.isEmpty ? [Finding(.clockAgrees)] : findings
    }

    private func timeZone() throws -> [Finding] {
        let zone = try db.setting(.timeZone)
        return [Finding(.timeZoneSet, [Fact("zone", zone), Fact("date", try today())])]
    }

    private func holidays() throws -> [Finding] {
        let calendar = try db.setting(.calendar)
        let (today, days) = (try today(), try db.holidays(calendar: calendar).map(\.day))
        let year = days.filter { $0 >= today && $0 < today.adding(days: 365) }.count
        guard let last = days.max(), last >= today else {
            return [Finding(.holidaysNone, [Fact("calendar", calendar)])]
        }
        let facts = [Fact("calendar", calendar), Fact("count", year), Fact("date", last)]
        let endsSoon = last < today.adding(days: DeskLimits.holidayDaysAhead)
        return [Finding(endsSoon ? .holidaysEnd : .holidaysKnown, facts)]
    }

    private func interrupted() throws -> [Finding] {
        var findings: [Finding] = []
        if let unfinished = try db.unfinishedImport() {
            findings.append(
                Finding(
                    .importInterrupted,
                    [
                        Fact("import", unfinished.id), Fact("kind", .importKind, unfinished.kind),
                        Fact("file", unfinished.file),
                    ]))
        }
        if let run = try db.lastRun(), run.finishedAt == nil {
            findings.append(Finding(.runInterrupted, [Fact("date", run.day)]))
        }
        return findings.isEmpty ? [Finding(.nothingInterrupted)] : findings
    }

    private func run() throws -> [Finding] {
        guard let last = try db.lastRun() else {
            let hasAccounts = try db.first("SELECT 1 FROM accounts LIMIT 1", []) { _ in true } ?? false
            return hasAccounts ? [Finding(.runNever)] : []
        }
        let isRecent = last.day >= (try today()).adding(days: -1)
        return [Finding(isRecent ? .runRecent : .runOld, [Fact("date", last.day)])]
    }

    private func parked() throws -> [Finding] {
        let count = try db.integer("SELECT count(*) FROM parked")
        return [count == 0 ? Finding(.parkedNone) : Finding(.parkedSome, [Fact("count", count)])]
    }

    /// Of an engine that is a file; backups of others are not made by this program.
    private func backup() throws -> [Finding] {
        guard desk.engine is any FileEngine else { return [] }
        guard let last = try db.lastBackup() else { return [Finding(.backupNever)] }
        let day = last.at.day(offsetSeconds: try desk.offsetSeconds(at: last.at, db))
        let isRecent = day >= (try today()).adding(days: -DeskLimits.backupDaysUsual)
        return [Finding(isRecent ? .backupRecent : .backupOld, [Fact("date", day), Fact("file", last.file)])]
    }
}
