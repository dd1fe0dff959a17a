import Store
import Testing

/// Parts of batches hold the cells of the whole.
@Suite struct RowBatchTests {
    private static let rows: [[Value]] = [
        [Value(1), .text("satu"), .null], [Value(2), .null, .blob([2, 0])], [.null, .text(""), .blob([])],
        [Value(4), .text("empat"), .null], [Value(Int64.min), .text("é"), .blob([255])],
    ]

    private func batch(_ rows: [[Value]], width: Int = 3) -> RowBatch {
        var batch = RowBatch(width: width)
        for row in rows { batch.row(row) }
        return batch
    }

    /// Every cell as words, whatever else the batch holds.
    private func cells(_ batch: RowBatch) -> [[String]] {
        (0..<batch.rowCount).map { row in
            (0..<batch.width).map { column in
                let place = row * batch.width + column
                let (kind, number) = (batch.kinds[place], batch.numbers[place])
                switch kind {
                case .null: return "-"
                case .integer: return "\(number)"
                case .text, .blob:
                    let (start, length) = (Int(number >> 32), Int(number & 0xFFFF_FFFF))
                    return "\(kind) \(Array(batch.bytes[start..<start + length]))"
                }
            }
        }
    }

    @Test(arguments: [[0], [2], [1, 0], [2, 0, 1], [1, 1]])
    func someColumns(chosen: [Int]) {
        let expected = RowBatchTests.rows.map { row in chosen.map { row[$0] } }
        #expect(
            cells(batch(RowBatchTests.rows).columns(chosen)) == cells(batch(expected, width: chosen.count)))
    }

    @Test(arguments: [[], [0], [4], [1, 2], [0, 2, 4], [0, 1, 2, 3, 4]])
    func withoutSomeRows(left: [Int]) {
        let expected = RowBatchTests.rows.enumerated().filter { !left.contains($0.offset) }.map(\.element)
        let part = batch(RowBatchTests.rows).without(rows: left)
        #expect(cells(part) == cells(batch(expected)) && part.rowCount == 5 - left.count)
    }
}
