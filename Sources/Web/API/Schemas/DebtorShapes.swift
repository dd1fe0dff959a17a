import Casework
import Receivables

/// What documents about debtors and their accounts look like.
enum DebtorShapes {
    static let sum = Schema.named("Sum", .answer(["currency": .words, "amount": .money]))

    static let statement = Schema.named("Statement", .answer(["code": .words, "text": .words]))

    static let lock = Schema.named(
        "Lock", .answer(["debtorId": .number, "owner": .words, "takenAt": .instant, "until": .instant]))

    static let components = Schema.named(
        "Components", .answer(["principal": .money, "interest": .money, "fee": .money, "penalty": .money]))

    static let contactPoint = Schema.named(
        "ContactPoint",
        .answer([
            "kind": .words, "value": .words, "written": .words.orNull, "relation": .words, "quality": .words,
        ]))

    static let hold = Schema.named(
        "Hold",
        .answer([
            "id": .number, "reason": .words, "scope": .word(["debtor", "account", "due"]), "due": .words.orNull,
            "from": .day, "to": .day.orNull, "stopsContact": .flag, "stopsCount": .flag, "note": .words.orNull,
        ]))

    static let promise = Schema.named(
        "Promise",
        .answer([
            "id": .number, "made": .day, "date": .day, "amount": .money, "currency": .words, "received": .money,
            "state": .words, "decidedFrom": .day,
        ]))

    static let contact = Schema.named(
        "Contact",
        .answer([
            "id": .number, "at": .instant, "account": .words.orNull, "channel": .words, "direction": .words,
            "result": .words.orNull, "rightParty": .flag.orNull, "note": .words.orNull, "by": .words,
            "imported": .flag,
        ]))

    static let note = Schema.named(
        "Note", .answer(["id": .number, "at": .instant, "by": .words, "text": .words]))

    static let openCase = Schema.named(
        "Case",
        .answer([
            "episode": .count, "opened": .day, "segment": .words, "collector": .words.orNull, "step": .words.orNull,
            "stepKind": .words.orNull, "nextAction": .day.orNull, "lastStep": .words.orNull,
            "lastStepDay": .day.orNull, "lastAttempt": .day.orNull, "attempts": .count,
        ]))

    static let due = Schema.named(
        "Due",
        .answer([
            "reference": .words.orNull, "issued": .day.orNull, "date": .day, "withdrawn": .day.orNull,
            "onBook": .flag, "amount": .money, "principal": .money, "interest": .money, "fee": .money,
            "penalty": .money, "allocated": .money, "credited": .money, "open": .money, "openComponents": components,
            "dpd": .count, "heldDays": .count,
        ]))

    private static let allocation = Schema.named(
        "Allocation",
        .answer([
            "due": .words.orNull, "amount": .money, "principal": .money, "interest": .money, "fee": .money,
            "penalty": .money,
        ]))

    private static let takenBack = Schema.named(
        "TakenBack", .answer(["id": .number, "reference": .words.orNull, "amount": .money]))

    static let payment = Schema.named(
        "Payment",
        .answer([
            "id": .number, "reference": .words.orNull, "date": .day, "amount": .money, "channel": .words.orNull,
            "payer": .words.orNull, "source": .words, "allocated": .money, "unapplied": .money, "returned": .money,
            "allocations": .many(allocation), "takesBack": .many(takenBack),
        ]))

    /// The answer to a payment that was entered, reversed or given to its account.
    static let paymentDone = Schema.named(
        "RecordedPayment",
        .answer([
            "payment": .number, "account": .words, "currency": .words, "reference": .words.orNull, "date": .day,
            "amount": .money, "channel": .words.orNull, "payer": .words.orNull, "source": .words,
            "allocated": .money, "unapplied": .money, "returned": .money, "allocations": .many(allocation),
            "takesBack": .many(takenBack), "warnings": .many(statement),
        ]))

    private static let change = Schema.named(
        "AttributeChange",
        .answer([
            "field": .words, "before": .words.orNull, "after": .words.orNull, "at": .instant, "by": .words,
            "import": .number.orNull, "undo": .flag,
        ]))

    static let account = Schema.named(
        "Account",
        .answer([
            "account": .words, "alias": .words.orNull, "debtor": .words, "name": .words.orNull,
            "names": .many(.words), "portfolio": .words, "creditor": .words, "product": .words.orNull,
            "currency": .words, "status": .words.orNull, "opened": .day.orNull, "branch": .words.orNull,
            "collector": .words.orNull, "asOf": .day, "dpd": .count, "bucket": .words,
            "grade": Schema.answer(["code": .count, "name": .words]).orNull, "overdue": .money,
            "overdueComponents": components, "open": .money, "credit": .money, "unmatchedReturns": .money,
            "explanation": .many(statement), "dues": .many(due), "payments": .many(payment),
            "holds": .many(hold), "promises": .many(promise), "contactPoints": .many(contactPoint),
            "changes": .many(change), "contacts": .many(contact), "notes": .many(note),
            "case": openCase.orNull, "nextDay": .day.orNull,
        ]))

    /// The document of an account with the number of its debtor.
    static let accountAlone = Schema.named(
        "AccountAnswer", .answer(["debtorId": .number, "entry": .count, "account": account]))

    static let debtor = Schema.named(
        "Debtor",
        .answer([
            "id": .number, "entry": .count, "debtor": .words, "name": .words.orNull, "names": .many(.words),
            "creditor": .words, "province": .words.orNull, "language": .words.orNull, "asOf": .day, "dpd": .count,
            "overdue": .many(sum), "open": .many(sum), "contactPoints": .many(contactPoint),
            "holds": .many(hold), "promises": .many(promise), "contacts": .many(contact),
            "notes": .many(note), "case": openCase.orNull, "nextDay": .day.orNull,
            "accounts": .many(account),
        ]))
}
