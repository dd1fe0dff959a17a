import Receivables
import Store

/// The money of one account while a chunk is decided: its facts as they are in force, what changes, and the position that
/// follows.
struct AccountMoney {
    /// Numbers above this stand for payments that get theirs when they are written.
    static let unnumbered = Int64.max / 2

    let group: RowGroup
    /// Dues and payments in force.
    var dues: [DueRecord]
    var payments: [PaymentRecord]
    private(set) var changed = false
    private let entry: Int64
    private var highestLine: Int32
    private var newDues: [DueRecord] = []
    private var retracted: [(line: Int32, version: Int)] = []
    private var newPayments: [PaymentRecord] = []
    private var retractedPayments: [(id: Int64, version: Int)] = []
    /// The highest version of payments that were ever taken out of use.
    private var retractedVersions: [Int64: Int] = [:]

    /// `dues` and `payments` with all their versions, so that no line and no version is used twice.
    init(_ group: RowGroup, dues: ArraySlice<DueRecord>, payments: ArraySlice<PaymentRecord>, entry: Int64) {
        self.group = group
        self.entry = entry
        // Lines of retracted dues stay taken, so that a number never means two dues.
        highestLine = dues.map(\.due.line).max() ?? 0
        self.dues = dues.filter { $0.retracted == nil }
        self.payments = payments.filter { $0.retracted == nil }
        for payment in payments where payment.retracted != nil {
            let id = payment.payment.id
            retractedVersions[id] = max(retractedVersions[id] ?? 0, payment.version)
        }
    }

    /// The version that the next record of this payment gets in this account.
    func nextVersion(ofPayment id: Int64) -> Int {
        let inForce = payments.first { $0.payment.id == id }?.version
        return [inForce, retractedVersions[id]].compactMap { $0 }.max().map { $0 + 1 } ?? 0
    }

    /// Adds a due and gives its line.
    mutating func add(
        reference: String, issued: Day?, day: Day, amounts: Components, withdrawn: Day?
    ) -> Int32 {
        highestLine += 1
        let due = Due(line: highestLine, issued: issued, day: day, amounts: amounts, withdrawn: withdrawn)
        let record = DueRecord(
            debtor: group.debtor, account: group.account, version: 0, reference: reference, due: due, entry: entry)
        dues.append(record)
        newDues.append(record)
        changed = true
        return highestLine
    }

    /// Puts a new version in the place of the due at `index`.
    mutating func replace(_ index: Int, with due: Due) {
        let old = dues[index]
        retract(old)
        let record = DueRecord(
            debtor: group.debtor, account: group.account, version: old.version + (old.entry == entry ? 0 : 1),
            reference: old.reference, due: due, entry: entry)
        dues[index] = record
        newDues.append(record)
        changed = true
    }

    private mutating func retract(_ old: DueRecord) {
        if let made = newDues.firstIndex(where: { $0.due.line == old.due.line && $0.version == old.version }) {
            newDues.remove(at: made)
        } else {
            retracted.append((old.due.line, old.version))
        }
    }

    mutating func add(_ payment: PaymentRecord) {
        payments.append(payment)
        newPayments.append(payment)
        changed = true
    }

    /// Takes the payment at `index` out of use.
    mutating func removePayment(_ index: Int) {
        let old = payments.remove(at: index)
        if let made = newPayments.firstIndex(where: { $0.payment.id == old.payment.id && $0.version == old.version }) {
            newPayments.remove(at: made)
        } else {
            retractedPayments.append((old.payment.id, old.version))
            retractedVersions[old.payment.id] = max(retractedVersions[old.payment.id] ?? 0, old.version)
        }
        changed = true
    }

    var facts: AccountFacts {
        AccountFacts(dues: dues.map(\.due), payments: payments.map(\.payment))
    }

    /// The position that follows from the facts.
    func position(_ settler: inout Settler, by waterfall: Waterfall) throws(Problem) -> Position {
        let facts = facts
        try settler.settle(facts, by: waterfall, asOf: .last)
        return try settler.result.position(factDay: facts.lastFactDay)
    }

    /// Writes the changes.
    func append(to effects: inout ChunkEffects) {
        // In key order: corrected lines come before those that were added.
        for due in newDues.sorted(by: { ($0.due.line, $0.version) < ($1.due.line, $1.version) }) {
            due.append(to: &effects.dues)
        }
        for (line, version) in retracted {
            effects.retractedDues.integer(group.debtor)
            effects.retractedDues.integer(group.account)
            effects.retractedDues.integer(Int(line))
            effects.retractedDues.integer(version)
        }
        for payment in newPayments.sorted(by: { ($0.payment.id, $0.version) < ($1.payment.id, $1.version) }) {
            if payment.payment.id > AccountMoney.unnumbered { effects.unnumberedPayments.append(effects.payments.rowCount) }
            payment.append(to: &effects.payments)
        }
        for (id, version) in retractedPayments {
            effects.retractedPayments.integer(group.debtor)
            effects.retractedPayments.integer(group.account)
            effects.retractedPayments.integer(id)
            effects.retractedPayments.integer(version)
        }
    }
}
