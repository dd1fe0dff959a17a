import Formats
import Receivables
import Store

/// The deciders that a kind of file needs, and the walk through the rows of one debtor with them.
struct KindDeciders {
    private let context: ImportContext
    private let kind: ImportKind
    private let people: PeopleDecider
    private let accounts: AccountsDecider
    private let dues: DuesDecider?
    private let snapshot: SnapshotDecider?
    private let promises: PromisesDecider?
    private let contacts: ContactsDecider?

    // The debtor at hand: whether each accepted row changed something.
    private var changed: [Bool] = []
    private var hasNews = false
    /// Rows of the account at hand that were rejected: what they name did not vanish.
    private var rejectedHere = 0

    init(_ context: ImportContext, known: DebtorSelection, db: any Reading) throws {
        self.context = context
        people = try PeopleDecider(context, known: known, db: db)
        accounts = try AccountsDecider(context, known: known, db: db)
        kind = context.plan.kind
        dues = kind == .receivables ? try DuesDecider(context, known: known, db: db) : nil
        snapshot = kind == .snapshot ? try SnapshotDecider(context, known: known, db: db) : nil
        promises = kind == .promises ? try PromisesDecider(context, known: known, db: db) : nil
        contacts = kind == .contacts ? try ContactsDecider(context, known: known, db: db) : nil
    }

    /// Decides all rows of one debtor.
    mutating func decide(_ rows: DebtorRows, _ reader: inout RowReader, _ effects: inout ChunkEffects) throws {
        changed.removeAll(keepingCapacity: true)
        hasNews = false
        people.begin(rows.debtor)
        promises?.begin(rows.debtor)
        contacts?.begin(rows.debtor)
        var accepted = false
        for (group, runs) in rows.groups {
            let before = changed.count
            try decide(group, runs, &reader, &effects)
            if changed.count > before {
                accepted = true
                if group.account != 0 { effects.counters.accounts += 1 }
            }
        }
        if let row = people.end(&effects) { changed[row] = true }
        effects.count(changed)
        if accepted { effects.counters.debtors += 1 }
        if hasNews { effects.addNews(rows.debtor) }
    }

    private mutating func decide(
        _ group: RowGroup, _ runs: [RowRun], _ reader: inout RowReader, _ effects: inout ChunkEffects
    ) throws {
        rejectedHere = 0
        accounts.begin(group)
        dues?.begin(group)
        let waterfall = try waterfall()
        try snapshot?.begin(group, waterfall: waterfall)
        for run in runs {
            reader.seek(Int(run.offset))
            for index in 0..<Int(run.rows) where reader.next() {
                effects.note(reader.offset)
                do {
                    try take(&reader, group, ordinal: Int(run.ordinal) + index, &effects)
                } catch let problem as RowProblem {
                    effects.reject(reader, problem)
                    if kind == .snapshot, problem.code == .referenceTaken {
                        effects.counters.repeated += 1
                    } else {
                        rejectedHere += 1
                    }
                }
            }
        }
        try finishMoney(&effects)
        if let row = accounts.end(&effects) {
            changed[row] = true
            if accounts.changedStatus { hasNews = true }
        }
    }

    private func waterfall() throws(Problem) -> Waterfall {
        guard let account = accounts.current else { return context.portfolio.waterfall }
        return try context.portfolio(account.portfolio).waterfall
    }

    /// Takes in one row: everything is read before anything is taken in, so a bad row changes nothing.
    private mutating func take(
        _ reader: inout RowReader, _ group: RowGroup, ordinal: Int, _ effects: inout ChunkEffects
    ) throws {
        if let problem = reader.structureProblem() { throw problem }
        // Most rows of a large file say nothing about people, and carrying that much nothing around costs.
        guard people.listens || accounts.listens else {
            let isChanged = try takeMoney(&reader, group, ordinal, try accounts.currency(nil), &effects)
            return changed.append(isChanged)
        }
        let (person, account) = (try people.read(reader), try accounts.read(reader))
        let isChanged = try takeMoney(&reader, group, ordinal, try accounts.currency(account.currency), &effects)
        changed.append(try takePeople(person, account, group, &effects) || isChanged)
    }

    /// Takes in what a row says about money or history; true when that changed something.
    private mutating func takeMoney(
        _ reader: inout RowReader, _ group: RowGroup, _ ordinal: Int, _ currency: Currency,
        _ effects: inout ChunkEffects
    ) throws -> Bool {
        var isChanged = false
        switch kind {
        case .receivables:
            let row = try DueRow(&reader, currency)
            if try dues?.take(row, ordinal: ordinal, &effects) == true { isChanged = true }
            if row.isRounded { effects.counters.rounded += 1 }
            effects.counters.dues += 1
        case .snapshot:
            guard let said = try snapshot?.read(&reader, currency) else { return false }
            if try snapshot?.take(said, ordinal: ordinal) == true { isChanged = true }
            if said.isRounded { effects.counters.rounded += 1 }
            effects.counters.dues += 1
        case .promises:
            if try promises?.take(&reader, ordinal: ordinal, group: group, currency: currency, &effects) == true {
                isChanged = true
            }
            effects.counters.promises += 1
        case .contacts:
            if try contacts?.take(&reader, ordinal: ordinal, group: group, &effects) == true { isChanged = true }
            effects.counters.contacts += 1
        case .accounts, .debtors, .payments: break
        }
        if isChanged { hasNews = true }
        return isChanged
    }

    /// Takes in what a row said about its debtor and account; true when it brought something new at once.
    private mutating func takePeople(
        _ person: PeopleDecider.Said, _ account: AccountsDecider.Said, _ group: RowGroup,
        _ effects: inout ChunkEffects
    ) throws(RowProblem) -> Bool {
        switch kind {
        case .promises, .contacts, .payments: return false
        case .debtors, .accounts, .receivables, .snapshot: break
        }
        let row = changed.count
        var isNew = people.take(person, debtor: group.debtor, row: row, &effects)
        if group.account != 0, try accounts.take(account, group, debtorReference: person.reference, row: row) {
            isNew = true
        }
        return isNew
    }

    /// Ends the money of the account: what vanished from a snapshot, what changed, and the position.
    private mutating func finishMoney(_ effects: inout ChunkEffects) throws(Problem) {
        guard let account = accounts.current else { return }
        if snapshot?.settleVanished(account, isCertain: rejectedHere == 0, &effects) == true { hasNews = true }
        try snapshot?.end(account, &effects)
        try dues?.end(account, &effects)
    }
}

extension ChunkEffects {
    /// Lists a due of which a snapshot says something else than the book; no single row of the file stands behind it.
    mutating func list(
        _ code: ProblemCode, _ due: MoneyDue, _ account: AccountRecord, open: Int64, stated: Int64? = nil
    ) {
        let reference = due.reference.text.shownReference
        let facts = [
            Fact("account", account.reference), Fact("due", reference ?? due.due.day.description),
            Fact("open", .money(open, account.currency)),
        ]
        rejects.append(
            RejectedRow(
                offset: -1, column: nil, value: reference, code: code,
                facts: facts + (stated.map { [Fact("stated", .money($0, account.currency))] } ?? []), text: ""))
    }
}
