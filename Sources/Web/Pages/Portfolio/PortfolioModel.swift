import Desk
import Formats
import Receivables
import Store
import Wording

/// What the page about a portfolio shows, in one currency, ready to print.
package struct PortfolioModel: Sendable {
    /// A large figure, and how it came about.
    package struct Headline: Sendable {
        package let value: String
        package let label: String
        package let reasons: [String]
    }

    /// A drawing with the rows behind it.
    package struct Picture: Sendable {
        package let plot: Plot
        package let table: FigureTable
    }

    /// The tables that can be had as files, by the names in their addresses.
    package enum TableName: String, CaseIterable, Sendable { case ageing, buckets, cash, promises }

    package let asOf: Day
    package let entry: Int64
    package let at: Instant
    package let currencies: [Currency]
    package let currency: Currency
    package let headlines: [Headline]
    package let ageing: FigureTable
    /// Open amounts by bucket, for the bars beside the table.
    package let bars: [Int64]
    package let buckets: Picture?
    package let cash: Picture?
    package let promises: Picture?
    package let hasHistory: Bool
    /// Payments and accounts that are in no figure.
    package let waiting: Int
    package let parked: Int

    package var isEmpty: Bool { currencies.isEmpty }

    /// `currency`: the one that was asked for; else the one with the most accounts. Error: `amount-overflow`.
    package init(_ figures: PortfolioFigures, currency wanted: Currency?, _ catalogue: Catalogue) throws(Problem) {
        let ageing = figures.ageing.answer
        let totals = ageing.totals
        currencies = totals.keys.sorted()
        let usual = totals.max { ($0.value.open.count, $1.key) < ($1.value.open.count, $0.key) }?.key ?? .rupiah
        let currency = wanted.flatMap { totals[$0] == nil ? nil : $0 } ?? usual
        self.currency = currency
        (asOf, entry, at) = (ageing.asOf, figures.ageing.entry, figures.ageing.at)
        (hasHistory, waiting, parked) = (figures.hasHistory, ageing.waitingPayments, ageing.parked)
        let maker = PortfolioMaker(currency: currency, asOf: ageing.asOf, catalogue: catalogue)
        self.ageing = maker.ageing(ageing, totals[currency])
        bars = totals[currency]?.byAccount.map(\.open) ?? []
        buckets = try maker.buckets(figures.buckets)
        let days = try maker.days(figures.cash)
        cash = maker.cash(days)
        promises = maker.promises(days)
        headlines = try maker.headlines(ageing, totals[currency], days)
    }

    package func table(_ name: TableName) -> FigureTable? {
        switch name {
        case .ageing: ageing
        case .buckets: buckets?.table
        case .cash: cash?.table
        case .promises: promises?.table
        }
    }
}

/// Makes the parts of the model.
struct PortfolioMaker {
    let currency: Currency
    let asOf: Day
    let catalogue: Catalogue

    private var printing: Printing { catalogue.printing }

    private func say(_ word: PortfolioWord, _ facts: [Fact] = []) -> String { catalogue.text(word, facts) }
    private func money(_ minor: Int64) -> TableCell { .money(minor, currency) }

    /// Words for a bucket: the first has one, the others are ranges of days.
    private func label(_ name: String) -> String {
        name == "current" ? printing.term(.bucket, name) : say(.bucketDays, [Fact("days", name)])
    }

    func ageing(_ ageing: Ageing, _ totals: AgeingTotals?) -> FigureTable {
        let columns: [FigureTable.Column] = [
            .init("bucket", say(.bucket), isNumber: false), .init("accounts", say(.accounts)),
            .init("debtors", say(.debtors)), .init("open", say(.open)), .init("overdue", say(.overdue)),
        ]
        guard let totals else { return FigureTable(columns: columns, rows: []) }
        let rows = ageing.buckets.names.enumerated().map { place, name -> [TableCell] in
            let bucket = totals.byAccount[place]
            return [
                .text(label(name)), TableCell(bucket.accounts), TableCell(totals.byDebtor[place].debtors),
                money(bucket.open), money(bucket.overdue),
            ]
        }
        let sum: [TableCell] = [
            .text(say(.total)), TableCell(totals.byAccount.reduce(0) { $0 + $1.accounts }),
            TableCell(totals.byDebtor.reduce(0) { $0 + $1.debtors }), money(totals.open.amount),
            money(totals.overdue.amount),
        ]
        return FigureTable(columns: columns, rows: rows + [sum])
    }

    // MARK: Over time

    private struct Range: Hashable, Comparable {
        let from: Int
        let to: Int?

        var name: String {
            guard from > 0 else { return "current" }
            guard let to else { return "\(from)+" }
            return to == from ? "\(from)" : "\(from)-\(to)"
        }

        static func < (left: Range, right: Range) -> Bool {
            (left.from, left.to ?? .max) < (right.from, right.to ?? .max)
        }
    }

    /// Overdue amounts by bucket at the close of each day; nil where nothing was kept.
    func buckets(_ kept: [ClosingBucket]) throws(Problem) -> PortfolioModel.Picture? {
        var sums: [Day: [Range: Int64]] = [:]
        var ranges: Set<Range> = []
        for bucket in kept where bucket.currency == currency && bucket.from > 0 {
            let range = Range(from: bucket.from, to: bucket.to)
            ranges.insert(range)
            let before = sums[bucket.day]?[range] ?? 0
            sums[bucket.day, default: [:]][range] = try before.adding(bucket.overdue)
        }
        guard !sums.isEmpty else { return nil }
        let (days, order) = (sums.keys.sorted(), ranges.sorted())
        let series = order.enumerated().map { place, range in
            PlotSeries(label(range.name), hue: "h-\(min(place + 1, 6))", days.map { sums[$0]?[range] ?? 0 })
        }
        let columns = days.map { day in
            let parts = order.compactMap { range -> String? in
                guard let amount = sums[day]?[range], amount > 0 else { return nil }
                return label(range.name) + ": " + printing.money(amount, currency)
            }
            return ([printing.day(day)] + parts).joined(separator: "\n")
        }
        let head: [FigureTable.Column] = [.init("date", say(.day), isNumber: false)]
        return PortfolioModel.Picture(
            plot: plot(say(.bucketsTitle), .stacked, series, columns, days),
            table: FigureTable(
                columns: head + order.map { FigureTable.Column($0.name, label($0.name)) },
                rows: days.reversed().map { day in
                    [TableCell.day(day)] + order.map { money(sums[day]?[$0] ?? 0) }
                }))
    }

    /// Money and promises by value day, of all portfolios together.
    func days(_ kept: [ClosingCash]) throws(Problem) -> [ClosingCash] {
        var sums: [Day: ClosingCash] = [:]
        for cash in kept where cash.currency == currency {
            guard var sum = sums[cash.day] else {
                sums[cash.day] = cash
                continue
            }
            sum.due = try sum.due.adding(cash.due)
            sum.received = try sum.received.adding(cash.received)
            sum.promised = try sum.promised.adding(cash.promised)
            sum.payments += cash.payments
            sum.promises += cash.promises
            sum.kept += cash.kept
            sum.partlyKept += cash.partlyKept
            sum.broken += cash.broken
            sum.pending += cash.pending
            sums[cash.day] = sum
        }
        return sums.values.sorted { $0.day < $1.day }
    }

    func cash(_ days: [ClosingCash]) -> PortfolioModel.Picture? {
        guard days.contains(where: { $0.due != 0 || $0.received != 0 }) else { return nil }
        let series = [
            PlotSeries(say(.dueSeries), hue: "soft", days.map(\.due)),
            PlotSeries(say(.receivedSeries), hue: "accent", days.map(\.received)),
        ]
        let columns = days.map { day in
            say(.cashColumn, [
                Fact("day", day.day), Fact("due", .money(day.due, currency)),
                Fact("received", .money(day.received, currency)),
            ])
        }
        return PortfolioModel.Picture(
            plot: plot(say(.cashTitle), .nested, series, columns, days.map(\.day)),
            table: FigureTable(
                columns: [
                    .init("date", say(.day), isNumber: false), .init("due", say(.dueSeries)),
                    .init("received", say(.receivedSeries)), .init("payments", say(.payments)),
                ],
                rows: days.reversed().map { day in
                    [.day(day.day), money(day.due), money(day.received), TableCell(day.payments)]
                }))
    }

    func promises(_ days: [ClosingCash]) -> PortfolioModel.Picture? {
        let days = days.filter { $0.promises > 0 }
        guard !days.isEmpty else { return nil }
        let term = { (code: String) in printing.term(.promiseState, code) }
        let series = [
            PlotSeries(term("kept"), hue: "kept", days.map { Int64($0.kept) }),
            PlotSeries(term("partly-kept"), hue: "soon", days.map { Int64($0.partlyKept) }),
            PlotSeries(term("broken"), hue: "overdue", days.map { Int64($0.broken) }),
            PlotSeries(term("pending"), hue: "soft", days.map { Int64($0.pending) }),
        ]
        let columns = days.map { day in
            let parts = series.compactMap { one -> String? in
                guard let place = days.firstIndex(of: day), one.values[place] > 0 else { return nil }
                return one.label + ": " + printing.number(one.values[place])
            }
            return ([printing.day(day.day)] + parts).joined(separator: "\n")
        }
        var plot = plot(say(.promisesTitle), .stacked, series, columns, days.map(\.day))
        plot.countsThings(printing)
        return PortfolioModel.Picture(
            plot: plot,
            table: FigureTable(
                columns: [
                    .init("date", say(.day), isNumber: false), .init("promised", say(.promised)),
                    .init("promises", say(.promisesCount)), .init("kept", term("kept")),
                    .init("partlyKept", term("partly-kept")), .init("broken", term("broken")),
                    .init("pending", term("pending")),
                ],
                rows: days.reversed().map { day in
                    [
                        .day(day.day), money(day.promised), TableCell(day.promises), TableCell(day.kept),
                        TableCell(day.partlyKept), TableCell(day.broken), TableCell(day.pending),
                    ]
                }))
    }

    private func plot(
        _ title: String, _ shape: Plot.Shape, _ series: [PlotSeries], _ columns: [String], _ days: [Day]
    ) -> Plot {
        let (printing, currency) = (printing, currency)
        let marks = days.count > 2 ? [days[0], days[days.count / 2], days[days.count - 1]] : days
        return Plot(title, shape, series, columns: columns, below: marks.map(printing.day)) {
            printing.shortMoney($0, currency)
        }
    }

    // MARK: At a glance

    func headlines(
        _ ageing: Ageing, _ totals: AgeingTotals?, _ days: [ClosingCash]
    ) throws(Problem) -> [PortfolioModel.Headline] {
        guard let totals else { return [] }
        let accounts = totals.byAccount.reduce(0) { $0 + $1.accounts }
        let share = totals.open.amount > 0 ? percent(totals.overdue.amount, of: totals.open.amount) : 0
        var lines = [
            PortfolioModel.Headline(
                value: printing.money(totals.open.amount, currency), label: say(.openLabel),
                reasons: [
                    say(.openWhy, [Fact("dues", totals.open.count), Fact("accounts", accounts), Fact("day", asOf)])
                ]),
            PortfolioModel.Headline(
                value: printing.money(totals.overdue.amount, currency),
                label: say(.overdueLabel, [Fact("share", share)]),
                reasons: [
                    say(.overdueWhy, [
                        Fact("dues", totals.overdue.count), Fact("accounts", totals.overdueAccounts),
                        Fact("debtors", totals.overdueDebtors), Fact("day", asOf),
                    ])
                ]),
        ]
        lines += try received(days)
        return lines + kept(days)
    }

    private func received(_ days: [ClosingCash]) throws(Problem) -> [PortfolioModel.Headline] {
        var (received, ahead, payments, count): (Int64, Int64, Int, Int) = (0, 0, 0, 0)
        for day in days {
            if day.day <= asOf {
                received = try received.adding(day.received)
                payments += day.payments
                count += 1
            } else {
                ahead = try ahead.adding(day.due)
            }
        }
        guard count > 0 else { return [] }
        return [
            PortfolioModel.Headline(
                value: printing.money(received, currency), label: say(.receivedLabel, [Fact("days", count)]),
                reasons: [say(.receivedWhy, [Fact("payments", payments)])]),
            PortfolioModel.Headline(
                value: printing.money(ahead, currency), label: say(.aheadLabel), reasons: [say(.aheadWhy)]),
        ]
    }

    private func kept(_ days: [ClosingCash]) -> [PortfolioModel.Headline] {
        let (kept, all) = days.reduce((0, 0)) {
            ($0.0 + $1.kept, $0.1 + $1.kept + $1.partlyKept + $1.broken)
        }
        guard all > 0 else { return [] }
        return [
            PortfolioModel.Headline(
                value: printing.number(Int64(percent(Int64(kept), of: Int64(all)))) + " %", label: say(.keptLabel),
                reasons: [say(.keptWhy, [Fact("kept", kept), Fact("all", all)])])
        ]
    }

    /// Whole per cent, rounded half up.
    private func percent(_ part: Int64, of whole: Int64) -> Int {
        Int(Scale(exactly: whole).length(part, of: 200) + 1) / 2
    }
}
