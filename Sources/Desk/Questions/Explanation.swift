import Receivables
import Store

/// Why an account has its days past due: which due, which money covered what came before it, which days did not count.
struct Explanation {
    let asOf: Day
    let account: AccountRecord
    let portfolio: PortfolioRecord
    let dues: [DueRecord]
    let payments: [PaymentRecord]
    let settlement: Settlement
    let arrears: Arrears
    let holds: [Hold]

    /// The sentences, the most important first.
    func statements() throws(Problem) -> [Statement] {
        var statements: [Statement] = []
        if let from = arrears.countedFrom {
            statements.append(
                Statement(
                    .oldestOpenDue,
                    [
                        Fact("days", arrears.daysPastDue), Fact("due", name(from.line)), Fact("date", from.day),
                        money("open", from.open.total),
                    ]))
            statements += heldDays(from)
            statements += covering(before: from)
        } else if arrears.openDues == 0 {
            statements.append(Statement(.nothingOpen))
        } else {
            statements.append(Statement(.notOverdue, [Fact("asOf", asOf)]))
        }
        statements += withinTolerance()
        if let next = arrears.nextDue {
            statements.append(
                Statement(
                    .nextDue, [Fact("due", name(next.line)), Fact("date", next.day), money("open", next.open.total)]))
        }
        let credit = try settlement.credit()
        if credit > 0 { statements.append(Statement(.creditOnAccount, [money("amount", credit)])) }
        return statements
    }

    private func money(_ name: String, _ minor: Int64) -> Fact { Fact(name, .money(minor, account.currency)) }

    /// The reference of a due, or its date where it has none of its own.
    private func name(_ line: Int32) -> FactValue {
        guard let due = dues.first(where: { $0.due.line == line }) else { return .number(Int64(line)) }
        return due.reference.shownReference.map { .text($0) } ?? .day(due.due.day)
    }

    private func heldDays(_ from: OpenDue) -> [Statement] {
        guard arrears.heldDays > 0 else { return [] }
        let stopping = holds.filter { $0.effects.stopsCount && $0.covers(account: account.id, line: from.line) }
        return stopping.pauses(after: from.day, through: asOf).map { hold, days in
            var facts = [Fact("days", days), Fact("reason", .holdReason, hold.reason.rawValue), Fact("from", hold.from)]
            if let to = hold.to { facts.append(Fact("to", to)) }
            return Statement(.holdDaysNotCounted, facts)
        }
    }

    /// The money that paid the due counted from in part, and the due before it: why the count does not start earlier.
    private func covering(before from: OpenDue) -> [Statement] {
        let before = settlement.dues.last { ($0.day, $0.line) < (from.day, from.line) }
        let lines = [from.line, before?.line].compactMap { $0 }
        var statements: [Statement] = []
        for line in lines {
            for source in settlement.sources {
                let amount = settlement.allocations.filter { $0.source == source.source && $0.line == line }
                    .reduce(0) { $0 + $1.amount }
                if amount > 0 { statements.append(covered(source, line, amount)) }
            }
        }
        return statements
    }

    private func covered(_ source: SettledSource, _ line: Int32, _ amount: Int64) -> Statement {
        switch source.source {
        case .creditNote(let note):
            return Statement(
                .creditNoteCovered, [Fact("credit", name(note)), money("amount", amount), Fact("due", name(line))])
        case .payment(let id):
            let reference = payments.first { $0.payment.id == id }?.reference.shownReference
            return Statement(
                .paymentCovered,
                [
                    Fact("payment", reference ?? ""), Fact("date", source.day), money("amount", amount),
                    Fact("due", name(line)),
                ])
        }
    }

    private func withinTolerance() -> [Statement] {
        guard portfolio.arrears.tolerance > 0 else { return [] }
        return settlement.dues.filter {
            $0.day < asOf && !$0.open.isZero && $0.open.total <= portfolio.arrears.tolerance
        }.map {
            Statement(
                .dueWithinTolerance,
                [
                    Fact("due", name($0.line)), Fact("date", $0.day), money("open", $0.open.total),
                    money("tolerance", portfolio.arrears.tolerance),
                ])
        }
    }
}
