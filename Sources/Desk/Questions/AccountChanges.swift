import Formats
import Receivables
import Store

/// A change of an attribute with who made it, and when.
package struct ToldChange: Sendable {
    /// Its key, as in files: `account.status`.
    package let key: String
    package let before: String?
    package let after: String?
    package let at: Instant
    /// Of the installation then, for showing the moment.
    package let offsetSeconds: Int
    package let by: String
    /// The import that made it, or that was taken back with it.
    package let `import`: Int64?
    /// It went back to what it was, because an import was taken back.
    package let isUndo: Bool

    var json: JSONValue {
        [
            "field": .string(key), "before": JSONValue(before), "after": JSONValue(after),
            "at": .string(at.text(offsetSeconds: offsetSeconds)), "by": .string(by),
            "import": `import`.map { JSONValue($0) } ?? .null, "undo": .bool(isUndo),
        ]
    }
}

extension Reading {
    /// Changes with what the journal knows of them, in the order in which they came.
    func tell(_ changes: [AttributeChange]) throws -> [ToldChange] {
        guard !changes.isEmpty else { return [] }
        let made = try all(
            """
            SELECT j.entry_id, j.at, j.actor, i.import_id, i.undone_id FROM journal j
            LEFT JOIN imports i ON i.entry_id = j.entry_id OR i.undone_id = j.entry_id
            WHERE \(dialect.isOneOf("j.entry_id", 1))
            """, [.ids(Set(changes.map(\.entry)).sorted())]
        ) { row in
            (
                entry: row.integer(0), at: Instant(microseconds: row.integer(1)), by: row.text(2),
                import: row.integerOrNil(3), undo: row.integerOrNil(4)
            )
        }
        let zone = try setting(.timeZone)
        return try changes.sorted { ($0.entry, $0.attribute.key) < ($1.entry, $1.attribute.key) }.compactMap { change in
            guard let entry = made.first(where: { $0.entry == change.entry }) else { return nil }
            return ToldChange(
                key: change.attribute.key, before: change.before.map(change.attribute.shown),
                after: change.after.map(change.attribute.shown), at: entry.at,
                offsetSeconds: try Desk.offsetSeconds(ofZone: zone, at: entry.at), by: entry.by, import: entry.import,
                isUndo: entry.undo == change.entry)
        }
    }
}
