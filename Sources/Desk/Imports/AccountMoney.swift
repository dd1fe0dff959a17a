import Formats
import Receivables
import Store

/// A due of the account at hand: plain memory, for there are millions of them.
struct MoneyDue {
    var due: Due
    let version: Int
    /// Lives in the arena of the account.
    let reference: Bytes
    /// The journal entry that recorded this version.
    let entry: Int64
    /// It is not in the book yet.
    let isNew: Bool
}

/// The money of one account while a chunk is decided: its facts as they are in force, what changes, and the position
/// that follows.
struct AccountMoney {
    /// Numbers above this stand for payments that get theirs when they are written.
    static let unnumbered = Int64.max / 2

    private(set) var group = RowGroup.nobody
    /// Dues and payments in force.
    private(set) var dues: [MoneyDue] = []
    private(set) var payments: [PaymentRecord] = []
    private(set) var changed = false
    let arena = KeyArena()
    private let entry: Int64
    private var highestLine: Int32 = 0
    /// Lines came in rising order so far, and none was replaced: then `dues` is in the order of its table.
    private var isInOrder = true
    private var retracted: [(line: Int32, version: Int)] = []
    private var newPayments: [PaymentRecord] = []
    private var retractedPayments: [(id: Int64, version: Int)] = []
    /// The highest version of payments that were ever taken out of use.
    private var retractedVersions: [Int64: Int] = [:]

    init(entry: Int64) { self.entry = entry }

    /// Turns to an account. `dues` and `payments` with all their versions, so that no line and no version is used
    /// twice.
    mutating func begin(_ group: RowGroup, dues: ArraySlice<DueRecord>, payments: ArraySlice<PaymentRecord>) {
        self.group = group
        changed = false
        isInOrder = true
        highestLine = 0
        arena.reset()
        self.dues.removeAll(keepingCapacity: true)
        for record in dues {
            // Lines of retracted dues stay taken, so that a number never means two dues.
            highestLine = max(highestLine, record.due.line)
            guard record.retracted == nil else { continue }
            self.dues.append(
                MoneyDue(
                    due: record.due, version: record.version, reference: arena.keep(record.reference),
                    entry: record.entry,
                    isNew: false))
        }
        if !retracted.isEmpty { retracted.removeAll(keepingCapacity: true) }
        if !newPayments.isEmpty { newPayments.removeAll(keepingCapacity: true) }
        if !retractedPayments.isEmpty { retractedPayments.removeAll(keepingCapacity: true) }
        if !retractedVersions.isEmpty { retractedVersions.removeAll(keepingCapacity: true) }
        if !self.payments.isEmpty { self.payments.removeAll(keepingCapacity: true) }
        for payment in payments {
            guard payment.retracted != nil else {
                self.payments.append(payment)
                continue
            }
            let id = payment.payment.id
            retractedVersions[id] = max(retractedVersions[id] ?? 0, payment.version)
        }
    }

    /// The place of the due with a reference, or nil.
    func place(ofDue reference: Bytes) -> Int? { dues.firstIndex { $0.reference.equals(reference) } }

    /// The version that the next record of this payment gets in this account.
    func nextVersion(ofPayment id: Int64) -> Int {
        let inForce = payments.first { $0.payment.id == id }?.version
        return [inForce, retractedVersions[id]].compactMap { $0 }.max().map { $0 + 1 } ?? 0
    }

    /// Adds a due and gives its line.
    mutating func add(reference: Bytes, issued: Day?, day: Day, amounts: Components, withdrawn: Day?) -> Int32 {
        highestLine += 1
        let due = Due(line: highestLine, issued: issued, day: day, amounts: amounts, withdrawn: withdrawn)
        dues.append(
            MoneyDue(due: due, version: 0, reference: arena.keep(reference), entry: entry, isNew: true))
        changed = true
        return highestLine
    }

    /// Puts a new version in the place of the due at `index`.
    mutating func replace(_ index: Int, with due: Due) {
        let old = dues[index]
        if !old.isNew { retracted.append((old.due.line, old.version)) }
        dues[index] = MoneyDue(
            due: due, version: old.version + (old.entry == entry ? 0 : 1), reference: old.reference, entry: entry,
            isNew: true)
        isInOrder = false
        changed = true
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

    /// Puts the facts in force into `facts`, in place of what is there.
    func fill(_ facts: inout AccountFacts) {
        facts.dues.removeAll(keepingCapacity: true)
        facts.payments.removeAll(keepingCapacity: true)
        for due in dues { facts.dues.append(due.due) }
        for payment in payments { facts.payments.append(payment.payment) }
    }

    /// Writes the changes.
    func append(to effects: inout ChunkEffects) {
        for due in dues where due.isNew && isInOrder { append(due, to: &effects.dues) }
        if !isInOrder {
            // In key order: corrected lines come before those that were added.
            for due in dues.filter(\.isNew).sorted(by: { ($0.due.line, $0.version) < ($1.due.line, $1.version) }) {
                append(due, to: &effects.dues)
            }
        }
        for (line, version) in retracted {
            effects.retractedDues.integer(group.debtor)
            effects.retractedDues.integer(group.account)
            effects.retractedDues.integer(Int(line))
            effects.retractedDues.integer(version)
        }
        for payment in newPayments.sorted(by: { ($0.payment.id, $0.version) < ($1.payment.id, $1.version) }) {
            if payment.payment.id > AccountMoney.unnumbered {
                effects.unnumberedPayments.append(effects.payments.rowCount)
            }
            payment.append(to: &effects.payments)
        }
        for (id, version) in retractedPayments {
            effects.retractedPayments.integer(group.debtor)
            effects.retractedPayments.integer(group.account)
            effects.retractedPayments.integer(id)
            effects.retractedPayments.integer(version)
        }
    }

    private func append(_ due: MoneyDue, to batch: inout RowBatch) {
        due.due.append(
            to: &batch, debtor: group.debtor, account: group.account, version: due.version, reference: due.reference,
            entry: due.entry)
    }
}

/// Ends the money of accounts one after another: what changed, and the position that follows from all facts.
struct MoneyFinisher {
    private var settler = Settler()
    private var facts = AccountFacts()
    private var scratch: [UInt8] = []

    /// Writes what changed about an account. Where no position can be computed the account is set aside.
    mutating func finish(
        _ money: AccountMoney, _ account: AccountRecord, by waterfall: Waterfall, _ effects: inout ChunkEffects
    ) {
        guard money.changed else { return }
        money.append(to: &effects)
        money.fill(&facts)
        do throws(Problem) {
            try settler.settle(facts, by: waterfall, asOf: .last)
            write(try settler.result.position(factDay: facts.lastFactDay), account, &effects)
        } catch { effects.setAside(account, error) }
    }

    /// How many of some returns, given by their numbers, meet no payment of the account.
    mutating func unmatched(_ returns: [Int64], of money: AccountMoney, by waterfall: Waterfall) -> Int {
        guard !returns.isEmpty else { return 0 }
        money.fill(&facts)
        // An account whose sums overflow is set aside when its money is finished.
        guard (try? settler.settle(facts, by: waterfall, asOf: .last)) != nil else { return 0 }
        return settler.result.returns.count { $0.unmatched > 0 && returns.contains($0.payment) }
    }

    /// Writes a position, or sets the account aside.
    mutating func write(_ position: Position, _ account: AccountRecord, _ effects: inout ChunkEffects) {
        do throws(Problem) {
            try PositionRecord(
                debtor: account.debtor, account: account.id, portfolio: account.portfolio, currency: account.currency,
                position: position
            ).append(to: &effects.positions, scratch: &scratch)
        } catch { effects.setAside(account, error) }
    }
}
