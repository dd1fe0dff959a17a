import Receivables

/// Columns of the tables of casework facts, in the order in which they are written and read.
package enum CaseworkColumns {
    package static let holds = [
        "debtor_id", "hold_id", "version", "account_id", "line", "reason", "stops_contact", "stops_count", "from_day",
        "to_day", "note", "actor", "entry_id", "retracted_id",
    ]
    package static let promises = [
        "debtor_id", "promise_id", "account_id", "made", "day", "amount", "currency", "state", "received", "decided",
        "imported", "note", "actor", "entry_id", "retracted_id",
    ]
    package static let contacts = [
        "debtor_id", "contact_id", "account_id", "at", "day", "channel", "direction", "result", "right_party", "note",
        "actor", "imported", "entry_id", "retracted_id",
    ]
}

/// A hold as stored.
package struct HoldRecord: Sendable, Equatable {
    package let debtor: Int64
    package let version: Int
    package var hold: Hold
    package var note: String?
    package let actor: String
    package let entry: Int64

    package init(debtor: Int64, version: Int, hold: Hold, note: String?, actor: String, entry: Int64) {
        self.debtor = debtor
        self.version = version
        self.hold = hold
        self.note = note
        self.actor = actor
        self.entry = entry
    }
}

/// A promise as stored, with what the last run decided.
package struct PromiseRecord: Sendable, Equatable {
    package let debtor: Int64
    package let promise: Promise
    package var state: PromiseState
    package var received: Int64
    package var decided: Day?
    package let isImported: Bool
    package var note: String?
    package let actor: String
    package let entry: Int64

    package init(
        debtor: Int64, promise: Promise, state: PromiseState, received: Int64, decided: Day?, isImported: Bool,
        note: String?, actor: String, entry: Int64
    ) {
        self.debtor = debtor
        self.promise = promise
        self.state = state
        self.received = received
        self.decided = decided
        self.isImported = isImported
        self.note = note
        self.actor = actor
        self.entry = entry
    }
}

/// A contact as stored.
package struct ContactRecord: Sendable, Equatable {
    package let debtor: Int64
    package let id: Int64
    package let account: Int64?
    package let at: Instant
    package let day: Day
    package let channel: String
    /// `out` or `in`.
    package let direction: String
    package let result: String?
    package let isRightParty: Bool?
    package let note: String?
    package let actor: String
    package let isImported: Bool
    package let entry: Int64

    package init(
        debtor: Int64, id: Int64, account: Int64?, at: Instant, day: Day, channel: String, direction: String,
        result: String?, isRightParty: Bool?, note: String?, actor: String, isImported: Bool, entry: Int64
    ) {
        self.debtor = debtor
        self.id = id
        self.account = account
        self.at = at
        self.day = day
        self.channel = channel
        self.direction = direction
        self.result = result
        self.isRightParty = isRightParty
        self.note = note
        self.actor = actor
        self.isImported = isImported
        self.entry = entry
    }
}

extension Reading {
    package func holds(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [HoldRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT \(CaseworkColumns.holds.joined(separator: ", ")) FROM holds WHERE \(chosen)\(known)
            ORDER BY debtor_id, hold_id, version
            """, values + more, HoldRecord.init)
    }

    /// The holds of a range of debtors that stop the count of days: few, and found without the others.
    package func stoppingHolds(
        from first: Int64, through last: Int64, _ knowledge: Knowledge
    ) throws -> [HoldRecord] {
        let (known, more) = knowledge.condition()
        return try all(
            """
            SELECT \(CaseworkColumns.holds.joined(separator: ", ")) FROM holds
            WHERE stops_count = 1 AND debtor_id BETWEEN ?1 AND ?2\(known) ORDER BY debtor_id, hold_id, version
            """, [Value(first), Value(last)] + more, HoldRecord.init)
    }

    package func promises(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [PromiseRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT \(CaseworkColumns.promises.joined(separator: ", ")) FROM promises WHERE \(chosen)\(known)
            ORDER BY debtor_id, promise_id
            """, values + more, PromiseRecord.init)
    }

    package func contacts(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [ContactRecord] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT \(CaseworkColumns.contacts.joined(separator: ", ")) FROM contacts WHERE \(chosen)\(known)
            ORDER BY debtor_id, contact_id
            """, values + more, ContactRecord.init)
    }
}

extension HoldRecord {
    package init(_ row: any Row) throws {
        guard let reason = Hold.Reason(rawValue: row.text(5)) else { throw Problem(.stateUnreadable) }
        let scope: Hold.Scope
        switch (row.integerOrNil(3), row.integerOrNil(4)) {
        case (let account?, let line?): scope = .due(account: account, line: Int32(truncatingIfNeeded: line))
        case (let account?, nil): scope = .account(account)
        default: scope = .debtor
        }
        let hold = Hold(
            id: row.integer(1), reason: reason, scope: scope,
            effects: Hold.Effects(stopsContact: row.flag(6), stopsCount: row.flag(7)), from: row.day(8),
            to: row.dayOrNil(9))
        self.init(
            debtor: row.integer(0), version: Int(row.integer(2)), hold: hold, note: row.textOrNil(10),
            actor: row.text(11),
            entry: row.integer(12))
    }

    /// Appends the record in the order of `CaseworkColumns.holds`.
    package func append(to batch: inout RowBatch) {
        batch.integer(debtor)
        batch.integer(hold.id)
        batch.integer(version)
        switch hold.scope {
        case .debtor:
            batch.null(.integer)
            batch.null(.integer)
        case .account(let account):
            batch.integer(account)
            batch.null(.integer)
        case .due(let account, let line):
            batch.integer(account)
            batch.integer(Int(line))
        }
        batch.text(hold.reason.rawValue)
        batch.integer(hold.effects.stopsContact ? 1 : 0)
        batch.integer(hold.effects.stopsCount ? 1 : 0)
        batch.integer(Int(hold.from.number))
        batch.day(hold.to)
        batch.text(orNull: note)
        batch.text(actor)
        batch.integer(entry)
        batch.null(.integer)
    }
}

extension PromiseRecord {
    init(_ row: any Row) throws {
        guard let currency = Currency(row.text(6)), let state = PromiseState(rawValue: row.text(7)) else {
            throw Problem(.stateUnreadable)
        }
        self.init(
            debtor: row.integer(0),
            promise: Promise(
                id: row.integer(1), made: row.day(3), day: row.day(4), amount: row.integer(5), currency: currency,
                account: row.integerOrNil(2)),
            state: state, received: row.integer(8), decided: row.dayOrNil(9), isImported: row.flag(10),
            note: row.textOrNil(11), actor: row.text(12), entry: row.integer(13))
    }

    /// Appends the record in the order of `CaseworkColumns.promises`.
    package func append(to batch: inout RowBatch) {
        batch.integer(debtor)
        batch.integer(promise.id)
        batch.integer(orNull: promise.account)
        batch.integer(Int(promise.made.number))
        batch.integer(Int(promise.day.number))
        batch.integer(promise.amount)
        batch.text(promise.currency.code)
        batch.text(state.rawValue)
        batch.integer(received)
        batch.day(decided)
        batch.integer(isImported ? 1 : 0)
        batch.text(orNull: note)
        batch.text(actor)
        batch.integer(entry)
        batch.null(.integer)
    }
}

extension ContactRecord {
    init(_ row: any Row) {
        self.init(
            debtor: row.integer(0), id: row.integer(1), account: row.integerOrNil(2),
            at: Instant(microseconds: row.integer(3)), day: row.day(4), channel: row.text(5), direction: row.text(6),
            result: row.textOrNil(7), isRightParty: row.integerOrNil(8).map { $0 != 0 }, note: row.textOrNil(9),
            actor: row.text(10), isImported: row.flag(11), entry: row.integer(12))
    }

    /// Appends the record in the order of `CaseworkColumns.contacts`.
    package func append(to batch: inout RowBatch) {
        batch.integer(debtor)
        batch.integer(id)
        batch.integer(orNull: account)
        batch.integer(at.microseconds)
        batch.integer(Int(day.number))
        batch.text(channel)
        batch.text(direction)
        batch.text(orNull: result)
        batch.integer(orNull: isRightParty.map { $0 ? 1 : 0 })
        batch.text(orNull: note)
        batch.text(actor)
        batch.integer(isImported ? 1 : 0)
        batch.integer(entry)
        batch.null(.integer)
    }
}
