import Casework
import Formats
import Receivables
import Store

/// What is asked of the worklist.
package struct WorklistQuestion: Sendable {
    package var date: Day
    package var collector: String?
    package var limit: Int?

    package init(date: Day, collector: String? = nil, limit: Int? = nil) {
        self.date = date
        self.collector = collector
        self.limit = limit
    }
}

/// One line of the worklist: one debtor, why now, and what to do.
package struct WorklistItem: Sendable {
    package let rank: Int
    package let collector: String?
    package let debtor: String
    package let name: String?
    /// Overdue accounts, the one that is late the longest first.
    package let accounts: [String]
    /// Names of the portfolios of all accounts of the debtor.
    package let portfolios: Set<String>
    package let daysPastDue: Int
    package let overdue: [(currency: Currency, amount: Int64)]
    package let step: String
    package let kind: StepKind
    package let score: Score
    package let phone: String?
    package let province: String?
}

package struct Worklist: Sendable {
    package let date: Day
    package let items: [WorklistItem]
    /// How many there are without the limit.
    package let total: Int
    /// Accounts and debtors that could not be computed: they stand on no list until that is mended.
    package let parked: Int
    /// Payments whose account nobody knows yet: one of them may be what somebody is about to be called for.
    package let waiting: Int

    /// The first so many lines.
    package func head(_ count: Int) -> Worklist {
        Worklist(date: date, items: Array(items.prefix(count)), total: total, parked: parked, waiting: waiting)
    }
}

extension Desk {
    /// Today's ranked list. It is a question, not a stored table: open cases whose action day has come, ranked by an
    /// explained score of the amounts as they stand now. Debtors about whom there is news, or whose day has come since
    /// the last run, are decided on the spot, so the list is right without a run.
    ///
    /// Who may not see the team sees their own. Errors: `collector-unknown`, `worklist-before-last-run`,
    /// `not-permitted`.
    package func worklist(_ question: WorklistQuestion) throws -> Worklist {
        try access.require(.seeWorklist)
        let question = try shown(question)
        return try engine.read { db in try db.worklist(question, DeskRules(db), within: scope(db)) }
    }

    /// The question as the one who asks may ask it. Error: `not-permitted` for the list of somebody else.
    func shown(_ question: WorklistQuestion) throws(Problem) -> WorklistQuestion {
        guard !access.may(.seeTeam) else { return question }
        guard let own = access.collector, question.collector == nil || question.collector == own else {
            throw Problem.notPermitted(.seeTeam)
        }
        var question = question
        question.collector = own
        return question
    }
}

extension Reading {
    /// See `Desk.worklist`.
    func worklist(_ question: WorklistQuestion, _ rules: DeskRules, within scope: Scope) throws -> Worklist {
        if let last = try lastRun(), question.date < last.day {
            throw Problem(
                .worklistBeforeLastRun,
                [
                    Fact("date", question.date), Fact("last", last.day), Fact("iso", question.date.description),
                ])
        }
        return try WorklistAnswer(question, rules, scope, self).list()
    }
}

/// How a worklist is made.
private struct WorklistAnswer {
    let question: WorklistQuestion
    let rules: DeskRules
    let scope: Scope
    let db: any Reading
    let collectors: [CollectorRecord]
    let wanted: Int64?

    init(_ question: WorklistQuestion, _ rules: DeskRules, _ scope: Scope, _ db: any Reading) throws {
        self.question = question
        self.rules = rules
        self.scope = scope
        self.db = db
        collectors = try db.collectors()
        guard let name = question.collector else {
            wanted = nil
            return
        }
        guard let found = collectors.first(where: { $0.name == name }) else {
            throw Problem(.collectorUnknown, [
                Fact("collector", name), Fact("known", collectors.map(\.name).joined(separator: ", ")),
            ])
        }
        wanted = found.id
    }

    /// A case that stands on the list, with what its rank depends on and what its line shows.
    private struct Entry {
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
    }

    func list() throws -> Worklist {
        let pending = try db.dueDebtors(on: question.date).map(\.debtor)
        var entries = try pendingEntries(pending)
        entries += try storedEntries(without: Set(pending))
        let total = entries.count
        entries = WorklistAnswer.ranked(entries, limit: question.limit)
        return Worklist(
            date: question.date, items: try items(entries), total: total, parked: try parked(),
            waiting: try db.waitingCount(within: scope))
    }

    private func parked() throws -> Int {
        guard !scope.isWholeBook else { return Int(try db.integer("SELECT count(*) FROM parked")) }
        let all = try db.all("SELECT debtor_id FROM parked", []) { $0.integer(0) }
        let shown = try db.shownDebtors(Set(all), within: scope)
        return all.count(where: shown.contains)
    }

    /// By score, the highest first, and by debtor among equals; the first so many.
    private static func ranked(_ entries: [Entry], limit: Int?) -> [Entry] {
        let order = entries.indices.map { (points: entries[$0].score.points, debtor: entries[$0].debtor, at: $0) }
            .sorted { left, right in
                left.points != right.points ? left.points > right.points : left.debtor < right.debtor
            }
        return order.prefix(limit.map { max(0, $0) } ?? order.count).map { entries[$0.at] }
    }

    private var today: BusinessDay { BusinessDay(day: question.date, calendar: rules.calendar) }

    private func isListed(_ record: CaseRecord) -> Bool {
        guard record.isOpen, record.step != nil, let action = record.actionDay, action <= question.date else {
            return false
        }
        return wanted == nil || record.collector == wanted
    }

    /// Cases as the last run left them.
    private func storedEntries(without pending: Set<Int64>) throws -> [Entry] {
        let columns = CaseColumns.cases.joined(separator: ", ")
        let condition = "closed IS NULL AND step IS NOT NULL AND action_day <= ?1"
        let records =
            try wanted == nil
            ? db.gather(
                "SELECT \(columns) FROM cases WHERE \(condition) ORDER BY debtor_id", [Value(question.date)],
                CaseRecord.init)
            : db.gather(
                "SELECT \(columns) FROM cases WHERE \(condition) AND collector_id = ?2 ORDER BY debtor_id",
                [Value(question.date), Value(wanted)], CaseRecord.init)
        let listed = records.filter { !pending.contains($0.debtor) }
        var entries: [Entry] = []
        for from in stride(from: 0, to: listed.count, by: DeskLimits.runChunkDebtors) {
            let portion = listed[from..<min(listed.count, from + DeskLimits.runChunkDebtors)]
            let loaded = try FactsLoader(db: db, rules: rules, day: question.date, isComplete: false).load(
                portion.map(\.debtor))
            for (record, facts) in zip(portion, loaded.debtors) where loaded.broken[facts.debtor] == nil {
                if let entry = try entry(record, facts) { entries.append(entry) }
            }
        }
        return entries
    }

    /// Cases that today's decision would leave, for debtors whom the next run will look at.
    private func pendingEntries(_ pending: [Int64]) throws -> [Entry] {
        var found: [(record: CaseRecord, facts: DebtorFacts, minutes: Int)] = []
        for from in stride(from: 0, to: pending.count, by: DeskLimits.runChunkDebtors) {
            let portion = Array(pending[from..<min(pending.count, from + DeskLimits.runChunkDebtors)])
            let loaded = try FactsLoader(db: db, rules: rules, day: question.date, isComplete: false).load(portion)
            for facts in loaded.debtors where loaded.broken[facts.debtor] == nil {
                guard let caseFacts = try? facts.caseFacts(rules, on: question.date) else { continue }
                if let record = Advance.decide(caseFacts, on: today).record, record.isOpen {
                    found.append((record, facts, record.minutes))
                }
            }
        }
        let unowned = found.filter { $0.record.collector == nil }.map(\.record.debtor)
        // What everybody has to do already is counted only where it decides about somebody.
        var assignment = Assignment(unowned.isEmpty ? [] : try db.capacities())
        var entries: [Entry] = []
        let languages = try languages(of: unowned)
        for (record, facts, minutes) in found {
            var record = record
            if record.collector == nil {
                record.collector = assignment.assign(
                    UnownedCase(
                        debtor: record.debtor, minutes: max(1, minutes),
                        portfolio: facts.positions.first.flatMap { rules.portfolios[$0.portfolio]?.name } ?? "",
                        language: languages[record.debtor], wanted: facts.accounts.values.compactMap(\.collector).min())
                )
            }
            if isListed(record), let entry = try entry(record, facts) { entries.append(entry) }
        }
        return entries
    }

    private func languages(of debtors: [Int64]) throws -> [Int64: String] {
        guard !debtors.isEmpty, !collectors.isEmpty else { return [:] }
        var languages: [Int64: String] = [:]
        for debtor in try db.debtors(DebtorSelection(debtors)) { languages[debtor.id] = debtor.language }
        return languages
    }

    /// The entry of a case, or nil when nothing is overdue any more, of the accounts that are shown.
    private func entry(_ record: CaseRecord, _ facts: DebtorFacts) throws -> Entry? {
        let facts = facts.shown(within: scope)
        let caseFacts = try facts.caseFacts(rules, on: question.date)
        guard let worst = caseFacts.worst, let portfolio = rules.portfolios[worst.portfolio] else { return nil }
        let overdue = try caseFacts.sums(\.arrears.overdue.total)
        let ranking = RankingFacts(
            overdue: overdue, open: try caseFacts.sums(\.arrears.open), daysPastDue: worst.arrears.daysPastDue,
            buckets: portfolio.buckets, promises: facts.judged, lastAttempt: facts.lastAttempt, step: record.step)
        let weights = rules.strategies[record.strategy]?.ranking ?? RankingWeights()
        return Entry(
            debtor: record.debtor, collector: record.collector, step: record.step ?? "", kind: record.stepKind ?? .call,
            score: Score(ranking, weights: weights, on: question.date), daysPastDue: worst.arrears.daysPastDue,
            overdue: overdue, accounts: lateAccounts(facts),
            portfolios: Set(facts.positions.compactMap { rules.portfolios[$0.portfolio]?.name }))
    }

    private func items(_ entries: [Entry]) throws -> [WorklistItem] {
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
                rank: index + 1, collector: collectors.first { $0.id == entry.collector }?.name,
                debtor: debtor?.reference ?? "", name: debtor?.name, accounts: entry.accounts,
                portfolios: entry.portfolios, daysPastDue: entry.daysPastDue, overdue: entry.overdue, step: entry.step,
                kind: entry.kind, score: entry.score, phone: phones[entry.debtor], province: debtor?.province)
        }
    }

    private func lateAccounts(_ facts: DebtorFacts) -> [String] {
        let late = facts.positions.filter { ($0.position.open.first?.day ?? .last) < question.date }
        let ordered = late.sorted {
            ($0.position.open[0].day, $0.account) < ($1.position.open[0].day, $1.account)
        }
        return ordered.compactMap { facts.accounts[$0.account]?.reference }
    }
}

extension CaseFacts {
    /// Sums over the accounts by currency, in alphabetic order; sums of zero are left out.
    /// Error: `amount-overflow`.
    func sums(_ amount: (AccountStanding) -> Int64) throws(Problem) -> [(currency: Currency, amount: Int64)] {
        var sums: [Currency: Int64] = [:]
        for account in accounts { sums[account.currency] = try (sums[account.currency] ?? 0).adding(amount(account)) }
        return sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { (currency: $0.key, amount: $0.value) }
    }
}

extension Desk {
    /// The day for which a worklist is asked when nobody says: today, or the last run's day when that is later.
    package func worklistDay() throws -> Day {
        let today = try today()
        return max(today, try engine.read { try $0.lastRun()?.day } ?? today)
    }
}
