import Formats

/// A list of references with what they stand for, in one block of memory.
struct KeyList: Sendable {
    private(set) var targets: [ReferenceMap.Target] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    mutating func append(_ key: some Collection<UInt8>, _ target: ReferenceMap.Target) {
        bytes.append(contentsOf: key)
        ends.append(bytes.count)
        targets.append(target)
    }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// Hands out the bytes of a key.
    func withKey<Result>(_ index: Int, _ body: (Bytes) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { try body(Bytes(rebasing: $0[range(index)])) }
    }

    /// The places of the keys in rising order of their bytes, which is the order of the tables of references.
    func order() -> [Int] {
        let prefixes = ends.indices.map { index -> UInt64 in
            var prefix: UInt64 = 0
            let range = range(index)
            for offset in 0..<8 {
                prefix = prefix << 8 | (offset < range.count ? UInt64(bytes[range.lowerBound + offset]) : 0)
            }
            return prefix
        }
        return bytes.withUnsafeBufferPointer { all in
            ends.indices.sorted { left, right in
                if prefixes[left] != prefixes[right] { return prefixes[left] < prefixes[right] }
                let order = all[range(left)].lexicographicallyPrecedes(all[range(right)])
                return order
            }
        }
    }
}
