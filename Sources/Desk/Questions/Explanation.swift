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
            var facts = [
                Fact("days", arrears.daysPastDue), Fact("due", name(from.line)), Fact("date", from.day),
                money("open", from.open.total),
            ]
            if from.open.principal != from.open.total, let parts = parts(of: from.open) { facts.append(parts) }
            statements.append(Statement(.oldestOpenDue, facts))
            statements += onlyCharges(from) + heldDays(from)
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
        return statements + unmatchedReturns()
    }

    private func unmatchedReturns() -> [Statement] {
        settlement.returns.filter { $0.unmatched > 0 }.map { back in
            var facts = [Fact("date", back.day), money("amount", back.unmatched)]
            let reference = payments.first { $0.payment.id == back.payment }?.reference.shownReference
            if let reference { facts.append(Fact("payment", reference)) }
            return Statement(.returnWithoutPayment, facts)
        }
    }

    private func money(_ name: String, _ minor: Int64) -> Fact { Fact(name, .money(minor, account.currency)) }

    /// The reference of a due, or its date where it has none of its own.
    private func name(_ line: Int32) -> FactValue {
        guard let due = dues.first(where: { $0.due.line == line }) else { return .number(Int64(line)) }
        return due.reference.shownReference.map { .text($0) } ?? .day(due.due.day)
    }

    /// The components of an amount that are not nothing, each with its name.
    private func parts(of amounts: Components) -> Fact? {
        let parts = Component.allCases.filter { amounts[$0] != 0 }.map { component in
            Phrase(
                .componentPart, [Fact("component", .component, component.name), money("amount", amounts[component])])
        }
        guard let last = parts.last else { return nil }
        return Fact(
            "parts",
            parts.dropLast().reversed().reduce(last) { Phrase(.phraseList, [Fact("first", $1), Fact("rest", $0)]) })
    }

    /// Where a due goes on counting though what was lent is paid: what keeps it is small and easily overlooked.
    private func onlyCharges(_ from: OpenDue) -> [Statement] {
        let whole = dues.first { $0.due.line == from.line }?.due.amounts ?? .zero
        guard from.open.principal == 0, from.open.interest == 0, whole.principal != 0 || whole.interest != 0,
            let parts = parts(of: from.open)
        else { return [] }
        let tolerance = money("tolerance", portfolio.arrears.tolerance)
        return [Statement(.onlyChargesOpen, [Fact("due", name(from.line)), parts, tolerance])]
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
