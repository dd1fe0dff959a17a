import Store

/// No position waits to be settled anew: what an interrupted task left behind was finished.
enum NothingIsStale: BookCheck {
    static let name = "nothing-is-stale"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let stale = try db.integer("SELECT count(*) FROM stale_positions")
        let unfinished = try db.unfinishedImport()
        result.count(stale == 0 || unfinished != nil, "\(stale) positions")
        return result
    }
}
