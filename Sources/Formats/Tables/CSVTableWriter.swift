import Receivables

/// Writes a table as RFC 4180 text: UTF-8, comma, a header of keys, days and moments as ISO 8601, amounts with a point.
package final class CSVTableWriter: TableWriter {
    private let file: OutputFile
    private let title: TableTitle

    init(_ title: TableTitle, _ columns: [TableColumn], to path: String?) throws(Problem) {
        self.title = title
        // Rows come out of a question that may be asked once more, of another server.
        file = try OutputFile(path, isHeldBack: true)
        try file.write(CSVWriter.record(columns.map(\.key)))
    }

    package func add(_ cells: [TableCell]) throws(Problem) {
        try file.write(CSVWriter.record(cells.map(text)))
    }

    package func finish() throws(Problem) { try file.finish() }

    private func text(_ cell: TableCell) -> String {
        switch cell {
        case .none: ""
        case .text(let text): CSVWriter.harmless(text)
        case .number(let number): String(number)
        case .flag(let flag): flag ? "true" : "false"
        case .day(let day): day.description
        case .time(let instant): instant.text(offsetSeconds: title.offsetSeconds)
        case .money(let minor, let currency): Money.decimalText(minor, decimals: currency.decimals)
        }
    }
}
