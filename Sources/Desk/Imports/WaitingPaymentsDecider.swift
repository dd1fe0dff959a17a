import Formats
import Receivables
import Store

/// Takes in payments whose account nobody knows: they wait, under the reference they name, until the account comes or a
/// person assigns them. No money is dropped.
struct WaitingPaymentsDecider {
    private let context: ImportContext
    private var stored: [Int64: PaymentRecord] = [:]
    private var byReference: [String: PaymentRecord] = [:]
    private var met: [String: Int] = [:]
    /// The accounts that the payments of this file name.
    private var named: [Int64: String] = [:]

    /// Loads the waiting payments that the rows may be about.
    init(_ context: ImportContext, rows: [PaymentRow], db: any Reading) throws {
        self.context = context
        let known = rows.compactMap { context.survey.payments.known($0.ordinal) }.filter { $0.group == .nobody }
        let hasOwn = rows.contains { $0.reference.isEmpty }
        guard hasOwn || !known.isEmpty else { return }
        for record in try db.waitingPayments(ids: hasOwn ? nil : known.map(\.payment)) {
            stored[record.payment.id] = record
            byReference[record.reference] = record
        }
    }

    /// Takes in one row; true when it changed something.
    mutating func take(
        _ row: PaymentRow, currency: Currency, _ effects: inout ChunkEffects
    ) throws(RowProblem) -> Bool {
        guard !row.reference.isEmpty else {
            let reference = PaymentsDecider.own(row, &met)
            if byReference[reference] != nil { return false }
            wait(row, reference, id: context.payment(row.ordinal), version: 0, currency, &effects)
            return true
        }
        guard let known = context.survey.payments.known(row.ordinal) else {
            wait(row, row.reference, id: context.payment(row.ordinal), version: 0, currency, &effects)
            return true
        }
        // A row that the file repeats says nothing new; one that says something else must not replace it.
        if known.group == nil {
            let old = stored[known.payment]
            let isRepeated = old.map { named[known.payment] ?? row.account == row.account && row.says($0, .none) }
            guard isRepeated ?? (known.payment < context.numbers.firstPayment) else {
                throw RowProblem(code: .referenceTaken, key: .paymentReference)
            }
            return false
        }
        // Somebody found its account meanwhile: that is better knowledge than the file's.
        guard let old = stored[known.payment] else { return false }
        if row.says(old, .none) { return false }
        effects.retractedPayments.integer(0)
        effects.retractedPayments.integer(0)
        effects.retractedPayments.integer(old.payment.id)
        effects.retractedPayments.integer(old.version)
        let new = row.record(
            .nobody, reference: row.reference, id: old.payment.id, version: old.version + 1, direction: .none,
            takesBack: nil, entry: context.entry)
        new.append(to: &effects.payments)
        stored[new.payment.id] = new
        return true
    }

    private mutating func wait(
        _ row: PaymentRow, _ reference: String, id: Int64, version: Int, _ currency: Currency,
        _ effects: inout ChunkEffects
    ) {
        let record = row.record(
            .nobody, reference: reference, id: id, version: version, direction: .none, takesBack: nil,
            entry: context.entry)
        record.append(to: &effects.payments)
        effects.waiting.integer(context.portfolio.creditor)
        effects.waiting.text(row.account)
        effects.waiting.integer(id)
        effects.waiting.text(currency.code)
        stored[id] = record
        byReference[reference] = record
        named[id] = row.account
    }
}
