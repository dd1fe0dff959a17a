import Formats
import Store

/// Tells every kept rejected row its line: lines are counted once, when all rejects are known.
struct RejectLines {
    let engine: any Engine
    let importID: Int64

    func write(countedIn bytes: Bytes) throws {
        let rejects = try engine.read { db in
            try db.all(
                """
                SELECT number, row_offset FROM import_rejects WHERE import_id = ?1 AND row_offset >= 0
                    ORDER BY row_offset
                """,
                [Value(importID)]
            ) { (number: $0.integer(0), offset: Int($0.integer(1))) }
        }
        let numbered = Array(zip(rejects, RecordScanner.lines(of: rejects.map(\.offset), in: bytes)))
        for from in stride(from: 0, to: numbered.count, by: DeskLimits.importChunkRows) {
            var batch = RowBatch(width: 3)
            for (reject, line) in numbered[from..<min(numbered.count, from + DeskLimits.importChunkRows)] {
                batch.integer(importID)
                batch.integer(reject.number)
                batch.integer(line)
            }
            // The whole key comes from the batch, so that each row is looked up by it.
            try engine.write(.repeatable) { db in
                _ = try db.execute(
                    """
                    UPDATE import_rejects SET line = b.c2 FROM batch AS b
                    WHERE import_rejects.import_id = b.c0 AND import_rejects.number = b.c1
                    """, from: batch)
            }
        }
    }
}
