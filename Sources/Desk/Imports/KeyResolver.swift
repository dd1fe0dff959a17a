import Formats
import Receivables
import Store

/// The debtor and account that a row is about. Account 0: the debtor as a whole; both 0: nobody we know.
struct RowGroup: Hashable, Sendable, Comparable {
    let debtor: Int64
    let account: Int64
    static let nobody = RowGroup(debtor: 0, account: 0)

    static func < (left: RowGroup, right: RowGroup) -> Bool {
        (left.debtor, left.account) < (right.debtor, right.account)
    }
}

/// Finds out which debtor and account a row is about, and numbers those that are new.
///
/// Numbers are given in the order in which references first appear in the file, above the highest number in use: the
/// same file on the same book gives the same numbers, also after it was interrupted.
struct KeyResolver {
    private let kind: ImportKind
    /// The first number for a new debtor and account.
    private let firstDebtor: Int64
    private let firstAccount: Int64
    /// Currency of accounts that are named after debtor and currency, where the row does not say.
    private let currency: Currency
    private(set) var known: KnownReferences
    /// The groups that were met; rows are given the place of theirs.
    private(set) var groups: [RowGroup] = [.nobody]
    private var newDebtors: [Int] = []
    private var newAccounts: [Int] = []
    private var newAliases: [Int] = []
    private var groupOfAccount: [Int32] = []
    private var groupOfDebtor: [Int: Int32] = [:]

    init(
        kind: ImportKind, currency: Currency, firstDebtor: Int64, firstAccount: Int64, known: KnownReferences
    ) {
        self.kind = kind
        self.currency = currency
        self.firstDebtor = firstDebtor
        self.firstAccount = firstAccount
        self.known = known
    }

    /// Whether rows of this kind may bring debtors and accounts into the book.
    private var creates: Bool {
        switch kind {
        case .receivables, .accounts, .debtors, .snapshot: true
        case .payments, .promises, .contacts: false
        }
    }

    /// The place of the row's group; throws `RowProblem` when the row cannot be placed.
    mutating func group(of row: borrowing RowReader) throws -> Int {
        if let problem = row.structureProblem() { throw problem }
        let debtorKey = try row.reference(.debtorReference)
        if kind == .debtors {
            guard let debtorKey else { throw RowProblem(code: .valueMissing, key: .debtorReference) }
            return group(ofDebtor: try debtor(debtorKey))
        }
        let accountKey = try row.reference(.accountReference)
        if accountKey == nil, kind == .accounts { throw RowProblem(code: .valueMissing, key: .accountReference) }
        guard let place = try account(row, accountKey, debtorKey) else {
            return try placeWithoutAccount(accountKey, debtorKey)
        }
        try noteAlias(row, place)
        return group(ofAccount: place)
    }

    /// The place of the row's account in the map, made new where the kind allows it; nil when there is none.
    private mutating func account(_ row: borrowing RowReader, _ accountKey: Bytes?, _ debtorKey: Bytes?) throws -> Int?
    {
        if let accountKey { return try account(accountKey, of: debtorKey) }
        guard let debtorKey, kind != .contacts else { return nil }
        let made = try row.madeReference(ofDebtor: debtorKey, currency)
        return try made.withUnsafeBufferPointer { try account($0, of: debtorKey) }
    }

    private mutating func account(_ key: Bytes, of debtorKey: Bytes?) throws -> Int? {
        if let place = known.account(key) {
            try refuseOtherDebtor(place, debtorKey)
            // Written by this very import before it was interrupted: new all the same, under the number it has. An
            // alias that was written too is not its reference.
            if known.accounts[place].account == firstAccount + Int64(newAccounts.count),
                !known.accounts.isAlias(place)
            {
                newAccounts.append(place)
            }
            return place
        }
        guard creates, let debtorKey else { return nil }
        let owner = try debtor(debtorKey)
        let target = ReferenceMap.Target(
            debtor: known.debtors[owner].debtor, account: firstAccount + Int64(newAccounts.count))
        let place = known.add(account: key, target)
        newAccounts.append(place)
        return place
    }

    /// The place of the debtor, made new where it is not known.
    private mutating func debtor(_ key: Bytes) throws -> Int {
        if let place = known.debtor(key) {
            if known.debtors[place].debtor == firstDebtor + Int64(newDebtors.count) { newDebtors.append(place) }
            return place
        }
        let place = known.add(
            debtor: key, ReferenceMap.Target(debtor: firstDebtor + Int64(newDebtors.count), account: 0))
        newDebtors.append(place)
        return place
    }

    private mutating func refuseOtherDebtor(_ place: Int, _ debtorKey: Bytes?) throws {
        guard let debtorKey else { return }
        guard let owner = known.debtor(debtorKey), known.debtors[owner].debtor == known.accounts[place].debtor
        else {
            throw RowProblem(code: .debtorDiffers, key: .debtorReference)
        }
    }

    /// Notes the other reference of an account, unless it is another account's.
    private mutating func noteAlias(_ row: borrowing RowReader, _ place: Int) throws {
        guard creates, let alias = try row.reference(.accountAlias) else { return }
        let account = known.accounts[place]
        if let taken = known.account(alias) {
            guard known.accounts[taken].account == account.account else {
                throw RowProblem(code: .referenceTaken, key: .accountAlias)
            }
            return
        }
        newAliases.append(known.add(account: alias, account, isAlias: true))
    }

    /// Rows whose account we do not know: payments wait, contacts and promises may be about the debtor, the rest is
    /// refused.
    private mutating func placeWithoutAccount(_ accountKey: Bytes?, _ debtorKey: Bytes?) throws -> Int {
        switch kind {
        case .payments: return 0
        case .contacts, .promises:
            guard accountKey == nil, let debtorKey else {
                throw RowProblem(code: .unknownAccount, key: .accountReference)
            }
            guard let owner = known.debtor(debtorKey) else {
                throw RowProblem(code: .unknownDebtor, key: .debtorReference)
            }
            return group(ofDebtor: owner)
        case .accounts: throw RowProblem(code: .valueMissing, key: .debtorReference)
        case .receivables, .snapshot, .debtors: throw RowProblem(code: .unknownAccount, key: .accountReference)
        }
    }

    private mutating func group(ofAccount place: Int) -> Int {
        while groupOfAccount.count <= place { groupOfAccount.append(-1) }
        if groupOfAccount[place] >= 0 { return Int(groupOfAccount[place]) }
        let target = known.accounts[place]
        groups.append(RowGroup(debtor: target.debtor, account: target.account))
        groupOfAccount[place] = Int32(groups.count - 1)
        return groups.count - 1
    }

    private mutating func group(ofDebtor place: Int) -> Int {
        if let index = groupOfDebtor[place] { return Int(index) }
        groups.append(RowGroup(debtor: known.debtors[place].debtor, account: 0))
        groupOfDebtor[place] = Int32(groups.count - 1)
        return groups.count - 1
    }

    /// Ends resolving: the groups in their order, and what is new. `others` are groups that were met elsewhere in the
    /// file, all of them known before; also gives the rank of every group of this resolver and of each of the others.
    consuming func finish(_ others: [[RowGroup]]) -> (keys: ResolvedKeys, ranks: [[UInt32]]) {
        let parts = [groups] + others
        let all = Array(parts.joined())
        var rank = [UInt32](repeating: 0, count: all.count)
        var ordered: [RowGroup] = []
        for index in all.indices.map(UInt32.init).sorted(by: { all[Int($0)] < all[Int($1)] }) {
            // The same account may have been met by its reference and by its alias.
            if ordered.last != all[Int(index)] { ordered.append(all[Int(index)]) }
            rank[Int(index)] = UInt32(ordered.count - 1)
        }
        var ranks: [[UInt32]] = []
        var from = 0
        for part in parts {
            ranks.append(Array(rank[from..<from + part.count]))
            from += part.count
        }
        let keys = ResolvedKeys(
            groups: ordered, firstDebtor: firstDebtor, firstAccount: firstAccount,
            newDebtors: KeyResolver.list(newDebtors, in: known.debtors),
            newAccounts: KeyResolver.list(newAccounts, in: known.accounts),
            newAliases: KeyResolver.list(newAliases, in: known.accounts))
        return (keys, ranks)
    }

    private static func list(_ places: [Int], in map: ReferenceMap) -> NewReferences {
        var new = NewReferences()
        for place in places {
            map.withKey(place) { new.keys.append($0) }
            new.targets.append(map[place])
        }
        return new
    }
}

/// References that a file brings, with what they stand for.
struct NewReferences: Sendable {
    fileprivate(set) var keys = KeyList()
    fileprivate(set) var targets: [ReferenceMap.Target] = []

    var count: Int { targets.count }
}

/// What the rows of a file are about.
struct ResolvedKeys: Sendable {
    /// In order of debtor and account; the first is "nobody".
    let groups: [RowGroup]
    let firstDebtor: Int64
    let firstAccount: Int64
    /// References of new debtors and accounts, and new aliases.
    let newDebtors: NewReferences
    let newAccounts: NewReferences
    let newAliases: NewReferences

    func isNew(debtor: Int64) -> Bool { debtor >= firstDebtor }
    func isNew(account: Int64) -> Bool { account >= firstAccount }
}

extension RowReader {
    /// The currency that the row names for its account, if any.
    var currencyOfRow: Currency? {
        get throws(RowProblem) {
            if let currency = try currency(.dueCurrency) { return currency }
            if let currency = try currency(.accountCurrency) { return currency }
            return try currency(.paymentCurrency)
        }
    }
}
