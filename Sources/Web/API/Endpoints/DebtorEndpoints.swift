import Desk
import Formats
import HTTPTypes
import Receivables
import Store
import Wording

/// One debtor or one account, with everything the book says of them.
enum DebtorEndpoints {
    static let all = [debtor, named, changes, account]

    private static let times = [
        APIField("asOf", .day, "The day; today where nothing is said."),
        APIField("knownAt", .instant, "As it was known at this moment; now where nothing is said."),
    ]
    private static let creditor = APIField("creditor", .name, "Whose reference it is, where several have it.")

    private static let debtor = APIRoute.get(
        "/debtors/{id}", "debtor", "A debtor with accounts, dues, payments, holds, promises and contacts.",
        .permission(.seeDebtors), query: times, DebtorShapes.debtor
    ) { call in try answer(call, .id(try call.number())) }

    private static let named = APIRoute.get(
        "/debtors", "debtorByReference", "The debtor with a reference.", .permission(.seeDebtors),
        query: [APIField("reference", .name, "As the creditor writes it.", isRequired: true), creditor] + times,
        DebtorShapes.debtor
    ) { call in
        try answer(call, .reference(try call.query.needed("reference"), creditor: call.query.text("creditor")))
    }

    private static func answer(_ call: APICall, _ name: DebtorName) throws -> JSONValue {
        // What comes in while the answer is made may be in it or not: it is said to be of before.
        let entry = try call.desk.latestEntry()
        let asOf = try call.query.day("asOf") ?? call.desk.today()
        let answer = try call.desk.debtor(name, asOf: asOf, knownAt: call.query.instant("knownAt"))
        let head = [
            JSONValue.Member("id", JSONValue(answer.debtor.id)), JSONValue.Member("entry", JSONValue(entry)),
        ]
        return .object(head + (answer.json(call.say).members ?? []))
    }

    private static let changes = APIRoute.get(
        "/debtors/{id}/changes", "debtorChanges", "What happened to a debtor behind an entry of the journal.",
        .permission(.seeDebtors),
        query: [APIField("since", .count, "The entry behind which to begin.", isRequired: true)],
        .answer(["changes": .many(BookShapes.change)])
    ) { call in
        let since = call.query.integer("since") ?? 0
        let found = try call.desk.changes(of: .id(try call.number()), since: since)
        let offset = try call.offset()
        return ["changes": .array(found.map { $0.json(offset) })]
    }

    private static let account = APIRoute.get(
        "/accounts/{reference}", "account", "An account by its reference or alias.", .permission(.seeDebtors),
        query: [creditor] + times, DebtorShapes.accountAlone
    ) { call in
        let entry = try call.desk.latestEntry()
        let question = AccountQuestion(
            reference: try call.path.needed("reference"), asOf: try call.query.day("asOf") ?? call.desk.today(),
            knownAt: call.query.instant("knownAt"), creditor: call.query.text("creditor"))
        let answer = try call.desk.account(question)
        return [
            "debtorId": JSONValue(answer.debtor.id), "entry": JSONValue(entry), "account": answer.json(call.say),
        ]
    }
}
