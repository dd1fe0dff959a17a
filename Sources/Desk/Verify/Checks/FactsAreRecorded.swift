import Store

/// No fact was recorded by an entry that the journal does not have: the end of the journal was not cut off.
enum FactsAreRecorded: BookCheck {
    static let name = "facts-are-recorded"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let last = try db.lastEntry()
        for table in [
            "debtors", "accounts", "attributes", "contact_points", "dues", "payments", "holds", "promises", "contacts",
            "notes", "imports", "runs",
        ] {
            let highest = try db.integer("SELECT coalesce(max(entry_id), 0) FROM \(table)")
            result.count(highest <= last, "table \(table) knows entry \(highest), the journal ends with \(last)")
        }
        return result
    }
}
