import Desk
import Formats
import Receivables
import Store
import Wording

/// Where a portfolio stands: its ageing, how that came about, and what came in against what fell due.
enum PortfolioPage {
    static let routes: [WebRoute] = [
        .get("/portfolio", .permission(.seePortfolio), show),
        .get("/portfolio/{table}", .permission(.seePortfolio), table),
    ]

    /// Days that one may look back.
    static let periods = [30, 60, 90]

    /// What was asked: a portfolio, a currency, how far back.
    struct Choice {
        let portfolio: String?
        let currency: Currency?
        let days: Int

        init(_ visit: Visit) {
            portfolio = visit.query.text("portfolio")
            currency = visit.query.text("currency").flatMap { Currency($0) }
            let wanted = visit.query.text("days").flatMap { Int($0) } ?? 0
            days = periods.contains(wanted) ? wanted : periods[0]
        }

        /// The query of the same choice, or of another period.
        func query(days other: Int? = nil) -> String {
            URLText.query([
                ("portfolio", portfolio), ("currency", currency?.code), ("days", String(other ?? days)),
            ])
        }
    }

    private static func model(_ visit: Visit, _ choice: Choice) throws -> PortfolioModel {
        // A walk over the book, of which nobody minds that it is some seconds old: a standby may do it.
        let desk = visit.desk.allowingStale(seconds: DeskLimits.sharedAnswerSeconds)
        let figures = try desk.portfolioFigures(portfolio: choice.portfolio, days: choice.days)
        return try PortfolioModel(figures, currency: choice.currency, visit.catalogue)
    }

    private static func show(_ visit: Visit) throws -> Answer {
        let choice = Choice(visit)
        let view = PortfolioView(
            visit: visit, choice: choice, model: try model(visit, choice),
            portfolios: try visit.desk.portfolios().map(\.name), offsetSeconds: try visit.desk.offsetSeconds())
        return Frame(visit.say(CommonWord.portfolio), .portfolio, visit).page(view.markup)
    }

    /// The rows of one drawing as a file. Error: `not-permitted`, for files leave the book.
    private static func table(_ visit: Visit) throws -> Answer {
        try visit.desk.access.require(.export)
        let file = try visit.parameter("table")
        guard file.hasSuffix(".csv"),
            let name = PortfolioModel.TableName(rawValue: String(file.dropLast(".csv".count))),
            let table = try model(visit, Choice(visit)).table(name)
        else { throw Problem(.pageUnknown) }
        return .file(table.csv, name: "lunas-\(file)", type: "text/csv; charset=utf-8")
    }
}
