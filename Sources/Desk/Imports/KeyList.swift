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
