import Formats
import Receivables
import Store

/// Which payments of a file the book knows already, by their own references.
///
/// References of payments and of returns are told apart: money that goes back often carries the reference of the
/// payment it takes back.
struct PaymentIdentities: Sendable {
    /// A payment that has the same reference.
    struct Known: Equatable {
        /// Where it is; nil: it is a row of this very file.
        let group: RowGroup?
        let payment: Int64

        /// An earlier row of the file has the reference.
        var isRepeated: Bool { group == nil }
    }

    private let states: [Int32]
    private let known: [Known]
    /// Rows that bring a payment of which the book has a return already.
    private let returned: Set<Int>
    /// References that are new, with the number of their row; in the order of the table of references.
    let newKeys: KeyList
    let newOrdinals: [UInt32]
    let newOrder: [UInt32]

    private init(
        states: [Int32], known: [Known], returned: Set<Int>, newKeys: KeyList, newOrdinals: [UInt32],
        newOrder: [UInt32]
    ) {
        self.states = states
        self.known = known
        self.returned = returned
        self.newKeys = newKeys
        self.newOrdinals = newOrdinals
        self.newOrder = newOrder
    }

    /// What is known of the payment in the row with this number, or nil when it is new or has no reference.
    func known(_ ordinal: Int) -> Known? {
        guard ordinal < states.count, states[ordinal] >= 0 else { return nil }
        return known[Int(states[ordinal])]
    }

    /// Whether the payment in the row with this number went back before it came.
    func meetsReturn(_ ordinal: Int) -> Bool { !returned.isEmpty && returned.contains(ordinal) }

    /// The key of a reference in the table of references.
    static func key(_ reference: some Sequence<UInt8>, isReturn: Bool) -> [UInt8] {
        isReturn ? Array(returnPrefix.utf8) + reference : Array(reference)
    }

    /// Stands before references of returns in the table of references.
    static let returnPrefix = "\u{2}"
}

extension PaymentIdentities {
    /// Collects the references of a file.
    struct Builder: Sendable {
        private var keys = KeyList()
        private var ordinals: [UInt32] = []

        mutating func add(_ reference: Bytes, isReturn: Bool, ordinal: Int) {
            if isReturn {
                keys.append(PaymentIdentities.key(reference, isReturn: true))
            } else {
                keys.append(reference)
            }
            ordinals.append(UInt32(ordinal))
        }

        /// Adds what was collected further on in the file, whose rows were counted from `shift`.
        mutating func append(_ other: Builder, shift: Int) {
            keys.append(other.keys)
            ordinals.append(contentsOf: other.ordinals.lazy.map { $0 + UInt32(shift) })
        }

        /// Compares the references with those of the book and with one another. A payment in row n gets the number
        /// `firstPayment` + n. `unusable` tells which of some rows cannot be taken in: a reference that a file repeats
        /// belongs to the first row that can.
        consuming func finish(
            creditor: Int64, firstPayment: Int64, db: any Reading, unusable: ([Int]) throws -> Set<Int>
        ) throws -> PaymentIdentities {
            var states = [Int32](repeating: -1, count: ordinals.max().map { Int($0) + 1 } ?? 0)
            var known: [Known] = []
            let order = keys.order()
            var newOrder: [UInt32] = []
            let returns = keys.count == 0 ? [] : try PaymentIdentities.returns(creditor: creditor, db)
            var returned: Set<Int> = []
            let book = try BookKeys(creditor: creditor, db: db, asking: keys, payments: firstPayment)
            var repeated: [Int] = []
            forEachEqual(order) { if $0.count > 1 { repeated += $0.map(row) } }
            let bad = repeated.isEmpty ? [] : try unusable(repeated)
            forEachEqual(order) { places in
                let owner = owner(of: places, bad)
                let others = places.count > 1 ? places.filter { $0 != owner } : []
                let first = Int(owner)
                if let found = keys.withKey(first, { book.find($0) }) {
                    known.append(found)
                    states[row(owner)] = Int32(known.count - 1)
                    // A reference that a file repeats is judged as when the file came first: by the same row.
                    if !others.isEmpty { known.append(Known(group: nil, payment: found.payment)) }
                } else {
                    newOrder.append(owner)
                    if !returns.isEmpty, keys.withKey(first, { returns.contains($0.text) }) {
                        returned.insert(row(owner))
                    }
                    if !others.isEmpty {
                        known.append(Known(group: nil, payment: firstPayment + Int64(row(owner))))
                    }
                }
                for place in others { states[row(place)] = Int32(known.count - 1) }
            }
            return PaymentIdentities(
                states: states, known: known, returned: returned, newKeys: keys, newOrdinals: ordinals,
                newOrder: newOrder)
        }

        /// The row of the file in which a reference stands.
        private func row(_ place: UInt32) -> Int { Int(ordinals[Int(place)]) }

        /// The place that a reference belongs to: of those where it stands, the first row of the file that can be taken
        /// in, or just the first. Sorting is not stable.
        private func owner(of places: ArraySlice<UInt32>, _ bad: Set<Int>) -> UInt32 {
            guard places.count > 1 else { return places[places.startIndex] }
            let inOrder = places.sorted { row($0) < row($1) }
            return inOrder.first { !bad.contains(row($0)) } ?? inOrder[0]
        }

        /// Hands out the places of each reference of an order.
        private func forEachEqual(
            _ order: [UInt32], _ body: (ArraySlice<UInt32>) throws -> Void
        ) rethrows {
            var from = 0
            for at in order.indices.dropFirst() where !keys.areEqual(Int(order[from]), Int(order[at])) {
                try body(order[from..<at])
                from = at
            }
            if from < order.count { try body(order[from...]) }
        }
    }

    /// The references of all returns of the book, as those of the payments they take back; they are few.
    private static func returns(creditor: Int64, _ db: any Reading) throws -> Set<String> {
        let keys = try db.all(
            "SELECT reference FROM payment_references WHERE creditor_id = ?1 AND reference >= ?2 AND reference < ?3",
            [.integer(creditor), .text(returnPrefix), .text("\u{3}")]
        ) { String($0.text(0).dropFirst()) }
        return Set(keys)
    }

    /// The references of the book that a file has too, or all of them when it has many.
    private struct BookKeys {
        private var map = ReferenceMap()
        private var payments: [Int64] = []

        /// `payments`: of the book, more or less.
        init(creditor: Int64, db: any Reading, asking keys: KeyList, payments count: Int64) throws {
            let isLarge = Int64(keys.count * DeskLimits.bookPerFileRow) > count
            if isLarge { map = ReferenceMap(expecting: Int(count)) }
            try db.references(
                "payment_references", "debtor_id, account_id, payment_id", creditor, isLarge ? nil : keys
            ) { row in
                let target = ReferenceMap.Target(debtor: row.integer(1), account: row.integer(2))
                row.withBytes(0) { _ = map.add($0, target) }
                payments.append(row.integer(3))
            }
        }

        func find(_ key: Bytes) -> Known? {
            map.index(of: key).map {
                Known(group: RowGroup(debtor: map[$0].debtor, account: map[$0].account), payment: payments[$0])
            }
        }
    }
}
