import Formats
import Receivables
import Store

/// Decides chunks of an import one after another: reads their rows, loads what the book knows about their debtors, and
/// gives everything that is to be written. Writes nothing itself, so it can work ahead of the writer.
struct ChunkDecider {
    private let context: ImportContext
    private let engine: any Engine
    private var reader: RowReader
    /// What the chunk before needed.
    private var sizes: [RowBatch.Size] = []

    init(_ context: ImportContext, engine: any Engine) {
        self.context = context
        self.engine = engine
        reader = RowReader(context.plan)
    }

    /// The decisions for one chunk.
    mutating func decide(_ chunk: ImportChunk) throws -> ChunkEffects {
        var effects = ChunkEffects(sizes: sizes)
        effects.runs = chunk.runs
        effects.rowCount = chunk.rowCount
        let known = chunk.known(context.survey.keys)
        switch context.plan.kind {
        case .payments: try decidePayments(chunk, known, &effects)
        case .receivables, .accounts, .debtors, .snapshot, .promises, .contacts:
            var deciders = try engine.read { db in try KindDeciders(context, known: known, db: db) }
            for debtor in chunk.debtors {
                if debtor.debtor == 0 {
                    try rejectAll(debtor, &effects)
                } else {
                    try deciders.decide(debtor, &reader, &effects)
                }
            }
        }
        sizes = effects.sizes
        if effects.unnumberedPayments.isEmpty { effects.digest = RowBatch.digest(effects.factBatches) }
        return effects
    }

    /// Rows that concern nobody: every one is rejected with its reason.
    private mutating func rejectAll(_ rows: DebtorRows, _ effects: inout ChunkEffects) throws {
        for run in rows.groups.flatMap(\.runs) {
            reader.seek(Int(run.offset))
            for _ in 0..<run.rows where reader.next() {
                effects.note(reader.offset)
                effects.reject(reader, reader.reasonWithoutGroup())
            }
        }
    }

    private mutating func decidePayments(
        _ chunk: ImportChunk, _ known: DebtorSelection, _ effects: inout ChunkEffects
    ) throws {
        let accounts = try engine.read { db in known.ids.isEmpty ? [] : try db.accounts(known) }
        var lookup = SortedRecords(accounts) { RowGroup(debtor: $0.debtor, account: $0.id) }
        var groups: [(group: RowGroup, rows: [PaymentRow])] = []
        var records: [RowGroup: AccountRecord] = [:]
        for (group, runs) in chunk.debtors.flatMap(\.groups) {
            let account = lookup.take(group).first
            records[group] = account
            groups.append((group, read(runs, account, &effects)))
        }
        var decider = try engine.read { db in try PaymentsDecider(context, rows: groups, known: known, db: db) }
        for (group, rows) in groups {
            if let account = records[group] {
                try take(rows, account, &decider, &effects)
            } else {
                try wait(rows, &effects)
            }
        }
    }

    private mutating func take(
        _ rows: [PaymentRow], _ account: AccountRecord, _ decider: inout PaymentsDecider, _ effects: inout ChunkEffects
    ) throws {
        var rejected: [(PaymentRow, RowProblem)] = []
        let changed = try decider.take(rows, account: account, &effects) { rejected.append(($0, $1)) }
        for (row, problem) in rejected {
            reader.seek(row.offset)
            if reader.next() { effects.reject(reader, problem) }
        }
        effects.count(changed)
        effects.counters.payments += changed.count
        if !changed.isEmpty { effects.counters.accounts += 1 }
        if changed.contains(true) { effects.addNews(account.debtor) }
    }

    private mutating func wait(_ rows: [PaymentRow], _ effects: inout ChunkEffects) throws {
        var decider = try engine.read { db in try WaitingPaymentsDecider(context, rows: rows, db: db) }
        for row in rows {
            do throws(RowProblem) {
                effects.count([try decider.take(row, &effects)])
                effects.counters.payments += 1
            } catch {
                reader.seek(row.offset)
                if reader.next() { effects.reject(reader, error) }
            }
        }
    }

    /// Reads the payments of one account; rows that cannot be read are rejected.
    private mutating func read(_ runs: [RowRun], _ account: AccountRecord?, _ effects: inout ChunkEffects)
        -> [PaymentRow]
    {
        var rows: [PaymentRow] = []
        for run in runs {
            reader.seek(Int(run.offset))
            for index in 0..<Int(run.rows) where reader.next() {
                effects.note(reader.offset)
                do throws(RowProblem) {
                    rows.append(
                        try PaymentRow(
                            &reader, account: account?.currency, orElse: context.portfolio.currency,
                            ordinal: Int(run.ordinal) + index))
                } catch { effects.reject(reader, error) }
            }
        }
        effects.counters.rounded += rows.filter(\.isRounded).count
        return rows
    }
}

extension ChunkEffects {
    /// Notes where in the file the chunk has been.
    mutating func note(_ offset: Int) {
        firstOffset = min(firstOffset, offset)
        lastOffset = max(lastOffset, offset)
    }

    /// Counts accepted rows by whether they changed something.
    mutating func count(_ changed: [Bool]) {
        counters.accepted += changed.count
        for changed in changed where !changed { counters.unchanged += 1 }
    }

    mutating func reject(_ row: borrowing RowReader, _ problem: RowProblem) {
        counters.rejected += 1
        let column = problem.key.map { row.plan.columns.header($0) }
        let value = problem.key.flatMap { row.bytes($0)?.text }.map { String($0.prefix(200)) }
        rejects.append(
            RejectedRow(
                offset: row.offset, column: column, value: value, code: problem.code, facts: problem.facts,
                text: row.rowText.text))
    }

    /// Marks a debtor for the next run. Debtors come in rising order, so the last one is enough to compare with.
    mutating func addNews(_ debtor: Int64) {
        if let last = news.numbers.last, last == debtor { return }
        news.integer(debtor)
    }
}

extension RowReader {
    /// Why a row that belongs to no group cannot be taken in.
    func reasonWithoutGroup() -> RowProblem {
        if let problem = structureProblem() { return problem }
        do throws(RowProblem) {
            let debtor = try reference(.debtorReference)
            let account = try reference(.accountReference)
            _ = try reference(.accountAlias)
            _ = try currencyOfRow
            if plan.kind == .debtors { return RowProblem(code: .valueMissing, key: .debtorReference) }
            if account == nil, plan.kind == .accounts { return RowProblem(code: .valueMissing, key: .accountReference) }
            if debtor == nil, plan.kind == .accounts { return RowProblem(code: .valueMissing, key: .debtorReference) }
            if account == nil, debtor == nil {
                return RowProblem(
                    code: .valueMissing, key: has(.accountReference) ? .accountReference : .debtorReference)
            }
            if account == nil { return RowProblem(code: .unknownDebtor, key: .debtorReference) }
            if debtor != nil, plan.kind != .contacts, plan.kind != .promises {
                return RowProblem(
                    code: has(.accountAlias) && bytes(.accountAlias) != nil ? .referenceTaken : .debtorDiffers,
                    key: .debtorReference)
            }
            return RowProblem(code: .unknownAccount, key: .accountReference)
        } catch { return error }
    }
}
