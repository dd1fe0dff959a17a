import Receivables
import Store

extension Writing {
    /// Notes accounts whose position must be settled anew from their facts.
    func markStale(_ accounts: [RowGroup]) throws {
        var batch = RowBatch(width: 2)
        for account in accounts where account != .nobody {
            batch.integer(account.debtor)
            batch.integer(account.account)
        }
        let columns = ["debtor_id", "account_id"]
        try insertNew(batch, into: "stale_positions", columns: columns, key: columns)
    }
}

/// Settles positions anew from all facts, debtor by debtor. Accounts for which that fails are set aside and stay stale,
/// so that they are tried again the next time; the others go on.
struct PositionRepair {
    let engine: any Engine
    /// Called first in every transaction; what it throws ends the repair.
    var guardian: (any Writing) throws -> Void = { _ in }

    /// Gives the number of accounts that were set aside and had not been before.
    @discardableResult
    func run(progress: TaskProgress = .silent) throws -> Int {
        let total = Int(try engine.read { try $0.integer("SELECT count(*) FROM stale_positions") })
        var done = 0
        var parked = 0
        var after = RowGroup.nobody
        while let portion = try repairSome(after: after) {
            done = min(total, done + portion.size)
            parked += portion.parked
            after = portion.last
            progress.report(.deciding, done, of: total)
        }
        return parked
    }

    /// Repairs one portion in one transaction; nil when there is none any more.
    private func repairSome(after: RowGroup) throws -> (last: RowGroup, size: Int, parked: Int)? {
        try engine.write(.repeatable) { db in
            try guardian(db)
            let stale = try db.all(
                """
                SELECT debtor_id, account_id FROM stale_positions WHERE (debtor_id, account_id) > (?1, ?2)
                ORDER BY debtor_id, account_id LIMIT ?3
                """, [Value(after.debtor), Value(after.account), Value(DeskLimits.runChunkDebtors)]
            ) { RowGroup(debtor: $0.integer(0), account: $0.integer(1)) }
            guard let last = stale.last else { return nil }
            return (last, stale.count, try PositionRepair.settle(stale, db))
        }
    }

    /// Settles accounts from all their facts and stores their positions; their debtors have news. Accounts for which
    /// that fails are set aside. Gives how many of those had not been set aside before.
    @discardableResult
    static func settle(_ groups: [RowGroup], _ db: any Writing) throws -> Int {
        var ids: [Int64] = []
        for group in groups where ids.last != group.debtor { ids.append(group.debtor) }
        let selection = DebtorSelection(ids)
        let before = Set(try db.unsettledAccounts(selection).map(\.group))
        var positions = RowBatch(width: MoneyColumns.positions.count)
        var settled = RowBatch(width: 2)
        let unsettled = try settle(groups, selection, db, &positions)
        let failed = Set(unsettled.map(\.group))
        var news = RowBatch(width: 1)
        for id in ids { news.integer(id) }
        for group in groups where !failed.contains(group) {
            settled.integer(group.debtor)
            settled.integer(group.account)
        }
        try db.savePositions(positions)
        for table in before.isEmpty ? ["stale_positions"] : ["stale_positions", "parked"] {
            try db.execute(
                "DELETE FROM \(table) WHERE (debtor_id, account_id) IN (SELECT c0, c1 FROM batch)", from: settled)
        }
        try db.setAside(unsettled)
        try db.insertNew(news, into: "news", columns: ["debtor_id"], key: ["debtor_id"])
        return failed.subtracting(before).count
    }

    /// Fills `positions` and gives the accounts for which there is none.
    private static func settle(
        _ groups: [RowGroup], _ selection: DebtorSelection, _ db: any Reading, _ positions: inout RowBatch
    ) throws -> [UnsettledAccount] {
        let portfolios = try db.portfoliosByID()
        var accounts = SortedRecords(try db.accounts(selection)) { RowGroup(debtor: $0.debtor, account: $0.id) }
        var dues = SortedRecords(try db.dues(selection, .current)) { RowGroup(debtor: $0.debtor, account: $0.account) }
        var payments = SortedRecords(try db.payments(selection, .current)) {
            RowGroup(debtor: $0.debtor, account: $0.account)
        }
        var settler = Settler()
        var scratch: [UInt8] = []
        var unsettled: [UnsettledAccount] = []
        for group in groups {
            guard let account = accounts.take(group).first, let portfolio = portfolios[account.portfolio] else {
                continue
            }
            let facts = AccountFacts(dues: dues.take(group).map(\.due), payments: payments.take(group).map(\.payment))
            do throws(Problem) {
                try settler.settle(facts, by: portfolio.waterfall, asOf: .last)
                try PositionRecord(
                    debtor: group.debtor, account: group.account, portfolio: account.portfolio,
                    currency: account.currency,
                    position: settler.result.position(factDay: facts.lastFactDay)
                ).append(to: &positions, scratch: &scratch)
            } catch { unsettled.append(UnsettledAccount(group: group, problem: error)) }
        }
        return unsettled
    }
}
