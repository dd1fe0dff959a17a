/// Reads small tables out of test code: one row a line, cells between bars, the first row the header.
///
///     | due    | open |
///     | 3 Jan  | 100  |
package struct Table {
    package let header: [String]
    package let rows: [[String]]

    package init(_ text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: "|", omittingEmptySubsequences: false) }
            .filter { $0.count > 2 }
            .map { $0.dropFirst().dropLast().map { Table.trim($0) } }
        header = lines.first ?? []
        rows = Array(lines.dropFirst())
    }

    /// Rows as dictionaries by header.
    package var records: [[String: String]] {
        rows.map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
    }

    private static func trim(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
