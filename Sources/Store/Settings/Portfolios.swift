import Receivables

/// A creditor's product line with its rules.
package struct PortfolioRecord: Sendable, Equatable {
    package let id: Int64
    package let creditor: Int64
    package let creditorName: String
    package let name: String
    package var lender: LenderType
    package var currency: Currency
    package var waterfall: Waterfall
    package var arrears: ArrearsPolicy
    package var buckets: Buckets
    package var promises: PromisePolicy
    /// Name of the strategy that its cases follow.
    package var strategy: String

    package init(
        id: Int64, creditor: Int64, creditorName: String, name: String, lender: LenderType, currency: Currency,
        waterfall: Waterfall, arrears: ArrearsPolicy, buckets: Buckets, promises: PromisePolicy, strategy: String
    ) {
        self.id = id
        self.creditor = creditor
        self.creditorName = creditorName
        self.name = name
        self.lender = lender
        self.currency = currency
        self.waterfall = waterfall
        self.arrears = arrears
        self.buckets = buckets
        self.promises = promises
        self.strategy = strategy
    }

    /// A portfolio with the defaults: rupiah, waterfall fee, penalty, interest, principal, no tolerance, no grace.
    package static func standard(id: Int64, creditor: Int64, creditorName: String, name: String) -> PortfolioRecord {
        PortfolioRecord(
            id: id, creditor: creditor, creditorName: creditorName, name: name, lender: .multifinance,
            currency: .rupiah,
            waterfall: .standard, arrears: ArrearsPolicy(), buckets: .standard, promises: PromisePolicy(),
            strategy: "default")
    }
}

extension Buckets {
    /// The last days as stored and typed: `0,30,60`.
    package var text: String { ends.map(String.init).joined(separator: ",") }

    package init(text: String) throws(Problem) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        // A part that is no number becomes one that `init(ends:)` refuses.
        try self.init(ends: parts.map { Int($0.filter { $0 != " " }) ?? -1 })
    }
}

extension Reading {
    /// All portfolios in order of their ids.
    package func portfolios() throws -> [PortfolioRecord] {
        try all(
            """
            SELECT p.portfolio_id, p.creditor_id, c.name, p.name, p.lender_type, p.currency, p.waterfall, p.tolerance,
                p.buckets, p.promise_grace, p.promise_tolerance, p.strategy
            FROM portfolios p JOIN creditors c ON c.creditor_id = p.creditor_id ORDER BY p.portfolio_id
            """, [], PortfolioRecord.init)
    }

    /// All portfolios by their ids.
    package func portfoliosByID() throws -> [Int64: PortfolioRecord] {
        Dictionary(try portfolios().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

extension PortfolioRecord {
    init(_ row: any Row) throws {
        guard let lender = LenderType(rawValue: row.text(4)), let currency = Currency(row.text(5)) else {
            throw Problem(.stateUnreadable)
        }
        self.init(
            id: row.integer(0), creditor: row.integer(1), creditorName: row.text(2), name: row.text(3), lender: lender,
            currency: currency, waterfall: try Waterfall(text: row.text(6)),
            arrears: ArrearsPolicy(tolerance: row.integer(7)), buckets: try Buckets(text: row.text(8)),
            promises: PromisePolicy(graceDays: Int(row.integer(9)), tolerance: row.integer(10)), strategy: row.text(11))
    }
}

extension Writing {
    /// Adds the portfolio, or changes the one with its id.
    package func save(_ portfolio: PortfolioRecord) throws {
        try execute(
            "INSERT INTO creditors (creditor_id, name) VALUES (?1, ?2) ON CONFLICT (creditor_id) DO NOTHING",
            [Value(portfolio.creditor), .text(portfolio.creditorName)])
        try execute(
            """
            INSERT INTO portfolios (portfolio_id, creditor_id, name, lender_type, currency, waterfall, tolerance,
                buckets,
                promise_grace, promise_tolerance, strategy)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (portfolio_id) DO UPDATE SET lender_type = ?4, currency = ?5, waterfall = ?6, tolerance = ?7,
                buckets = ?8, promise_grace = ?9, promise_tolerance = ?10, strategy = ?11
            """,
            [
                Value(portfolio.id), Value(portfolio.creditor), .text(portfolio.name), .text(portfolio.lender.rawValue),
                .text(portfolio.currency.code), .text(portfolio.waterfall.text), Value(portfolio.arrears.tolerance),
                .text(portfolio.buckets.text), Value(portfolio.promises.graceDays), Value(portfolio.promises.tolerance),
                .text(portfolio.strategy),
            ])
    }
}
