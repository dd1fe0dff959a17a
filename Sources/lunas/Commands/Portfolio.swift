import ArgumentParser
import Desk
import Formats
import Receivables
import Store
import Wording

struct Portfolio: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Creditors' product lines and their rules.",
        subcommands: [PortfolioList.self, PortfolioShow.self, PortfolioSet.self], defaultSubcommand: PortfolioList.self)
}

struct PortfolioList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All portfolios.")
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Session.run(global) { session in
            let all = try session.desk.portfolios()
            guard !global.json else { return session.output.document(["portfolios": .array(all.map(\.json))]) }
            var table = session.table(
                [.name, .creditor, .lenderType, .currency, .waterfall, .strategy],
                optional: [.strategy, .lenderType, .currency])
            for portfolio in all {
                table.add([
                    portfolio.name, portfolio.creditorName,
                    session.printing.term(.lenderType, portfolio.lender.rawValue), portfolio.currency.code,
                    portfolio.waterfall.text, portfolio.strategy,
                ])
            }
            session.show(table, ifEmpty: all.isEmpty, .portfoliosNone)
        }
    }
}

struct PortfolioShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "The rules of one portfolio.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name.") var name: String

    func run() throws {
        try Session.run(global) { session in
            session.show(try session.desk.portfolio(named: name))
        }
    }
}

struct PortfolioSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Make a portfolio, or change its rules.",
        discussion: """
            A waterfall is a list of components in the order in which money pays them, oldest due first, such as \
            fee,penalty,interest,principal; or classic, multifinance, principal-first; or stages parted by ";", \
            such as "due penalty,fee,interest,principal; in-advance by-component principal,penalty,fee,interest". \
            Changing it allocates every payment anew.
            """)
    @OptionGroup var global: GlobalOptions
    @Argument(help: "Its name.") var name: String
    @Option(help: "The creditor; references are unique within one. Default: the name of the portfolio.") var creditor:
        String?
    @Option(
        name: .customLong("lender-type"),
        help: ArgumentHelp(LenderType.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "type"))
    var lenderType: LenderType?
    @Option(help: ArgumentHelp("ISO 4217 code for amounts that name none.", valueName: "code")) var currency: String?
    @Option(help: "In which order money pays.") var waterfall: String?
    @Option(help: "A due with no more than this open makes nobody late.") var tolerance: String?
    @Option(help: ArgumentHelp("Last days of the buckets, such as 0,30,60,90.", valueName: "days")) var buckets: String?
    @Option(
        name: .customLong("promise-grace"),
        help: ArgumentHelp("Days after a promised day that still count.", valueName: "days"))
    var promiseGrace: Int?
    @Option(name: .customLong("promise-tolerance"), help: "What may be missing of a kept promise.")
    var promiseTolerance: String?
    @Option(help: "Name of the strategy that its cases follow.") var strategy: String?

    func run() throws {
        try Session.run(global) { session in
            var changes = PortfolioChanges()
            changes.creditor = creditor
            changes.lender = lenderType
            if let currency {
                guard let known = Currency(currency) else {
                    throw Problem(
                        .settingInvalid,
                        [
                            Fact("setting", "currency"), Fact("value", currency),
                            Fact("allowed", Phrase(.currencyCode)),
                        ])
                }
                changes.currency = known
            }
            changes.waterfall = try waterfall.map { try Waterfall(text: $0) }
            changes.buckets = try buckets.map { try Buckets(text: $0) }
            changes.tolerance = tolerance
            changes.promiseGraceDays = promiseGrace
            changes.promiseTolerance = promiseTolerance
            changes.strategy = strategy
            session.show(try session.desk.setPortfolio(name, changes))
        }
    }
}

extension Session {
    /// The rules of a portfolio: the document, or a line for each.
    func show(_ portfolio: PortfolioRecord) {
        guard !output.isJSON else { return output.document(portfolio.json) }
        let lender = printing.term(.lenderType, portfolio.lender.rawValue)
        let code = portfolio.lender.rawValue
        var lines = LabelledLines()
        lines.add(catalogue.heading(.portfolio), portfolio.name)
        lines.add(catalogue.heading(.creditor), portfolio.creditorName)
        lines.add(catalogue.heading(.lenderType), lender == code ? code : "\(lender) (\(code))")
        lines.add(catalogue.heading(.currency), portfolio.currency.code)
        lines.add(catalogue.heading(.waterfall), portfolio.waterfall.text)
        lines.add(catalogue.heading(.tolerance), printing.money(portfolio.arrears.tolerance, portfolio.currency))
        lines.add(
            catalogue.heading(.buckets),
            portfolio.buckets.names.map { printing.term(.bucket, $0) }.joined(separator: ", "))
        lines.add(
            catalogue.heading(.promiseGraceDays),
            catalogue.text(.daysCount, [Fact("count", portfolio.promises.graceDays)]))
        lines.add(
            catalogue.heading(.promiseTolerance), printing.money(portfolio.promises.tolerance, portfolio.currency))
        lines.add(catalogue.heading(.strategy), portfolio.strategy)
        output.page(text(lines) + "\n")
    }
}

extension LenderType: ExpressibleByArgument {}
