import Formats
import Receivables
import Store

/// A hold that is set.
package struct HoldToRecord: Sendable {
    package var reason: Hold.Reason
    /// Reference of the one due that is held; needs an account.
    package var due: String?
    package var from: Day?
    package var to: Day?
    /// nil: as is usual for the reason.
    package var stopsContact: Bool?
    package var stopsCount: Bool?
    package var note: String?

    package init(reason: Hold.Reason) { self.reason = reason }
}

extension Desk {
    /// Sets a hold on a debtor, an account or a due. Gives the stored hold. Errors: `day-order`, `account-unknown`,
    /// `due-unknown`, `usage`.
    package func record(_ hold: HoldToRecord, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.setHolds)
        let from = try hold.from ?? subject.on ?? today()
        let actor = actor
        if let to = hold.to, to < from { throw Problem(.dayOrder, [Fact("value", to), Fact("made", from)]) }
        var effects = hold.reason.usualEffects
        effects.stopsContact = hold.stopsContact ?? effects.stopsContact
        effects.stopsCount = hold.stopsCount ?? effects.stopsCount
        let input = JSONValue.object(
            subject.json + [
                JSONValue.Member("reason", .string(hold.reason.rawValue)), JSONValue.Member("due", JSONValue(hold.due)),
                JSONValue.Member("from", JSONValue(from)), JSONValue.Member("to", JSONValue(hold.to)),
                JSONValue.Member("stopsContact", .bool(effects.stopsContact)),
                JSONValue.Member("stopsCount", .bool(effects.stopsCount)),
                JSONValue.Member("note", JSONValue(hold.note)),
            ])
        let name = subject.debtor ?? subject.account ?? ""
        return try perform("hold", subject: "debtor:\(name)", input: input, key: subject.key, by: actor) { db, entry in
            let (debtor, account) = try subject.find(db, within: scope(db))
            try subject.begin(debtor, entry, db, by: actor)
            let record = HoldRecord(
                debtor: debtor, version: 0,
                hold: Hold(
                    id: try db.take(1, .hold), reason: hold.reason, scope: try scope(hold, debtor, account, db),
                    effects: effects, from: from, to: hold.to),
                note: hold.note, actor: actor.name, entry: entry)
            try db.add(record)
            try db.markNews(debtor)
            return record.answer(try db.reference(ofDebtor: debtor), subject.account, hold.due).adding(
                try RecordingDoubts(subject, db))
        }
    }

    private func scope(_ hold: HoldToRecord, _ debtor: Int64, _ account: Int64?, _ db: any Reading) throws -> Hold.Scope
    {
        guard let reference = hold.due else { return account.map(Hold.Scope.account) ?? .debtor }
        guard let account else { throw Problem(.usage, [Fact("reason", Phrase(.holdNeedsAccount))]) }
        let dues = try db.dues(DebtorSelection([debtor]), .current)
        guard let due = dues.first(where: { $0.account == account && $0.reference == reference }) else {
            throw Problem(.dueUnknown, [Fact("reference", reference)])
        }
        return .due(account: account, line: due.due.line)
    }

    /// Ends a hold: its last day is the day before `subject.on` (today). Error: `hold-unknown`.
    package func endHold(_ id: Int64, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.setHolds)
        let last = try (subject.on ?? today()).adding(days: -1)
        let actor = actor
        let input: JSONValue = ["hold": JSONValue(id), "last": .string(last.description)]
        return try perform("hold-ended", subject: "hold:\(id)", input: input, key: subject.key, by: actor) {
            db, entry in
            let columns = CaseworkColumns.holds.joined(separator: ", ")
            let found = try db.first(
                "SELECT \(columns) FROM holds WHERE hold_id = ?1 AND retracted_id IS NULL", [Value(id)], HoldRecord.init
            )
            guard let record = found,
                try db.isShown(debtor: record.debtor, account: record.hold.account, within: scope(db))
            else { throw Problem(.holdUnknown, [Fact("hold", id)]) }
            try subject.begin(record.debtor, entry, db, by: actor)
            try db.execute(
                "UPDATE holds SET retracted_id = ?3 WHERE debtor_id = ?1 AND hold_id = ?2 AND retracted_id IS NULL",
                [Value(record.debtor), Value(id), Value(entry)])
            let hold = record.hold
            let ended = HoldRecord(
                debtor: record.debtor, version: record.version + 1,
                hold: Hold(
                    id: id, reason: hold.reason, scope: hold.scope, effects: hold.effects, from: hold.from,
                    to: max(last, hold.from.adding(days: -1))),
                note: record.note, actor: actor.name, entry: entry)
            // A hold that ends before it began never was: its retraction is enough.
            if last >= hold.from { try db.add(ended) }
            try db.markNews(record.debtor)
            return ended.answer(try db.reference(ofDebtor: record.debtor), subject.account, nil).adding(
                try RecordingDoubts(subject, db))
        }
    }
}

extension Writing {
    fileprivate func add(_ record: HoldRecord) throws {
        var batch = RowBatch(width: CaseworkColumns.holds.count)
        record.append(to: &batch)
        try insert(batch, into: "holds", columns: CaseworkColumns.holds)
    }
}

extension HoldRecord {
    fileprivate func answer(_ debtor: String, _ account: String?, _ due: String?) -> JSONValue {
        [
            "hold": JSONValue(hold.id), "debtor": .string(debtor), "account": JSONValue(account), "due": JSONValue(due),
            "reason": .string(hold.reason.rawValue), "from": .string(hold.from.description), "to": JSONValue(hold.to),
            "stopsContact": .bool(hold.effects.stopsContact), "stopsCount": .bool(hold.effects.stopsCount),
            "by": .string(actor),
        ]
    }
}
