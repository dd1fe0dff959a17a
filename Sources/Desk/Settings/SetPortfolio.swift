import Formats
import Receivables
import Store

/// What is to be changed about a portfolio; nil stays as it is.
package struct PortfolioChanges: Sendable {
    package var creditor: String?
    package var lender: LenderType?
    package var currency: Currency?
    package var waterfall: Waterfall?
    /// In minor units of the portfolio's currency.
    package var tolerance: String?
    package var buckets: Buckets?
    package var promiseGraceDays: Int?
    package var promiseTolerance: String?
    package var strategy: String?

    package init() {}
}

extension Desk {
    /// Those that are shown, in order of their ids.
    package func portfolios() throws -> [PortfolioRecord] {
        try engine.read { try $0.portfolios().filter(scope($0).shows) }
    }

    /// Error: `portfolio-unknown`.
    package func portfolio(named name: String) throws -> PortfolioRecord {
        try engine.read { try $0.portfolio(named: name, within: scope($0)) }
    }

    /// Makes a portfolio, or changes one. A change of the waterfall settles all its accounts anew; a change of any rule
    /// is news about all its debtors.
    ///
    /// Errors: `setting-invalid`, `strategy-unknown`, `database-locked`.
    package func setPortfolio(_ name: String, _ changes: PortfolioChanges) throws -> PortfolioRecord {
        try access.requireEverywhere(.changePortfolios)
        let lock = try engine.acquire(.book)
        defer { lock.release() }
        let before = try portfolios().first { $0.name == name }
        let after: PortfolioRecord = try engine.write(.durable) { db in
            let base = try before ?? db.newPortfolio(name, creditor: changes.creditor)
            let after = try changes.applied(to: base, db)
            if after == before { return after }
            if before == nil {
                try addPortfolio(after, db, by: actor)
            } else {
                try db.save(after)
                try db.journal(
                    "portfolio-changed", subject: "portfolio:\(name)", detail: after.json.text(indent: nil), by: actor,
                    before: before.map { digest(of: $0.json.text(indent: nil).utf8) },
                    after: digest(of: after.json.text(indent: nil).utf8))
                try db.markPortfolio(after.id, isStale: before?.waterfall != after.waterfall)
            }
            return after
        }
        try PositionRepair(engine: engine).run()
        return after
    }
}

extension PortfolioChanges {
    fileprivate func applied(to base: PortfolioRecord, _ db: any Reading) throws -> PortfolioRecord {
        var portfolio = base
        if let creditor, creditor != base.creditorName {
            throw Problem(.settingInvalid, [
                Fact("setting", "creditor"), Fact("value", creditor),
                Fact("allowed", Phrase(.sameCreditor, [Fact("creditor", base.creditorName)])),
            ])
        }
        if let lender { portfolio.lender = lender }
        if let currency { portfolio.currency = currency }
        if let waterfall { portfolio.waterfall = waterfall }
        if let buckets { portfolio.buckets = buckets }
        if let tolerance { portfolio.arrears.tolerance = try amount(tolerance, "tolerance", portfolio.currency) }
        if let promiseTolerance {
            portfolio.promises.tolerance = try amount(promiseTolerance, "promise-tolerance", portfolio.currency)
        }
        if let promiseGraceDays {
            guard (0...30).contains(promiseGraceDays) else {
                throw Problem(.settingInvalid, [
                    Fact("setting", "promise-grace"), Fact("value", String(promiseGraceDays)),
                    Fact("allowed", Phrase(.numberBetween, [Fact("from", 0), Fact("to", 30)])),
                ])
            }
            portfolio.promises.graceDays = promiseGraceDays
        }
        if let strategy {
            let known = try db.strategies().map(\.name)
            guard known.contains(strategy) else {
                throw Problem(.strategyUnknown, [
                    Fact("strategy", strategy), Fact("known", Set(known).sorted().joined(separator: ", ")),
                ])
            }
            portfolio.strategy = strategy
        }
        return portfolio
    }

    private func amount(_ text: String, _ setting: String, _ currency: Currency) throws(Problem) -> Int64 {
        let reader = AmountReader(notation: nil, refusesDoubt: false)
        var text = text
        let read = text.withUTF8 { bytes in
            Result { () throws(Problem) in try reader.read(bytes, decimals: currency.decimals) }
        }
        guard case .success(let amount) = read, amount.minor >= 0 else {
            throw Problem(.settingInvalid, [
                Fact("setting", setting), Fact("value", text),
                Fact("allowed", Phrase(.amountFromZero, [Fact("currency", currency.code)])),
            ])
        }
        return amount.minor
    }
}

extension Writing {
    /// A portfolio with the defaults, under the named creditor or one of its own name.
    fileprivate func newPortfolio(_ name: String, creditor: String?) throws -> PortfolioRecord {
        let creditorName = try StoredUser.checked(name: creditor ?? name)
        _ = try StoredUser.checked(name: name)
        let known = try first("SELECT creditor_id FROM creditors WHERE name = ?1", [.text(creditorName)]) {
            $0.integer(0)
        }
        return .standard(
            id: try next(.portfolio), creditor: try known ?? next(.creditor), creditorName: creditorName, name: name)
    }

    /// Marks what a changed portfolio concerns.
    fileprivate func markPortfolio(_ id: Int64, isStale: Bool) throws {
        if isStale {
            try execute(
                """
                INSERT INTO stale_positions (debtor_id, account_id) SELECT debtor_id, account_id FROM positions
                WHERE portfolio_id = ?1 ON CONFLICT DO NOTHING
                """, [Value(id)])
        }
        try execute(
            """
            INSERT INTO news (debtor_id) SELECT DISTINCT debtor_id FROM positions
            WHERE portfolio_id = ?1 AND open_count > 0 ON CONFLICT DO NOTHING
            """, [Value(id)])
    }
}
