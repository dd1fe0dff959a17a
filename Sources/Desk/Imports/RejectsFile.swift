import Formats
import Receivables
import Store

extension Reading {
    /// The rejected rows of an import in the order of the file, and after them what a snapshot no longer names.
    func rejects(ofImport id: Int64, limit: Int) throws -> [RejectedRow] {
        try all(
            """
            SELECT row_offset, column_name, value, code, detail, row_text, line FROM import_rejects WHERE import_id = ?1
            ORDER BY row_offset < 0, row_offset, number LIMIT ?2
            """, [Value(id), Value(limit)]
        ) { row in
            let detail = row.withBytes(4) { JSONValue(parsing: $0) } ?? .null
            return RejectedRow(
                offset: Int(row.integer(0)), column: row.textOrNil(1), value: row.textOrNil(2),
                code: ProblemCode(rawValue: row.text(3)) ?? .internalError, facts: FactText.facts(detail),
                text: row.text(5), line: row.integerOrNil(6).map { Int($0) })
        }
    }
}

/// Writes the rejected rows as a file that can be mended and imported again: the header and the rows as they stood, and
/// behind them the line, the column and the reason, which an import ignores.
enum RejectsFile {
    static func write(ofImport id: Int64, engine: any Engine, plan: ImportPlan, to file: OutputFile) throws {
        let rejects = try engine.read { try $0.rejects(ofImport: id, limit: .max) }.filter { $0.offset >= 0 }
        let lines = RecordScanner.lines(of: rejects.map(\.offset).sorted(), in: plan.table.rows.bytes)
        let lineOf = Dictionary(zip(rejects.map(\.offset).sorted(), lines), uniquingKeysWith: { first, _ in first })
        let own = ["lunas line", "lunas column", "lunas reason", plan.notation.header].compactMap(\.self)
        try file.write(record(plan.ownHeaders + own, plan))
        for reject in rejects.sorted(by: { $0.offset < $1.offset }) {
            try file.write(line(reject, lineOf[reject.offset] ?? 0, plan))
        }
        try file.finish()
    }

    private static func line(_ reject: RejectedRow, _ number: Int, _ plan: ImportPlan) -> String {
        var cells: [String] = []
        var row = reject.text
        row.withUTF8 { bytes in
            var scanner = RecordScanner(bytes, delimiter: plan.table.delimiter)
            if scanner.next() == .record {
                cells = scanner.fields.indices.map { CellText(scanner.value($0)).content.text }
            }
        }
        if cells.isEmpty { cells = [reject.text] }
        let headers = plan.ownHeaders.count
        while cells.count < headers { cells.append("") }
        // Marks of an earlier rejects file that was mended in part are not carried along.
        cells = Array(cells.prefix(max(headers, plan.columns.headers.count == headers ? cells.count : headers)))
        cells += [String(number), reject.column ?? "", reject.code.rawValue]
        if plan.notation.header != nil { cells.append("") }
        return record(cells, plan)
    }

    private static func record(_ cells: [String], _ plan: ImportPlan) -> String {
        let delimiter = plan.table.delimiter
        return cells.map { CSVWriter.field($0, delimiter: delimiter) }.joined(
            separator: String(UnicodeScalar(delimiter))) + "\n"
    }
}
