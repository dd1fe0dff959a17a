import Receivables
import Store

/// A rejected row.
struct RejectedRow: Sendable {
    let offset: Int
    let column: String?
    let value: String?
    let code: ProblemCode
    let facts: [Fact]
    let text: String
    /// Its line in the file, once the import has counted lines.
    var line: Int?
}

/// Everything that one chunk of an import writes, as batches for the tables.
struct ChunkEffects: Sendable {
    var counters = ImportCounters()
    var rejects: [RejectedRow] = []
    /// The first warnings of the chunk.
    var warnings: [RowWarning] = []
    var newDebtors = RowBatch(width: PeopleColumns.debtors.count)
    var changedDebtors = RowBatch(width: PeopleColumns.debtors.count)
    /// What attributes were entered with, for those that have no version yet.
    var firstVersions = RowBatch(width: AttributeVersion.columns.count)
    /// What the file says they are now.
    var versions = RowBatch(width: AttributeVersion.columns.count)
    var contactPoints = RowBatch(width: PeopleColumns.contactPoints.count)
    var newAccounts = RowBatch(width: PeopleColumns.accounts.count)
    var changedAccounts = RowBatch(width: PeopleColumns.accounts.count)
    var dues = RowBatch(width: MoneyColumns.dues.count)
    /// debtor, account, line, version of dues that are out of use.
    var retractedDues = RowBatch(width: 4)
    var payments = RowBatch(width: MoneyColumns.payments.count)
    /// Rows of `payments` whose number is taken when they are written.
    var unnumberedPayments: [Int] = []
    /// debtor, account, payment, version of payments that are out of use.
    var retractedPayments = RowBatch(width: 4)
    /// What payments without an account name.
    var waiting = RowBatch(width: MoneyColumns.unapplied.count)
    /// creditor, payment of what is not waited for any more in this way.
    var retractedWaiting = RowBatch(width: 2)
    var positions = RowBatch(width: MoneyColumns.positions.count)
    var holds = RowBatch(width: CaseworkColumns.holds.count)
    /// debtor, hold, version.
    var retractedHolds = RowBatch(width: 3)
    var promises = RowBatch(width: CaseworkColumns.promises.count)
    var contacts = RowBatch(width: CaseworkColumns.contacts.count)
    var news = RowBatch(width: 1)
    /// Payments that leave another account: where they are now, and the new record, which is among `payments` too.
    var moves: [PaymentMove] = []
    /// Accounts without a position.
    private(set) var unsettled: [UnsettledAccount] = []
    /// Entries of the row index that this chunk used, and the first and last row in the file.
    var runs = 0
    var firstOffset = Int.max
    var lastOffset = 0
    var rowCount = 0
    /// The digest of everything that is written, where it does not wait for numbers that the writer gives.
    var digest: [UInt8]?

    /// The batches that grow large.
    private static let large: [any WritableKeyPath<ChunkEffects, RowBatch> & Sendable] = [
        \.newDebtors, \.contactPoints, \.newAccounts, \.dues, \.payments, \.positions, \.contacts, \.news,
    ]

    var sizes: [RowBatch.Size] { ChunkEffects.large.map { self[keyPath: $0].size } }

    /// Empty, with room for as much as another chunk needed.
    init(sizes: [RowBatch.Size] = []) {
        for (batch, size) in zip(ChunkEffects.large, sizes) { self[keyPath: batch].reserve(size) }
    }

    mutating func setAside(_ account: AccountRecord, _ problem: Problem) {
        counters.parked += 1
        unsettled.append(
            UnsettledAccount(group: RowGroup(debtor: account.debtor, account: account.id), problem: problem))
    }

    /// Notes that an attribute changed: what it was and by which entry, what it is now, and what else the file gave
    /// (names, aliases). Of something that is new to the book, `old` is nil.
    mutating func change(
        _ attribute: Attribute, debtor: Int64, account: Int64 = 0, from old: (value: String?, entry: Int64)?,
        to new: String?, besides others: [String], entry: Int64
    ) {
        func version(_ value: String, _ entry: Int64, isShown: Bool) -> AttributeVersion {
            AttributeVersion(
                debtor: debtor, account: account, attribute: attribute, entry: entry, value: value, isShown: isShown)
        }
        let isChanged = old?.value != new
        guard isChanged && old != nil || !others.isEmpty else { return }
        if let old, let value = old.value {
            version(value, old.entry, isShown: true).append(to: &firstVersions)
        }
        for other in others { version(other, entry, isShown: false).append(to: &versions) }
        if isChanged, let new { version(new, entry, isShown: true).append(to: &versions) }
    }

    /// Whether all of it concerns the debtors of the chunk alone, and needs no number that others take too.
    var isOfOwnDebtors: Bool {
        unnumberedPayments.isEmpty && moves.isEmpty && unsettled.isEmpty && waiting.isEmpty && retractedWaiting.isEmpty
    }

    /// All batches of facts, for the digest in the journal.
    var factBatches: [RowBatch] {
        [
            newDebtors, changedDebtors, firstVersions, versions, contactPoints, newAccounts, changedAccounts, dues,
            retractedDues, payments, retractedPayments, waiting, retractedWaiting, holds, retractedHolds, promises,
            contacts,
        ]
    }
}

/// A payment whose reference is known at one account and that a file states for another.
struct PaymentMove: Sendable {
    let creditor: Int64
    let from: RowGroup
    let to: RowGroup
    let payment: Int64
    /// The key in the table of references.
    let key: [UInt8]
}
