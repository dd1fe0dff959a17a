import ArgumentParser
import Desk
import Receivables
import Store
import Wording

struct PaymentsWaiting: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waiting", abstract: "Payments that wait for an account nobody knows yet.")
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let waiting = try session.desk.waitingPayments()
            guard !global.json else { return session.output.document(try waiting.json()) }
            session.output.page(try PaymentsWaiting.text(waiting, session))
        }
    }

    private static func text(_ waiting: WaitingMoney, _ session: Session) throws -> String {
        let catalogue = session.catalogue
        guard !waiting.payments.isEmpty else { return catalogue.text(.paymentsWaitingNone) + "\n" }
        let printing = session.printing
        var table = session.table(
            [.number, .payment, .date, .amount, .waitsFor, .due, .payer, .channel], right: [.number, .amount],
            optional: [.channel, .payer])
        for item in waiting.payments {
            let record = item.payment
            table.add([
                String(record.payment.id), record.reference.shownReference ?? "–", printing.day(record.payment.day),
                printing.money(record.payment.amount, item.currency), item.account.isEmpty ? "–" : item.account,
                item.due ?? "", record.payer ?? "", record.channel ?? "",
            ])
        }
        let sums = try waiting.sums().map { sum in
            catalogue.text(
                .paymentsWaiting,
                [Fact("count", sum.payments), Fact("amount", .money(sum.amount, sum.currency))])
        }
        let lines = [session.text(table), ""] + sums + [catalogue.text(.paymentsWaitingAssign)]
        return lines.joined(separator: "\n") + "\n"
    }
}
