import ArgumentParser
import Desk
import Receivables

struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Record what happened: a contact, a promise, a hold, a note.",
        subcommands: [RecordContact.self, RecordPromise.self, RecordHold.self, RecordNote.self])
}

/// Whom a recording is about, when and by whom.
struct RecordingArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Reference of the debtor.", valueName: "reference"))
    var debtor: String?

    @Option(help: ArgumentHelp("Reference of the account.", valueName: "reference"))
    var account: String?

    @Option(help: ArgumentHelp("Where several creditors use the reference.", valueName: "name"))
    var creditor: String?

    @Option(help: ArgumentHelp("The day on which it happened. Default: today.", valueName: "day"))
    var on: Day?

    @Option(help: ArgumentHelp("Who did it. Default: you.", valueName: "who"))
    var by: String?

    @Option(help: ArgumentHelp("Sent again with the same key, it is done only once.", valueName: "key"))
    var key: String?

    var subject: RecordingSubject {
        var subject = RecordingSubject(debtor: debtor, account: account, creditor: creditor, on: on)
        subject.key = OperationKey(key)
        return subject
    }
}

struct RecordContact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "A call, message or visit, and its result.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(
        help: ArgumentHelp(ContactChannel.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "channel"))
    var channel: ContactChannel = .call

    @Option(
        help: ArgumentHelp(ContactResult.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "result"))
    var result: ContactResult?

    @Flag(help: "The debtor contacted us.")
    var incoming = false

    @Option(help: "What was said.")
    var note: String?

    @Option(help: ArgumentHelp("When exactly (RFC 3339). Default: now.", valueName: "instant"))
    var at: Instant?

    @Option(
        name: .customLong("next-action"),
        help: ArgumentHelp("When to try again. Default: as the strategy says.", valueName: "day"))
    var nextAction: Day?

    func run() throws {
        try Session.run(global, by: about.by) { session in
            var contact = ContactToRecord(channel: channel, result: result, direction: incoming ? "in" : "out")
            contact.note = note
            contact.at = at
            contact.nextAction = nextAction
            session.output.answer(try session.desk.record(contact, about.subject), "The contact was recorded.")
        }
    }
}

struct RecordPromise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promise", abstract: "An amount and a day that were promised.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(help: "The amount, such as 1250000 or 1.250.000.")
    var amount: String

    @Option(help: ArgumentHelp("The promised day.", valueName: "day"))
    var date: Day

    @Option(help: ArgumentHelp("Where the debtor's accounts have several.", valueName: "code"))
    var currency: String?

    @Option(help: "What was said.")
    var note: String?

    func run() throws {
        try Session.run(global, by: about.by) { session in
            var promise = PromiseToRecord(amount: amount, day: date)
            promise.note = note
            if let currency {
                guard let known = Currency(currency) else { throw Problem(.notACurrency, [Fact("value", currency)]) }
                promise.currency = known
            }
            session.output.answer(try session.desk.record(promise, about.subject), "The promise was recorded.")
        }
    }
}

struct RecordHold: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "A pause with a reason, or the end of one.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(help: ArgumentHelp(Hold.Reason.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "reason"))
    var reason: Hold.Reason = .other

    @Option(help: ArgumentHelp("Only this due of the account.", valueName: "reference"))
    var due: String?

    @Option(help: ArgumentHelp("First day. Default: --on, today.", valueName: "day"))
    var from: Day?

    @Option(help: ArgumentHelp("Last day. Default: until it is ended.", valueName: "day"))
    var to: Day?

    @Flag(name: .customLong("stops-count"), inversion: .prefixedNo, help: "Its days do not count as days past due.")
    var stopsCount: Bool?

    @Flag(name: .customLong("stops-contact"), inversion: .prefixedNo, help: "Nobody contacts the debtor about it.")
    var stopsContact: Bool?

    @Option(help: "Why, in words.")
    var note: String?

    @Option(help: ArgumentHelp("End this hold instead: --on is the first day without it.", valueName: "id"))
    var end: Int64?

    func run() throws {
        try Session.run(global, by: about.by) { session in
            if let end {
                return session.output.answer(try session.desk.endHold(end, about.subject), "The hold was ended.")
            }
            var hold = HoldToRecord(reason: reason)
            hold.due = due
            hold.from = from
            hold.to = to
            hold.stopsCount = stopsCount
            hold.stopsContact = stopsContact
            hold.note = note
            session.output.answer(try session.desk.record(hold, about.subject), "The hold was set.")
        }
    }
}

struct RecordNote: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "note", abstract: "A note about a debtor.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(help: "The note.")
    var text: String

    func run() throws {
        try Session.run(global, by: about.by) { session in
            session.output.answer(try session.desk.record(note: text, about.subject), "The note was recorded.")
        }
    }
}

extension ContactChannel: ExpressibleByArgument {}
extension ContactResult: ExpressibleByArgument {}
extension Hold.Reason: ExpressibleByArgument {}
