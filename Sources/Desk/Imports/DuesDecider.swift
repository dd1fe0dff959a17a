import Formats
import Receivables
import Store

/// Takes in the dues of a file of receivables: new ones, corrected ones, what was paid on them, disputes.
final class DuesDecider {
    private let context: ImportContext
    private var dues: SortedRecords<RowGroup, DueRecord>
    private var payments: SortedRecords<RowGroup, PaymentRecord>
    private var holds: SortedRecords<Int64, HoldRecord>
    private var heldDebtor: (debtor: Int64, holds: [HoldRecord])?
    private var finisher = MoneyFinisher()

    // The account at hand: its money, the place of each due by reference where there are many, and how often each
    // content without a reference has been met.
    private var money: AccountMoney
    private var places: [String: Int] = [:]
    private var met: [String: Int] = [:]
    /// By place: whether a row of this file was taken in as that due already.
    private var isTaken: [Bool] = []
    /// Up to so many dues are looked through; more are found by a table.
    private static let lookedThroughMax = 24

    init(_ context: ImportContext, known: DebtorSelection, db: any Reading) throws {
        self.context = context
        money = AccountMoney(entry: context.entry)
        let ask = !known.ids.isEmpty
        // Retracted versions too: their lines stay taken.
        let stored = ask ? try db.dues(known, .everything) : []
        dues = SortedRecords(stored) { RowGroup(debtor: $0.debtor, account: $0.account) }
        let paid = ask ? try db.payments(known, .everything) : []
        payments = SortedRecords(paid) { RowGroup(debtor: $0.debtor, account: $0.account) }
        let disputes = ask && context.plan.columns[.dueDisputed] != nil ? try db.holds(known, .current) : []
        holds = SortedRecords(disputes) { $0.debtor }
    }

    /// Turns to the next account; accounts come in rising order.
    func begin(_ group: RowGroup) {
        money.begin(group, dues: dues.take(group), payments: payments.take(group))
        isTaken.removeAll(keepingCapacity: true)
        for _ in money.dues { isTaken.append(false) }
        if !places.isEmpty { places.removeAll(keepingCapacity: true) }
        if !met.isEmpty { met.removeAll(keepingCapacity: true) }
        if heldDebtor?.debtor != group.debtor { heldDebtor = (group.debtor, Array(holds.take(group.debtor))) }
    }

    /// Takes in one row; true when it changed something. Error: `reference-taken` when an earlier row of the file says
    /// something else under the same reference: neither may silently replace the other.
    func take(_ row: DueRow, ordinal: Int, _ effects: inout ChunkEffects) throws(RowProblem) -> Bool {
        let reference = row.reference.isEmpty ? money.arena.keep(own(row)) : row.reference
        // A cleared credit note is off the book: the money it stood for went where the cleared invoice took it.
        let withdrawn = row.withdrawn ?? (row.amounts.total < 0 ? row.settled : nil)
        var changed = false
        let line: Int32
        if let place = place(reference) {
            let old = money.dues[place].due
            line = old.line
            let new = Due(line: line, issued: row.issued, day: row.day, amounts: row.amounts, withdrawn: withdrawn)
            if new != old {
                guard !isTaken[place] else { throw RowProblem(code: .referenceTaken, key: .dueReference) }
                money.replace(place, with: new)
                changed = true
            }
            isTaken[place] = true
        } else {
            line = money.add(
                reference: reference, issued: row.issued, day: row.day, amounts: row.amounts, withdrawn: withdrawn)
            isTaken.append(true)
            changed = true
        }
        if row.statesPayment, row.amounts.total > 0, pay(row, line, ordinal, reference.text) { changed = true }
        if let disputed = row.isDisputed, dispute(disputed, line, ordinal, money.group, &effects) { changed = true }
        return changed
    }

    /// The place of the due with a reference, or nil.
    private func place(_ reference: Bytes) -> Int? {
        if money.dues.count <= DuesDecider.lookedThroughMax { return money.place(ofDue: reference) }
        // The table is filled up to here the first time that it is asked, and on from there.
        while places.count < money.dues.count {
            places[money.dues[places.count].reference.text] = places.count
        }
        return places[reference.text]
    }

    /// A reference for a row that has none: its content and its place among equals.
    private func own(_ row: DueRow) -> String {
        let content = row.content
        let count = met[content, default: 0] + 1
        met[content] = count
        return "\(ownReferenceMark)\(content)#\(count)"
    }

    /// Makes the payments directed to this due say what the row says was paid; true when something changed.
    private func pay(_ row: DueRow, _ line: Int32, _ ordinal: Int, _ reference: String) -> Bool {
        let target = row.settled != nil ? max(row.amounts.total, row.paid ?? 0) : row.paid ?? 0
        func isOurs(_ payment: PaymentRecord) -> Bool {
            payment.source == .receivables && payment.payment.direction == .only(line: line)
        }
        let sum = money.payments.filter(isOurs).reduce(0) { $0 + $1.payment.amount }
        let lastDay = money.payments.filter { isOurs($0) && $0.payment.amount > 0 }.map(\.payment.day).max()
        if sum == target, row.settled == nil || target == 0 || lastDay == row.settled { return false }
        var paid = sum
        if let settled = row.settled {
            // What was stated before for later days, or too much, gives way to the day that is stated now.
            for index in money.payments.indices.reversed()
            where isOurs(money.payments[index]) && (money.payments[index].payment.day >= settled || sum >= target) {
                paid -= money.payments[index].payment.amount
                money.removePayment(index)
            }
        }
        guard paid != target else { return true }
        money.add(
            PaymentRecord(
                debtor: money.group.debtor, account: money.group.account, version: 0,
                reference: "\(ownReferenceMark)paid \(reference)",
                payment: Payment(
                    id: context.payment(ordinal), day: row.settled ?? context.options.asOf, amount: target - paid,
                    direction: .only(line: line)),
                receivedAt: nil, channel: nil, payer: nil, source: .receivables, entry: context.entry))
        return true
    }

    /// Opens or ends the dispute of a due; true when something changed.
    private func dispute(
        _ isDisputed: Bool, _ line: Int32, _ ordinal: Int, _ group: RowGroup, _ effects: inout ChunkEffects
    ) -> Bool {
        let scope = Hold.Scope.due(account: group.account, line: line)
        let asOf = context.options.asOf
        let open = heldDebtor?.holds.firstIndex {
            $0.hold.scope == scope && $0.hold.reason == .dispute && ($0.hold.to ?? asOf) >= asOf
        }
        switch (isDisputed, open) {
        case (true, nil):
            let hold = Hold(
                id: context.firstOther + Int64(ordinal), reason: .dispute, scope: scope,
                effects: Hold.Reason.dispute.usualEffects, from: asOf, to: nil)
            let record = HoldRecord(
                debtor: group.debtor, version: 0, hold: hold, note: nil, actor: context.actor.name, entry: context.entry
            )
            record.append(to: &effects.holds)
            heldDebtor?.holds.append(record)
            return true
        case (false, let index?):
            guard let record = heldDebtor?.holds[index], record.entry != context.entry else { return false }
            end(record, on: asOf, &effects)
            heldDebtor?.holds.remove(at: index)
            return true
        default: return false
        }
    }

    /// Ends a hold with the day before `day`: a new version takes its place, or nothing when it began only then.
    private func end(_ record: HoldRecord, on day: Day, _ effects: inout ChunkEffects) {
        effects.retractedHolds.integer(record.debtor)
        effects.retractedHolds.integer(record.hold.id)
        effects.retractedHolds.integer(record.version)
        guard record.hold.from < day else { return }
        let ended = Hold(
            id: record.hold.id, reason: record.hold.reason, scope: record.hold.scope, effects: record.hold.effects,
            from: record.hold.from, to: day.adding(days: -1))
        HoldRecord(
            debtor: record.debtor, version: record.version + 1, hold: ended, note: record.note,
            actor: context.actor.name,
            entry: context.entry
        ).append(to: &effects.holds)
    }

    /// Ends the account: writes what changed and the position that follows.
    func end(_ account: AccountRecord, _ effects: inout ChunkEffects) throws(Problem) {
        guard money.changed else { return }
        let before = effects.payments.rowCount
        finisher.finish(money, account, by: try context.portfolio(account.portfolio).waterfall, &effects)
        effects.counters.payments += effects.payments.rowCount - before
    }
}
