import Formats
import Receivables
import Store

/// What an import does after its rows are in. Every stage can be repeated from its start or goes on from the place it
/// stored, so that a stop between any two writes costs nothing.
struct ImportStages {
    let engine: any Engine
    let actor: Actor
    let context: ImportContext
    let importID: Int64

    private var chunkRows: Int { context.options.chunkRows ?? DeskLimits.importChunkRows }

    func run(_ progress: inout ImportProgress) throws {
        if progress.stage == .rows { try enter(.vanished, &progress) }
        if progress.stage == .vanished {
            if context.options.kind == .snapshot { try VanishedAccounts(self).run(&progress) }
            try enter(.references, &progress)
        }
        if progress.stage == .references {
            try writeReferences()
            try enter(.claims, &progress)
        }
        if progress.stage == .claims {
            try PaymentAssignment.claimWaiting(
                creditor: context.portfolio.creditor, entry: context.entry, chunkRows: chunkRows, engine)
            try enter(.positions, &progress)
        }
        if progress.stage == .positions {
            progress.counters.parked += try PositionRepair(engine: engine).run()
            try enter(.done, &progress)
        }
    }

    private func enter(_ stage: ImportStage, _ progress: inout ImportProgress) throws {
        progress.stage = stage
        progress.place = 0
        let text = progress.json.text(indent: nil)
        try engine.write(.repeatable) { try $0.setProgress(ofImport: importID, text) }
    }

    /// Makes the new references known, in the order of their tables, in which they append. A debtor or account all of
    /// whose rows were rejected is not in the book, and its reference stays free.
    private func writeReferences() throws {
        let keys = context.survey.keys
        let creditor = context.portfolio.creditor
        let rejected = try engine.read { try $0.rejectCount(ofImport: importID) }
        let isDebtor = rejected == 0 ? nil : "EXISTS (SELECT 1 FROM debtors d WHERE d.debtor_id = c2)"
        let isAccount =
            rejected == 0 ? nil : "EXISTS (SELECT 1 FROM accounts a WHERE a.debtor_id = c3 AND a.account_id = c4)"
        try write(
            keys.newDebtors.keys.order(), "debtor_references", ["creditor_id", "reference", "debtor_id"],
            where: isDebtor
        ) { index, batch in
            batch.integer(creditor)
            keys.newDebtors.keys.withKey(index) { batch.text($0) }
            batch.integer(keys.newDebtors.targets[index].debtor)
        }
        for (list, isAlias) in [(keys.newAccounts, 0), (keys.newAliases, 1)] {
            try write(
                list.keys.order(), "account_references",
                ["creditor_id", "reference", "is_alias", "debtor_id", "account_id"], where: isAccount
            ) { index, batch in
                batch.integer(creditor)
                list.keys.withKey(index) { batch.text($0) }
                batch.integer(isAlias)
                batch.integer(list.targets[index].debtor)
                batch.integer(list.targets[index].account)
            }
        }
        try writePaymentReferences(creditor)
    }

    private func writePaymentReferences(_ creditor: Int64) throws {
        let identities = context.survey.payments
        guard !identities.newOrder.isEmpty else { return }
        let places = try paymentPlaces()
        func payment(_ index: Int) -> Int64 { context.payment(Int(identities.newOrdinals[index])) }
        let order = identities.newOrder.filter { places[payment(Int($0))] != nil }
        try write(
            order, "payment_references", ["creditor_id", "reference", "debtor_id", "account_id", "payment_id"]
        ) { index, batch in
            let payment = payment(index)
            guard let group = places[payment] else { return }
            batch.integer(creditor)
            identities.newKeys.withKey(index) { batch.text($0) }
            batch.integer(group.debtor)
            batch.integer(group.account)
            batch.integer(payment)
        }
    }

    /// Where every payment of this import went; rejected rows have none.
    private func paymentPlaces() throws -> PaymentPlaces {
        var places = PaymentPlaces(
            first: context.numbers.firstPayment, rows: context.survey.rows, groups: context.survey.keys.groups)
        var runs = context.survey.index.makeIterator()
        while let run = runs.next() {
            places.set(Int(run.ordinal), Int(run.rows), rank: run.rank)
        }
        let rejected = try engine.read { db in
            try db.all("SELECT row_offset FROM import_rejects WHERE import_id = ?1", [Value(importID)]) {
                Int($0.integer(0))
            }
        }
        if !rejected.isEmpty { places.remove(ordinals(at: Set(rejected))) }
        return places
    }

    /// The numbers of the rows that start at some offsets.
    private func ordinals(at offsets: Set<Int>) -> [Int] {
        var reader = RowReader(context.plan)
        var ordinals: [Int] = []
        var ordinal = 0
        while reader.next() {
            if offsets.contains(reader.offset) { ordinals.append(ordinal) }
            ordinal += 1
        }
        return ordinals
    }

    private func write(
        _ order: [UInt32], _ table: String, _ columns: [String], where condition: String? = nil,
        _ fill: (Int, inout RowBatch) -> Void
    ) throws {
        var at = 0
        let cells = columns.indices.map { "c\($0)" }.joined(separator: ", ")
        while at < order.count {
            let end = min(order.count, at + chunkRows)
            var batch = RowBatch(width: columns.count)
            for index in order[at..<end] { fill(Int(index), &batch) }
            try engine.write(.repeatable) { db in
                guard let condition else {
                    let key = columns.filter { ["creditor_id", "reference", "is_alias"].contains($0) }
                    return try db.insertNew(batch, into: table, columns: columns, key: key)
                }
                _ = try db.execute(
                    """
                    INSERT INTO \(table) (\(columns.joined(separator: ", "))) SELECT \(cells) FROM batch
                    WHERE \(condition)
                    ON CONFLICT DO NOTHING
                    """, from: batch)
            }
            at = end
        }
    }

}

/// The debtor and account of every payment of an import, by number.
struct PaymentPlaces {
    private let first: Int64
    private let groups: [RowGroup]
    /// By row: the place of its group.
    private var ranks: [UInt32]
    private static let nowhere = UInt32.max

    init(first: Int64, rows: Int, groups: [RowGroup]) {
        self.first = first
        self.groups = groups
        ranks = Array(repeating: PaymentPlaces.nowhere, count: rows)
    }

    mutating func set(_ ordinal: Int, _ rows: Int, rank: UInt32) {
        for row in ordinal..<ordinal + rows { ranks[row] = rank }
    }

    mutating func remove(_ ordinals: [Int]) { for ordinal in ordinals { ranks[ordinal] = PaymentPlaces.nowhere } }

    subscript(payment: Int64) -> RowGroup? {
        let place = Int(payment - first)
        guard ranks.indices.contains(place), ranks[place] != PaymentPlaces.nowhere else { return nil }
        return groups[Int(ranks[place])]
    }
}
