import Formats
import Receivables
import Store

/// What every row of an import shares.
///
/// A class, so that what every row asks for is not copied for every row.
final class ImportContext: Sendable {
    let survey: ImportSurvey
    let plan: ImportPlan
    let options: ImportOptions
    /// The portfolio that the import names, and all there are.
    let portfolio: PortfolioRecord
    let portfolios: [Int64: PortfolioRecord]
    /// The journal entry by which the new facts know when they were recorded.
    let entry: Int64
    let actor: Actor
    let numbers: ImportSurvey.Numbers
    /// Numbers of the new hold, promise or contact of row 0; row n gets this + n.
    let firstOther: Int64

    init(
        survey: ImportSurvey, options: ImportOptions, portfolio: PortfolioRecord, portfolios: [Int64: PortfolioRecord],
        entry: Int64, actor: Actor, numbers: ImportSurvey.Numbers, firstOther: Int64
    ) {
        self.survey = survey
        plan = survey.plan
        self.options = options
        self.portfolio = portfolio
        self.portfolios = portfolios
        self.entry = entry
        self.actor = actor
        self.numbers = numbers
        self.firstOther = firstOther
    }

    /// The number of a payment that row `ordinal` brings.
    func payment(_ ordinal: Int) -> Int64 { numbers.firstPayment + Int64(ordinal) }

    /// The rules of an account's portfolio.
    func portfolio(_ id: Int64) throws(Problem) -> PortfolioRecord {
        guard let found = portfolios[id] else { throw Problem(.stateUnreadable) }
        return found
    }
}

/// The rows of one debtor in a chunk: their groups in order, each with its runs of rows.
struct DebtorRows: Sendable {
    let debtor: Int64
    var groups: [(group: RowGroup, runs: [RowRun])]
}

/// A piece of an import that is decided and written as one.
struct ImportChunk: Sendable {
    var debtors: [DebtorRows] = []
    var rowCount = 0
    /// Entries of the row index that it uses.
    var runs = 0

    /// The debtors that the book has already, for loading what is known about them.
    func known(_ keys: ResolvedKeys) -> DebtorSelection {
        DebtorSelection(debtors.map(\.debtor).filter { $0 != 0 && !keys.isNew(debtor: $0) })
    }
}
