import Formats
import Receivables
import Store
import Wording

/// What an export wrote, and what it had to leave out.
package struct ExportResult: Sendable {
    package let rows: Int
    package let unreadable: [(account: String, problem: Problem)]
}

extension Desk {
    /// Writes one table of the book to a file, or to standard output. Headings and reasons are in the language of the
    /// catalogue. Errors: `output-unwritable`, `portfolio-unknown`, `collector-unknown`, `debtor-unknown`,
    /// `not-permitted`.
    package func export(
        _ kind: ExportKind, _ filter: ExportFilter, as format: TableFormat, to path: String?, in catalogue: Catalogue
    ) throws -> ExportResult {
        try access.require(.export)
        let now = now
        return try engine.read { db in
            let scope = try ExportScope(filter, catalogue, scope(db), db)
            let export = kind.export
            let columns = export.columns(scope).map { column in
                TableColumn(
                    key: column.key, heading: column.heading ?? catalogue.heading(column.key), width: column.width)
            }
            let title = TableTitle(
                name: kind.rawValue, asOf: filter.asOf, at: now, offsetSeconds: try offsetSeconds(at: now, db))
            let writer = try format.writer(title, columns, to: path)
            var count = 0
            try export.rows(scope) { cells in
                try writer.add(cells)
                count += 1
            }
            try writer.finish()
            return ExportResult(rows: count, unreadable: scope.unreadable.accounts.map { ($0.reference, $0.problem) })
        }
    }
}
