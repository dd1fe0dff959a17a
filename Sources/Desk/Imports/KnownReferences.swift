import Formats
import Store

/// References of one creditor that the book knows: all of them, for a file that is large beside the book, or those that
/// a file names.
struct KnownReferences: Sendable {
    private(set) var debtors: ReferenceMap
    private(set) var accounts: ReferenceMap

    /// All references of the creditor; those of debtors only where somebody will ask for them. `counts`: of debtors and
    /// accounts, more or less.
    init(loading creditor: Int64, withDebtors: Bool, counts: (debtors: Int64, accounts: Int64), db: any Reading) throws
    {
        debtors = ReferenceMap(expecting: withDebtors ? Int(counts.debtors) : 0)
        accounts = ReferenceMap(expecting: Int(counts.accounts))
        if withDebtors { try readDebtors(creditor, nil, db) }
        try readAccounts(creditor, nil, db)
    }

    /// Those of some names.
    init(of names: NamedReferences, creditor: Int64, db: any Reading) throws {
        debtors = ReferenceMap(expecting: names.debtors.count)
        accounts = ReferenceMap(expecting: names.accounts.count)
        try readDebtors(creditor, names.debtors, db)
        try readAccounts(creditor, names.accounts, db)
    }

    private mutating func readDebtors(_ creditor: Int64, _ names: KeyList?, _ db: any Reading) throws {
        try db.references("debtor_references", "debtor_id", creditor, names) { row in
            let target = ReferenceMap.Target(debtor: row.integer(1), account: 0)
            row.withBytes(0) { _ = debtors.add($0, target) }
        }
    }

    private mutating func readAccounts(_ creditor: Int64, _ names: KeyList?, _ db: any Reading) throws {
        try db.references("account_references", "debtor_id, account_id, is_alias", creditor, names) { row in
            let target = ReferenceMap.Target(debtor: row.integer(1), account: row.integer(2))
            let isAlias = row.flag(3)
            row.withBytes(0) { _ = accounts.add($0, target, isAlias: isAlias) }
        }
    }

    /// The place of a debtor's reference in the map, or nil.
    mutating func debtor(_ key: Bytes) -> Int? { debtors.find(key) }

    /// The place of an account's reference or alias in the map, or nil. A reference wins over an alias.
    mutating func account(_ key: Bytes) -> Int? { accounts.find(key) }

    mutating func add(debtor key: Bytes, _ target: ReferenceMap.Target) -> Int { debtors.add(key, target) }

    mutating func add(account key: Bytes, _ target: ReferenceMap.Target, isAlias: Bool = false) -> Int {
        accounts.add(key, target, isAlias: isAlias)
    }
}

extension Reading {
    /// Hands out what a table of references says of some names of a creditor, or of all: the reference, then `columns`.
    func references(
        _ table: String, _ columns: String, _ creditor: Int64, _ names: KeyList?, _ each: (any Row) throws -> Void
    ) throws {
        let query = "SELECT reference, \(columns) FROM \(table) WHERE creditor_id = ?1"
        guard let names else { return try walk(query, [.integer(creditor)], each) }
        let ofNames = "\(query) AND \(dialect.isOneOfTexts("reference", 2))"
        try names.eachPortion(of: DeskLimits.lookUpNames) { portion in
            // None with U+0000 is in any book, and not every engine can be asked for it.
            let askable = portion.filter { !$0.utf8.contains(0) }
            try rows(ofNames, [.integer(creditor), .texts(askable)], each)
        }
    }
}
