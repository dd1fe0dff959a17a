import Desk
import Formats
import HTTPTypes
import Receivables
import Store
import Wording

/// What is recorded about a debtor.
enum RecordingEndpoints {
    static let all = [contact, promise, hold, note, endHold]

    private static let based: KeyValuePairs<String, Schema> = ["on": .day, "basedOn": .count]

    private static func warned(_ members: KeyValuePairs<String, Schema>) -> Schema {
        .object(
            members.map { Schema.Property(name: $0.key, schema: $0.value, isRequired: true) }
                + [Schema.Property(name: "warnings", schema: .many(DebtorShapes.statement), isRequired: true)])
    }

    private static func subject(_ call: APICall) throws -> RecordingSubject {
        var subject = try call.desk.subject(.id(try call.number()))
        subject.account = call.body.text("account")
        return subject.with(call)
    }

    private static let contact = APIRoute.change(
        .post, "/debtors/{id}/contacts", "recordContact", "Records a contact and when the debtor is to be tried again.",
        .permission(.logContacts),
        body: .json(
            .request(
                ["channel": .oneOf(ContactChannel.self)],
                optional: [
                    "result": .oneOf(ContactResult.self), "direction": .word(["out", "in"]), "note": .note,
                    "at": .instant, "nextAction": .day, "nextActionAt": .instant, "account": .name, "on": .day,
                    "basedOn": .count,
                ])), isKeyed: true,
        .created(
            .named(
                "RecordedContact",
                warned([
                    "contact": .number, "debtor": .words, "account": .words.orNull, "channel": .words,
                    "result": .words.orNull, "at": .instant, "by": .words, "nextAction": .day.orNull,
                ])))
    ) { call in
        var contact = ContactToRecord(
            channel: call.body.word("channel", ContactChannel.self) ?? .call,
            result: call.body.word("result", ContactResult.self), direction: call.body.text("direction") ?? "out")
        contact.note = call.body.text("note")
        contact.at = call.body.instant("at")
        contact.nextAction = call.body.day("nextAction")
        contact.nextActionAt = call.body.instant("nextActionAt")
        return RecordedAnswer(try call.desk.record(contact, subject(call))).json(call.say)
    }

    private static let promise = APIRoute.change(
        .post, "/debtors/{id}/promises", "recordPromise", "Records a promise; it quiets the ladder until its day.",
        .permission(.recordPromises),
        body: .json(
            .request(
                ["amount": .amount, "date": .day],
                optional: [
                    "currency": .text(3...3), "note": .note, "account": .name, "on": .day, "basedOn": .count,
                ])), isKeyed: true,
        .created(
            .named(
                "RecordedPromise",
                warned([
                    "promise": .number, "debtor": .words, "account": .words.orNull, "amount": .money,
                    "currency": .words, "date": .day, "made": .day, "state": .words, "by": .words,
                ])))
    ) { call in
        guard let day = call.body.day("date") else { throw Problem(.fieldMissing, [Fact("field", "date")]) }
        var promise = PromiseToRecord(amount: try call.body.needed("amount"), day: day)
        promise.currency = try call.currency("currency")
        promise.note = call.body.text("note")
        return RecordedAnswer(try call.desk.record(promise, subject(call))).json(call.say)
    }

    private static let holdAnswer = Schema.named(
        "RecordedHold",
        warned([
            "hold": .number, "debtor": .words, "account": .words.orNull, "due": .words.orNull, "reason": .words,
            "from": .day, "to": .day.orNull, "stopsContact": .flag, "stopsCount": .flag, "by": .words,
        ]))

    private static let hold = APIRoute.change(
        .post, "/debtors/{id}/holds", "setHold", "Sets a hold on a debtor, an account or a due.",
        .permission(.setHolds),
        body: .json(
            .request(
                ["reason": .oneOf(Hold.Reason.self)],
                optional: [
                    "due": .name, "from": .day, "to": .day, "stopsContact": .flag, "stopsCount": .flag, "note": .note,
                    "account": .name, "basedOn": .count,
                ])), isKeyed: true, .created(holdAnswer)
    ) { call in
        var hold = HoldToRecord(reason: call.body.word("reason", Hold.Reason.self) ?? .other)
        hold.due = call.body.text("due")
        hold.from = call.body.day("from")
        hold.to = call.body.day("to")
        hold.stopsContact = call.body.flag("stopsContact")
        hold.stopsCount = call.body.flag("stopsCount")
        hold.note = call.body.text("note")
        return RecordedAnswer(try call.desk.record(hold, subject(call))).json(call.say)
    }

    private static let note = APIRoute.change(
        .post, "/debtors/{id}/notes", "recordNote", "Records a note about a debtor.", .permission(.logContacts),
        body: .json(.request(["text": .note], optional: based)), isKeyed: true,
        .created(
            .named(
                "RecordedNote",
                warned(["note": .number, "debtor": .words, "at": .instant, "by": .words, "text": .words])))
    ) { call in
        RecordedAnswer(try call.desk.record(note: try call.body.needed("text"), subject(call))).json(call.say)
    }

    private static let endHold = APIRoute.change(
        .post, "/holds/{id}/end", "endHold", "Ends a hold: its last day is the day before.", .permission(.setHolds),
        body: .json(.request([:], optional: based)), isKeyed: true, .json(holdAnswer)
    ) { call in
        let subject = RecordingSubject().with(call)
        return RecordedAnswer(try call.desk.endHold(try call.number(), subject)).json(call.say)
    }
}

extension RecordingSubject {
    /// With what every recording may bring.
    func with(_ call: APICall) -> RecordingSubject {
        var subject = self
        subject.on = call.body.day("on")
        subject.basedOn = call.body.integer("basedOn")
        subject.key = call.key
        return subject
    }
}

extension APICall {
    /// A currency by its code. Error: `field-invalid`.
    func currency(_ field: String) throws(Problem) -> Currency? {
        guard let code = body.text(field) else { return nil }
        guard let known = Currency(code) else { throw Schema.invalid(field, Phrase(.currencyCode)) }
        return known
    }
}
