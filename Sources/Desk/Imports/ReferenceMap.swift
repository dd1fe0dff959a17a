import Formats

/// References and what they stand for, for millions of them: a hash table over one block of bytes. Keys are compared
/// byte by byte, so two references are never taken for one.
struct ReferenceMap {
    /// What a reference stands for.
    struct Target: Equatable {
        var debtor: Int64
        /// 0 for a debtor reference.
        var account: Int64
    }

    private struct Entry {
        let hash: UInt64
        let from: Int
        let length: Int32
        /// Stands behind an alias rather than an account's own reference, which wins over it.
        var isAlias: Bool
        var target: Target
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// Index of an entry plus one, or 0.
    private var slots: [Int32]
    private var mask: Int
    /// The place that was found last.
    private var found: Int?

    init(expecting count: Int = 64) {
        var size = 128
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        mask = size - 1
        entries.reserveCapacity(count)
        bytes.reserveCapacity(count * ReferenceMap.usualLength)
    }

    /// References are rarely longer, in bytes.
    private static let usualLength = 16

    var count: Int { entries.count }

    /// The place of the key among the entries, or nil.
    func index(of key: Bytes) -> Int? {
        let hash = ReferenceMap.hash(key)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if entries[index].hash == hash, matches(entries[index], key) { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The same, for keys that come in runs: neighbouring rows are often about the same account.
    mutating func find(_ key: Bytes) -> Int? {
        if let last = found, matches(entries[last], key) { return last }
        guard let place = index(of: key) else { return nil }
        found = place
        return place
    }

    subscript(index: Int) -> Target {
        get { entries[index].target }
        set { entries[index].target = newValue }
    }

    /// Whether the key of an entry is only an alias.
    func isAlias(_ index: Int) -> Bool { entries[index].isAlias }

    /// The bytes of the key of an entry.
    func key(_ index: Int) -> ArraySlice<UInt8> {
        let entry = entries[index]
        return bytes[entry.from..<entry.from + Int(entry.length)]
    }

    /// Adds a key that is not there yet and gives its place; of a key that is there, an account's own reference
    /// replaces an alias.
    @discardableResult
    mutating func add(_ key: Bytes, _ target: Target, isAlias: Bool = false) -> Int {
        if let known = index(of: key) {
            if entries[known].isAlias, !isAlias {
                entries[known].target = target
                entries[known].isAlias = false
            }
            return known
        }
        if entries.count * 2 >= slots.count { grow() }
        let index = entries.count
        entries.append(
            Entry(
                hash: ReferenceMap.hash(key), from: bytes.count, length: Int32(key.count), isAlias: isAlias,
                target: target))
        bytes.append(contentsOf: key)
        place(index)
        return index
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for index in entries.indices { place(index) }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(index + 1)
    }

    private func matches(_ entry: Entry, _ key: Bytes) -> Bool {
        guard Int(entry.length) == key.count else { return false }
        for index in 0..<key.count where bytes[entry.from + index] != key[index] { return false }
        return true
    }

    /// FNV-1a over eight bytes at a time, with a final mix.
    static func hash(_ key: Bytes) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(key.count)
        var at = 0
        while at + 8 <= key.count {
            let word = UnsafeRawPointer(key.baseAddress! + at).loadUnaligned(as: UInt64.self)
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            at += 8
        }
        while at < key.count {
            hash = (hash ^ UInt64(key[at])) &* 0x0000_0100_0000_01B3
            at += 1
        }
        hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
        return hash ^ hash >> 32
    }
}
