import Formats
import Receivables
import Store

/// What can leave the book as a table. The raw value is public.
package enum ExportKind: String, CaseIterable, Sendable {
    case ageing, worklist, dues, payments, contacts, promises, notices

    /// The registry: one file per export.
    var export: any BookExport {
        switch self {
        case .ageing: AgeingExport()
        case .worklist: WorklistExport()
        case .dues: DuesExport()
        case .payments: PaymentsExport()
        case .contacts: ContactsExport()
        case .promises: PromisesExport()
        case .notices: NoticesExport()
        }
    }
}

/// One table of the book.
protocol BookExport: Sendable {
    /// Its columns, which may depend on the buckets in force.
    func columns(_ scope: ExportScope) -> [ExportColumn]
    /// Hands out its rows, one cell per column.
    func rows(_ scope: ExportScope, _ add: ([TableCell]) throws -> Void) throws
}

/// A column of an export: its key, and its width in a workbook in characters.
struct ExportColumn: Sendable {
    let key: String
    let width: Int
    /// What people read where the key has no heading of its own in the catalogue.
    var heading: String?

    init(_ key: String, _ width: Int = 14, heading: String? = nil) {
        self.key = key
        self.width = width
        self.heading = heading
    }
}

/// Which rows are wanted.
package struct ExportFilter: Sendable {
    package var asOf: Day
    package var knownAt: Instant?
    package var portfolio: String?
    package var collector: String?
    /// Reference of a debtor.
    package var debtor: String?
    /// First and last day of payments, contacts, promised days and requested notices.
    package var from: Day?
    package var to: Day?
    /// Of dues: only those with an open amount.
    package var isOnlyOpen = false

    package init(asOf: Day) { self.asOf = asOf }

    func includes(_ day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true) }
}
