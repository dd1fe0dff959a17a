import Receivables

/// What documents about lists, figures and files look like.
enum BookShapes {
    private static let reason = Schema.named(
        "Reason",
        .answer([
            "code": .words, "text": .words, "points": .integer(-1_000_000_000...1_000_000_000),
            "texts": .answer(["id": .words, "en": .words]),
        ]))

    private static let line: KeyValuePairs<String, Schema> = [
        "rank": .count, "collector": .words.orNull, "debtor": .words, "name": .words.orNull,
        "accounts": .many(.words), "dpd": .count, "overdue": .many(DebtorShapes.sum), "step": .words,
        "stepId": .words, "score": .integer(-1_000_000_000...1_000_000_000), "reasons": .many(reason),
    ]

    private static let worklistItem = Schema.named("WorklistItem", .answer(line))

    private static let workItem = Schema.named(
        "WorkItem",
        .answer([
            "debtorId": .number, "creditor": .words, "actionDay": .day.orNull, "callAt": .instant.orNull,
            "lock": DebtorShapes.lock.orNull, "line": worklistItem,
        ]))

    private static let workCall = Schema.named(
        "WorkCall", .answer(["debtorId": .number, "debtor": .words, "name": .words.orNull, "at": .instant]))

    static let worklist = Schema.named(
        "Worklist",
        .answer([
            "date": .day, "total": .count, "items": .many(worklistItem), "parked": .count, "waiting": .count,
            "next": .count.orNull,
        ]))

    static let work = Schema.named(
        "Work",
        .answer([
            "date": .day, "collector": .words, "entry": .count, "total": .count, "toDo": .count, "done": .count,
            "target": .count, "minutesDone": .count, "minutesToDo": .count, "minutesPerDay": .count,
            "calls": .many(workCall), "items": .many(workItem), "next": .count.orNull,
        ]))

    static let taken = Schema.named(
        "TakenDebtor",
        .answer(["debtorId": .number, "debtor": .words, "creditor": .words, "lock": DebtorShapes.lock]))

    static let hit = Schema.named(
        "SearchHit",
        .answer([
            "debtorId": .number, "debtor": .words, "creditor": .words, "name": .words.orNull, "field": .words,
            "value": .words, "accounts": .many(.words), "portfolios": .many(.words), "dpd": .count,
            "overdue": .many(DebtorShapes.sum),
        ]))

    static let change = Schema.named(
        "Change",
        .answer(["entry": .number, "at": .instant, "by": .words, "kind": .words, "debtorId": .number.orNull]))

    private static let ageingCurrency = Schema.named(
        "AgeingOfCurrency",
        .answer([
            "currency": .words, "open": .answer(["dues": .count, "amount": .money]),
            "overdue": .answer(["dues": .count, "accounts": .count, "debtors": .count, "amount": .money]),
            "buckets": .many(.answer(["bucket": .words, "dues": .count, "amount": .money])),
            "accountBuckets": .many(
                .answer(["bucket": .words, "accounts": .count, "amount": .money, "overdue": .money])),
            "debtorBuckets": .many(
                .answer(["bucket": .words, "debtors": .count, "amount": .money, "overdue": .money])),
            "unappliedCredit": .money,
        ]))

    static let ageing = Schema.named(
        "Ageing",
        .answer(["asOf": .day, "currencies": .many(ageingCurrency), "parked": .count, "waiting": .count]))

    private static let waitingPayment = Schema.named(
        "WaitingPayment",
        .answer([
            "id": .number, "reference": .words.orNull, "creditor": .words.orNull, "account": .words.orNull,
            "due": .words.orNull, "date": .day, "currency": .words, "amount": .money, "channel": .words.orNull,
            "payer": .words.orNull, "source": .words,
        ]))

    static let waiting = Schema.named(
        "WaitingMoney",
        .answer([
            "payments": .many(waitingPayment),
            "totals": .many(.answer(["currency": .words, "payments": .count, "amount": .money])),
            "next": .count.orNull,
        ]))

    private static let listed: KeyValuePairs<String, Schema> = [
        "import": .number, "kind": .words, "file": .words, "portfolio": .words, "state": .words,
        "startedAt": .instant, "finishedAt": .instant.orNull, "read": .count.orNull, "accepted": .count.orNull,
        "unchanged": .count.orNull, "rejected": .count.orNull,
    ]

    static let listedImport = Schema.named("ListedImport", .answer(listed))

    static let reject = Schema.named(
        "Reject",
        .answer([
            "line": .count.orNull, "column": .words.orNull, "value": .words.orNull, "code": .words,
            "message": .words,
        ]))

    static let keptReject = Schema.named(
        "KeptReject", .answer(["place": .number, "text": .words, "reject": reject]))

    private static let warning = Schema.named(
        "Warning",
        .answer([
            "line": .count, "column": .words, "value": .words, "kept": .words.orNull, "code": .words,
            "message": .words,
        ]))

    private static let importMembers: KeyValuePairs<String, Schema> = [
        "kind": .words, "file": .words, "import": .number.orNull, "dryRun": .flag, "portfolio": .words,
        "read": .count, "accepted": .count, "unchanged": .count, "rejected": .count, "warnings": .count,
        "rounded": .count, "debtors": .count, "accounts": .count, "dues": .count, "payments": .count,
        "promises": .count, "contacts": .count, "parked": .count, "waiting": .count, "unmatchedReturns": .count,
        "rejects": .many(reject), "warningsList": .many(warning), "rejectsFile": .words.orNull,
        "unusedColumns": .many(.words), "mapping": .anything,
    ]

    /// A snapshot tells one more.
    static let imported = Schema.named(
        "ImportResult",
        .object(
            importMembers.map { Schema.Property(name: $0.key, schema: $0.value, isRequired: true) }
                + [Schema.Property(name: "vanished", schema: .count, isRequired: false)]))

    static let undone = Schema.named(
        "UndoneImport",
        .answer([
            "import": .number, "dues": .count, "payments": .count, "others": .count, "attributes": .count,
            "repeatedBy": .many(.number), "undone": .flag,
        ]))
}
