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
    /// needed stands twice), `columns-ambiguous` (two columns may mean the same), `columns-unknown` (something that
    /// this kind of file must have was not found), `columns-open` (receivables that state only what is still open).
    package init(kind: ImportKind, headers: [String], sample: [[String]], map: ImportMap) throws(Problem) {
        self.headers = headers
        var index: [ColumnKey: Int] = [:]
        for key in kind.keys {
            guard let said = map.columns[key], let header = said else { continue }
            index[key] = try ColumnPlan.find(header, key: key, in: headers)
        }
        let absent = Set(map.columns.keys)
        let guess = ColumnGuess(kind: kind, headers: headers, sample: sample)
        let free = kind.keys.filter { !absent.contains($0) }
        let guessed = try guess.assign(free, taken: Set(index.values))
        index.merge(guessed) { said, _ in said }
        let sense = ColumnSense(headers: headers, sample: sample, guessed: Set(guessed.keys))
        self.index = try sense.settled(index, kind)
        try refuseDuplicates()
        try refuseMissing(kind)
    }

    /// How much a row looks like a header: by headers that are known or named in the map, and then by how many cells
    /// hold words.
    package static func likeness(_ cells: [String], kind: ImportKind, map: ImportMap) -> Int {
        let named = Set(map.columns.values.compactMap { $0.map(HeaderText.folded) })
        let said = cells.filter { !$0.isEmpty && named.contains(HeaderText.folded($0)) }.count
        let words = cells.filter { cell in cell.contains { $0.isLetter } }.count
        return (ColumnGuess.knownCount(cells, kind) + said) * FormatLimits.columnsMax + words
    }

    /// As much as can be said of columns that are not yet enough for an import: what the map says and, where that is
    /// not two things at once, what headers and values show.
    package static func partly(
        kind: ImportKind, headers: [String], sample: [[String]], map: ImportMap
    ) -> [ColumnKey: Int] {
        var index: [ColumnKey: Int] = [:]
        for key in kind.keys {
            guard let said = map.columns[key], let header = said else { continue }
            index[key] = try? find(header, key: key, in: headers)
        }
        let free = kind.keys.filter { map.columns[$0] == nil }
        let guess = ColumnGuess(kind: kind, headers: headers, sample: sample)
        guard let guessed = try? guess.assign(free, taken: Set(index.values)) else { return index }
        return index.merging(guessed) { said, _ in said }
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
        let missing = missing(kind)
        guard !missing.isEmpty else { return }
        if kind == .receivables, let open = index[.dueOpen], missing.count == 1,
            missing[0].contains(.dueAmount)
        {
            throw Problem(.columnsOpen, [Fact("column", headers[open]), Fact("seen", ColumnPlan.listed(headers))])
        }
        throw Problem(.columnsUnknown, [
            Fact("kind", .importKind, kind.rawValue),
            Fact("missing", missing.map { $0.map(\.name).joined(separator: " / ") }.joined(separator: "; ")),
            Fact("seen", ColumnPlan.listed(headers)),
        ])
    }

    /// What is not there of what the kind must have. A snapshot states dues, each with its day, or whole accounts, each
    /// with its days past due.
    private func missing(_ kind: ImportKind) -> [[ColumnKey]] {
        let missing = kind.required.filter { choices in !choices.contains { index[$0] != nil } }
        guard kind == .snapshot, missing.isEmpty else { return missing }
        let pairs: [[ColumnKey]] = [[.dueOpen, .dueDate], [.accountOverdue, .accountDPD]]
        if pairs.contains(where: { $0.allSatisfy { index[$0] != nil } }) { return [] }
        return [index[.dueOpen] != nil ? [.dueDate] : [.accountDPD]]
    }

    /// The headers for a message: the first twenty, shortened.
    static func listed(_ headers: [String]) -> String {
        let headers = headers.filter { !$0.isEmpty }
        let shown = headers.prefix(20).map { $0.count > 40 ? $0.prefix(40) + "…" : Substring($0) }
        let more = headers.count > 20 ? " … (+\(headers.count - 20))" : ""
        return shown.map { "\"\($0)\"" }.joined(separator: ", ") + more
    }
}
