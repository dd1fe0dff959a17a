import Casework
import Formats
import Receivables
import Store

/// A contact that somebody had.
package struct ContactToRecord: Sendable {
    package var channel: ContactChannel
    package var result: ContactResult?
    /// `out` or `in`.
    package var direction: String
    package var note: String?
    /// When it was; nil: now, or noon of the day it is recorded for.
    package var at: Instant?
    /// When the debtor is to be tried again; nil: as the strategy says for the result.
    package var nextAction: Day?
    /// When on that day, where the debtor said so; it names the day too.
    package var nextActionAt: Instant?

    package init(channel: ContactChannel, result: ContactResult?, direction: String = "out") {
        self.channel = channel
        self.result = result
        self.direction = direction
    }
}

extension Desk {
    /// Records a contact. What the case waits for moves to the next action day. Gives the stored contact. Errors:
    /// `day-in-future`, and `day-order` when the next action comes before the contact.
    package func record(_ contact: ContactToRecord, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.logContacts)
        let today = try pastDay(subject.on)
        let offset = try offsetSeconds()
        let actor = actor
        let isNow = subject.on == nil || subject.on == actor.now.day(offsetSeconds: offset)
        let at = contact.at ?? (isNow ? actor.now : Instant(day: today, secondsOfDay: 43_200, offsetSeconds: offset))
        if let named = contact.at { try refuseFuture(named, offsetSeconds: offset) }
        var contact = contact
        if let next = contact.nextActionAt { contact.nextAction = try day(of: next) }
        if let next = contact.nextAction, next < at.day(offsetSeconds: offset) {
            throw Problem(.dayOrder, [Fact("value", next), Fact("made", at.day(offsetSeconds: offset))])
        }
        let input = JSONValue.object(
            subject.json + [
                JSONValue.Member("channel", .string(contact.channel.rawValue)),
                JSONValue.Member("result", JSONValue(contact.result?.rawValue)),
                JSONValue.Member("note", JSONValue(contact.note)),
                JSONValue.Member("nextAction", JSONValue(contact.nextAction)),
                JSONValue.Member("at", JSONValue(contact.at?.text(offsetSeconds: 0))),
            ] + contact.timeMember)
        let name = subject.debtor ?? subject.account ?? ""
        return try perform("contact", subject: "debtor:\(name)", input: input, key: subject.key, by: actor) {
            db, entry in
            let (debtor, account) = try subject.find(db, within: scope(db))
            try subject.begin(debtor, entry, db, by: actor)
            let record = ContactRecord(
                debtor: debtor, id: try db.take(1, .contact), account: account, at: at,
                day: at.day(offsetSeconds: offset),
                channel: contact.channel.rawValue, direction: contact.direction, result: contact.result?.rawValue,
                isRightParty: contact.result?.isRightParty, note: contact.note, actor: actor.name, isImported: false,
                entry: entry)
            var batch = RowBatch(width: CaseworkColumns.contacts.count)
            record.append(to: &batch)
            try db.insert(batch, into: "contacts", columns: CaseworkColumns.contacts)
            let next = try moveAction(debtor, contact, record.day, db)
            try db.markNews(debtor)
            let answer: JSONValue = [
                "contact": JSONValue(record.id), "debtor": .string(try db.reference(ofDebtor: debtor)),
                "account": JSONValue(subject.account),
                "channel": .string(record.channel), "result": JSONValue(record.result),
                "at": .string(at.text(offsetSeconds: offset)), "by": .string(actor.name), "nextAction": JSONValue(next),
            ]
            return answer.adding(try RecordingDoubts(subject, db))
        }
    }

    private func day(of instant: Instant) throws -> Day {
        try engine.read { db in instant.day(offsetSeconds: try offsetSeconds(at: instant, db)) }
    }

    private func secondsOfDay(_ instant: Instant, _ db: any Reading) throws -> Int {
        let offset = try offsetSeconds(at: instant, db)
        let midnight = Instant(day: instant.day(offsetSeconds: offset), secondsOfDay: 0, offsetSeconds: offset)
        return Int((instant.microseconds - midnight.microseconds) / 1_000_000)
    }

    /// Puts the action of the open case off to the day on which the debtor is to be tried again, and gives that day.
    private func moveAction(_ debtor: Int64, _ contact: ContactToRecord, _ day: Day, _ db: any Writing) throws -> Day? {
        guard let stored = try db.cases(DebtorSelection([debtor])).last, stored.isOpen else { return nil }
        var open = stored
        let rules = try rules(db)
        if contact.direction == "out" {
            open.attempts += 1
            open.lastAttempt = max(open.lastAttempt ?? day, day)
        }
        let wait = contact.result.flatMap { rules.strategies[open.strategy]?.afterContact[$0] }
        let next = contact.nextAction ?? wait.map { rules.calendar.adding($0, to: day) }
        if let next {
            open.actionDay = next
            open.putOffFrom = nil
            open.actionTime = try contact.nextActionAt.map { try secondsOfDay($0, db) }
            // A follow-up that somebody wants is for people, also when the ladder asked for none.
            if open.step == nil {
                open.step = CaseRecord.followUpStep
                open.stepKind = .call
                open.minutes = 5
            }
        }
        var changes = CaseChanges()
        changes.add(open, from: stored, entry: 0)
        try db.saveCases(changes)
        try db.countCases(changes)
        return next
    }
}

extension ContactToRecord {
    /// Part of what was asked only where it was: what was asked before there were times has the same digest still.
    fileprivate var timeMember: [JSONValue.Member] {
        nextActionAt.map { [JSONValue.Member("nextActionAt", .string($0.text(offsetSeconds: 0)))] } ?? []
    }
}
