import Receivables

/// Writes a table as one JSON document, row by row: `{"export":…,"asOf":…,"rows":[{…},…]}`.
package final class JSONTableWriter: TableWriter {
    private let file: OutputFile
    private let title: TableTitle
    private let keys: [String]
    private var count = 0

    init(_ title: TableTitle, _ columns: [TableColumn], to path: String?) throws(Problem) {
        self.title = title
        keys = columns.map(\.key)
        // Rows come out of a question that may be asked once more, of another server.
        file = try OutputFile(path, isHeldBack: true)
        let head: JSONValue = ["export": .string(title.name), "asOf": .string(title.asOf.description)]
        try file.write(head.text(indent: nil).dropLast() + ",\"rows\":[")
    }

    package func add(_ cells: [TableCell]) throws(Problem) {
        let row = JSONValue.object(zip(keys, cells).map { JSONValue.Member($0, value($1)) })
        try file.write((count == 0 ? "\n" : ",\n") + row.text(indent: nil))
        count += 1
    }

    package func finish() throws(Problem) {
        try file.write(count == 0 ? "]}\n" : "\n]}\n")
        try file.finish()
    }

    private func value(_ cell: TableCell) -> JSONValue {
        switch cell {
        case .none: .null
        case .text(let text): .string(text)
        case .number(let number): .integer(number)
        case .flag(let flag): .bool(flag)
        case .day(let day): JSONValue(day)
        case .time(let instant): .string(instant.text(offsetSeconds: title.offsetSeconds))
        case .money(let minor, let currency): JSONValue(minor, currency)
        }
    }
}
