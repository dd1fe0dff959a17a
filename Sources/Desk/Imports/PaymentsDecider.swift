import Formats
import Receivables
import Store

/// Takes in the payments of a file. Money that comes after everything known is poured into the stored position at once;
/// anything else (corrections, returns, back-dated or directed money) settles the account anew from all its facts.
struct PaymentsDecider {
    private let context: ImportContext
    private var positions: SortedRecords<RowGroup, PositionRecord>
    /// Facts of those debtors of the chunk whose accounts cannot be dealt with by their position alone.
    private var dues: SortedRecords<RowGroup, DueRecord>
    private var payments: SortedRecords<RowGroup, PaymentRecord>
    private let settledAnew: Set<Int64>
    /// References of money that a person gave to another account than the one it names.
    private let assigned: Set<String>
    private var finisher = MoneyFinisher()
    private var money: AccountMoney
    /// Numbers of the returns of the account at hand that the file names.
    private var returns: [Int64] = []

    /// `rows` are the payments of the chunk by account, read before.
    init(
        _ context: ImportContext, rows: [(group: RowGroup, rows: [PaymentRow])], known: DebtorSelection, db: any Reading
    ) throws {
        self.context = context
        money = AccountMoney(entry: context.entry)
        let stored = known.ids.isEmpty ? [] : try db.positions(known)
        var lookup = SortedRecords(stored) { RowGroup(debtor: $0.debtor, account: $0.account) }
        let unsettled = known.ids.isEmpty ? [] : Set(try db.unsettledAccounts(known).map(\.group))
        var anew: [Int64] = []
        for (group, rows) in rows where group != .nobody {
            let position = lookup.take(group).first?.position
            let isUnsettled = !unsettled.isEmpty && unsettled.contains(group)
            if isUnsettled || PaymentsDecider.needsFacts(rows, position, context), anew.last != group.debtor {
                anew.append(group.debtor)
            }
        }
        let hasOwn = rows.contains { $0.rows.contains(where: \.reference.isEmpty) }
        assigned = hasOwn ? try db.assignedReferences(creditor: context.portfolio.creditor) : []
        positions = SortedRecords(stored) { RowGroup(debtor: $0.debtor, account: $0.account) }
        settledAnew = Set(anew)
        let selection = DebtorSelection(anew)
        let foundDues = anew.isEmpty ? [] : try db.dues(selection, .everything)
        dues = SortedRecords(foundDues) { RowGroup(debtor: $0.debtor, account: $0.account) }
        let foundPayments = anew.isEmpty ? [] : try db.payments(selection, .everything)
        payments = SortedRecords(foundPayments) { RowGroup(debtor: $0.debtor, account: $0.account) }
    }

    /// Whether the rows of an account ask for more than its position.
    private static func needsFacts(_ rows: [PaymentRow], _ position: Position?, _ context: ImportContext) -> Bool {
        var last = position?.factDay ?? .first
        // Money on an account without dues may meet payments of earlier files, and dues in later ones.
        if let position, position.unmatchedReturns != 0 || position.credit != 0 && !position.open.isEmpty {
            return true
        }
        for row in rows {
            if row.amount < 0 || row.reference.isEmpty || row.dueReference != nil || row.day < last { return true }
            let identities = context.survey.payments
            if identities.known(row.ordinal) != nil || identities.meetsReturn(row.ordinal) { return true }
            last = row.day
        }
        return false
    }

    /// Takes in the payments of one account. `changed` hears of every row: its place, and whether it changed something.
    mutating func take(
        _ rows: [PaymentRow], account: AccountRecord, _ effects: inout ChunkEffects,
        rejected: (PaymentRow, RowProblem) -> Void
    ) throws -> [Bool] {
        let group = RowGroup(debtor: account.debtor, account: account.id)
        let portfolio = try context.portfolio(account.portfolio)
        var stored = positions.take(group).first?.position ?? Position()
        guard !settledAnew.contains(group.debtor) else {
            return try takeAnew(rows, account, portfolio, &effects, rejected: rejected)
        }
        var problem: Problem?
        for row in rows {
            let record = row.record(
                group, reference: row.reference, id: context.payment(row.ordinal), version: 0, direction: .none,
                takesBack: nil, entry: context.entry)
            record.append(to: &effects.payments)
            guard problem == nil else { continue }
            do throws(Problem) {
                guard try stored.receive(record.payment, by: portfolio.waterfall) else {
                    throw Problem(.internalError, [Fact("reason", "a payment that should come last does not")])
                }
            } catch { problem = error }
        }
        if let problem {
            effects.setAside(account, problem)
        } else {
            finisher.write(stored, account, &effects)
        }
        return rows.map { _ in true }
    }

    private mutating func takeAnew(
        _ rows: [PaymentRow], _ account: AccountRecord, _ portfolio: PortfolioRecord, _ effects: inout ChunkEffects,
        rejected: (PaymentRow, RowProblem) -> Void
    ) throws -> [Bool] {
        let group = RowGroup(debtor: account.debtor, account: account.id)
        money.begin(group, dues: dues.take(group), payments: payments.take(group))
        var changed: [Bool] = []
        var met: [String: Int] = [:]
        returns.removeAll(keepingCapacity: true)
        for row in rows {
            do throws(RowProblem) {
                changed.append(try take(row, account, &met, &effects))
            } catch { rejected(row, error) }
        }
        finisher.finish(money, account, by: portfolio.waterfall, &effects)
        effects.counters.unmatchedReturns += finisher.unmatched(returns, of: money, by: portfolio.waterfall)
        return changed
    }

    /// Takes in one payment among all facts of its account; true when it changed something.
    private mutating func take(
        _ row: PaymentRow, _ account: AccountRecord, _ met: inout [String: Int], _ effects: inout ChunkEffects
    ) throws(RowProblem) -> Bool {
        let direction = direction(row, &effects)
        let reference = row.reference.isEmpty ? PaymentsDecider.own(row, &met) : row.reference
        switch place(of: row, reference) {
        case .nowhere:
            if row.reference.isEmpty, isAssigned(reference, account) { return false }
            money.add(record(row, reference, id: context.payment(row.ordinal), direction))
            note(row, context.payment(row.ordinal))
            return true
        case .outOfUse(let id):
            money.add(record(row, reference, id: id, direction))
            note(row, id)
            return true
        case .here(let index):
            let old = money.payments[index]
            if row.amount < 0 { returns.append(old.payment.id) }
            if row.says(old, direction) { return false }
            // Two rows of one file that say different things: neither may silently replace the other.
            if context.survey.payments.known(row.ordinal)?.isRepeated == true {
                throw RowProblem(code: .referenceTaken, key: .paymentReference)
            }
            let new = record(row, reference, id: old.payment.id, direction)
            money.removePayment(index)
            money.add(new)
            return true
        case .elsewhere(let group, let id):
            money.add(record(row, reference, id: id, direction))
            let key = PaymentIdentities.key(row.reference.utf8, isReturn: row.amount < 0)
            effects.moves.append(
                PaymentMove(
                    creditor: context.portfolio.creditor, from: group, to: money.group, payment: id, key: key))
            note(row, id)
            return true
        case .otherRow: throw RowProblem(code: .referenceTaken, key: .paymentReference)
        }
    }

    /// Where the payment with the reference of a row is.
    private enum Place {
        case nowhere
        /// In force in this account, at this index.
        case here(Int)
        /// It was in this account before, and was taken out of use.
        case outOfUse(Int64)
        /// In another account.
        case elsewhere(RowGroup, Int64)
        /// In another account of this very file.
        case otherRow
    }

    private func place(of row: PaymentRow, _ reference: String) -> Place {
        guard !row.reference.isEmpty else {
            return money.payments.firstIndex { $0.reference == reference }.map { .here($0) } ?? .nowhere
        }
        guard let known = context.survey.payments.known(row.ordinal) else { return .nowhere }
        if let index = money.payments.firstIndex(where: { $0.payment.id == known.payment }) { return .here(index) }
        guard let group = known.group else { return .otherRow }
        return group == money.group ? .outOfUse(known.payment) : .elsewhere(group, known.payment)
    }

    /// A reference for a row that has none: its content and its place among equals.
    static func own(_ row: PaymentRow, _ met: inout [String: Int]) -> String {
        let content = row.content
        let count = met[content, default: 0] + 1
        met[content] = count
        return "\(ownReferenceMark)\(content)#\(count)"
    }

    private func direction(_ row: PaymentRow, _ effects: inout ChunkEffects) -> Payment.Direction {
        guard var named = row.dueReference else { return .none }
        guard let place = named.withUTF8({ money.place(ofDue: $0) }) else {
            effects.warn(.due, named, at: row.offset)
            return .none
        }
        return .first(line: money.dues[place].due.line)
    }

    /// The payment that a return takes back, when it carries the same reference.
    private func takenBack(_ row: PaymentRow) -> Int64? {
        guard row.amount < 0, !row.reference.isEmpty else { return nil }
        return money.payments.first { $0.reference == row.reference && $0.payment.amount > 0 }?.payment.id
    }

    /// Notes a return. Returns that came before the payment they take back, and carry its reference, are told which it
    /// is.
    private mutating func note(_ row: PaymentRow, _ id: Int64) {
        if row.amount < 0 { returns.append(id) }
        guard row.amount > 0, !row.reference.isEmpty else { return }
        while let index = money.payments.firstIndex(where: {
            $0.reference == row.reference && $0.payment.isReturn && $0.payment.takesBack == nil
        }) {
            let old = money.payments[index]
            money.removePayment(index)
            var payment = old.payment
            payment.takesBack = id
            money.add(
                PaymentRecord(
                    debtor: old.debtor, account: old.account, version: money.nextVersion(ofPayment: payment.id),
                    reference: old.reference, payment: payment, receivedAt: old.receivedAt, channel: old.channel,
                    payer: old.payer, source: old.source, entry: context.entry))
        }
    }

    /// Whether a person gave this very money to another account while this one was not known.
    private func isAssigned(_ reference: String, _ account: AccountRecord) -> Bool {
        assigned.contains { old in
            [account.reference, account.alias].contains { name in
                name.map { PaymentAssignment.reference(old, placedFrom: $0) == reference } ?? false
            }
        }
    }

    private func record(
        _ row: PaymentRow, _ reference: String, id: Int64, _ direction: Payment.Direction
    ) -> PaymentRecord {
        row.record(
            money.group, reference: reference, id: id, version: money.nextVersion(ofPayment: id), direction: direction,
            takesBack: takenBack(row), entry: context.entry)
    }
}
