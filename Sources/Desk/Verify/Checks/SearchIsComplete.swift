import Receivables
import Store

/// The index of the search has what the facts say about every debtor whom it knows, and nothing else. Who came since,
/// or changed, is brought into it in the background and is left out here.
enum SearchIsComplete: BookCheck {
    static let name = "search-is-complete"

    /// Debtors that are compared at once, by number and sum of their rows.
    private static let blockDebtors: Int64 = 4000

    private struct Sum: Equatable {
        var rows = 0
        var hash: Int64 = 0

        mutating func add(_ row: Int64, _ debtor: Int64) {
            rows += 1
            hash = hash &+ (row ^ (debtor &* 0x2545_F491_4F6C_DD1D)) &* 0x5851_F42D_4C95_7F2D
        }
    }

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        guard try db.unfinishedImport() == nil else { return result }
        let place = try db.place(of: .search)
        let stale = Set(try db.staleInSearch(limit: .max))
        var indexed: [Int64: Sum] = [:]
        for table in SearchTable.allCases {
            try db.walk("SELECT \(table.key), debtor_id FROM \(table.rawValue)", []) { row in
                let debtor = row.integer(1)
                guard !stale.contains(debtor) else { return }
                let key = table == .names ? SearchForms.hash(row.text(0)) : row.integer(0)
                indexed[debtor / blockDebtors, default: Sum()].add(key, debtor)
            }
        }
        for block in 0...max(0, place / blockDebtors) where place > 0 {
            let (from, through) = (block * blockDebtors, min(place, (block + 1) * blockDebtors - 1))
            var wanted = Sum()
            let rows = try SearchRows(DebtorSelection(from: from, through: through), .current, db)
            for row in rows.names where !stale.contains(row.debtor) {
                wanted.add(SearchForms.hash(row.name), row.debtor)
            }
            for row in Array(rows.phones) + Array(rows.dues) where !stale.contains(row.debtor) {
                wanted.add(row.number, row.debtor)
            }
            let found = indexed.removeValue(forKey: block) ?? Sum()
            result.count(found == wanted, "\(found.rows) rows for \(wanted.rows) of debtors \(from) to \(through)")
        }
        if let (block, sum) = indexed.first {
            result.count(false, "\(sum.rows) rows of debtors from \(block * blockDebtors) on, whom it does not know")
        }
        return result
    }
}
