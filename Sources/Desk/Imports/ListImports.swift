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
    /// All imports into portfolios of which nothing is hidden, the newest first.
    package func imports() throws -> [ListedImport] {
        try access.require(.seeImports)
        return try engine.read { db in
            let scope = try scope(db)
            let names = Dictionary(
                try db.portfolios().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            return try db.imports().filter { scope.showsAll(ofPortfolio: $0.portfolio) }.map { record in
                ListedImport(
                    id: record.id, kind: record.kind, file: record.file, portfolio: names[record.portfolio] ?? "",
                    state: record.state.rawValue, startedAt: record.startedAt, finishedAt: record.finishedAt,
                    result: record.result.flatMap { JSONValue(parsing: $0) } ?? .null)
            }
        }
    }

    /// The rejected rows of an import as they were kept: the row, and what was wrong. Error: `import-unknown`.
    package func rejects(
        ofImport id: Int64, limit: Int = .max
    ) throws -> [(text: String, reject: ShownReject)] {
        try access.require(.seeImports)
        return try engine.read { db in
            guard let record = try db.importRecord(id), try showsAll(ofCreditorOf: record.portfolio, db) else {
                throw Problem(.importUnknown, [Fact("import", id)])
            }
            return try db.rejects(ofImport: id, limit: limit).map { row in
                (
                    row.text,
                    ShownReject(line: row.line, column: row.column, value: row.value, code: row.code, facts: row.facts)
                )
            }
        }
    }

    /// Whether nothing of the creditor of a portfolio is hidden: a file speaks about a creditor's debtors and accounts,
    /// whichever portfolio they are in.
    func showsAll(ofCreditorOf portfolio: Int64, _ db: any Reading) throws -> Bool {
        let all = try db.portfolios()
        guard let creditor = all.first(where: { $0.id == portfolio })?.creditor else { return access.isWholeBook }
        return try scope(db).showsAll(ofCreditor: creditor, all)
    }

    /// Seconds east of UTC of the installation now, for showing instants.
    package func offsetSeconds() throws -> Int {
        let now = now
        return try engine.read { try offsetSeconds(at: now, $0) }
    }
}
