import Desk
import Formats
import HTTPTypes
import Receivables
import Store

/// How the desk is set up.
enum SettingEndpoints {
    static let all = portfolios + collectors + strategies + holidays + settings

    // MARK: Portfolios

    private static let portfolio = Schema.named(
        "Portfolio",
        .answer([
            "name": .words, "creditor": .words, "lenderType": .words, "currency": .words, "waterfall": .words,
            "tolerance": .money, "buckets": .many(.words), "promiseGraceDays": .count,
            "promiseTolerance": .money, "strategy": .words,
        ]))

    private static let portfolios: [APIRoute] = [
        .get(
            "/portfolios", "portfolios", "Portfolios that one sees, by name.", .signedIn, query: Paging.names,
            Paging.schema("portfolios", portfolio, key: .words)
        ) { call in Paging.named(call, "portfolios", try call.desk.portfolios(), \.name, \.json) },
        .get("/portfolios/{name}", "portfolio", "One portfolio with its rules.", .signedIn, portfolio) { call in
            try call.desk.portfolio(named: try call.path.needed("name")).json
        },
        .change(
            .put, "/portfolios/{name}", "setPortfolio",
            "Makes a portfolio, or changes its rules; what is left out stays as it is.",
            .permission(.changePortfolios),
            body: .json(
                .request(
                    [:],
                    optional: [
                        "creditor": .name, "lenderType": .oneOf(LenderType.self), "currency": .text(3...3),
                        "waterfall": .name, "tolerance": .amount, "buckets": .name,
                        "promiseGraceDays": .integer(0...30), "promiseTolerance": .amount, "strategy": .name,
                    ])), .json(portfolio), setPortfolio),
    ]

    @Sendable private static func setPortfolio(_ call: APICall) throws -> JSONValue {
        var changes = PortfolioChanges()
        changes.creditor = call.body.text("creditor")
        changes.lender = call.body.word("lenderType", LenderType.self)
        changes.currency = try call.currency("currency")
        changes.waterfall = try call.body.text("waterfall").map { try Waterfall(text: $0) }
        changes.buckets = try call.body.text("buckets").map { try Buckets(text: $0) }
        changes.tolerance = call.body.text("tolerance")
        changes.promiseGraceDays = call.body.int("promiseGraceDays")
        changes.promiseTolerance = call.body.text("promiseTolerance")
        changes.strategy = call.body.text("strategy")
        return try call.desk.setPortfolio(try call.path.needed("name"), changes).json
    }

    // MARK: Collectors

    private static let collector = Schema.named(
        "Collector",
        .answer([
            "name": .words, "languages": .many(.words), "minutesPerDay": .count, "skills": .many(.words),
            "portfolios": .many(.words), "active": .flag,
        ]))

    private static let collectors: [APIRoute] = [
        .get(
            "/collectors", "collectors", "Collectors, by name.", .signedIn, query: Paging.names,
            Paging.schema("collectors", collector, key: .words)
        ) { call in Paging.named(call, "collectors", try call.desk.collectors(), \.name, \.json) },
        .get("/collectors/{name}", "collector", "One collector.", .signedIn, collector) { call in
            try call.desk.collector(named: try call.path.needed("name")).json
        },
        .change(
            .put, "/collectors/{name}", "setCollector",
            "Adds a collector, or changes one; what is left out stays as it is.", .permission(.changeCollectors),
            body: .json(
                .request(
                    [:],
                    optional: [
                        "languages": .list(.text(2...20), max: 20), "minutesPerDay": .integer(0...1440),
                        "skills": .list(.name, max: 50), "portfolios": .list(.name, max: 200), "active": .flag,
                    ])), .json(collector)
        ) { call in
            var changes = CollectorChanges()
            changes.languages = call.body.texts("languages")
            changes.minutesPerDay = call.body.int("minutesPerDay")
            changes.skills = call.body.texts("skills")
            changes.portfolios = call.body.texts("portfolios")
            changes.isActive = call.body.flag("active")
            return try call.desk.setCollector(try call.path.needed("name"), changes).json
        },
    ]

    // MARK: Strategies

    private static let version: KeyValuePairs<String, Schema> = ["name": .words, "version": .count]

    private static let fileText = Schema.text(1...200_000)

    private static let strategies: [APIRoute] = [
        .get(
            "/strategies", "strategies", "Strategies in all versions, by name and version.", .permission(.seeSettings),
            .answer(["strategies": .many(.answer(version))])
        ) { call in
            let all = try call.desk.strategies().sorted { ($0.name, $0.version) < ($1.name, $1.version) }
            return [
                "strategies": .array(all.map { ["name": .string($0.name), "version": JSONValue($0.version)] })
            ]
        },
        .get(
            "/strategies/{name}", "strategy", "The text of a strategy.", .permission(.seeSettings),
            query: [APIField("version", .integer(1...1_000_000), "Which version; the last where nothing is said.")],
            .answer(["name": .words, "version": .count, "content": .words])
        ) { call in
            let found = try call.desk.strategy(
                named: try call.path.needed("name"), version: call.query.int("version"))
            return [
                "name": .string(found.name), "version": JSONValue(found.version), "content": .string(found.content),
            ]
        },
        .change(
            .post, "/strategies", "setStrategy", "Stores a strategy from its YAML text; the next run follows it.",
            .permission(.changeStrategies), body: .json(.request(["content": fileText])),
            .json(.answer(["name": .words, "version": .count, "new": .flag]))
        ) { call in
            let (name, version, isNew) = try call.desk.setStrategy(try call.body.needed("content"), file: "content")
            return ["name": .string(name), "version": JSONValue(version), "new": .bool(isNew)]
        },
    ]

    // MARK: Holidays

    private static let holiday = Schema.named(
        "Holiday", .answer(["day": .day, "kind": .words, "name": .words, "status": .words]))

    private static let holidays: [APIRoute] = [
        .get(
            "/holidays", "calendars", "Holiday calendars, by name, and how many days each has.",
            .permission(.seeSettings), .answer(["calendars": .many(.answer(["name": .words, "days": .count]))])
        ) { call in
            let all = try call.desk.calendars()
            return ["calendars": .array(all.map { ["name": .string($0.name), "days": JSONValue($0.days)] })]
        },
        .get(
            "/holidays/{name}", "calendar", "The days of a calendar, and the text it could be read from again.",
            .permission(.seeSettings), .answer(["name": .words, "days": .many(holiday), "content": .words])
        ) { call in
            let name = try call.path.needed("name")
            let (days, text) = try call.desk.calendar(named: name)
            return [
                "name": .string(name), "content": .string(text),
                "days": .array(
                    days.map {
                        [
                            "day": .string($0.day.description), "kind": .string($0.kind), "name": .string($0.name),
                            "status": .string($0.status),
                        ]
                    }),
            ]
        },
        .change(
            .post, "/holidays", "setHolidays", "Puts a calendar, from its YAML text, in the place of its namesake.",
            .permission(.changeSettings), body: .json(.request(["content": fileText])),
            .json(.answer(["name": .words, "days": .count]))
        ) { call in
            let (name, days) = try call.desk.setHolidays(try call.body.needed("content"), file: "content")
            return ["name": .string(name), "days": JSONValue(days)]
        },
    ]

    // MARK: Settings of the installation

    private static let setting = Schema.named("Setting", .answer(["name": .words, "value": .words]))

    private static let settings: [APIRoute] = [
        .get(
            "/settings", "settings", "Settings of the installation.", .permission(.seeSettings),
            .answer(["settings": .many(setting)])
        ) { call in
            let all = try call.desk.settings()
            return ["settings": .array(all.map { ["name": .string($0.name), "value": .string($0.value)] })]
        },
        .change(
            .put, "/settings/{name}", "setSetting", "Changes a setting.", .permission(.changeSettings),
            body: .json(.request(["value": .name])), .json(setting)
        ) { call in
            let (name, value) = (try call.path.needed("name"), try call.body.needed("value"))
            try call.desk.setSetting(name, to: value)
            return ["name": .string(name), "value": .string(value)]
        },
    ]
}
