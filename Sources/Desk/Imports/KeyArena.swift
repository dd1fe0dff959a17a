import Formats

/// Memory for the references of one account while it is decided. What is kept stays where it is until the next `reset`,
/// so that references can be held as plain bytes, without a count of owners.
final class KeyArena {
    private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
    private var block = 0
    private var used = 0
    private static let blockBytes = 1 << 14

    deinit { for block in blocks { block.deallocate() } }

    /// Gives all memory free again; what was kept must not be used any more.
    func reset() {
        block = 0
        used = 0
    }

    func keep(_ bytes: Bytes) -> Bytes {
        let place = room(for: bytes.count)
        _ = place.initialize(from: bytes)
        return Bytes(place)
    }

    func keep(_ text: String) -> Bytes {
        var text = text
        return text.withUTF8 { keep($0) }
    }

    private func room(for count: Int) -> UnsafeMutableBufferPointer<UInt8> {
        while true {
            if block == blocks.count { blocks.append(.allocate(capacity: max(KeyArena.blockBytes, count))) }
            if used + count <= blocks[block].count { break }
            block += 1
            used = 0
        }
        defer { used += count }
        return UnsafeMutableBufferPointer(rebasing: blocks[block][used..<used + count])
    }
}
