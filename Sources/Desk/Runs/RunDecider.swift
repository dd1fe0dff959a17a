import Casework
import Formats
import Receivables
import Store

/// What one portion of a run writes.
struct RunEffects: Sendable {
    var result: RunResult
    /// What was decided about, and the last journal entry that the decision knew of.
    var due: [DueDebtor] = []
    var lastEntry: Int64 = 0
    var cases = CaseChanges()
    var steps = RowBatch(width: CaseColumns.steps.count)
    var notices = RowBatch(width: CaseColumns.notices.count)
    /// debtor, promise, state, received, day of the decision.
    var promises = RowBatch(width: 5)
    /// Debtors, in rising order, of entries that are done, by day.
    var doneAgenda: [Int32: [Int64]] = [:]
    /// day, debtor of entries that come.
    var agenda = RowBatch(width: 2)
    var doneNews = RowBatch(width: 1)
    /// debtor, account, code, detail, day.
    var parked = RowBatch(width: 5)
    /// Debtors who were parked before and are not any more.
    var unparked = RowBatch(width: 1)
}

/// A debtor whom a run looks at, and the agenda entries that brought them up.
struct DueDebtor: Sendable {
    let debtor: Int64
    var agendaDays: [Int32]
    var hasNews: Bool
}

/// Decides portions of a run. Writes nothing itself, so it can work ahead of the writer.
struct RunDecider {
    let engine: any Engine
    let rules: DeskRules
    let today: BusinessDay
    let runID: Int64
    let entry: Int64

    func decide(_ due: [DueDebtor]) throws -> RunEffects { try engine.read { db in try decide(due, db) } }

    /// Decides on what `db` shows.
    func decide(_ due: [DueDebtor], _ db: any Reading) throws -> RunEffects {
        var effects = RunEffects(result: RunResult(date: today.day))
        effects.due = due
        effects.lastEntry = try db.lastEntry()
        let loader = FactsLoader(db: db, rules: rules, day: today.day, isComplete: false, isWithAccounts: false)
        let loaded = try loader.load(due.map(\.debtor))
        var agenda: [(day: Int32, debtor: Int64)] = []
        for (entry, facts) in zip(due, loaded.debtors) {
            note(entry, &effects)
            effects.result.accountsTouched += facts.positions.count
            if let broken = loaded.broken[facts.debtor] {
                try park(facts.debtor, broken.account, broken.problem, &effects, db)
                agenda.append((today.day.number + 1, facts.debtor))
                continue
            }
            do throws(Problem) {
                if let next = try decide(facts, &effects) { agenda.append((next.number, facts.debtor)) }
            } catch {
                try park(facts.debtor, nil, error, &effects, db)
                agenda.append((today.day.number + 1, facts.debtor))
            }
        }
        // By day, then by debtor: the order of the table.
        agenda.sort { ($0.day, $0.debtor) < ($1.day, $1.debtor) }
        for (day, debtor) in agenda {
            effects.agenda.integer(Int(day))
            effects.agenda.integer(debtor)
        }
        return effects
    }

    private func note(_ entry: DueDebtor, _ effects: inout RunEffects) {
        if entry.hasNews { effects.doneNews.integer(entry.debtor) }
        for day in entry.agendaDays { effects.doneAgenda[day, default: []].append(entry.debtor) }
    }

    /// Decides one debtor and gives the next day on which something can happen.
    private func decide(_ facts: DebtorFacts, _ effects: inout RunEffects) throws(Problem) -> Day? {
        let caseFacts = try facts.caseFacts(rules, on: today.day)
        let outcome = Advance.decide(caseFacts, on: today)
        effects.unparked.integer(facts.debtor)
        if let record = outcome.record, record != facts.openCase {
            effects.cases.add(record, from: facts.openCase, entry: entry)
        }
        if outcome.isOpened { effects.result.casesOpened += 1 }
        if outcome.isClosed { effects.result.casesClosed += 1 }
        for taken in outcome.steps { append(taken, facts.debtor, &effects) }
        for judged in outcome.promises { append(judged, facts, &effects) }
        for judged in outcome.decided {
            switch judged.state {
            case .kept: effects.result.promisesKept += 1
            case .partlyKept: effects.result.promisesPartlyKept += 1
            case .broken: effects.result.promisesBroken += 1
            case .pending: break
            }
        }
        return outcome.nextDay
    }

    private func append(_ taken: TakenStep, _ debtor: Int64, _ effects: inout RunEffects) {
        effects.result.steps += 1
        append(taken.identity, of: debtor, to: &effects.steps)
        effects.steps.day(today.day)
        effects.steps.text(taken.step.kind.rawValue)
        effects.steps.integer(taken.daysPastDue)
        effects.steps.integer(runID)
        guard !taken.step.kind.isForPeople, let channel = taken.step.channel, let template = taken.step.template else {
            return
        }
        effects.result.notices += 1
        append(taken.identity, of: debtor, to: &effects.notices)
        effects.notices.text(channel.rawValue)
        effects.notices.text(template)
        effects.notices.day(today.day)
        effects.notices.text("requested")
        effects.notices.integer(runID)
    }

    /// The first cells of `CaseColumns.steps` and `CaseColumns.notices`.
    private func append(_ identity: StepIdentity, of debtor: Int64, to batch: inout RowBatch) {
        batch.integer(debtor)
        batch.integer(identity.episode)
        batch.integer(identity.strategy)
        batch.text(identity.step)
        batch.integer(identity.sequence)
    }

    private func append(_ judged: JudgedPromise, _ facts: DebtorFacts, _ effects: inout RunEffects) {
        let decided: Day? = judged.state == .pending ? nil : today.day
        effects.promises.integer(facts.debtor)
        effects.promises.integer(judged.promise.id)
        effects.promises.text(judged.state.rawValue)
        effects.promises.integer(judged.received)
        effects.promises.day(decided)
    }

    private func park(
        _ debtor: Int64, _ account: Int64?, _ problem: Problem, _ effects: inout RunEffects, _ db: any Reading
    ) throws {
        let accounts = try db.accounts(DebtorSelection([debtor]))
        let reference = accounts.first { $0.id == account }?.reference ?? accounts.map(\.reference).min() ?? ""
        effects.result.parked.append(ParkedAccount(debtor: debtor, account: reference, problem: problem))
        effects.parked.row([
            Value(debtor), Value(account ?? 0), .text(problem.code.rawValue),
            .text(FactText.json(problem.facts).text(indent: nil)), Value(today.day),
        ])
    }
}
