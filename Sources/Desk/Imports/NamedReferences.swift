import Formats
import Receivables

/// The references that a file names, found in a walk over it before the survey: the book is then asked for many at a
/// time, which costs a server little where one by one would cost a round trip each.
struct NamedReferences {
    private(set) var debtors = KeyList()
    private(set) var accounts = KeyList()

    /// `currency`: of accounts that are named after debtor and currency, where the row does not say.
    init(_ plan: ImportPlan, currency: Currency) {
        var reader = RowReader(plan)
        while reader.next() {
            // A row that cannot be read is refused by the survey, with its reason.
            if reader.structureProblem() == nil { try? add(reader, plan.kind, currency) }
        }
    }

    private mutating func add(
        _ row: borrowing RowReader, _ kind: ImportKind, _ currency: Currency
    ) throws(RowProblem) {
        let debtor = try row.reference(.debtorReference)
        if let debtor { debtors.appendUnlessLast(debtor) }
        guard kind != .debtors else { return }
        if let account = try row.reference(.accountReference) {
            accounts.appendUnlessLast(account)
        } else if let debtor, kind != .contacts {
            accounts.appendUnlessLast(try row.madeReference(ofDebtor: debtor, currency))
        }
        if let alias = try row.reference(.accountAlias) { accounts.appendUnlessLast(alias) }
    }
}

extension RowReader {
    /// The reference of an account that has none of its own: one for each currency of its debtor.
    func madeReference(ofDebtor debtor: Bytes, _ currency: Currency) throws(RowProblem) -> [UInt8] {
        Array(debtor) + Array("/\(try currencyOfRow ?? currency)".utf8)
    }
}
