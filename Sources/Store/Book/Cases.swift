import Casework
import Receivables

/// Columns of the table of cases, in the order in which they are written and read.
package enum CaseColumns {
    package static let cases = [
        "debtor_id", "episode", "opened", "closed", "close_reason", "strategy_id", "segment", "collector_id", "step",
        "step_kind", "action_day", "last_step", "last_step_day", "last_step_days_past_due", "sequence", "minutes",
        "last_attempt", "attempts", "put_off_from", "action_time", "entry_id",
    ]
    package static let steps = [
        "debtor_id", "episode", "strategy_id", "step", "sequence", "day", "kind", "days_past_due", "run_id",
    ]
    package static let notices = [
        "debtor_id", "episode", "strategy_id", "step", "sequence", "channel", "template", "requested", "state",
        "run_id",
    ]
    /// What makes a step one that is taken once, and of which there is one notice.
    package static let stepKey = ["debtor_id", "episode", "strategy_id", "step", "sequence"]
}

extension CaseRecord {
    package init(_ row: any Row) {
        self.init(
            debtor: row.integer(0), episode: Int(row.integer(1)), opened: row.day(2), strategy: row.integer(5),
            segment: row.text(6))
        closed = row.dayOrNil(3)
        closeReason = row.textOrNil(4).flatMap(CloseReason.init)
        collector = row.integerOrNil(7)
        step = row.textOrNil(8)
        stepKind = row.textOrNil(9).flatMap(StepKind.init)
        actionDay = row.dayOrNil(10)
        lastStep = row.textOrNil(11)
        lastStepDay = row.dayOrNil(12)
        lastStepDaysPastDue = row.integerOrNil(13).map(Int.init)
        sequence = Int(row.integer(14))
        minutes = Int(row.integer(15))
        lastAttempt = row.dayOrNil(16)
        attempts = Int(row.integer(17))
        putOffFrom = row.dayOrNil(18)
        // Behind the day, for a new day has no time yet.
        actionTime = row.integerOrNil(19).map(Int.init)
    }

    /// Appends the record in the order of `CaseColumns.cases`.
    package func append(to batch: inout RowBatch, entry: Int64) {
        batch.integer(debtor)
        batch.integer(episode)
        batch.integer(Int(opened.number))
        batch.day(closed)
        batch.text(orNull: closeReason?.rawValue)
        batch.integer(strategy)
        batch.text(segment)
        batch.integer(orNull: collector)
        batch.text(orNull: step)
        batch.text(orNull: stepKind?.rawValue)
        batch.day(actionDay)
        batch.text(orNull: lastStep)
        batch.day(lastStepDay)
        batch.integer(orNull: lastStepDaysPastDue.map(Int64.init))
        batch.integer(sequence)
        batch.integer(minutes)
        batch.day(lastAttempt)
        batch.integer(attempts)
        batch.day(putOffFrom)
        batch.integer(orNull: actionTime.map(Int64.init))
        batch.integer(entry)
    }
}

extension Reading {
    /// All cases of some debtors, open and closed, in order of debtor and episode.
    package func cases(_ selection: DebtorSelection) throws -> [CaseRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let columns = CaseColumns.cases.joined(separator: ", ")
        return try all(
            of: selection,
            "SELECT \(columns) FROM cases WHERE \(chosen) ORDER BY debtor_id, episode",
            values, CaseRecord.init)
    }
}

/// A notice as requested by a step.
package struct NoticeRecord: Sendable, Equatable {
    package let debtor: Int64
    package let episode: Int
    package let strategy: Int64
    package let step: String
    package let sequence: Int64
    package let channel: String
    package let template: String
    package let requested: Day
    package let state: String
}

extension Reading {
    /// The notices of some debtors, in the order in which they were requested.
    package func notices(_ selection: DebtorSelection) throws -> [NoticeRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        return try all(
            of: selection,
            """
            SELECT \(CaseColumns.notices.joined(separator: ", ")) FROM notices WHERE \(chosen)
            ORDER BY debtor_id, requested, episode, strategy_id, step, sequence
            """, values
        ) { row in
            NoticeRecord(
                debtor: row.integer(0), episode: Int(row.integer(1)), strategy: row.integer(2), step: row.text(3),
                sequence: row.integer(4), channel: row.text(5), template: row.text(6), requested: row.day(7),
                state: row.text(8))
        }
    }
}

/// Cases on their way into the database, with what changes about how many have a step to do on each day.
package struct CaseChanges: Sendable {
    /// Cases that are not in the database yet, and those that change.
    package private(set) var new = RowBatch(width: CaseColumns.cases.count)
    package private(set) var changed = RowBatch(width: CaseColumns.cases.count)
    private(set) var toDo: [Int32: Int] = [:]

    package init() {}

    /// Adds the new state of a case; `old` is what the database has of it, nil for a new one.
    package mutating func add(_ record: CaseRecord, from old: CaseRecord?, entry: Int64) {
        if old == nil { record.append(to: &new, entry: entry) } else { record.append(to: &changed, entry: entry) }
        if let day = old?.dayToDo { toDo[day.number, default: 0] -= 1 }
        if let day = record.dayToDo { toDo[day.number, default: 0] += 1 }
    }
}

extension CaseRecord {
    /// The day on which an open case has a step to do.
    fileprivate var dayToDo: Day? { isOpen && step != nil ? actionDay : nil }
}

extension Writing {
    /// Counts what changed about the cases to do; goes with `saveCases`, behind `joinLine` where others write too.
    package func countCases(_ changes: CaseChanges) throws { try add(changes.toDo, to: .casesToDo) }

    /// Stores cases, new ones and those that change. The entry stays that of the opening.
    package func saveCases(_ changes: CaseChanges) throws {
        let columns = CaseColumns.cases
        let key = ["debtor_id", "episode"]
        let updates = columns.dropFirst(3).dropLast().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try insert(changes.new, into: "cases", columns: columns, onConflict: key, do: "UPDATE SET \(updates)")
        try change(changes.changed, in: "cases", columns: columns, onConflict: key, do: "UPDATE SET \(updates)")
    }
}
