import Store

/// What is counted as it changes is what counting the book gives.
enum TalliesAddUp: BookCheck {
    static let name = "tallies-add-up"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        for tally in BookTally.allCases {
            let counted = try db.all(tally.recount, []) { [$0.integer(0), $0.integer(1)] }
            let tallied = try db.tallied(tally)
            result.count(counted == tallied, "\(tally.rawValue): \(tallied) where the book has \(counted)")
        }
        return result
    }
}
