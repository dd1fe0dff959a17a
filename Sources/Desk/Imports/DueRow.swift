import Formats
import Receivables

/// What one row says about a due.
struct DueRow {
    /// Its own reference, valid until the next row is read; empty where it has none.
    var reference = Bytes(start: nil, count: 0)
    var issued: Day?
    var day: Day
    var amounts: Components
    var withdrawn: Day?
    /// Paid so far, and the day on which it was wholly paid; nil where the file has no such column.
    var paid: Int64?
    var settled: Day?
    var statesPayment = false
    var isDisputed: Bool?
    /// Amounts of the row had more decimals than the currency.
    var isRounded = false
}

extension DueRow {
    /// Reads the due of a row, in the currency of its account.
    init(_ row: inout RowReader, _ currency: Currency) throws(RowProblem) {
        guard let day = try row.day(.dueDate) else { throw RowProblem(code: .valueMissing, key: .dueDate) }
        self.day = day
        amounts = try DueRow.amounts(&row, currency)
        if let bytes = try row.reference(.dueReference) { reference = bytes }
        issued = try row.day(.dueIssued)
        withdrawn = try row.day(.dueWithdrawn)
        settled = try row.day(.dueSettled)
        paid = try row.amount(.duePaid, currency)
        if paid == nil { paid = try paidByOpen(&row, currency) }
        statesPayment = row.has(.dueSettled) || row.has(.duePaid) || row.has(.dueOpen)
        isDisputed = try row.flag(.dueDisputed)
        isRounded = row.roundedCells > 0
        if let paid, paid < 0 { throw RowProblem(code: .amountNotPositive, key: .duePaid) }
    }

    /// What was paid, from what a row states as still open. A day beside an open amount is the day of a part payment
    /// and settles nothing.
    private mutating func paidByOpen(_ row: inout RowReader, _ currency: Currency) throws(RowProblem) -> Int64? {
        guard amounts.total > 0, let open = try row.amount(.dueOpen, currency) else { return nil }
        guard open >= 0 else { throw RowProblem(code: .amountNotPositive, key: .dueOpen) }
        guard open <= amounts.total else { throw RowProblem(code: .amountTooLarge, key: .dueOpen) }
        if open > 0 { settled = nil }
        return amounts.total - open
    }

    /// The components, or the whole amount as principal; where a row states both they must agree.
    static func amounts(_ row: inout RowReader, _ currency: Currency) throws(RowProblem) -> Components {
        var parts = Components.zero
        var hasParts = false
        for (component, key) in componentKeys {
            guard let amount = try row.amount(key, currency) else { continue }
            parts[component] = amount
            hasParts = true
        }
        guard let whole = try row.amount(.dueAmount, currency) else {
            guard hasParts else { throw RowProblem(code: .valueMissing, key: .dueAmount) }
            return try checked(parts)
        }
        guard hasParts else { return Components(principal: whole) }
        let difference = whole - (try checked(parts)).total
        // Parts that were rounded one by one may miss the rounded whole by as many minor units.
        guard abs(difference) <= Int64(row.roundedCells) else {
            throw RowProblem(
                code: .amountsDiffer, key: .dueAmount,
                facts: [
                    Fact("sum", .money(parts.total, currency)), Fact("amount", .money(whole, currency)),
                ])
        }
        parts.principal += difference
        return parts
    }

    private static func checked(_ parts: Components) throws(RowProblem) -> Components {
        guard parts.hasOneSign else { throw RowProblem(code: .amountSigns, key: .duePrincipal) }
        guard abs(parts.total) <= largestAmountMinor else { throw RowProblem(code: .amountTooLarge, key: .dueAmount) }
        return parts
    }

    private static let componentKeys: [(Component, ColumnKey)] = [
        (.principal, .duePrincipal), (.interest, .dueInterest), (.fee, .dueFee), (.penalty, .duePenalty),
    ]

    /// What tells apart rows without a reference of their own: everything that does not change while the due is worked
    /// on.
    var content: String {
        let issued = issued.map { String($0.number) } ?? ""
        return "\(day.number)/\(issued)/\(amounts.principal)/\(amounts.interest)/\(amounts.fee)/\(amounts.penalty)"
    }
}
