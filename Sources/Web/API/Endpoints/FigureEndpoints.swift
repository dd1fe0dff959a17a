import Desk
import Formats
import HTTPTypes
import Receivables
import Store

/// Figures of portfolios and of the team.
enum FigureEndpoints {
    static let all = [ageing, portfolio, team, atWork, history, reassign]

    private static let named = APIField("portfolio", .name, "Of this portfolio alone.")
    private static let back = APIField("days", .integer(0...366), "How many days back; 90 where nothing is said.")

    /// Of figures nobody minds that they are some seconds old: a standby may answer.
    private static func recent(_ call: APICall) -> Desk {
        call.desk.allowingStale(seconds: DeskLimits.sharedAnswerSeconds)
    }

    private static let ageing = APIRoute.get(
        "/ageing", "ageing", "What is open and overdue, by days past due.", .permission(.seePortfolio),
        query: [
            APIField("asOf", .day, "The day; today where nothing is said."),
            APIField("knownAt", .instant, "As it was known at this moment."), named,
        ], BookShapes.ageing
    ) { call in
        try recent(call).sharedAgeing(
            AgeingQuestion(
                asOf: try call.query.day("asOf") ?? call.desk.today(), knownAt: call.query.instant("knownAt"),
                portfolio: call.query.text("portfolio"))
        ).answer.json
    }

    private static let portfolio = APIRoute.get(
        "/figures/portfolio", "portfolioFigures", "Today's ageing, closing figures of past days, and cash.",
        .permission(.seePortfolio), query: [named, back], FigureShapes.portfolio
    ) { call in
        let figures = try recent(call).portfolioFigures(
            portfolio: call.query.text("portfolio"), days: call.query.int("days") ?? 90)
        let offset = try call.offset()
        let names = Dictionary(figures.portfolios.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        func name(_ id: Int64) -> JSONValue { .string(names[id] ?? "") }
        return [
            "at": .string(figures.ageing.at.text(offsetSeconds: offset)), "entry": JSONValue(figures.ageing.entry),
            "ageing": figures.ageing.answer.json, "hasHistory": .bool(figures.hasHistory),
            "days": .array(figures.days.map { $0.json(name($0.portfolio), offset) }),
            "buckets": .array(figures.buckets.map { $0.json(name($0.portfolio)) }),
            "cash": .array(figures.cash.map { $0.json(name($0.portfolio)) }),
        ]
    }

    private static let team = APIRoute.get(
        "/figures/team", "teamFigures", "Who works what on a day, and how far each has come.", .permission(.seeTeam),
        query: [APIField("date", .day, "The day; the current one where nothing is said.")], FigureShapes.team
    ) { call in
        let figures = try recent(call).teamFigures(date: call.query.day("date"))
        let offset = try call.offset()
        return [
            "date": .string(figures.answer.date.description),
            "at": .string(figures.at.text(offsetSeconds: offset)), "entry": JSONValue(figures.entry),
            "unowned": JSONValue(figures.answer.unowned), "unownedToDo": JSONValue(figures.answer.unownedToDo),
            "collectors": .array(figures.answer.collectors.map(\.json)),
            "others": .array(figures.answer.others.map(\.json)),
        ]
    }

    private static let atWork = APIRoute.get(
        "/at-work", "atWork", "Who is at work on which debtor just now, those at it the longest first.",
        .permission(.seeTeam), .answer(["atWork": .many(FigureShapes.atWork)])
    ) { call in
        let offset = try call.offset()
        return ["atWork": .array(try call.desk.peopleAtWork().map { $0.json(offset) })]
    }

    private static let history = APIRoute.get(
        "/figures/team/history", "teamHistory", "The days of the team as they stood at their close.",
        .permission(.seeTeam), query: [back], .answer(["days": .many(FigureShapes.teamDay)])
    ) { call in
        let names = Dictionary(
            try call.desk.collectors().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let days = try call.desk.teamHistory(days: call.query.int("days") ?? 90)
        return ["days": .array(days.map { $0.json(names[$0.collector]) })]
    }

    private static let reassign = APIRoute.change(
        .post, "/cases/reassign", "reassign",
        "Gives open cases to one collector, or to several so that their days are as full as each other's; with dryRun "
            + "it only says how many each would get.",
        .permission(.reassign),
        body: .json(
            .request(
                ["to": .list(.name, max: 200)],
                optional: [
                    "debtors": .list(.number, max: 10_000), "from": .text(0...200), "portfolio": .name,
                    "limit": .integer(1...1_000_000), "dryRun": .flag,
                ])), isKeyed: true,
        .json(.answer(["moved": .many(.answer(["collector": .words, "cases": .count])), "dryRun": .flag]))
    ) { call in
        let rule = ReassignRule(
            debtors: call.body.integers("debtors"), from: call.body.text("from"),
            portfolio: call.body.text("portfolio"), limit: call.body.int("limit"))
        let (names, isDry) = (call.body.texts("to") ?? [], call.body.flag("dryRun") ?? false)
        let result =
            isDry
            ? try call.desk.rehearseReassign(rule, to: names) : try call.desk.reassign(rule, to: names, key: call.key)
        return [
            "moved": .array(result.moved.map { ["collector": .string($0.collector), "cases": JSONValue($0.cases)] }),
            "dryRun": .bool(isDry),
        ]
    }
}

extension ClosingDay {
    fileprivate func json(_ portfolio: JSONValue, _ offset: Int) -> JSONValue {
        [
            "date": .string(day.description), "portfolio": portfolio, "currency": .string(currency.code),
            "entry": JSONValue(entry), "at": .string(at.text(offsetSeconds: offset)),
            "accounts": JSONValue(accounts), "open": JSONValue(open, currency),
            "overdueAccounts": JSONValue(overdueAccounts), "overdueDebtors": JSONValue(overdueDebtors),
            "overdue": JSONValue(overdue, currency),
        ]
    }
}

extension ClosingBucket {
    fileprivate func json(_ portfolio: JSONValue) -> JSONValue {
        [
            "date": .string(day.description), "portfolio": portfolio, "currency": .string(currency.code),
            "from": JSONValue(from), "to": to.map { JSONValue($0) } ?? .null, "accounts": JSONValue(accounts),
            "open": JSONValue(open, currency), "overdue": JSONValue(overdue, currency),
        ]
    }
}

extension ClosingCash {
    fileprivate func json(_ portfolio: JSONValue) -> JSONValue {
        [
            "date": .string(day.description), "portfolio": portfolio, "currency": .string(currency.code),
            "due": JSONValue(due, currency), "received": JSONValue(received, currency),
            "payments": JSONValue(payments), "promised": JSONValue(promised, currency),
            "promises": JSONValue(promises), "kept": JSONValue(kept), "partlyKept": JSONValue(partlyKept),
            "broken": JSONValue(broken), "pending": JSONValue(pending),
        ]
    }
}

extension ClosingTeam {
    fileprivate func json(_ collector: String?) -> JSONValue {
        [
            "date": .string(day.description), "collector": JSONValue(collector), "openCases": JSONValue(openCases),
            "toDo": JSONValue(toDo), "minutesToDo": JSONValue(minutesToDo), "worked": JSONValue(worked),
            "minutesWorked": JSONValue(minutesWorked), "contacts": JSONValue(contacts),
            "reached": JSONValue(reached), "promises": JSONValue(promises),
        ]
    }
}

extension CollectorFigures {
    fileprivate var json: JSONValue {
        [
            "collector": .string(collector), "active": .bool(isActive), "openCases": JSONValue(openCases),
            "toDo": JSONValue(toDo), "minutesToDo": JSONValue(minutesToDo), "worked": JSONValue(worked),
            "minutesWorked": JSONValue(minutesWorked), "minutesPerDay": JSONValue(minutesPerDay),
            "attainment": JSONValue(attainment), "contacts": JSONValue(contacts), "reached": JSONValue(reached),
            "promises": JSONValue(promises),
        ]
    }
}

extension AtWork {
    fileprivate func json(_ offset: Int) -> JSONValue {
        [
            "owner": .string(owner), "debtorId": JSONValue(debtorID), "debtor": .string(debtor),
            "name": JSONValue(name), "since": .string(since.text(offsetSeconds: offset)),
        ]
    }
}

extension OtherActivity {
    fileprivate var json: JSONValue {
        [
            "actor": .string(actor), "contacts": JSONValue(contacts), "reached": JSONValue(reached),
            "promises": JSONValue(promises),
        ]
    }
}
