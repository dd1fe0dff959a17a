import Receivables

/// What documents of figures look like.
enum FigureShapes {
    static let day = Schema.named(
        "ClosingDay",
        .answer([
            "date": .day, "portfolio": .words, "currency": .words, "entry": .count, "at": .instant,
            "accounts": .count, "open": .money, "overdueAccounts": .count, "overdueDebtors": .count,
            "overdue": .money,
        ]))

    static let bucket = Schema.named(
        "ClosingBucket",
        .answer([
            "date": .day, "portfolio": .words, "currency": .words, "from": .count, "to": .count.orNull,
            "accounts": .count, "open": .money, "overdue": .money,
        ]))

    static let cash = Schema.named(
        "ClosingCash",
        .answer([
            "date": .day, "portfolio": .words, "currency": .words, "due": .money, "received": .money,
            "payments": .count, "promised": .money, "promises": .count, "kept": .count, "partlyKept": .count,
            "broken": .count, "pending": .count,
        ]))

    static let portfolio = Schema.named(
        "PortfolioFigures",
        .answer([
            "at": .instant, "entry": .count, "ageing": BookShapes.ageing, "hasHistory": .flag,
            "days": .many(day), "buckets": .many(bucket), "cash": .many(cash),
        ]))

    private static let collector = Schema.named(
        "CollectorFigures",
        .answer([
            "collector": .words, "active": .flag, "openCases": .count, "toDo": .count, "minutesToDo": .count,
            "worked": .count, "minutesWorked": .count, "minutesPerDay": .count, "attainment": .count,
            "contacts": .count, "reached": .count, "promises": .count,
        ]))

    private static let other = Schema.named(
        "OtherActivity",
        .answer(["actor": .words, "contacts": .count, "reached": .count, "promises": .count]))

    static let team = Schema.named(
        "TeamFigures",
        .answer([
            "date": .day, "at": .instant, "entry": .count, "unowned": .count, "unownedToDo": .count,
            "collectors": .many(collector), "others": .many(other),
        ]))

    static let atWork = Schema.named(
        "AtWork",
        .answer([
            "owner": .words, "debtorId": .number, "debtor": .words, "name": .words.orNull, "since": .instant,
        ]))

    static let teamDay = Schema.named(
        "ClosingTeam",
        .answer([
            "date": .day, "collector": .words.orNull, "openCases": .count, "toDo": .count, "minutesToDo": .count,
            "worked": .count, "minutesWorked": .count, "contacts": .count, "reached": .count, "promises": .count,
        ]))
}
