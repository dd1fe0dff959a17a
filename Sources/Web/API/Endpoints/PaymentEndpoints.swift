import Desk
import Formats
import HTTPTypes
import Receivables
import Wording

/// Money by hand, and money that waits for its account.
enum PaymentEndpoints {
    static let all = [add, reverse, assign, waiting]

    private static let add = APIRoute.change(
        .post, "/payments", "addPayment", "Enters a payment into an account.", .permission(.recordPayments),
        body: .json(
            .request(
                ["account": .name, "amount": .amount],
                optional: [
                    "creditor": .name, "on": .day, "reference": .name, "due": .name, "channel": .name, "payer": .name,
                    "basedOn": .count,
                ])), isKeyed: true, .created(DebtorShapes.paymentDone)
    ) { call in
        var payment = PaymentToAdd(amount: try call.body.needed("amount"))
        payment.reference = call.body.text("reference")
        payment.due = call.body.text("due")
        payment.channel = call.body.text("channel")
        payment.payer = call.body.text("payer")
        return RecordedAnswer(try call.desk.addPayment(payment, try subject(call))).json(call.say)
    }

    private static let reverse = APIRoute.change(
        .post, "/payments/{id}/reverse", "reversePayment", "Takes a payment back from a day on.",
        .permission(.reversePayments),
        body: .json(.request(["account": .name], optional: ["creditor": .name, "on": .day, "basedOn": .count])),
        isKeyed: true, .json(DebtorShapes.paymentDone)
    ) { call in
        let answer = try call.desk.reversePayment(.id(try call.number()), try subject(call))
        return RecordedAnswer(answer).json(call.say)
    }

    private static let assign = APIRoute.change(
        .post, "/payments/{id}/assign", "assignPayment", "Gives a payment that waits to its account.",
        .permission(.recordPayments),
        body: .json(.request(["account": .name], optional: ["creditor": .name, "basedOn": .count])), isKeyed: true,
        .json(DebtorShapes.paymentDone)
    ) { call in
        let answer = try call.desk.assignPayment(.id(try call.number()), try subject(call))
        return RecordedAnswer(answer).json(call.say)
    }

    private static func subject(_ call: APICall) throws -> RecordingSubject {
        RecordingSubject(account: try call.body.needed("account"), creditor: call.body.text("creditor")).with(call)
    }

    private static let waiting = APIRoute.get(
        "/waiting-payments", "waitingPayments", "Payments that wait for their account, by number, and how much waits.",
        .permission(.seeWaitingMoney), query: Paging.numbers, BookShapes.waiting
    ) { call in
        let document = try call.desk.waitingPayments().json()
        let page = Paging.page(call, "payments", document["payments"]?.array ?? [], { $0["id"]?.integer ?? 0 }, { $0 })
        let totals = JSONValue.Member("totals", document["totals"] ?? .array([]))
        return .object((page.members ?? []) + [totals])
    }
}
