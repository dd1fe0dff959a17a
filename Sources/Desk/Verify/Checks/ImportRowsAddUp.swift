import Formats
import Store

/// Of every finished import: accepted + rejected = rows read, and every rejected row is kept.
enum ImportRowsAddUp: BookCheck {
    static let name = "import-rows-add-up"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        for record in try db.imports(state: .done) {
            let json = record.result.flatMap { JSONValue(parsing: $0) } ?? .null
            let read = json["read"]?.integer ?? -1
            let rejected = json["rejected"]?.integer ?? 0
            let kept = try db.integer(
                "SELECT count(*) FROM import_rejects WHERE import_id = ?1 AND row_offset >= 0", [Value(record.id)])
            let isGood = (json["accepted"]?.integer ?? 0) + rejected == read && kept == rejected
            result.count(isGood, "import \(record.id)")
        }
        return result
    }
}
