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
/// behind them the line, the column and the reason, which an import ignores. A name that ends in `.xlsx` gets a
/// workbook of text cells, so that references keep their zeros; any other gets CSV as the file itself was.
struct RejectsFile {
    private enum Place {
        case text(OutputFile)
        case workbook(String)
    }

    private let place: Place

    /// Opened before anything is written, so that a wrong name is found in time. Errors: `output-unwritable`,
    /// `option-value` for the name of another kind of spreadsheet, which nothing could open.
    init(_ path: String) throws(Problem) {
        let name = path.lowercased()
        if RejectsFile.otherEndings.contains(where: name.hasSuffix) {
            throw Problem(
                .optionValue,
                [Fact("option", "--rejects"), Fact("value", path), Fact("allowed", Phrase(.rejectsFiles))])
        }
        if name.hasSuffix(".xlsx") {
            _ = try RejectsFile.workbook(path, [], at: Instant(microseconds: 0))
            place = .workbook(path)
        } else {
            place = .text(try OutputFile(path))
        }
    }

    private static let otherEndings = [".xls", ".xlsm", ".xlsb", ".ods"]

    /// Writes the kept rows, whose lines were counted before.
    func write(ofImport id: Int64, desk: Desk, plan: ImportPlan) throws {
        let rejects = try desk.engine.read { try $0.rejects(ofImport: id, limit: .max) }.filter { $0.offset >= 0 }
        let own = ["lunas line", "lunas column", "lunas reason", plan.notation.header].compactMap(\.self)
        let header = plan.ownHeaders + own
        let rows = rejects.lazy.map { RejectsFile.cells($0, plan) }
        switch place {
        case .text(let file):
            try file.write(RejectsFile.record(header, plan))
            for row in rows { try file.write(RejectsFile.record(row, plan)) }
            try file.finish()
        case .workbook(let path):
            let writer = try RejectsFile.workbook(path, header, at: desk.now)
            for row in rows { try writer.add(row.map { $0.isEmpty ? .none : .text($0) }) }
            try writer.finish()
        }
    }

    private static func workbook(_ path: String, _ header: [String], at: Instant) throws(Problem) -> any TableWriter {
        let columns = header.map { TableColumn(key: $0, heading: $0, width: min(40, max(12, $0.count + 2))) }
        let title = TableTitle(name: "rejects", asOf: at.day(offsetSeconds: 0), at: at, offsetSeconds: 0)
        return try TableFormat.xlsx.writer(title, columns, to: path)
    }

    private static func cells(_ reject: RejectedRow, _ plan: ImportPlan) -> [String] {
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
        if plan.columns.headers.count > headers { cells.removeLast(cells.count - headers) }
        cells += [reject.line.map(String.init) ?? "", reject.column ?? "", reject.code.rawValue]
        if plan.notation.header != nil { cells.append("") }
        return cells
    }

    private static func record(_ cells: [String], _ plan: ImportPlan) -> String {
        let delimiter = plan.table.delimiter
        return cells.map { CSVWriter.field($0, delimiter: delimiter) }.joined(
            separator: String(UnicodeScalar(delimiter))) + "\n"
    }
}
