import Formats
import Receivables
import Store

/// An import in the list.
package struct ListedImport: Sendable {
    package let id: Int64
    package let kind: String
    package let file: String
    package let portfolio: String
    package let state: String
    package let startedAt: Instant
    package let finishedAt: Instant?
    package let result: JSONValue

    package func json(offsetSeconds: Int) -> JSONValue {
        [
            "import": JSONValue(id), "kind": .string(kind), "file": .string(file), "portfolio": .string(portfolio),
            "state": .string(state), "startedAt": .string(startedAt.text(offsetSeconds: offsetSeconds)),
            "finishedAt": JSONValue(finishedAt?.text(offsetSeconds: offsetSeconds)),
            "read": result["read"] ?? .null, "accepted": result["accepted"] ?? .null,
            "unchanged": result["unchanged"] ?? .null, "rejected": result["rejected"] ?? .null,
        ]
    }
}

extension Desk {
    /// All imports, the newest first.
    package func imports() throws -> [ListedImport] {
        try engine.read { db in
            let names = Dictionary(
                try db.portfolios().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            return try db.imports().map { record in
                ListedImport(
                    id: record.id, kind: record.kind, file: record.file, portfolio: names[record.portfolio] ?? "",
                    state: record.state.rawValue, startedAt: record.startedAt, finishedAt: record.finishedAt,
                    result: record.result.flatMap { JSONValue(parsing: $0) } ?? .null)
            }
        }
    }

    /// The rejected rows of an import as they were kept: the row, and what was wrong. Error: `import-unknown`.
    package func rejects(ofImport id: Int64) throws -> [(text: String, reject: ShownReject)] {
        try engine.read { db in
            guard try db.importRecord(id) != nil else { throw Problem(.importUnknown, [Fact("import", id)]) }
            return try db.rejects(ofImport: id, limit: .max).map { row in
                (
                    row.text,
                    ShownReject(line: row.line, column: row.column, value: row.value, code: row.code, facts: row.facts)
                )
            }
        }
    }

    /// Seconds east of UTC of the installation now, for showing instants.
    package func offsetSeconds() throws -> Int {
        let now = now
        return try engine.read { try offsetSeconds(at: now, $0) }
    }
}
