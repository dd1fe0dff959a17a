/// Makes zip archives (APPNOTE 6.3), good ones and damaged ones.
struct ZipMaker {
    struct Entry {
        let name: String
        let bytes: [UInt8]
        var isStored = false
        /// Stated instead of the true ones.
        var falseCheckSum: UInt32?
        var falseSize: UInt32?
    }

    var entries: [Entry] = []

    mutating func add(_ name: String, _ text: String, stored: Bool = false) {
        entries.append(Entry(name: name, bytes: Array(text.utf8), isStored: stored))
    }

    /// The archive: entries, then the central directory.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let packed = entry.isStored ? entry.bytes : Packed.deflate(entry.bytes)
            let name = Array(entry.name.utf8)
            let sum = entry.falseCheckSum ?? Packed.checkSum(entry.bytes)
            let size = entry.falseSize ?? UInt32(entry.bytes.count)
            let method: UInt16 = entry.isStored ? 0 : 8
            let common = two(20) + two(0) + two(method) + two(0) + two(0x5A21) + four(sum) + four(UInt32(packed.count))
                + four(size) + two(UInt16(name.count)) + two(0)
            directory += [0x50, 0x4B, 0x01, 0x02] + two(20) + common + two(0) + two(0) + two(0) + four(0)
                + four(UInt32(out.count)) + name
            out += [0x50, 0x4B, 0x03, 0x04] + common + name + packed
        }
        let start = UInt32(out.count)
        let count = UInt16(entries.count)
        return out + directory + [0x50, 0x4B, 0x05, 0x06] + two(0) + two(0) + two(count) + two(count)
            + four(UInt32(directory.count)) + four(start) + two(0)
    }

    private func two(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    private func four(_ value: UInt32) -> [UInt8] { two(UInt16(value & 0xFFFF)) + two(UInt16(value >> 16)) }
}
