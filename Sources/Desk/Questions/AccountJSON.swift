import Casework
import Formats
import Receivables
import Store

extension AccountAnswer {
    /// The public document; `say` turns a statement into a sentence.
    package func json(_ say: (Statement) -> String) -> JSONValue {
        let currency = account.currency
        var members: [JSONValue.Member] = [
            JSONValue.Member("account", .string(account.reference)),
            JSONValue.Member("alias", JSONValue(account.alias)),
            JSONValue.Member("debtor", .string(debtor.reference)), JSONValue.Member("name", JSONValue(debtor.name)),
            JSONValue.Member(
                "names", .array((names.isEmpty ? [debtor.name].compactMap { $0 } : names).map { .string($0) })),
            JSONValue.Member("portfolio", .string(portfolio.name)),
            JSONValue.Member("creditor", .string(portfolio.creditorName)),
            JSONValue.Member("product", JSONValue(account.product)),
            JSONValue.Member("currency", .string(currency.code)),
            JSONValue.Member("status", JSONValue(account.status)),
            JSONValue.Member("opened", JSONValue(account.opened)),
            JSONValue.Member("branch", JSONValue(account.branch)),
            JSONValue.Member("collector", JSONValue(account.collector)),
            JSONValue.Member("asOf", .string(asOf.description)),
            JSONValue.Member("dpd", JSONValue(arrears.daysPastDue)),
            JSONValue.Member("bucket", .string(bucket)), JSONValue.Member("grade", gradeJSON),
            JSONValue.Member("overdue", JSONValue(arrears.overdue.total, currency)),
            JSONValue.Member("overdueComponents", arrears.overdue.json(currency)),
            JSONValue.Member("open", JSONValue(arrears.open, currency)),
        ]
        let credit = settlement.sources.reduce(Int64(0)) { $0 &+ $1.unapplied }
        members += [
            JSONValue.Member("credit", JSONValue(credit, currency)),
            JSONValue.Member("unmatchedReturns", JSONValue(settlement.unmatchedReturns, currency)),
            JSONValue.Member(
                "explanation",
                .array(explanation.map { ["code": .string($0.code.rawValue), "text": .string(say($0))] })),
            JSONValue.Member("dues", .array(dues.map { $0.json(settlement, currency, late: late($0.due), asOf) })),
            JSONValue.Member("payments", .array(paymentsJSON)),
            JSONValue.Member("holds", .array(holds.map { $0.json(dues) })),
            JSONValue.Member("promises", .array(promises.map(\.json))),
            JSONValue.Member("contactPoints", .array(contactPoints.map(\.json))),
            JSONValue.Member("changes", .array(changes.map(\.json))),
        ]
        members += story.members
        members += [
            JSONValue.Member("case", openCase?.json(caseCollector) ?? .null),
            JSONValue.Member("nextDay", JSONValue(nextDay)),
        ]
        return .object(members)
    }

    private var gradeJSON: JSONValue {
        grade.map { ["code": JSONValue($0.rawValue), "name": .string($0.name)] } ?? .null
    }

    private var paymentsJSON: [JSONValue] {
        payments.map { $0.json(settlement, dues, payments, account.currency) }
    }
}

extension AccountAnswer {
    /// Days past due of one due, and how many days since its date a hold took out of the count; both 0 while it is not
    /// late or nothing of it is open.
    package func late(_ due: Due) -> (days: Int, held: Int) {
        guard due.day < asOf, settlement.dues.contains(where: { $0.line == due.line && !$0.open.isZero }) else {
            return (0, 0)
        }
        let stopping = holds.map(\.hold).filter { hold in
            hold.effects.stopsCount && hold.covers(account: account.id, line: due.line)
        }
        let held = stopping.daysCovered(after: due.day, through: asOf)
        return (asOf.days(since: due.day) - held, held)
    }
}

extension Components {
    func json(_ currency: Currency) -> JSONValue {
        [
            "principal": JSONValue(principal, currency), "interest": JSONValue(interest, currency),
            "fee": JSONValue(fee, currency), "penalty": JSONValue(penalty, currency),
        ]
    }
}

extension DueRecord {
    func json(
        _ settlement: Settlement, _ currency: Currency, late: (days: Int, held: Int), _ asOf: Day
    ) -> JSONValue {
        let settled = settlement.dues.first { $0.line == due.line }
        let isOnBook = due.isOnBook(asOf: asOf)
        var allocated: Int64 = 0
        var credited: Int64 = 0
        for allocation in settlement.allocations where allocation.line == due.line {
            if case .payment = allocation.source {
                allocated += allocation.amount
            } else {
                credited += allocation.amount
            }
        }
        return [
            "reference": JSONValue(reference.shownReference), "issued": JSONValue(due.issued),
            "date": .string(due.day.description), "withdrawn": JSONValue(due.withdrawn), "onBook": .bool(isOnBook),
            "amount": JSONValue(due.amounts.total, currency), "principal": JSONValue(due.amounts.principal, currency),
            "interest": JSONValue(due.amounts.interest, currency), "fee": JSONValue(due.amounts.fee, currency),
            "penalty": JSONValue(due.amounts.penalty, currency), "allocated": JSONValue(allocated, currency),
            "credited": JSONValue(credited, currency), "open": JSONValue(settled?.open.total ?? 0, currency),
            "openComponents": (settled?.open ?? .zero).json(currency), "dpd": JSONValue(late.days),
            "heldDays": JSONValue(late.held),
        ]
    }
}

extension PaymentRecord {
    /// `payments` are those of the account.
    func json(
        _ settlement: Settlement, _ dues: [DueRecord], _ payments: [PaymentRecord], _ currency: Currency
    ) -> JSONValue {
        let outcome = settlement.outcome(of: payment.id) ?? (0, 0, 0)
        return [
            "id": JSONValue(payment.id), "reference": JSONValue(reference.shownReference),
            "date": .string(payment.day.description),
            "amount": JSONValue(payment.amount, currency), "channel": JSONValue(channel), "payer": JSONValue(payer),
            "source": .string(source.name), "allocated": JSONValue(outcome.allocated, currency),
            "unapplied": JSONValue(outcome.unapplied, currency), "returned": JSONValue(outcome.returned, currency),
            "allocations": .array(allocations(settlement, dues, currency)),
            "takesBack": .array(takenBack(settlement, payments, currency)),
        ]
    }

    /// The payments that a return took back.
    private func takenBack(
        _ settlement: Settlement, _ payments: [PaymentRecord], _ currency: Currency
    ) -> [JSONValue] {
        (settlement.returns.first { $0.payment == payment.id }?.taken ?? []).map { taken in
            let other = payments.first { $0.payment.id == taken.payment }
            return [
                "id": JSONValue(taken.payment), "reference": JSONValue(other?.reference.shownReference),
                "amount": JSONValue(taken.amount, currency),
            ]
        }
    }

    private func allocations(_ settlement: Settlement, _ dues: [DueRecord], _ currency: Currency) -> [JSONValue] {
        var byLine: [(line: Int32, parts: Components)] = []
        for allocation in settlement.allocations where allocation.source == .payment(payment.id) {
            if let at = byLine.firstIndex(where: { $0.line == allocation.line }) {
                byLine[at].parts[allocation.component] += allocation.amount
            } else {
                var parts = Components.zero
                parts[allocation.component] = allocation.amount
                byLine.append((allocation.line, parts))
            }
        }
        return byLine.map { line, parts -> JSONValue in
            let due = dues.first { $0.due.line == line }
            return [
                "due": JSONValue(due?.reference.shownReference ?? due?.due.day.description),
                "amount": JSONValue(parts.total, currency), "principal": JSONValue(parts.principal, currency),
                "interest": JSONValue(parts.interest, currency), "fee": JSONValue(parts.fee, currency),
                "penalty": JSONValue(parts.penalty, currency),
            ]
        }
    }
}

extension HoldRecord {
    func json(_ dues: [DueRecord]) -> JSONValue {
        var scope: JSONValue = "debtor"
        if case .account = hold.scope { scope = "account" }
        var named: JSONValue = .null
        if case .due(_, let line) = hold.scope {
            scope = "due"
            named = JSONValue(dues.first { $0.due.line == line }?.reference.shownReference)
        }
        return [
            "id": JSONValue(hold.id), "reason": .string(hold.reason.rawValue), "scope": scope, "due": named,
            "from": .string(hold.from.description), "to": JSONValue(hold.to),
            "stopsContact": .bool(hold.effects.stopsContact), "stopsCount": .bool(hold.effects.stopsCount),
            "note": JSONValue(note),
        ]
    }
}

extension JudgedPromise {
    package var json: JSONValue {
        [
            "id": JSONValue(promise.id), "made": .string(promise.made.description),
            "date": .string(promise.day.description), "amount": JSONValue(promise.amount, promise.currency),
            "currency": .string(promise.currency.code), "received": JSONValue(received, promise.currency),
            "state": .string(state.rawValue), "decidedFrom": .string(decidedFrom.description),
        ]
    }
}

extension ContactPointRecord {
    var json: JSONValue {
        [
            "kind": .string(kind), "value": .string(value), "written": JSONValue(written),
            "relation": .string(relation),
            "quality": .string(quality),
        ]
    }
}

extension CaseRecord {
    func json(_ collector: String?) -> JSONValue {
        [
            "episode": JSONValue(episode), "opened": .string(opened.description), "segment": .string(segment),
            "collector": JSONValue(collector), "step": JSONValue(step), "stepKind": JSONValue(stepKind?.rawValue),
            "nextAction": JSONValue(shownActionDay), "lastStep": JSONValue(lastStep),
            "lastStepDay": JSONValue(lastStepDay),
            "lastAttempt": JSONValue(lastAttempt), "attempts": JSONValue(attempts),
        ]
    }
}
