import ArgumentParser
import Desk
import Receivables
import Wording

struct Payments: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add a payment by hand, take one back, see those that wait, or give one to its account.",
        subcommands: [PaymentsAdd.self, PaymentsReverse.self, PaymentsWaiting.self, PaymentsAssign.self])
}

struct PaymentsAdd: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a payment to an account.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(parsing: .unconditional, help: "The amount, such as 1250000 or 1.250.000.")
    var amount: String

    @Option(help: "Its own reference.")
    var reference: String?

    @Option(help: ArgumentHelp("The due that the payer named; it is paid first.", valueName: "reference"))
    var due: String?

    @Option(help: "How it came in.")
    var channel: String?

    @Option(help: "Who paid.")
    var payer: String?

    func run() throws {
        try Session.run(global, by: about.by) { session in
            var payment = PaymentToAdd(amount: amount)
            payment.reference = reference
            payment.due = due
            payment.channel = channel
            payment.payer = payer
            try session.recorded(.paymentAdded, about.key) { try session.desk.addPayment(payment, about.subject) }
        }
    }
}

/// Which payment is meant.
struct PaymentArguments: ParsableArguments {
    @Argument(help: "Reference of the payment.")
    var reference: String?

    @Option(help: ArgumentHelp("Its number instead, for one without a reference.", valueName: "number"))
    var id: Int64?

    var name: PaymentName {
        get throws(Problem) {
            switch (reference, id) {
            case (let reference?, nil): return .reference(reference)
            case (nil, let id?): return .id(id)
            default: throw Problem(.usage, [Fact("reason", Phrase(.namePayment))])
            }
        }
    }
}

struct PaymentsReverse: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse", abstract: "Take a payment back; with --id name its account too (--account).")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments
    @OptionGroup var payment: PaymentArguments

    func run() throws {
        try Session.run(global, by: about.by) { session in
            try session.recorded(.paymentTakenBack, about.key) {
                try session.desk.reversePayment(payment.name, about.subject)
            }
        }
    }
}

struct PaymentsAssign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give a payment that waits to an account (--account).")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments
    @OptionGroup var payment: PaymentArguments

    func run() throws {
        try Session.run(global, by: about.by) { session in
            try session.recorded(.paymentAssigned, about.key) {
                try session.desk.assignPayment(payment.name, about.subject)
            }
        }
    }
}
