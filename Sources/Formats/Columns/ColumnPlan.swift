import Receivables

/// Which column of the file serves which key.
package struct ColumnPlan: Sendable, Equatable {
    package let headers: [String]
    /// Index of the column of each key that has one.
    package let index: [ColumnKey: Int]

    package subscript(key: ColumnKey) -> Int? { index[key] }

    /// The header of the key's column, or the key itself where it has none.
    package func header(_ key: ColumnKey) -> String { index[key].map { headers[$0] } ?? key.name }

    /// Decides the columns: what the map says first, then headers, then values. `sample` holds the first rows.
    ///
    /// Errors: `column-missing` (the map names a header that is not there), `columns-duplicate` (a header that is
    /// needed stands twice), `columns-unknown` (something that this kind of file must have was not found).
    package init(kind: ImportKind, headers: [String], sample: [[String]], map: ImportMap) throws(Problem) {
        self.headers = headers
        var index: [ColumnKey: Int] = [:]
        for key in kind.keys {
            guard let said = map.columns[key], let header = said else { continue }
            index[key] = try ColumnPlan.find(header, key: key, in: headers)
        }
        let absent = Set(map.columns.keys)
        var guess = ColumnGuess(kind: kind, headers: headers, sample: sample)
        let free = kind.keys.filter { !absent.contains($0) }
        for (key, column) in guess.assign(free, taken: Set(index.values)) { index[key] = column }
        self.index = index
        try refuseDuplicates()
        try refuseMissing(kind)
    }

    private static func find(_ header: String, key: ColumnKey, in headers: [String]) throws(Problem) -> Int {
        if let exact = headers.firstIndex(of: header) { return exact }
        let folded = HeaderText.folded(header)
        if let loose = headers.firstIndex(where: { HeaderText.folded($0) == folded && !folded.isEmpty }) {
            return loose
        }
        throw Problem(
            .columnMissing,
            [
                Fact("key", key.name), Fact("column", header), Fact("seen", ColumnPlan.listed(headers)),
            ])
    }

    private func refuseDuplicates() throws(Problem) {
        for (key, column) in index.sorted(by: { $0.value < $1.value }) {
            let header = headers[column]
            if headers.filter({ $0 == header }).count > 1 {
                throw Problem(.columnsDuplicate, [Fact("column", header), Fact("key", key.name)])
            }
        }
    }

    private func refuseMissing(_ kind: ImportKind) throws(Problem) {
        let missing = kind.required.filter { choices in !choices.contains { index[$0] != nil } }
        guard !missing.isEmpty else { return }
        throw Problem(.columnsUnknown, [
            Fact("kind", .importKind, kind.rawValue),
            Fact("missing", missing.map { $0.map(\.name).joined(separator: " / ") }.joined(separator: "; ")),
            Fact("seen", ColumnPlan.listed(headers)),
        ])
    }

    /// The headers for a message: the first twenty, shortened.
    static func listed(_ headers: [String]) -> String {
        let shown = headers.prefix(20).map { $0.count > 40 ? $0.prefix(40) + "…" : Substring($0) }
        let more = headers.count > 20 ? " … (+\(headers.count - 20))" : ""
        return shown.map { "\"\($0)\"" }.joined(separator: ", ") + more
    }
}
