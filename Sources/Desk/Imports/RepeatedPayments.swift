import Receivables
import Store

/// The rows of a file of payments whose reference stands in it more than once: which of them cannot be taken in, and so
/// must not keep the reference from one that can. They are few, so they are read once more for it.
struct RepeatedPayments {
    let plan: ImportPlan
    let keys: ResolvedKeys
    let index: RowIndex
    /// Of the portfolio.
    let currency: Currency

    /// Those of some rows, given by their numbers, that are rejected for what they say themselves.
    func unusable(_ ordinals: [Int], of rows: Int, _ db: any Reading) throws -> Set<Int> {
        var isWanted = [Bool](repeating: false, count: rows)
        for ordinal in ordinals { isWanted[ordinal] = true }
        let currencies = try currencies(isWanted, db)
        var reader = RowReader(plan)
        var unusable: Set<Int> = []
        for run in wanted(isWanted) {
            let known = currencies[keys.groups[Int(run.rank)]]
            reader.seek(Int(run.offset))
            for ordinal in RepeatedPayments.rows(of: run) where reader.next() && isWanted[ordinal] {
                do throws(RowProblem) {
                    _ = try PaymentRow(&reader, account: known, orElse: currency, ordinal: ordinal)
                } catch { unusable.insert(ordinal) }
            }
        }
        return unusable
    }

    private static func rows(of run: RowRun) -> Range<Int> { Int(run.ordinal)..<Int(run.ordinal) + Int(run.rows) }

    private func wanted(_ isWanted: [Bool]) -> some Sequence<RowRun> {
        IteratorSequence(index.makeIterator()).lazy.filter { run in
            RepeatedPayments.rows(of: run).contains { isWanted[$0] }
        }
    }

    /// The currencies of the accounts that the rows are about.
    private func currencies(_ isWanted: [Bool], _ db: any Reading) throws -> [RowGroup: Currency] {
        var debtors: Set<Int64> = []
        for run in wanted(isWanted) { debtors.insert(keys.groups[Int(run.rank)].debtor) }
        debtors.remove(0)
        guard !debtors.isEmpty else { return [:] }
        var found: [RowGroup: Currency] = [:]
        for account in try db.accounts(DebtorSelection(debtors.sorted())) {
            found[RowGroup(debtor: account.debtor, account: account.id)] = account.currency
        }
        return found
    }
}
