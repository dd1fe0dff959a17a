import Store

/// A batch in the binary form of a copy, piece by piece. Millions of cells go this way, so each is written once, to
/// where it stays.
struct CopyLoad {
    private let batch: RowBatch
    private var row = 0
    private var isOver = false

    init(_ batch: RowBatch) { self.batch = batch }

    /// The next piece, of about `PostgresLimits.loadBytes`; nil when everything was given.
    mutating func next() -> [UInt8]? {
        guard !isOver else { return nil }
        var piece = NetworkBytes()
        if row == 0 {
            piece.append("PGCOPY\n".utf8)
            piece.append([0xFF, 0x0D, 0x0A, 0x00])
            piece.append(Int32(0))
            piece.append(Int32(0))
        }
        let (end, size) = rowsOfNextPiece()
        piece.append(size) { writer in
            batch.kinds.withUnsafeBufferPointer { kinds in
                batch.numbers.withUnsafeBufferPointer { numbers in
                    batch.bytes.withUnsafeBufferPointer { bytes in
                        for row in row..<end {
                            writer.put(Int16(truncatingIfNeeded: batch.width))
                            for cell in row * batch.width..<(row + 1) * batch.width {
                                writer.field(kinds[cell], numbers[cell], bytes)
                            }
                        }
                    }
                }
            }
        }
        row = end
        if row == batch.rowCount {
            piece.append(Int16(-1))
            isOver = true
        }
        return piece.bytes
    }

    /// Behind the last row of the next piece, and how many bytes its rows take.
    private func rowsOfNextPiece() -> (end: Int, size: Int) {
        var (end, size) = (row, 0)
        while end < batch.rowCount, size < PostgresLimits.loadBytes {
            size += 2
            for cell in end * batch.width..<(end + 1) * batch.width { size += batch.fieldSize(cell) }
            end += 1
        }
        return (end, size)
    }
}

extension RowBatch {
    /// Bytes of a cell as a field: its length and its content.
    func fieldSize(_ cell: Int) -> Int {
        switch kinds[cell] {
        case .null: 4
        case .integer: 12
        case .text, .blob: 4 + Int(numbers[cell] & 0xFFFF_FFFF)
        }
    }
}
