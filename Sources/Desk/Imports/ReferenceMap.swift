import Formats

/// References and what they stand for, for millions of them: a hash table whose entries hold short keys themselves, so
/// that a question costs two visits of memory. Keys are compared whole, so two references are never taken for one.
struct ReferenceMap: Sendable {
    /// What a reference stands for.
    struct Target: Equatable {
        var debtor: Int64
        /// 0 for a debtor reference.
        var account: Int64
    }

    /// The first bytes of a key, zeros behind a shorter one.
    private struct Head: Equatable {
        var words: (UInt64, UInt64) = (0, 0)
        static let count = 16

        init(_ key: Bytes) {
            withUnsafeMutableBytes(of: &words) { to in
                to.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(key).prefix(Head.count)))
            }
        }

        static func == (left: Head, right: Head) -> Bool { left.words == right.words }
    }

    private struct Entry {
        let head: Head
        var target: Target
        /// Where the rest of a key lies that is longer than its head.
        let rest: UInt32
        let length: UInt16
        /// Stands behind an alias rather than an account's own reference, which wins over it.
        var isAlias: Bool
    }

    /// What of the keys does not fit into their heads.
    private var rests: [UInt8] = []
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
    }

    var count: Int { entries.count }

    /// The place of the key among the entries, or nil.
    func index(of key: Bytes) -> Int? {
        let head = Head(key)
        var slot = Int(truncatingIfNeeded: ReferenceMap.hash(key)) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if matches(index, head, key) { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The same, for keys that come in runs: neighbouring rows are often about the same account.
    mutating func find(_ key: Bytes) -> Int? {
        if let last = found, matches(last, Head(key), key) { return last }
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

    /// Hands out the bytes of the key of an entry.
    func withKey<Result>(_ index: Int, _ body: (Bytes) throws -> Result) rethrows -> Result {
        let entry = entries[index]
        let length = Int(entry.length)
        if length <= Head.count {
            return try withUnsafeBytes(of: entry.head.words) { head in
                try head.withMemoryRebound(to: UInt8.self) { try body(Bytes(rebasing: $0.prefix(length))) }
            }
        }
        var key = withUnsafeBytes(of: entry.head.words) { Array($0) }
        key += rests[Int(entry.rest)..<Int(entry.rest) + length - Head.count]
        return try key.withUnsafeBufferPointer(body)
    }

    /// Adds a key that is not there yet and gives its place; of a key that is there, an account's own reference
    /// replaces an alias. Keys are as short as `DeskLimits.referenceBytesMax` makes them.
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
        entries.append(
            Entry(
                head: Head(key), target: target, rest: UInt32(rests.count), length: UInt16(key.count), isAlias: isAlias)
        )
        if key.count > Head.count { rests.append(contentsOf: key[Head.count...]) }
        place(entries.count - 1, hash: ReferenceMap.hash(key))
        return entries.count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for index in entries.indices { place(index, hash: withKey(index, ReferenceMap.hash)) }
    }

    private mutating func place(_ index: Int, hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(index + 1)
    }

    private func matches(_ index: Int, _ head: Head, _ key: Bytes) -> Bool {
        guard entries[index].head == head, Int(entries[index].length) == key.count else { return false }
        var at = Head.count
        let rest = Int(entries[index].rest)
        while at < key.count {
            if rests[rest + at - Head.count] != key[at] { return false }
            at += 1
        }
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
