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
        return try engine.read { db in try db.worklist(question, rules(db), within: scope(db)) }
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

    func list() throws -> Worklist {
        let pending = try db.dueDebtors(on: question.date).map(\.debtor)
        var entries = try pendingEntries(pending)
        entries += try storedEntries(without: Set(pending))
        let total = entries.count
        entries = WorklistEntry.ranked(entries, limit: question.limit)
        return Worklist(
            date: question.date, items: try maker.items(entries), total: total, parked: try parked(),
            waiting: try db.waitingCount(within: scope))
    }

    private func parked() throws -> Int {
        guard !scope.isWholeBook else { return Int(try db.integer("SELECT count(*) FROM parked")) }
        let all = try db.all("SELECT debtor_id FROM parked", []) { $0.integer(0) }
        let shown = try db.shownDebtors(Set(all), within: scope)
        return all.count(where: shown.contains)
    }

    private var maker: WorklistMaker {
        WorklistMaker(db: db, rules: rules, date: question.date, collectors: collectors)
    }

    private var today: BusinessDay { BusinessDay(day: question.date, calendar: rules.calendar) }

    private func isListed(_ record: CaseRecord) -> Bool {
        guard record.isOpen, record.step != nil, let action = record.actionDay, action <= question.date else {
            return false
        }
        return wanted == nil || record.collector == wanted
    }

    /// Cases as the last run left them.
    private func storedEntries(without pending: Set<Int64>) throws -> [WorklistEntry] {
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
        var entries: [WorklistEntry] = []
        for from in stride(from: 0, to: listed.count, by: DeskLimits.runChunkDebtors) {
            let portion = listed[from..<min(listed.count, from + DeskLimits.runChunkDebtors)]
            let loaded = try FactsLoader(db: db, rules: rules, day: question.date, isComplete: false).load(
                portion.map(\.debtor))
            for (record, facts) in zip(portion, loaded.debtors) where loaded.broken[facts.debtor] == nil {
                if let entry = try maker.entry(record, facts.shown(within: scope)) { entries.append(entry) }
            }
        }
        return entries
    }

    /// Cases that today's decision would leave, for debtors whom the next run will look at.
    private func pendingEntries(_ pending: [Int64]) throws -> [WorklistEntry] {
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
        var entries: [WorklistEntry] = []
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
            guard isListed(record), let entry = try maker.entry(record, facts.shown(within: scope)) else { continue }
            entries.append(entry)
        }
        return entries
    }

    private func languages(of debtors: [Int64]) throws -> [Int64: String] {
        guard !debtors.isEmpty, !collectors.isEmpty else { return [:] }
        var languages: [Int64: String] = [:]
        for debtor in try db.debtors(DebtorSelection(debtors)) { languages[debtor.id] = debtor.language }
        return languages
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
