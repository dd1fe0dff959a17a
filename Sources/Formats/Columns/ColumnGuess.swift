import Receivables

/// Finds out what the columns of a file mean from their headers, and checks it against the first values.
struct ColumnGuess {
    let kind: ImportKind
    let headers: [String]
    /// Values of each column in the first rows, empty ones left out.
    private let values: [[String]]
    private let rows: [[String]]
    private let known: KnownHeaders

    init(kind: ImportKind, headers: [String], sample: [[String]]) {
        self.kind = kind
        self.headers = headers
        rows = sample
        known = KnownHeaders(kind)
        values = headers.indices.map { column in
            sample.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
        }
    }

    /// The column of each of `keys` that has one. Every column serves one key; the best match goes first.
    ///
    /// Error: `columns-ambiguous` where two columns may mean the same equally well and say different things.
    func assign(_ keys: [ColumnKey], taken: Set<Int>) throws(Problem) -> [ColumnKey: Int] {
        var taken = taken
        var result: [ColumnKey: Int] = [:]
        let order = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
        var candidates: [Candidate] = []
        for column in headers.indices where !taken.contains(column) {
            for (key, match) in known.matches(headers[column]) {
                guard let order = order[key], fits(column, key) else { continue }
                candidates.append(Candidate(key: key, column: column, match: match, order: order))
            }
        }
        candidates.sort()
        var chosen: [Candidate] = []
        for candidate in candidates where result[candidate.key] == nil && !taken.contains(candidate.column) {
            result[candidate.key] = candidate.column
            taken.insert(candidate.column)
            chosen.append(candidate)
        }
        try refuseRivals(candidates, chosen)
        for (key, column) in byValue(keys.filter { result[$0] == nil }, taken: taken) { result[key] = column }
        return result
    }

    private struct Candidate: Comparable {
        let key: ColumnKey
        let column: Int
        let match: HeaderMatch
        let order: Int

        private var rank: (Int, Int, Int) { (-match.score, order, column) }
        static func < (left: Candidate, right: Candidate) -> Bool { left.rank < right.rank }
        static func == (left: Candidate, right: Candidate) -> Bool { left.rank == right.rank }
    }

    /// Days and amounts decide what is owed and when: of two columns with names of the same weight none is taken,
    /// unless one is surely something else or both say the same.
    private func refuseRivals(_ candidates: [Candidate], _ chosen: [Candidate]) throws(Problem) {
        for winner in chosen where ColumnGuess.weighty.contains(winner.key) {
            guard let tier = winner.match.tier else { continue }
            let rival = candidates.first { other in
                guard other.key == winner.key, other.column != winner.column, other.match.tier == tier,
                    headers[other.column] != headers[winner.column]
                else { return false }
                let other = other.column
                let meaning = chosen.first { $0.column == other }
                if let meaning, meaning.match.score >= winner.match.score || meaning.match.tier ?? tier < tier {
                    return false
                }
                return differ(winner.column, other)
            }
            guard let rival else { continue }
            let two = [winner.column, rival.column].sorted().map { headers[$0] }
            throw Problem(
                .columnsAmbiguous,
                [
                    Fact("key", winner.key.name), Fact("column", two[0]), Fact("other", two[1]),
                    Fact("seen", ColumnPlan.listed(headers)),
                ])
        }
    }

    private static let weighty: Set<ColumnKey> = [
        .dueDate, .dueAmount, .dueOpen, .duePaid, .accountOverdue, .paymentDate, .paymentAmount, .promiseDate,
        .promiseAmount, .contactAt,
    ]

    /// Whether two columns say different things in some row.
    private func differ(_ one: Int, _ other: Int) -> Bool {
        rows.contains { row in
            let cells = [one, other].map { $0 < row.count ? row[$0] : "" }
            return cells[0] != cells[1] && !cells[1].isEmpty
        }
    }

    /// How many of the headers are known: the row with the most is the one that its writer meant as the header.
    static func knownCount(_ headers: [String], _ kind: ImportKind) -> Int {
        let known = KnownHeaders(kind)
        return headers.filter { !known.matches($0).isEmpty }.count
    }

    /// Whether at least half of the values can be read as this kind. A column without values fits everything.
    private func fits(_ column: Int, _ key: ColumnKey) -> Bool {
        let values = values[column]
        if values.isEmpty { return true }
        let isDay = key.kind == .day || key.kind == .moment
        let read = values.filter { ColumnGuess.reads($0, key.kind) || isDay && ColumnGuess.isSerialDay($0) }
        guard read.count * 2 >= values.count else { return false }
        let words = Set(HeaderText.folded(headers[column]).split(separator: " "))
        if key == .dueAmount, !words.isDisjoint(with: ColumnGuess.instalmentWords) {
            return !values.allSatisfy(ColumnGuess.isCount)
        }
        if key == .dueReference, words.count == 1, !words.isDisjoint(with: ColumnGuess.instalmentWords) {
            return values.allSatisfy(ColumnGuess.isCount)
        }
        // A running number names a row of this file and nothing that the next file would know; a running id is one that
        // a database gave.
        if key.isReference, words.isSubset(of: ColumnGuess.counterWords) { return !isRunning(column) }
        return true
    }

    /// `Angsuran` heads the number of an instalment in one book and its amount in the next: the values tell.
    private static let instalmentWords: Set<Substring> = [
        "angsuran", "angs", "cicilan", "installment", "instalment",
    ]
    private static let counterWords: Set<Substring> = ["no", "nomor", "number", "urut", "seq"]
    private static let instalmentsMax = 480

    /// A date of a workbook whose cell has no style of a date.
    private static func isSerialDay(_ value: String) -> Bool {
        Int(value).flatMap { WorkbookNumber.unstyledDay($0, uses1904: false) } != nil
    }

    /// `7`, or `7/36`.
    private static func isCount(_ value: String) -> Bool {
        let parts = value.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return false }
        return parts.allSatisfy { Int($0).map { (0...instalmentsMax).contains($0) } ?? false }
    }

    /// Whether the values count the rows: 1, 2, 3 …
    private func isRunning(_ column: Int) -> Bool {
        values[column].enumerated().allSatisfy { index, value in Int(value) == index + 1 }
    }

    private static func reads(_ value: String, _ kind: ColumnKind) -> Bool {
        var value = value
        return value.withUTF8 { bytes in
            switch kind {
            case .text: true
            case .day, .moment: CellText(bytes).date != nil
            case .amount, .number: CellText(bytes).isAmount
            case .currency: Currency(bytes.trimmed.text) != nil || bytes.trimmed.equalsIgnoringCase("rp")
            case .flag: FlagText.read(bytes) != nil
            }
        }
    }

    /// For what no header named: the only column left whose values can be nothing else.
    private func byValue(_ keys: [ColumnKey], taken: Set<Int>) -> [ColumnKey: Int] {
        var result: [ColumnKey: Int] = [:]
        var taken = taken
        for (key, test) in ColumnGuess.valueTests where keys.contains(key) {
            var columns: [Int] = []
            for column in headers.indices where columns.count < 2 {
                if !taken.contains(column), nearlyAll(column, test) { columns.append(column) }
            }
            guard columns.count == 1, let column = columns.first else { continue }
            result[key] = column
            taken.insert(column)
        }
        return result
    }

    /// Whether at least nine in ten values pass the test, and there are some.
    private func nearlyAll(_ column: Int, _ test: (String) -> Bool) -> Bool {
        var failuresLeft = values[column].count / 10
        for value in values[column] where !test(value) {
            failuresLeft -= 1
            if failuresLeft < 0 { return false }
        }
        return !values[column].isEmpty
    }

    private static let valueTests: [(ColumnKey, @Sendable (String) -> Bool)] = [
        (.debtorEmail, { $0.contains("@") && $0.contains(".") }),
        (.debtorPhone, { looksLikePhone($0) }),
        (.debtorProvince, { Province(named: $0) != nil }),
        (.dueDate, { isDate($0) }),
        (.paymentDate, { isDate($0) }),
        (.promiseDate, { isDate($0) }),
        (.contactAt, { isDate($0) }),
        (.dueCurrency, { Currency($0) != nil }),
    ]

    private static func isDate(_ value: String) -> Bool { reads(value, .day) }

    private static func looksLikePhone(_ value: String) -> Bool {
        let digits = value.filter(\.isNumber)
        let plain = value.filter { !$0.isWhitespace && $0 != "-" }
        return (9...15).contains(digits.count)
            && (plain.hasPrefix("+62") || plain.hasPrefix("08") || plain.hasPrefix("628"))
    }
}
