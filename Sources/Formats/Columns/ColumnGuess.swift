import Receivables

/// Finds out what the columns of a file mean from their headers, and checks it against the first values.
struct ColumnGuess {
    let kind: ImportKind
    let headers: [String]
    /// Values of each column in the first rows, empty ones left out.
    private let values: [[String]]

    init(kind: ImportKind, headers: [String], sample: [[String]]) {
        self.kind = kind
        self.headers = headers
        values = headers.indices.map { column in
            sample.compactMap { column < $0.count && !$0[column].isEmpty ? $0[column] : nil }
        }
    }

    /// The column of each of `keys` that has one. Every column serves one key; the best match goes first.
    mutating func assign(_ keys: [ColumnKey], taken: Set<Int>) -> [ColumnKey: Int] {
        var taken = taken
        var result: [ColumnKey: Int] = [:]
        let order = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
        let known = KnownHeaders(kind)
        var matches: [(score: Int, key: ColumnKey, column: Int)] = []
        for column in headers.indices where !taken.contains(column) {
            for (key, score) in known.scores(HeaderText.folded(headers[column])) {
                guard let order = order[key], fits(column, key.kind) else { continue }
                matches.append((score * 100 - order, key, column))
            }
        }
        matches.sort { ($1.score, $0.column) < ($0.score, $1.column) }
        for match in matches where result[match.key] == nil && !taken.contains(match.column) {
            result[match.key] = match.column
            taken.insert(match.column)
        }
        for (key, column) in byValue(keys.filter { result[$0] == nil }, taken: taken) { result[key] = column }
        return result
    }

    /// Whether at least half of the values can be read as this kind. A column without values fits everything.
    private func fits(_ column: Int, _ kind: ColumnKind) -> Bool {
        let values = values[column]
        if values.isEmpty { return true }
        return values.filter { ColumnGuess.reads($0, kind) }.count * 2 >= values.count
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
