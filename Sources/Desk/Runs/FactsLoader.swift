import Casework
import Receivables
import Store

/// Loads what is known about some debtors, as of a business day, in as few walks over the tables as possible.
struct FactsLoader {
    let db: any Reading
    let rules: DeskRules
    let day: Day
    /// Load everything about every debtor, also about those whom nothing concerns today.
    let isComplete: Bool
    /// Load the accounts themselves, not only what decisions need of them.
    var isWithAccounts = true

    /// Facts by debtor, in rising order, and the debtors about whom something could not be computed.
    struct Loaded {
        var debtors: [DebtorFacts] = []
        var broken: [Int64: (account: Int64?, problem: Problem)] = [:]
    }

    func load(_ ids: [Int64]) throws -> Loaded {
        let selection = DebtorSelection(ids)
        var loaded = Loaded()
        try loadPositions(selection, ids, &loaded)
        // Without one of the accounts nothing right can be said about the debtor.
        for account in try db.unsettledAccounts(selection) {
            loaded.broken[account.group.debtor] = (account.group.account, account.problem)
        }
        var promises = SortedRecords(try db.promises(selection, .current)) { $0.debtor }
        var holds = SortedRecords(try db.holds(selection, .current)) { $0.debtor }
        var cases = SortedRecords(try db.cases(selection)) { $0.debtor }
        var concerned: [Int64] = []
        for index in loaded.debtors.indices {
            let debtor = loaded.debtors[index].debtor
            loaded.debtors[index].promises = Array(promises.take(debtor))
            loaded.debtors[index].holds = holds.take(debtor).map(\.hold)
            loaded.debtors[index].cases = Array(cases.take(debtor))
            if isComplete || loaded.broken[debtor] != nil || isConcerned(loaded.debtors[index]) {
                concerned.append(debtor)
            }
        }
        try loadDetails(concerned, &loaded)
        try PromiseJudging(db: db, rules: rules, day: day, isComplete: isComplete).judge(&loaded)
        return loaded
    }

    /// Whether anything about the debtor can happen today: arrears, a due date within the lead of a strategy, a case, a
    /// promise, a hold.
    private func isConcerned(_ facts: DebtorFacts) -> Bool {
        if facts.openCase != nil || !facts.promises.isEmpty || !facts.holds.isEmpty || !facts.laterFacts.isEmpty {
            return true
        }
        let last = day.adding(days: rules.leadDays)
        return facts.positions.contains { position in position.position.open.first.map { $0.day <= last } ?? false }
    }

    /// Positions as of the day: those as stored, and those that hold only later settled anew.
    private func loadPositions(_ selection: DebtorSelection, _ ids: [Int64], _ loaded: inout Loaded) throws {
        let (chosen, values) = selection.condition("debtor_id", db.dialect, isOfWideRows: true)
        var wanted = ids.makeIterator()
        var next = wanted.next()
        var late: [Int64] = []
        try db.rows(
            """
            SELECT \(MoneyColumns.readPositions.joined(separator: ", ")) FROM positions WHERE \(chosen)
            ORDER BY debtor_id, account_id
            """, values
        ) { row in
            let debtor = row.integer(0)
            while let id = next, id < debtor {
                if loaded.debtors.last?.debtor != id { loaded.debtors.append(DebtorFacts(debtor: id, positions: [])) }
                next = wanted.next()
            }
            guard next == debtor else { return }
            if loaded.debtors.last?.debtor != debtor {
                loaded.debtors.append(DebtorFacts(debtor: debtor, positions: []))
            }
            do {
                let record = try PositionRecord(row)
                loaded.debtors[loaded.debtors.count - 1].positions.append(record)
                if record.position.factDay > day { late.append(debtor) }
            } catch let problem as Problem {
                loaded.broken[debtor] = (row.integer(1), problem)
            }
        }
        while let id = next {
            if loaded.debtors.last?.debtor != id { loaded.debtors.append(DebtorFacts(debtor: id, positions: [])) }
            next = wanted.next()
        }
        if !late.isEmpty { try settle(late, &loaded) }
    }

    /// Settles accounts with facts after the day as they stand on the day.
    private func settle(_ debtors: [Int64], _ loaded: inout Loaded) throws {
        var ids: [Int64] = []
        for debtor in debtors where ids.last != debtor { ids.append(debtor) }
        var places: [Int64: Int] = [:]
        for (place, facts) in loaded.debtors.enumerated() { places[facts.debtor] = place }
        var settler = Settler()
        try FactsWalk(db: db, knowledge: .current).run(DebtorSelection(ids)) { account, facts in
            guard let place = places[account.debtor],
                let at = loaded.debtors[place].positions.firstIndex(where: { $0.account == account.account }),
                loaded.debtors[place].positions[at].position.factDay > day
            else { return }
            do throws(Problem) {
                try settler.settle(facts, by: rules.portfolio(account.portfolio).waterfall, asOf: day)
                try settler.result.checkSums()
                loaded.debtors[place].positions[at].position = try settler.result.position(factDay: facts.lastFactDay)
                loaded.debtors[place].laterFacts.insert(account.account)
            } catch { loaded.broken[account.debtor] = (account.account, error) }
        }
    }

    /// Accounts, attempts and steps of those debtors whom something concerns.
    private func loadDetails(_ ids: [Int64], _ loaded: inout Loaded) throws {
        guard !ids.isEmpty else { return }
        let selection = DebtorSelection(ids)
        var accounts = SortedRecords(isWithAccounts ? try db.accounts(selection) : []) { $0.debtor }
        var traits = SortedRecords(isWithAccounts ? [] : try db.accountTraits(selection)) { $0.debtor }
        var attempts = SortedRecords(try db.attempts(selection)) { $0.debtor }
        var steps = SortedRecords(try db.steps(selection)) { $0.debtor }
        var wanted = ids.makeIterator()
        var next = wanted.next()
        for index in loaded.debtors.indices where loaded.debtors[index].debtor == next {
            let debtor = loaded.debtors[index].debtor
            loaded.debtors[index].traits = Array(traits.take(debtor))
            for account in accounts.take(debtor) {
                loaded.debtors[index].accounts[account.id] = account
                loaded.debtors[index].traits.append(account.traits)
            }
            if let found = attempts.take(debtor).first {
                loaded.debtors[index].lastAttempt = found.last
                loaded.debtors[index].attempts = found.count
            }
            loaded.debtors[index].taken = steps.take(debtor).map(\.identity)
            next = wanted.next()
        }
    }
}

extension Reading {
    /// Attempts to reach debtors: the last day and how many.
    func attempts(_ selection: DebtorSelection) throws -> [(debtor: Int64, last: Day, count: Int)] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        return try all(
            of: selection,
            """
            SELECT debtor_id, max(day), count(*) FROM contacts
            WHERE \(chosen) AND direction = 'out' AND retracted_id IS NULL GROUP BY debtor_id ORDER BY debtor_id
            """, values
        ) { ($0.integer(0), $0.day(1), Int($0.integer(2))) }
    }

    /// Identities of the steps taken about debtors.
    func steps(_ selection: DebtorSelection) throws -> [(debtor: Int64, identity: StepIdentity)] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        return try all(
            of: selection,
            "SELECT debtor_id, episode, strategy_id, step, sequence FROM steps WHERE \(chosen) ORDER BY debtor_id",
            values
        ) { row in
            (
                row.integer(0),
                StepIdentity(
                    episode: Int(row.integer(1)), strategy: row.integer(2), step: row.text(3), sequence: row.integer(4))
            )
        }
    }
}
