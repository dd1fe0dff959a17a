import Receivables
import Store

/// The last word of a snapshot: accounts of its portfolio with open dues that it does not name at all.
struct VanishedAccounts {
    private let stages: ImportStages

    init(_ stages: ImportStages) { self.stages = stages }

    func run(_ progress: inout ImportProgress) throws {
        let isCertain = progress.counters.isCertain
        var state = progress
        try each(after: progress.place, isCertain: isCertain) { effects, last in
            let rejected = try stages.engine.read {
                try $0.integer("SELECT count(*) FROM import_rejects WHERE import_id = ?1", [Value(stages.importID)])
            }
            var writer = ImportWriter(importID: stages.importID, actor: stages.actor, rejected: Int(rejected))
            state.place = last
            try stages.engine.write(.repeatable) { db in try writer.write(effects, progress: &state, db: db) }
        }
        progress = state
    }

    /// What follows for every portion of the accounts that the snapshot does not name, with the last debtor of each.
    /// Where rows were rejected nothing is certain: one of them may have named the account.
    func each(after debtor: Int64, isCertain: Bool, _ use: (ChunkEffects, Int64) throws -> Void) throws {
        let context = stages.context
        let named = Set(context.survey.keys.groups)
        var from = debtor
        var more = true
        while more {
            let positions = try stages.engine.read { db in try openPositions(after: from, context.portfolio.id, db) }
            // Debtors are never split between two transactions.
            let isFull = positions.count >= DeskLimits.runChunkDebtors
            let split = isFull && positions.first?.debtor != positions.last?.debtor ? positions.last?.debtor : nil
            let portion = positions.filter { $0.debtor != split }
            more = isFull
            guard let last = portion.last?.debtor else { break }
            let missing = portion.filter { !named.contains($0) }
            let effects = try stages.engine.read { db in try decide(missing, isCertain, context, db) }
            try use(effects, last)
            from = last
        }
    }

    private func openPositions(after debtor: Int64, _ portfolio: Int64, _ db: any Reading) throws -> [RowGroup] {
        try db.all(
            """
            SELECT debtor_id, account_id FROM positions
            WHERE debtor_id > ?1 AND portfolio_id = ?2 AND (open_count > 0 OR fact_day > ?3)
            ORDER BY debtor_id, account_id LIMIT ?4
            """,
            [
                Value(debtor), Value(portfolio), Value(stages.context.options.asOf), Value(DeskLimits.runChunkDebtors),
            ]
        ) { RowGroup(debtor: $0.integer(0), account: $0.integer(1)) }
    }

    private func decide(
        _ missing: [RowGroup], _ isCertain: Bool, _ context: ImportContext, _ db: any Reading
    ) throws -> ChunkEffects {
        var effects = ChunkEffects()
        var ids: [Int64] = []
        for group in missing where ids.last != group.debtor { ids.append(group.debtor) }
        guard !ids.isEmpty else { return effects }
        let selection = DebtorSelection(ids)
        var accounts = SortedRecords(try db.accounts(selection)) { RowGroup(debtor: $0.debtor, account: $0.id) }
        let decider = try SnapshotDecider(context, known: selection, db: db)
        for group in missing {
            guard let account = accounts.take(group).first else { continue }
            try decider.begin(group, waterfall: context.portfolio(account.portfolio).waterfall)
            if decider.settleVanished(account, isCertain: isCertain, &effects) { effects.addNews(group.debtor) }
            try decider.end(account, &effects)
        }
        return effects
    }
}
