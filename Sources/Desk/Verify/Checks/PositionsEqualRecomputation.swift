import Receivables
import Store

/// Every stored position is what settling the account from all its facts gives.
enum PositionsEqualRecomputation: BookCheck {
    static let name = "positions-equal-recomputation"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let portfolios = try db.portfoliosByID()
        let stale = Set(
            try db.all("SELECT debtor_id, account_id FROM stale_positions", []) {
                RowGroup(debtor: $0.integer(0), account: $0.integer(1))
            })
        var stored = StoredPositions(db)
        var settler = Settler()
        try FactsWalk.everything(db) { account, facts in
            guard let portfolio = portfolios[account.portfolio],
                !stale.contains(RowGroup(debtor: account.debtor, account: account.account))
            else { return }
            let what = "account \(account.account) of debtor \(account.debtor)"
            do throws(Problem) {
                try settler.settle(facts, by: portfolio.waterfall, asOf: .last)
                let scratch = try settler.result.position(factDay: facts.lastFactDay)
                let found = try stored.position(account)
                result.count(found == scratch, what)
            } catch { result.count(false, "\(what): \(error.code.rawValue)") }
        }
        return result
    }

    /// Stored positions, read in portions along the walk.
    private struct StoredPositions {
        private let db: any Reading
        private var records: [PositionRecord] = []
        private var at = 0
        private var loadedThrough: Int64 = 0

        init(_ db: any Reading) { self.db = db }

        mutating func position(_ account: FactsWalk.Account) throws(Problem) -> Position? {
            if account.debtor > loadedThrough {
                loadedThrough = account.debtor + 4000
                at = 0
                do {
                    records = try db.positions(DebtorSelection(from: account.debtor, through: loadedThrough))
                } catch { throw (error as? Problem) ?? Problem(.stateUnreadable) }
            }
            while at < records.count, (records[at].debtor, records[at].account) < (account.debtor, account.account) {
                at += 1
            }
            guard at < records.count, records[at].debtor == account.debtor, records[at].account == account.account
            else {
                return nil
            }
            return records[at].position
        }
    }
}
