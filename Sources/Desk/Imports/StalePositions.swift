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
        try execute(
            """
            INSERT INTO stale_positions (debtor_id, account_id) SELECT c0, c1 FROM batch WHERE true
                ON CONFLICT DO NOTHING
            """,
            from: batch)
    }
}

/// Settles positions anew from all facts, debtor by debtor, until none is stale.
struct PositionRepair {
    let engine: any Engine

    func run(progress: TaskProgress = .silent) throws {
        let total = Int(try engine.read { try $0.integer("SELECT count(*) FROM stale_positions") })
        var done = 0
        while try repairSome() > 0 {
            done = min(total, done + DeskLimits.runChunkDebtors)
            progress.report(.deciding, done, of: total)
        }
    }

    /// Repairs one portion in one transaction and gives its size.
    private func repairSome() throws -> Int {
        try engine.write(.repeatable) { db in
            let stale = try db.all(
                "SELECT debtor_id, account_id FROM stale_positions ORDER BY debtor_id, account_id LIMIT ?1",
                [Value(DeskLimits.runChunkDebtors)]
            ) { RowGroup(debtor: $0.integer(0), account: $0.integer(1)) }
            guard let first = stale.first, let last = stale.last else { return 0 }
            try PositionRepair.settle(stale, db)
            try db.execute(
                """
                DELETE FROM stale_positions
                WHERE (debtor_id, account_id) >= (?1, ?2) AND (debtor_id, account_id) <= (?3, ?4)
                """, [Value(first.debtor), Value(first.account), Value(last.debtor), Value(last.account)])
            return stale.count
        }
    }

    /// Settles accounts from all their facts and stores their positions; their debtors have news.
    static func settle(_ groups: [RowGroup], _ db: any Writing) throws {
        var ids: [Int64] = []
        for group in groups where ids.last != group.debtor { ids.append(group.debtor) }
        let selection = DebtorSelection(ids)
        let portfolios = Dictionary(try db.portfolios().map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var accounts = SortedRecords(try db.accounts(selection)) { RowGroup(debtor: $0.debtor, account: $0.id) }
        var dues = SortedRecords(try db.dues(selection, .current)) { RowGroup(debtor: $0.debtor, account: $0.account) }
        var payments = SortedRecords(try db.payments(selection, .current)) {
            RowGroup(debtor: $0.debtor, account: $0.account)
        }
        var settler = Settler()
        var scratch: [UInt8] = []
        var batch = RowBatch(width: MoneyColumns.positions.count)
        var news = RowBatch(width: 1)
        for group in groups {
            guard let account = accounts.take(group).first, let portfolio = portfolios[account.portfolio] else {
                continue
            }
            let facts = AccountFacts(dues: dues.take(group).map(\.due), payments: payments.take(group).map(\.payment))
            try settler.settle(facts, by: portfolio.waterfall, asOf: .last)
            try PositionRecord(
                debtor: group.debtor, account: group.account, portfolio: account.portfolio, currency: account.currency,
                position: try settler.result.position(factDay: facts.lastFactDay)
            ).append(to: &batch, scratch: &scratch)
        }
        for id in ids { news.integer(id) }
        try db.savePositions(batch)
        try db.execute(
            "INSERT INTO news (debtor_id) SELECT c0 FROM batch WHERE true ON CONFLICT DO NOTHING", from: news)
    }
}
