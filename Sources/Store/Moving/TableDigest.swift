import Crypto

/// What a table holds, in a few bytes that are the same on every engine: the number of its rows, and SHA-256 over the
/// cells of all rows in the order of the key. Each cell is its kind in one byte and then, big-endian, an integer in
/// eight bytes, or the length of a text or blob in eight bytes and its bytes; of null only the kind.
package struct TableDigest: Sendable, Equatable {
    package let table: String
    package let rows: Int
    package let hash: [UInt8]

    /// Reads the whole table.
    package init(_ db: any Reading, _ table: TableShape, progress: (Int) -> Void = { _ in }) throws {
        let writer = CellHasher()
        var rows = 0
        try table.walk(db, after: nil) { row in
            for (place, column) in table.columns.enumerated() {
                if row.isNull(place) {
                    writer.null()
                    continue
                }
                switch column.kind {
                case .null: writer.null()
                case .integer: writer.integer(row.integer(place))
                case .text, .blob: row.withBytes(place) { writer.bytes($0, column.kind) }
                }
            }
            rows += 1
            if rows % 10_000 == 0 { progress(10_000) }
        }
        self.table = table.name
        self.rows = rows
        hash = writer.finish()
    }

    /// The digest in hexadecimal digits.
    package var text: String { hash.hex }
}

/// Collects cells before they are hashed: the hash is fast on long pieces only.
private final class CellHasher {
    private var sha = SHA256()
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    private var count = 0

    deinit { piece.deallocate() }

    func null() {
        makeRoom(1)
        append(.null)
    }

    func integer(_ value: Int64) {
        makeRoom(9)
        append(.integer)
        append(value)
    }

    func bytes(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: RowBatch.Kind) {
        makeRoom(9 + bytes.count)
        append(kind)
        append(Int64(bytes.count))
        if count + bytes.count > piece.count {
            flush()
            sha.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        } else if let start = bytes.baseAddress {
            piece.baseAddress?.advanced(by: count).copyMemory(from: start, byteCount: bytes.count)
            count += bytes.count
        }
    }

    private func append(_ kind: RowBatch.Kind) {
        piece[count] = kind.rawValue
        count += 1
    }

    private func append(_ value: Int64) {
        piece.storeBytes(of: value.bigEndian, toByteOffset: count, as: Int64.self)
        count += 8
    }

    private func makeRoom(_ bytes: Int) { if count + bytes > piece.count { flush() } }

    private func flush() {
        sha.update(bufferPointer: UnsafeRawBufferPointer(rebasing: piece[..<count]))
        count = 0
    }

    func finish() -> [UInt8] {
        flush()
        return Array(sha.finalize())
    }
}
