import Formats

/// A list of references in one block of memory: up to 4 GiB of them.
struct KeyList: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []

    var count: Int { ends.count }

    mutating func append(_ key: some Sequence<UInt8>) {
        bytes.append(contentsOf: key)
        ends.append(UInt32(bytes.count))
    }

    /// Adds a key, unless it is the last one: neighbouring rows are often about the same account.
    mutating func appendUnlessLast(_ key: some Collection<UInt8>) {
        if let last = ends.indices.last, bytes[range(last)].elementsEqual(key) { return }
        append(key)
    }

    /// Hands out the keys as texts, each once, in rising order of their bytes and so many at a time.
    func eachPortion(of count: Int, _ body: ([String]) throws -> Void) rethrows {
        var portion: [String] = []
        var last: Int?
        for place in order().map(Int.init) {
            if let last, areEqual(last, place) { continue }
            last = place
            portion.append(withKey(place) { $0.text })
            if portion.count == count {
                try body(portion)
                portion.removeAll(keepingCapacity: true)
            }
        }
        if !portion.isEmpty { try body(portion) }
    }

    func areEqual(_ left: Int, _ right: Int) -> Bool { bytes[range(left)].elementsEqual(bytes[range(right)]) }

    /// Adds all keys of another list behind those of this one.
    mutating func append(_ other: KeyList) {
        let start = UInt32(bytes.count)
        bytes.append(contentsOf: other.bytes)
        ends.append(contentsOf: other.ends.lazy.map { start + $0 })
    }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) }

    /// Hands out the bytes of a key.
    func withKey<Result>(_ index: Int, _ body: (Bytes) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { try body(Bytes(rebasing: $0[range(index)])) }
    }

    /// The places of the keys in rising order of their bytes, which is the order of the tables of references.
    func order() -> [UInt32] {
        let prefixes = ends.indices.map { index -> UInt64 in
            var prefix: UInt64 = 0
            let range = range(index)
            for offset in 0..<8 {
                prefix = prefix << 8 | (offset < range.count ? UInt64(bytes[range.lowerBound + offset]) : 0)
            }
            return prefix
        }
        return bytes.withUnsafeBufferPointer { all in
            (0..<UInt32(ends.count)).sorted { one, other in
                let (left, right) = (Int(one), Int(other))
                if prefixes[left] != prefixes[right] { return prefixes[left] < prefixes[right] }
                return all[range(left)].lexicographicallyPrecedes(all[range(right)])
            }
        }
    }
}
