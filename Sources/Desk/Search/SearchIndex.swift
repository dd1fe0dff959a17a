import Formats
import Receivables
import Store

/// Brings the index of the search up to the facts, a portion of debtors in each transaction: first those about whom
/// something was said since they were indexed, then those who came to the book.
struct SearchIndex {
    let engine: any Engine

    /// Does one portion; gives how many debtors it was about, 0 when nothing is left.
    func portion() throws -> Int {
        let stale = try stalePortion()
        return try stale > 0 ? stale : newPortion()
    }

    /// Whether every debtor of the book is in the index as the book knows them.
    static func isComplete(_ db: any Reading) throws -> Bool {
        try db.place(of: .search) >= db.lastDebtor() && db.staleInSearch(limit: 1).isEmpty
    }

    private func stalePortion() throws -> Int {
        guard try engine.read({ try !$0.staleInSearch(limit: 1).isEmpty }) else { return 0 }
        // Read and written in one transaction: an import that takes something back says so in its own.
        return try engine.write(.repeatable) { db in
            let debtors = try db.staleInSearch(limit: DeskLimits.searchStaleDebtors)
            let selection = DebtorSelection(debtors)
            try db.removeFromSearch(SearchRows(selection, .everything, db))
            let place = try db.place(of: .search)
            let indexed = debtors.filter { $0 <= place }
            try db.addToSearch(SearchRows(DebtorSelection(indexed), .current, db))
            try db.forgetSearchStale(debtors)
            return debtors.count
        }
    }

    private func newPortion() throws -> Int {
        let (place, entry, rows, through) = try engine.read { db in
            let place = try db.place(of: .search)
            let through = min(try db.lastDebtor(), place + Int64(DeskLimits.searchNewDebtors))
            let rows =
                through > place
                ? try SearchRows(DebtorSelection(from: place + 1, through: through), .current, db) : SearchRows()
            return (place, try db.lastEntry(), rows, through)
        }
        guard through > place else { return 0 }
        try engine.write(.repeatable) { db in
            guard try db.place(of: .search) == place else { return }
            // What was read still holds, unless somebody wrote since.
            let isSame = try db.lastEntry() == entry
            let selection = DebtorSelection(from: place + 1, through: through)
            try db.addToSearch(isSame ? rows : SearchRows(selection, .current, db))
            try db.set(.search, to: through)
        }
        return Int(through - place)
    }
}

extension SearchRows {
    /// What the index has of some debtors: of everything that ever was, or of what holds now.
    init(_ selection: DebtorSelection, _ knowledge: Knowledge, _ db: any Reading) throws {
        self.init()
        guard !selection.ids.isEmpty else { return }
        for debtor in try db.debtors(selection, knowledge) {
            if let name = debtor.name { add(name: name, debtor.id) }
        }
        for version in try db.attributes(selection, of: .name) {
            if case .current = knowledge, version.retracted != nil { continue }
            add(name: version.value, version.debtor)
        }
        for point in try db.contactPoints(selection, knowledge) where point.kind == "phone" {
            if let number = SearchForms.phone(point.value) {
                phones.insert(SearchNumber(number: number, debtor: point.debtor))
            }
        }
        try addDues(selection, knowledge, db)
    }

    private mutating func add(name: String, _ debtor: Int64) {
        for turn in SearchForms.turns(name) { names.insert(SearchName(name: turn, debtor: debtor)) }
    }

    private mutating func addDues(_ selection: DebtorSelection, _ knowledge: Knowledge, _ db: any Reading) throws {
        var references: [Int64: String] = [:]
        for account in try db.accounts(selection) { references[account.id] = account.reference }
        for due in try db.dueReferences(selection, knowledge) {
            if let hash = SearchForms.due(due.reference, account: references[due.account] ?? "") {
                dues.insert(SearchNumber(number: hash, debtor: due.debtor))
            }
        }
    }
}

/// What a due is called, and where it is.
struct DueReference {
    let debtor: Int64
    let account: Int64
    let reference: String
}

extension Reading {
    func dueReferences(_ selection: DebtorSelection, _ knowledge: Knowledge) throws -> [DueReference] {
        let (chosen, values) = selection.condition("debtor_id", dialect)
        let (known, more) = knowledge.condition()
        return try all(
            of: selection,
            """
            SELECT debtor_id, account_id, reference FROM dues WHERE \(chosen)\(known)
            ORDER BY debtor_id, account_id, line, version
            """, values + more
        ) { DueReference(debtor: $0.integer(0), account: $0.integer(1), reference: $0.text(2)) }
    }
}

extension ChunkEffects {
    /// Debtors up to `place` about whom the chunk says something that can be searched for.
    func searchable(through place: Int64) -> RowBatch {
        var debtors: Set<Int64> = []
        for batch in [newDebtors, changedDebtors, firstVersions, versions, contactPoints] {
            for row in 0..<batch.rowCount { debtors.insert(batch.integer(row, 0)) }
        }
        // A due's later versions are called what the first is.
        for row in 0..<dues.rowCount where dues.integer(row, 3) == 0 && !dues.isOwn(row, 4) {
            debtors.insert(dues.integer(row, 0))
        }
        var batch = RowBatch(width: 1)
        for debtor in debtors.filter({ $0 <= place }).sorted() { batch.integer(debtor) }
        return batch
    }
}

extension RowBatch {
    fileprivate func integer(_ row: Int, _ column: Int) -> Int64 { numbers[row * width + column] }

    /// Whether a text is a reference that the product made itself.
    fileprivate func isOwn(_ row: Int, _ column: Int) -> Bool {
        let place = numbers[row * width + column]
        let start = Int(place >> 32)
        return place & 0xFFFF_FFFF > 0 && bytes[start] == ownReferenceMark.asciiValue
    }
}
