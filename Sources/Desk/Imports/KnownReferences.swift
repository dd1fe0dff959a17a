import Formats
import Store

/// References of one creditor that the book knows, as far as they were asked for.
///
/// A large import loads them all at the start; a small one looks each up when it first meets it. Either way the answer
/// to a question is in the maps afterwards, or the reference is unknown.
struct KnownReferences {
    private(set) var debtors: ReferenceMap
    private(set) var accounts: ReferenceMap
    private let creditor: Int64
    private let db: any Reading
    private let isLoaded: Bool

    /// Knows nothing yet: each reference is looked up when it is asked for.
    init(creditor: Int64, db: any Reading) {
        self.creditor = creditor
        self.db = db
        isLoaded = false
        debtors = ReferenceMap()
        accounts = ReferenceMap()
    }

    /// Knows all references of the creditor; those of debtors only where somebody will ask for them.
    init(loading creditor: Int64, withDebtors: Bool, db: any Reading) throws {
        self.creditor = creditor
        self.db = db
        isLoaded = true
        debtors = withDebtors ? try KnownReferences.debtors(creditor, db) : ReferenceMap()
        accounts = try KnownReferences.accounts(creditor, db)
    }

    /// Knows what another knows, and asks by a connection of its own.
    init(sharing maps: Maps, creditor: Int64, db: any Reading) {
        self.creditor = creditor
        self.db = db
        (debtors, accounts, isLoaded) = (maps.debtors, maps.accounts, maps.areLoaded)
    }

    /// What is known, without the connection, to be handed to another thread.
    struct Maps: Sendable {
        fileprivate let debtors: ReferenceMap
        fileprivate let accounts: ReferenceMap
        fileprivate let areLoaded: Bool
    }

    var maps: Maps { Maps(debtors: debtors, accounts: accounts, areLoaded: isLoaded) }

    private static func debtors(_ creditor: Int64, _ db: any Reading) throws -> ReferenceMap {
        let count = try db.integer(
            "SELECT count(*) FROM debtor_references WHERE creditor_id = ?1", [.integer(creditor)])
        var map = ReferenceMap(expecting: Int(count))
        try db.walk("SELECT reference, debtor_id FROM debtor_references WHERE creditor_id = ?1", [.integer(creditor)]) {
            row in
            let target = ReferenceMap.Target(debtor: row.integer(1), account: 0)
            row.withBytes(0) { _ = map.add($0, target) }
        }
        return map
    }

    private static func accounts(_ creditor: Int64, _ db: any Reading) throws -> ReferenceMap {
        let count = try db.integer(
            "SELECT count(*) FROM account_references WHERE creditor_id = ?1", [.integer(creditor)])
        var map = ReferenceMap(expecting: Int(count))
        try db.walk(
            "SELECT reference, debtor_id, account_id, is_alias FROM account_references WHERE creditor_id = ?1",
            [.integer(creditor)]
        ) { row in
            let target = ReferenceMap.Target(debtor: row.integer(1), account: row.integer(2))
            let isAlias = row.flag(3)
            row.withBytes(0) { _ = map.add($0, target, isAlias: isAlias) }
        }
        return map
    }

    /// The place of a debtor's reference in the map, or nil.
    mutating func debtor(_ key: Bytes) throws -> Int? {
        if let place = debtors.find(key) { return place }
        guard !isLoaded else { return nil }
        let id = try db.first(
            "SELECT debtor_id FROM debtor_references WHERE creditor_id = ?1 AND reference = ?2",
            [.integer(creditor), .text(key.text)]
        ) { $0.integer(0) }
        guard let id else { return nil }
        return debtors.add(key, ReferenceMap.Target(debtor: id, account: 0))
    }

    /// The place of an account's reference or alias in the map, or nil. A reference wins over an alias.
    mutating func account(_ key: Bytes) throws -> Int? {
        if let place = accounts.find(key) { return place }
        guard !isLoaded else { return nil }
        let found = try db.first(
            """
            SELECT debtor_id, account_id, is_alias FROM account_references WHERE creditor_id = ?1 AND reference = ?2
            ORDER BY is_alias LIMIT 1
            """, [.integer(creditor), .text(key.text)]
        ) { (target: ReferenceMap.Target(debtor: $0.integer(0), account: $0.integer(1)), isAlias: $0.flag(2)) }
        guard let found else { return nil }
        return accounts.add(key, found.target, isAlias: found.isAlias)
    }

    mutating func add(debtor key: Bytes, _ target: ReferenceMap.Target) -> Int { debtors.add(key, target) }

    mutating func add(account key: Bytes, _ target: ReferenceMap.Target, isAlias: Bool = false) -> Int {
        accounts.add(key, target, isAlias: isAlias)
    }
}
