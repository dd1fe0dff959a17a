/// What was known: everything, or only what the journal held up to an entry.
package enum Knowledge: Sendable {
    case current
    case upTo(entry: Int64)
    /// Every version, also those that are out of use.
    case everything

    /// The condition on a table of versions, its entry in parameter 3, and the value of that parameter.
    package func condition(_ prefix: String = "") -> (sql: String, values: [Value]) {
        switch self {
        case .everything: ("", [])
        case .current: (" AND \(prefix)retracted_id IS NULL", [])
        case .upTo(let entry):
            (
                " AND \(prefix)entry_id <= ?3 AND (\(prefix)retracted_id IS NULL OR \(prefix)retracted_id > ?3)",
                [.integer(entry)]
            )
        }
    }
}
