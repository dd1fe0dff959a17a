import Receivables

/// What columns mean beside each other. A header alone may say one thing, and another in company: `Outstanding` is what
/// a due has open, unless the file states arrears and their days by account. Only what was guessed is settled here;
/// what the mapping says stands.
struct ColumnSense {
    let headers: [String]
    let sample: [[String]]
    let guessed: Set<ColumnKey>

    /// Error: `columns-ambiguous`.
    func settled(_ index: [ColumnKey: Int], _ kind: ImportKind) throws(Problem) -> [ColumnKey: Int] {
        switch kind {
        case .snapshot: settledSnapshot(index)
        case .receivables: try settledAmounts(settledPaid(index))
        default: index
        }
    }

    // MARK: Snapshots

    private func settledSnapshot(_ found: [ColumnKey: Int]) -> [ColumnKey: Int] {
        var index = found
        let statesDues = index[.dueOpen] != nil && index[.dueDate] != nil
        if index[.accountOverdue] != nil, index[.accountDPD] != nil {
            // The whole account; what is outstanding beside it is not late.
            if guessed.contains(.dueOpen), !statesDues || index[.dueReference] == nil { index[.dueOpen] = nil }
        } else if guessed.contains(.accountOverdue), index[.dueDate] != nil, index[.dueOpen] == nil {
            // Arrears with a day instead of days: the open amount of what fell due on it.
            index[.dueOpen] = index[.accountOverdue]
            index[.accountOverdue] = nil
        }
        return index
    }

    // MARK: Receivables

    /// What is open says what was paid; a file that states both is taken at what it states as paid.
    private func settledPaid(_ found: [ColumnKey: Int]) -> [ColumnKey: Int] {
        var index = found
        if index[.duePaid] != nil, guessed.contains(.dueOpen) { index[.dueOpen] = nil }
        return index
    }

    /// Whether the whole amount includes a penalty or fee beside it shows in the rows.
    private func settledAmounts(_ found: [ColumnKey: Int]) throws(Problem) -> [ColumnKey: Int] {
        var index = found
        guard guessed.contains(.dueAmount), let whole = index[.dueAmount] else { return index }
        let base = [.duePrincipal, .dueInterest].compactMap { index[$0] }
        let extra = [.dueFee, .duePenalty].compactMap { index[$0] }
        guard !(base + extra).isEmpty, !agrees(whole, base + extra) else { return index }
        if !base.isEmpty, !extra.isEmpty, agrees(whole, base) {
            // Principal and interest without the rest: the parts say more.
            index[.dueAmount] = nil
            return index
        }
        guard base.isEmpty, let other = extra.first else { return index }
        let used = Set(index.values)
        let instalment = headers.indices.first {
            !used.contains($0) && isInstalment(headers[$0]) && agrees(whole, [$0] + extra)
        }
        if let instalment {
            index[.duePrincipal] = instalment
            return index
        }
        guard isInstalment(headers[whole]) else {
            throw Problem(
                .columnsAmbiguous,
                [
                    Fact("key", ColumnKey.dueAmount.name), Fact("column", headers[whole]),
                    Fact("other", headers[other]), Fact("seen", ColumnPlan.listed(headers)),
                ])
        }
        // An instalment does not include what being late costs.
        index[.dueAmount] = nil
        index[.duePrincipal] = whole
        return index
    }

    private func isInstalment(_ header: String) -> Bool {
        HeaderText.folded(header).split(separator: " ").contains {
            ["angsuran", "angs", "cicilan", "installment", "instalment", "pokok"].contains($0)
        }
    }

    /// Whether the column is the sum of the others in more than half of the rows that state it; also where no row does.
    private func agrees(_ whole: Int, _ parts: [Int]) -> Bool {
        var (same, all) = (0, 0)
        for row in sample {
            guard let sum = amount(row, whole) else { continue }
            all += 1
            if abs(parts.reduce(Int64(0)) { $0 + (amount(row, $1) ?? 0) } - sum) <= Int64(parts.count) { same += 1 }
        }
        return same * 2 > all || all == 0
    }

    private func amount(_ row: [String], _ column: Int) -> Int64? {
        guard column < row.count, !row[column].isEmpty else { return nil }
        var text = row[column]
        let reader = AmountReader(notation: nil, refusesDoubt: false)
        return text.withUTF8 { try? reader.read($0, decimals: ColumnSense.decimals).minor }
    }

    private static let decimals = 2
}
