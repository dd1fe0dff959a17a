import Receivables
import Store

/// Judges the promises of debtors against the money that came in by a day.
struct PromiseJudging {
    let db: any Reading
    let rules: DeskRules
    let day: Day
    /// Judge every promise anew, also where nothing can have changed.
    let isComplete: Bool

    func judge(_ loaded: inout FactsLoader.Loaded) throws {
        // By place: what is known of a debtor is much to copy.
        var places = loaded.debtors.indices.filter { !loaded.debtors[$0].promises.isEmpty }
        let unchanged = try unchanged(places, loaded)
        for place in unchanged {
            loaded.debtors[place].judged = loaded.debtors[place].promisesAsDecided(policy(loaded.debtors[place]))
        }
        places.removeAll { unchanged.contains($0) }
        guard !places.isEmpty else { return }
        let money = try money(of: places.map { loaded.debtors[$0].debtor }, &loaded)
        for place in places {
            let facts = loaded.debtors[place]
            loaded.debtors[place].judged = Promise.judge(
                facts.promises.map(\.promise), money: money[facts.debtor] ?? [], policy: policy(facts), asOf: day)
        }
    }

    private func policy(_ facts: DebtorFacts) -> PromisePolicy {
        let portfolio = facts.positions.first?.portfolio ?? facts.traits.first?.portfolio
        return portfolio.flatMap { rules.portfolios[$0]?.promises } ?? PromisePolicy()
    }

    /// Of some debtors, by place, those whose promises all stay as a run decided them: their time was over then, no
    /// fact took effect later, and whatever is recorded since is news.
    private func unchanged(_ places: [Int], _ loaded: FactsLoader.Loaded) throws -> Set<Int> {
        guard !isComplete else { return [] }
        let decided = places.filter { place in
            loaded.debtors[place].hasDecidedAllPromises(policy(loaded.debtors[place]), by: day)
        }
        guard !decided.isEmpty else { return [] }
        let news = Set(try db.debtorsWithNews(among: DebtorSelection(decided.map { loaded.debtors[$0].debtor })))
        return Set(decided.filter { !news.contains(loaded.debtors[$0].debtor) })
    }

    /// What came in and stayed, by debtor. What cannot be computed is noted.
    private func money(of ids: [Int64], _ loaded: inout FactsLoader.Loaded) throws -> [Int64: [PromiseMoney]] {
        var money: [Int64: [PromiseMoney]] = [:]
        var broken: [Int64: (account: Int64?, problem: Problem)] = [:]
        var settler = Settler()
        // What was paid and stayed does not depend on the dues.
        try FactsWalk(db: db, knowledge: .current, isOfMoneyAlone: true).run(DebtorSelection(ids)) { account, facts in
            do throws(Problem) {
                try settler.settle(facts, by: rules.portfolio(account.portfolio).waterfall, asOf: day)
                money[account.debtor, default: []] += settler.result.promiseMoney(account)
            } catch { broken[account.debtor] = (account.account, error) }
        }
        loaded.broken.merge(broken) { $1 }
        return money
    }
}

extension DebtorFacts {
    /// Whether every promise was decided on a day, `day` or before it, by which its time was over and all facts held.
    fileprivate func hasDecidedAllPromises(_ policy: PromisePolicy, by day: Day) -> Bool {
        let lastFact = positions.map(\.position.factDay).max() ?? .first
        return promises.allSatisfy { record in
            guard record.state != .pending, let decided = record.decided else { return false }
            return decided <= day && decided >= record.promise.decidedFrom(policy) && decided >= lastFact
        }
    }

    /// The promises as they are stored, in the order in which they are judged.
    fileprivate func promisesAsDecided(_ policy: PromisePolicy) -> [JudgedPromise] {
        promises.map { record in
            JudgedPromise(
                promise: record.promise, received: record.received, state: record.state,
                decidedFrom: record.promise.decidedFrom(policy))
        }.sorted { Promise.isEarlier($0.promise, $1.promise) }
    }
}

extension Reading {
    /// Those of some debtors about whom something is new since they were last looked at.
    fileprivate func debtorsWithNews(among selection: DebtorSelection) throws -> [Int64] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        return try all(of: selection, "SELECT debtor_id FROM news WHERE \(chosen) ORDER BY debtor_id", values) {
            $0.integer(0)
        }
    }
}

extension Settlement {
    /// What came in on an account and stayed.
    func promiseMoney(_ account: FactsWalk.Account) -> [PromiseMoney] {
        sources.compactMap { source in
            guard case .payment(let id) = source.source, source.amount > source.returned else { return nil }
            return PromiseMoney(
                account: account.account, currency: account.currency, day: source.day, order: id,
                amount: source.amount - source.returned)
        }
    }
}
