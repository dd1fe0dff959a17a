import Formats
import Receivables
import Store

/// A file as an import would understand it, for a person to look at before anything is done.
package struct ImportPreview: Sendable {
    package let kind: ImportKind
    package let headers: [String]
    /// The first rows behind the header, as text.
    package let rows: [[String]]
    /// The column of each key that has one.
    package let columns: [ColumnKey: Int]
    /// Why the columns are not enough; nil: they are.
    package let problem: Problem?
    package let encoding: String
    package let delimiter: UInt8
    package let sheet: String?

    /// The key that a column serves.
    package func key(of column: Int) -> ColumnKey? { columns.first { $0.value == column }?.key }
}

extension Desk {
    /// Looks at the first rows of a file with the eyes of an import. Errors: everything that makes a file unusable as a
    /// whole; columns that are not enough are no error here.
    package func previewImport(_ options: ImportOptions, rows: Int) throws -> ImportPreview {
        try access.require(.importFiles)
        return try ImportPlan.preview(of: ImportPlan.table(options), kind: options.kind, map: options.map, rows: rows)
    }

    /// The same for the kind of file that it most likely is: the one whose columns are all there and which gives a
    /// meaning to most of them.
    package func previewImport(guessing options: ImportOptions, rows: Int) throws -> ImportPreview {
        try access.require(.importFiles)
        let table = try ImportPlan.table(options)
        let previews = try ImportKind.allCases.map {
            try ImportPlan.preview(of: table, kind: $0, map: options.map, rows: rows)
        }
        let best = previews.max { ImportPlan.likelihood($0) < ImportPlan.likelihood($1) }
        guard let best else { throw Problem(.fileEmpty, [Fact("file", table.name)]) }
        return best
    }
}

extension ImportPlan {
    fileprivate static func preview(
        of table: TextTable, kind: ImportKind, map: ImportMap, rows shown: Int
    ) throws(Problem) -> ImportPreview {
        let rows = try top(of: table).map(\.cells)
        var best: (likeness: Int, row: Int, problem: Problem)?
        for index in rows.indices.prefix(DeskLimits.headerRowsMax) {
            let sample = Array(rows[(index + 1)...].prefix(DeskLimits.guessRows))
            do throws(Problem) {
                let plan = try ColumnPlan(kind: kind, headers: rows[index], sample: sample, map: map)
                return preview(table, kind, rows, header: index, plan.index, nil, shown)
            } catch {
                let likeness = ColumnPlan.likeness(rows[index], kind: kind, map: map)
                if best == nil || likeness > best?.likeness ?? 0 {
                    best = (likeness, index, error.adding(Fact("file", table.name)))
                }
            }
        }
        guard let best else { throw Problem(.fileEmpty, [Fact("file", table.name)]) }
        let sample = Array(rows[(best.row + 1)...].prefix(DeskLimits.guessRows))
        let columns = ColumnPlan.partly(kind: kind, headers: rows[best.row], sample: sample, map: map)
        return preview(table, kind, rows, header: best.row, columns, best.problem, shown)
    }

    private static func preview(
        _ table: TextTable, _ kind: ImportKind, _ rows: [[String]], header: Int, _ columns: [ColumnKey: Int],
        _ problem: Problem?, _ shown: Int
    ) -> ImportPreview {
        ImportPreview(
            kind: kind, headers: rows[header], rows: Array(rows[(header + 1)...].filter { !$0.isEmpty }.prefix(shown)),
            columns: columns, problem: problem, encoding: table.encoding, delimiter: table.delimiter,
            sheet: table.sheet)
    }

    /// Kinds that lack something come last; of the others the one that understands most columns, and of several that
    /// understand as many the one that must have more.
    fileprivate static func likelihood(_ preview: ImportPreview) -> Int {
        let isWhole = preview.problem == nil ? 1000 : 0
        return isWhole + preview.columns.count * 10 + preview.kind.required.count
    }
}
