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
        var writer = CellHasher()
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
    package var text: String { hexadecimal(hash) }
}

/// Bytes in hexadecimal digits.
package func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
}

/// Collects cells before they are hashed: the hash is fast on long pieces only.
private struct CellHasher {
    private static let pieceBytes = 1 << 16

    private var sha = SHA256()
    private var piece: [UInt8] = []

    init() { piece.reserveCapacity(2 * CellHasher.pieceBytes) }

    mutating func null() { piece.append(RowBatch.Kind.null.rawValue) }

    mutating func integer(_ value: Int64) {
        piece.append(RowBatch.Kind.integer.rawValue)
        append(value)
    }

    mutating func bytes(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: RowBatch.Kind) {
        piece.append(kind.rawValue)
        append(Int64(bytes.count))
        piece.append(contentsOf: bytes)
    }

    private mutating func append(_ value: Int64) {
        withUnsafeBytes(of: value.bigEndian) { piece.append(contentsOf: $0) }
        if piece.count >= CellHasher.pieceBytes { flush() }
    }

    private mutating func flush() {
        piece.withUnsafeBytes { sha.update(bufferPointer: $0) }
        piece.removeAll(keepingCapacity: true)
    }

    mutating func finish() -> [UInt8] {
        flush()
        return Array(sha.finalize())
    }
}
