import Desk
import Formats
import HTTPTypes
import Receivables
import Store
import Wording

/// Lists of what is to be done, and who is at work on whom.
enum WorkEndpoints {
    static let all = [worklist, work, next, releaseAll, take, release, holder, search, changes]

    private static let rank = APIField("after", .count, "The rank behind which to go on.")
    private static let date = APIField("date", .day, "The day; the current one where nothing is said.")
    private static let collector = APIField("collector", .name, "Of this collector alone.")

    private static let worklist = APIRoute.get(
        "/worklist", "worklist", "The ranked list of a day with the reasons of each rank.", .permission(.seeWorklist),
        query: [date, collector, Paging.limit, rank], BookShapes.worklist
    ) { call in
        let (after, limit) = (call.query.int("after") ?? 0, call.query.int("limit") ?? Paging.limitUsual)
        let question = WorklistQuestion(
            date: try call.query.day("date") ?? call.desk.worklistDay(), collector: call.query.text("collector"),
            limit: min(after, WorkEndpoints.rankMax) + limit)
        let list = try call.desk.worklist(question)
        let items = list.items.dropFirst(after)
        let isMore = list.total > after + items.count && !items.isEmpty
        return [
            "date": .string(list.date.description), "total": JSONValue(list.total),
            "items": .array(items.map { $0.json(call.sayInAll) }), "parked": JSONValue(list.parked),
            "waiting": JSONValue(list.waiting), "next": isMore ? JSONValue(after + items.count) : .null,
        ]
    }

    /// No list is longer.
    private static let rankMax = 100_000_000

    private static let work = APIRoute.get(
        "/my-work", "work", "A collector's own list of a day, and how far the day has come.", .permission(.seeWorklist),
        query: [date, collector, Paging.limit, rank], BookShapes.work
    ) { call in
        let after = min(call.query.int("after") ?? 0, rankMax)
        let page = try call.desk.workPage(
            collector: try call.collector(call.query), date: call.query.day("date"), after: after,
            limit: call.query.int("limit") ?? Paging.limitUsual)
        let offset = try call.offset()
        let last = after + page.items.count
        let isMore = last < page.toDo && !page.items.isEmpty
        return [
            "date": .string(page.date.description), "collector": .string(page.collector),
            "entry": JSONValue(page.entry), "total": JSONValue(page.total), "toDo": JSONValue(page.toDo),
            "done": JSONValue(page.done), "target": JSONValue(page.target),
            "minutesDone": JSONValue(page.minutesDone), "minutesToDo": JSONValue(page.minutesToDo),
            "minutesPerDay": JSONValue(page.minutesPerDay), "calls": .array(page.calls.map { $0.json(offset) }),
            "items": .array(page.items.map { $0.json(call, offset) }), "next": isMore ? JSONValue(last) : .null,
        ]
    }

    private static let next = APIRoute.change(
        .post, "/my-work/next", "takeNext",
        "Takes the best of the list that nobody is at work on; null: nothing is left.",
        .permission(.seeWorklist),
        body: .json(.request([:], optional: ["collector": .name, "skipping": .list(.number, max: 1000)])),
        .json(.answer(["taken": BookShapes.taken.orNull]))
    ) { call in
        let taken = try call.desk.takeNext(
            collector: try call.collector(call.body), skipping: Set(call.body.integers("skipping") ?? []))
        let offset = try call.offset()
        return ["taken": taken?.json(offset) ?? .null]
    }

    private static let releaseAll = APIRoute.change(
        .post, "/my-work/release", "releaseAll", "Gives back whatever debtor one has taken.", .permission(.seeDebtors),
        .nothing
    ) { call in
        try call.desk.releaseAll()
        return .null
    }

    private static let take = APIRoute.change(
        .put, "/debtors/{id}/lock", "takeDebtor", "Takes a debtor, or keeps one for longer, so that others see it.",
        .permission(.seeDebtors), .json(BookShapes.taken)
    ) { call in
        let taken = try call.desk.take(.id(try call.number()))
        return taken.json(try call.offset())
    }

    private static let release = APIRoute.change(
        .delete, "/debtors/{id}/lock", "releaseDebtor", "Gives a debtor back, if one has them.",
        .permission(.seeDebtors), .nothing
    ) { call in
        try call.desk.release(.id(try call.number()))
        return .null
    }

    private static let holder = APIRoute.get(
        "/debtors/{id}/lock", "debtorLock", "Who is at work on a debtor; null: nobody.", .permission(.seeDebtors),
        .answer(["lock": DebtorShapes.lock.orNull])
    ) { call in
        let lock = try call.desk.holder(of: .id(try call.number()))
        let offset = try call.offset()
        return ["lock": lock?.json(offset) ?? .null]
    }

    private static let search = APIRoute.get(
        "/search", "search", "Debtors by reference, telephone number, due or name; the surest meaning first.",
        .permission(.seeDebtors),
        query: [
            APIField("q", .text(1...200), "What is looked for.", isRequired: true),
            APIField("limit", .integer(1...200), "How many at most; 20 where nothing is said."),
        ],
        .answer(["hits": .many(BookShapes.hit), "cut": .flag, "behind": .flag])
    ) { call in
        let answer = try call.desk.search(call.query.needed("q"), limit: call.query.int("limit") ?? 20)
        return [
            "hits": .array(answer.hits.map(\.json)), "cut": .bool(answer.isCut), "behind": .bool(answer.isBehind),
        ]
    }

    private static let changes = APIRoute.get(
        "/changes", "changes", "What happened in the book behind an entry of the journal, in order.",
        .permission(.seeDebtors),
        query: [
            APIField("since", .count, "The entry behind which to begin; only where to go on where nothing is said."),
            Paging.limit,
        ],
        .answer(["latest": .count, "changes": .many(BookShapes.change), "cut": .flag])
    ) { call in
        let since = try call.query.integer("since") ?? call.desk.latestEntry()
        let found = try call.desk.changes(since: since, limit: call.query.int("limit") ?? Paging.limitUsual)
        let offset = try call.offset()
        return [
            "latest": JSONValue(found.latest), "changes": .array(found.changes.map { $0.json(offset) }),
            "cut": .bool(found.isCut),
        ]
    }
}

extension APICall {
    /// The collector who is asked for, or the one who asks. Error: `field-missing`.
    func collector(_ members: Members) throws(Problem) -> String {
        guard let name = members.text("collector") ?? desk.access.collector else {
            throw Problem(.fieldMissing, [Fact("field", "collector")])
        }
        return name
    }

    /// A statement in every language, with that of whoever asks as "text".
    func sayInAll(_ statement: Statement) -> (text: String, texts: JSONValue) {
        let said = Language.allCases.map { JSONValue.Member($0.rawValue, .string(Catalogue($0).say(statement))) }
        return (say(statement), .object(said))
    }
}

extension JSONValue {
    init(_ sums: [(currency: Currency, amount: Int64)]) {
        self = .array(
            sums.map { ["currency": .string($0.currency.code), "amount": JSONValue($0.amount, $0.currency)] })
    }
}

extension DebtorLock {
    func json(_ offset: Int) -> JSONValue {
        [
            "debtorId": JSONValue(debtor), "owner": .string(owner),
            "takenAt": .string(takenAt.text(offsetSeconds: offset)),
            "until": .string(until.text(offsetSeconds: offset)),
        ]
    }
}

extension TakenDebtor {
    fileprivate func json(_ offset: Int) -> JSONValue {
        [
            "debtorId": JSONValue(debtorID), "debtor": .string(debtor), "creditor": .string(creditor),
            "lock": lock.json(offset),
        ]
    }
}

extension WorkCall {
    fileprivate func json(_ offset: Int) -> JSONValue {
        [
            "debtorId": JSONValue(debtorID), "debtor": .string(debtor), "name": JSONValue(name),
            "at": .string(at.text(offsetSeconds: offset)),
        ]
    }
}

extension WorkItem {
    fileprivate func json(_ call: APICall, _ offset: Int) -> JSONValue {
        [
            "debtorId": JSONValue(debtorID), "creditor": .string(creditor), "actionDay": JSONValue(actionDay),
            "callAt": JSONValue(callAt?.text(offsetSeconds: offset)), "lock": lock?.json(offset) ?? .null,
            "line": line.json(call.sayInAll),
        ]
    }
}

extension SearchHit {
    fileprivate var json: JSONValue {
        [
            "debtorId": JSONValue(debtorID), "debtor": .string(debtor), "creditor": .string(creditor),
            "name": JSONValue(name), "field": .string(field.rawValue), "value": .string(value),
            "accounts": .array(accounts.map { .string($0) }), "portfolios": .array(portfolios.map { .string($0) }),
            "dpd": JSONValue(daysPastDue), "overdue": JSONValue(overdue),
        ]
    }
}

extension BookChange {
    func json(_ offset: Int) -> JSONValue {
        [
            "entry": JSONValue(entry), "at": .string(at.text(offsetSeconds: offset)), "by": .string(actor),
            "kind": .string(kind), "debtorId": debtor.map { JSONValue($0) } ?? .null,
        ]
    }
}
