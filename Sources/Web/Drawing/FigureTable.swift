import Formats
import Receivables
import Wording

/// The rows behind a drawing: shown beside it, and given as a file of exactly these rows.
package struct FigureTable: Sendable {
    package struct Column: Sendable {
        /// As the file calls it; the same in every language.
        let key: String
        let heading: String
        let isNumber: Bool

        package init(_ key: String, _ heading: String, isNumber: Bool = true) {
            self.key = key
            self.heading = heading
            self.isNumber = isNumber
        }
    }

    package let columns: [Column]
    package let rows: [[TableCell]]

    package init(columns: [Column], rows: [[TableCell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The table, with a heading for each row.
    package func markup(_ caption: String, _ printing: Printing) -> HTML {
        """
        <div class="scroll" role="region" aria-label="\(caption)" tabindex="0"><table><caption class="sr">\(caption)\
        </caption><thead><tr>\(columns.html { column in
            "<th scope=\"col\"\("class", column.isNumber ? "n" : nil)>\(column.heading)</th>"
        })</tr></thead><tbody>\(rows.html { row(of: $0, printing) })</tbody></table></div>
        """
    }

    private func row(of cells: [TableCell], _ printing: Printing) -> HTML {
        let markup = zip(columns, cells).enumerated().html { place, pair in
            let (column, cell) = pair
            let text = FigureTable.text(cell, printing)
            if place == 0 { return "<th scope=\"row\" class=\"name\">\(text)</th>" }
            return "<td\("class", column.isNumber ? "n" : nil)>\(text)</td>"
        }
        return "<tr>\(markup)</tr>"
    }

    static func text(_ cell: TableCell, _ printing: Printing) -> String {
        switch cell {
        case .none: ""
        case .text(let text): text
        case .number(let number): printing.number(number)
        case .flag(let flag): flag ? "1" : "0"
        case .day(let day): printing.day(day)
        case .time(let instant): printing.moment(instant, offsetSeconds: 0)
        case .money(let minor, let currency): printing.money(minor, currency)
        }
    }

    /// The same rows as RFC 4180 text, with a mark of UTF-8 so that spreadsheets read names right.
    package var csv: [UInt8] {
        var text = "\u{FEFF}" + CSVWriter.record(columns.map(\.key))
        for row in rows { text += CSVWriter.record(row.map(FigureTable.plain)) }
        return Array(text.utf8)
    }

    private static func plain(_ cell: TableCell) -> String {
        switch cell {
        case .none: ""
        case .text(let text): CSVWriter.harmless(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .day(let day): day.description
        case .time(let instant): instant.text(offsetSeconds: 0)
        case .money(let minor, let currency): Money.decimalText(minor, decimals: currency.decimals)
        }
    }
}
