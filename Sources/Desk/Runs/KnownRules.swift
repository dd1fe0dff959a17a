import Receivables
import Store
import Synchronization

/// What pages ask for again and again and hardly anybody ever changes: the rules and the collectors of a book.
struct KnownRules: Sendable {
    let rules: DeskRules
    let collectors: [CollectorRecord]
}

/// The rules as this process last read them, and up to which entry of the journal nobody has changed them since.
final class RulesMemory: Sendable {
    /// The place in the journal. The hash tells entries apart of which one was taken back with its transaction.
    fileprivate struct Place: Equatable {
        let entry: Int64
        let hash: [UInt8]
    }

    private let known = Mutex<(rules: KnownRules, place: Place)?>(nil)

    /// Entries of the journal that tell of changed rules.
    static let kinds = [
        "collector-set", "holidays-set", "portfolio-added", "portfolio-changed", "setting-changed", "strategy-set",
    ]

    /// The rules in the view of the book that `db` has; read anew by `read` unless it shows that they are the same.
    func rules(_ db: any Reading, _ read: (any Reading) throws -> KnownRules) throws -> KnownRules {
        guard let last = try db.lastPlace() else { return try read(db) }
        let known = known.withLock { $0 }
        if let known, known.place == last { return known.rules }
        let isSame = try known.map { try db.leads(from: $0.place, to: last) } ?? false
        let rules = if let known, isSame { known.rules } else { try read(db) }
        self.known.withLock { $0 = (rules, last) }
        return rules
    }
}

extension Reading {
    fileprivate func lastPlace() throws -> RulesMemory.Place? {
        try first("SELECT entry_id, hash FROM journal ORDER BY entry_id DESC LIMIT 1", []) { row in
            RulesMemory.Place(entry: row.integer(0), hash: row.withBytes(1) { Array($0) })
        }
    }

    /// Whether the journal goes on from one place to another without telling of a change of the rules.
    fileprivate func leads(from place: RulesMemory.Place, to last: RulesMemory.Place) throws -> Bool {
        guard place.entry < last.entry else { return false }
        let hash = try first("SELECT hash FROM journal WHERE entry_id = ?1", [Value(place.entry)]) { row in
            row.withBytes(0) { Array($0) }
        }
        guard hash == place.hash else { return false }
        let change = try first(
            "SELECT 1 FROM journal WHERE entry_id > ?1 AND \(dialect.isOneOfTexts("kind", 2)) LIMIT 1",
            [Value(place.entry), .texts(RulesMemory.kinds)]
        ) { _ in true }
        return change == nil
    }
}

extension Desk {
    /// The rules as they are now.
    func rules(_ db: any Reading) throws -> DeskRules { try known(db).rules }

    /// The collectors as they are now, in order of their number.
    func collectors(_ db: any Reading) throws -> [CollectorRecord] { try known(db).collectors }

    /// Both, for who needs both: each look at the end of the journal is a question of its own.
    func known(_ db: any Reading) throws -> KnownRules {
        try memory.rules.rules(db) { db in
            KnownRules(rules: try DeskRules(db, reading: memory.strategy), collectors: try db.collectors())
        }
    }
}
