import Receivables

/// What stands in one cell of a table that leaves the product.
package enum TableCell: Sendable, Equatable {
    case none
    case text(String)
    case number(Int64)
    case flag(Bool)
    case day(Day)
    case time(Instant)
    /// Minor units.
    case money(Int64, Currency)

    package init(_ text: String?) { self = text.map(TableCell.text) ?? .none }
    package init(_ day: Day?) { self = day.map(TableCell.day) ?? .none }
    package init(_ number: some BinaryInteger) { self = .number(Int64(number)) }
}

/// A column: its key for machines, its heading for people, and how wide a person wants it.
package struct TableColumn: Sendable {
    /// lowerCamelCase; the header in CSV, the member in JSON.
    package let key: String
    /// The header in a workbook.
    package let heading: String
    /// In characters.
    package let width: Int

    package init(key: String, heading: String, width: Int) {
        self.key = key
        self.heading = heading
        self.width = width
    }
}

/// The file formats in which tables leave the product.
package enum TableFormat: String, CaseIterable, Sendable {
    case csv, xlsx, json
}

/// Takes rows one by one and makes a file of them.
package protocol TableWriter: AnyObject {
    func add(_ cells: [TableCell]) throws(Problem)
    /// Completes the file. What was not finished leaves nothing behind.
    func finish() throws(Problem)
}

/// What a table is about, for the head of the file.
package struct TableTitle: Sendable {
    /// Name of the sheet, and of the document's `export` member.
    package let name: String
    package let asOf: Day
    /// When it was made.
    package let at: Instant
    /// East of UTC, for moments.
    package let offsetSeconds: Int

    package init(name: String, asOf: Day, at: Instant, offsetSeconds: Int) {
        self.name = name
        self.asOf = asOf
        self.at = at
        self.offsetSeconds = offsetSeconds
    }
}

extension TableFormat {
    /// A writer to `path`, or to standard output. Errors: `output-unwritable`.
    package func writer(_ title: TableTitle, _ columns: [TableColumn], to path: String?) throws(Problem)
        -> any TableWriter
    {
        switch self {
        case .csv: try CSVTableWriter(title, columns, to: path)
        case .json: try JSONTableWriter(title, columns, to: path)
        case .xlsx: try WorkbookTableWriter(title, columns, to: path)
        }
    }
}
