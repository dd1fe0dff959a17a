import Formats
import Receivables
import Store

/// Takes in payments whose account nobody knows: they wait, under the account and due they name, until the account
/// comes or a person assigns them. No money is dropped.
struct WaitingPaymentsDecider {
    private let context: ImportContext
    private var stored: [Int64: WaitingPayment] = [:]
    private var references: Set<String> = []
    /// References of money that a person gave to another account than the one it names.
    private var assigned: Set<String> = []
    /// Payments that rows of this file are about.
    private var taken: Set<Int64> = []
    private var met: [String: Int] = [:]

    /// Loads the waiting payments that the rows may be about.
    init(_ context: ImportContext, rows: [PaymentRow], db: any Reading) throws {
        self.context = context
        let creditor = context.portfolio.creditor
        let known = rows.compactMap { context.survey.payments.known($0.ordinal) }.filter { $0.group == .nobody }
        let hasOwn = rows.contains { $0.reference.isEmpty }
        guard hasOwn || !known.isEmpty else { return }
        let ids = Set(known.map(\.payment)).sorted()
        for waiting in try db.waitingPayments(creditor: creditor, ids: hasOwn ? nil : ids) {
            stored[waiting.payment.payment.id] = waiting
            references.insert(waiting.payment.reference)
        }
        if hasOwn { assigned = try db.assignedReferences(creditor: creditor) }
    }

    /// Takes in one row; true when it changed something. Error: `reference-taken` when an earlier row of the file says
    /// something else under the same reference.
    mutating func take(_ row: PaymentRow, _ effects: inout ChunkEffects) throws(RowProblem) -> Bool {
        guard !row.reference.isEmpty else {
            let reference = PaymentsDecider.own(row, &met)
            if assigned.contains(reference) { return false }
            let isNew = !references.contains(reference)
            if isNew { wait(row, reference, id: context.payment(row.ordinal), version: 0, &effects) }
            effects.counters.waiting += 1
            return isNew
        }
        guard let known = context.survey.payments.known(row.ordinal) else {
            wait(row, row.reference, id: context.payment(row.ordinal), version: 0, &effects)
            effects.counters.waiting += 1
            return true
        }
        if known.isRepeated {
            // Its first row said nothing either: somebody found the account meanwhile.
            if stored[known.payment] == nil, known.payment < context.numbers.firstPayment { return false }
            guard taken.contains(known.payment), let first = stored[known.payment], row.says(first) else {
                throw RowProblem(code: .referenceTaken, key: .paymentReference)
            }
            return false
        }
        // Somebody found its account meanwhile: that is better knowledge than the file's.
        guard let old = stored[known.payment] else { return false }
        effects.counters.waiting += 1
        taken.insert(known.payment)
        if row.says(old) { return false }
        correct(old, row, &effects)
        return true
    }

    private mutating func wait(
        _ row: PaymentRow, _ reference: String, id: Int64, version: Int, _ effects: inout ChunkEffects
    ) {
        let record = row.record(
            .nobody, reference: reference, id: id, version: version, direction: .none, takesBack: nil,
            entry: context.entry)
        let waiting = WaitingPayment(
            creditor: context.portfolio.creditor, account: row.account, due: row.dueReference, currency: row.currency,
            payment: record)
        record.append(to: &effects.payments)
        waiting.append(to: &effects.waiting, entry: context.entry)
        stored[id] = waiting
        taken.insert(id)
        references.insert(reference)
    }

    /// Puts what the row says in the place of what was known.
    private mutating func correct(_ old: WaitingPayment, _ row: PaymentRow, _ effects: inout ChunkEffects) {
        let payment = old.payment.payment.id
        for cell in [0, 0, payment, Int64(old.payment.version)] { effects.retractedPayments.integer(cell) }
        effects.retractedWaiting.integer(old.creditor)
        effects.retractedWaiting.integer(payment)
        wait(row, row.reference, id: payment, version: old.payment.version + 1, &effects)
    }
}

extension PaymentRow {
    /// Whether a payment that waits says the same.
    fileprivate func says(_ waiting: WaitingPayment) -> Bool {
        says(waiting.payment, .none) && account == waiting.account && dueReference == waiting.due
            && currency == waiting.currency
    }
}
