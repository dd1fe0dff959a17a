import Casework
import Receivables
import Store

/// A case that stands on a worklist, with what its rank depends on and what its line shows.
struct WorklistEntry {
    let debtor: Int64
    let collector: Int64?
    let step: String
    let kind: StepKind
    let score: Score
    let daysPastDue: Int
    let overdue: [(currency: Currency, amount: Int64)]
    /// References of the overdue accounts, the one that is late the longest first.
    let accounts: [String]
    let portfolios: Set<String>
    /// The day of the action, and the time of that day when somebody said so, in seconds.
    let actionDay: Day?
    let actionTime: Int?

    /// By score, the highest first, and by debtor among equals; the first so many.
    static func ranked(_ entries: [WorklistEntry], limit: Int?) -> [WorklistEntry] {
        let order = entries.indices.map { (points: entries[$0].score.points, debtor: entries[$0].debtor, at: $0) }
            .sorted { left, right in
                left.points != right.points ? left.points > right.points : left.debtor < right.debtor
            }
        return order.prefix(limit.map { max(0, $0) } ?? order.count).map { entries[$0.at] }
    }
}

/// Makes entries of worklists, and lines of entries.
struct WorklistMaker {
    let db: any Reading
    let rules: DeskRules
    let date: Day
    let collectors: [CollectorRecord]

    /// The entry of a case, or nil when nothing is overdue any more.
    func entry(_ record: CaseRecord, _ facts: DebtorFacts) throws -> WorklistEntry? {
        let caseFacts = try facts.caseFacts(rules, on: date)
        guard let worst = caseFacts.worst, let portfolio = rules.portfolios[worst.portfolio] else { return nil }
        let overdue = try caseFacts.sums(\.arrears.overdue.total)
        let ranking = RankingFacts(
            overdue: overdue, open: try caseFacts.sums(\.arrears.open), daysPastDue: worst.arrears.daysPastDue,
            buckets: portfolio.buckets, promises: facts.judged, lastAttempt: facts.lastAttempt, step: record.step)
        let weights = rules.strategies[record.strategy]?.ranking ?? RankingWeights()
        return WorklistEntry(
            debtor: record.debtor, collector: record.collector, step: record.step ?? "", kind: record.stepKind ?? .call,
            score: Score(ranking, weights: weights, on: date), daysPastDue: worst.arrears.daysPastDue,
            overdue: overdue, accounts: lateAccounts(facts),
            portfolios: Set(facts.positions.compactMap { rules.portfolios[$0.portfolio]?.name }),
            actionDay: record.actionDay, actionTime: record.actionTime)
    }

    /// The lines of entries, ranked as they come, from a rank on.
    func items(_ entries: [WorklistEntry], from first: Int = 1) throws -> [WorklistItem] {
        let ids = entries.map(\.debtor).sorted()
        var debtors: [Int64: DebtorRecord] = [:]
        var phones: [Int64: String] = [:]
        for from in stride(from: 0, to: ids.count, by: DeskLimits.runChunkDebtors) {
            let selection = DebtorSelection(Array(ids[from..<min(ids.count, from + DeskLimits.runChunkDebtors)]))
            for debtor in try db.debtors(selection) { debtors[debtor.id] = debtor }
            let points = try db.contactPoints(selection, .current)
            for point in points where point.kind == "phone" && point.quality != "invalid" {
                if phones[point.debtor] == nil, point.relation == "debtor" { phones[point.debtor] = point.value }
            }
        }
        return entries.enumerated().map { index, entry in
            let debtor = debtors[entry.debtor]
            return WorklistItem(
                rank: first + index, collector: collectors.first { $0.id == entry.collector }?.name,
                debtor: debtor?.reference ?? "", name: debtor?.name, accounts: entry.accounts,
                portfolios: entry.portfolios, daysPastDue: entry.daysPastDue, overdue: entry.overdue, step: entry.step,
                kind: entry.kind, score: entry.score, phone: phones[entry.debtor], province: debtor?.province)
        }
    }

    private func lateAccounts(_ facts: DebtorFacts) -> [String] {
        let late = facts.positions.filter { ($0.position.open.first?.day ?? .last) < date }
        let ordered = late.sorted {
            ($0.position.open[0].day, $0.account) < ($1.position.open[0].day, $1.account)
        }
        return ordered.compactMap { facts.accounts[$0.account]?.reference }
    }
}
