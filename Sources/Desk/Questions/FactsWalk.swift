import Receivables
import Store

/// A walk over the facts of all accounts of a range of debtors, in portions that fit into memory.
struct FactsWalk {
    let db: any Reading
    let knowledge: Knowledge
    /// Leaves the dues out.
    var isOfMoneyAlone = false

    /// What identifies an account in sums.
    struct Account: Sendable {
        let debtor: Int64
        let account: Int64
        let portfolio: Int64
        let currency: Currency
    }

    private static let debtorsAtATime: Int64 = 4000

    /// Hands out every account that has any facts, in order of debtor and account. The facts are reused between calls.
    func run(from first: Int64, through last: Int64, _ body: (Account, AccountFacts) throws -> Void) throws {
        var from = first
        while from <= last {
            let through = min(last, from + FactsWalk.debtorsAtATime - 1)
            try portion(DebtorSelection(from: from, through: through), body)
            from = through + 1
        }
    }

    /// The same for some debtors only.
    func run(_ selection: DebtorSelection, _ body: (Account, AccountFacts) throws -> Void) throws {
        try portion(selection, body)
    }

    private func portion(_ selection: DebtorSelection, _ body: (Account, AccountFacts) throws -> Void) throws {
        let accounts = try db.accountKeys(selection)
        guard !accounts.isEmpty else { return }
        let dues = isOfMoneyAlone ? [] : try db.dueFacts(selection, knowledge)
        let payments = try db.paymentFacts(selection, knowledge)
        var facts = AccountFacts()
        var (due, payment) = (0, 0)
        for account in accounts {
            facts.dues.removeAll(keepingCapacity: true)
            facts.payments.removeAll(keepingCapacity: true)
            while due < dues.count, dues[due].isBefore(account) { due += 1 }
            while due < dues.count, dues[due].isOf(account) {
                facts.dues.append(dues[due].fact)
                due += 1
            }
            while payment < payments.count, payments[payment].isBefore(account) { payment += 1 }
            while payment < payments.count, payments[payment].isOf(account) {
                facts.payments.append(payments[payment].fact)
                payment += 1
            }
            if !facts.dues.isEmpty || !facts.payments.isEmpty { try body(account, facts) }
        }
    }
}

/// A fact and where it belongs.
struct Placed<Value: Sendable>: Sendable {
    let debtor: Int64
    let account: Int64
    let fact: Value

    func isBefore(_ other: FactsWalk.Account) -> Bool { (debtor, account) < (other.debtor, other.account) }
    func isOf(_ other: FactsWalk.Account) -> Bool { debtor == other.debtor && account == other.account }
}

extension Reading {
    func accountKeys(_ selection: DebtorSelection) throws -> [FactsWalk.Account] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        return try all(
            of: selection,
            """
            SELECT debtor_id, account_id, portfolio_id, currency FROM accounts WHERE \(chosen)
            ORDER BY debtor_id, account_id
            """, values
        ) { row in
            FactsWalk.Account(
                debtor: row.integer(0), account: row.integer(1), portfolio: row.integer(2),
                currency: try row.currency(3))
        }
    }

    /// Dues without their references, for settling.
    func dueFacts(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [Placed<Due>] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT debtor_id, account_id, line, issued, day, principal, interest, fee, penalty, withdrawn FROM dues
            WHERE \(chosen)\(known) ORDER BY debtor_id, account_id, line, version
            """, values + more
        ) { row in
            let amounts = Components(
                principal: row.integer(5), interest: row.integer(6), fee: row.integer(7), penalty: row.integer(8))
            let due = Due(
                line: Int32(truncatingIfNeeded: row.integer(2)), issued: row.dayOrNil(3), day: row.day(4),
                amounts: amounts,
                withdrawn: row.dayOrNil(9))
            return Placed(debtor: row.integer(0), account: row.integer(1), fact: due)
        }
    }

    /// Payments without their references, for settling.
    func paymentFacts(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [Placed<Payment>] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT debtor_id, account_id, payment_id, day, amount, direction, line, takes_back FROM payments
            WHERE \(chosen)\(known) ORDER BY debtor_id, account_id, payment_id, version
            """, values + more
        ) { row in
            let payment = Payment(
                id: row.integer(2), day: row.day(3), amount: row.integer(4),
                direction: Payment.Direction(code: row.integer(5), line: row.integerOrNil(6)),
                takesBack: row.integerOrNil(7))
            return Placed(debtor: row.integer(0), account: row.integer(1), fact: payment)
        }
    }
}
