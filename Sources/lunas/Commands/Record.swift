import ArgumentParser
import Desk
import Formats
import Receivables
import Wording

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
        subject.by = by
        return subject
    }
}

struct RecordContact: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "A call, message or visit, and its result.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(
        help: ArgumentHelp(
            ContactChannel.allCases.map(\.rawValue).joined(separator: ", ") + ", or a usual word such as WA.",
            valueName: "channel"))
    var channel = ContactChannel.call.rawValue

    @Option(
        help: ArgumentHelp(
            ContactResult.allCases.map(\.rawValue).joined(separator: ", ") + ", or a usual word such as PTP.",
            valueName: "result"))
    var result: String?

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
            let channel = try session.meant("--channel", channel, .channel, ContactVocabulary.channel)
            let result = try result.map { try session.meant("--result", $0, .contactResult, ContactVocabulary.result) }
            var contact = ContactToRecord(channel: channel, result: result, direction: incoming ? "in" : "out")
            contact.note = note
            contact.at = at
            contact.nextAction = nextAction
            try session.recorded(.contactRecorded, about.key) { try session.desk.record(contact, about.subject) }
        }
    }
}

struct RecordPromise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promise", abstract: "An amount and a day that were promised.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(parsing: .unconditional, help: "The amount, such as 1250000 or 1.250.000.")
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
            try session.recorded(.promiseRecorded, about.key) { try session.desk.record(promise, about.subject) }
        }
    }
}

struct RecordHold: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "A pause with a reason, or the end of one.")
    @OptionGroup var global: GlobalOptions
    @OptionGroup var about: RecordingArguments

    @Option(
        help: ArgumentHelp(
            Hold.Reason.allCases.map(\.rawValue).joined(separator: ", ") + ", or the word for it.", valueName: "reason")
    )
    var reason = Hold.Reason.other.rawValue

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
                return try session.recorded(.holdEnded, about.key) { try session.desk.endHold(end, about.subject) }
            }
            let reason = try session.meant("--reason", reason, .holdReason) { word in
                Printing.code(.holdReason, of: word).flatMap(Hold.Reason.init)
            }
            var hold = HoldToRecord(reason: reason)
            hold.due = due
            hold.from = from
            hold.to = to
            hold.stopsCount = stopsCount
            hold.stopsContact = stopsContact
            hold.note = note
            try session.recorded(.holdSet, about.key) { try session.desk.record(hold, about.subject) }
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
            try session.recorded(.noteRecorded, about.key) { try session.desk.record(note: text, about.subject) }
        }
    }
}

extension Session {
    /// What a word of the field means. Error: `option-value`, with every code and the word for it.
    fileprivate func meant<Code: RawRepresentable<String> & CaseIterable>(
        _ option: String, _ written: String, _ kind: TermKind, _ meaning: (String) -> Code?
    ) throws(Problem) -> Code {
        if let code = meaning(written) { return code }
        let known = Code.allCases.map { code in
            let word = printing.term(kind, code.rawValue)
            return word.lowercased() == code.rawValue ? code.rawValue : "\(code.rawValue) (\(word))"
        }
        throw Problem(
            .optionValue,
            [
                Fact("option", option), Fact("value", written),
                Fact("allowed", Phrase(.oneOf, [Fact("list", known.joined(separator: ", "))])),
            ])
    }
}
