import Receivables

/// A table as every engine holds it: its columns in the order of their definition, and those of its primary key.
package struct TableShape: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package let name: String
        package let kind: RowBatch.Kind
    }

    package let name: String
    package let columns: [Column]
    /// Places of the key's columns among the columns, in the order of the key.
    package let key: [Int]

    package var columnNames: [String] { columns.map(\.name) }

    private var keyNames: String { key.map { columns[$0].name }.joined(separator: ", ") }

    /// All rows in the order of the key, or those behind a key. Texts are ordered by their bytes on every engine.
    private func query(isBehindKey: Bool) -> String {
        let places = key.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let condition = isBehindKey ? "WHERE (\(keyNames)) > (\(places))" : ""
        return "SELECT \(columnNames.joined(separator: ", ")) FROM \(name) \(condition) ORDER BY \(keyNames)"
    }

    /// The key of the last row.
    fileprivate var lastKeyQuery: String {
        let order = key.map { "\(columns[$0].name) DESC" }.joined(separator: ", ")
        return "SELECT \(keyNames) FROM \(name) ORDER BY \(order) LIMIT 1"
    }
}

extension TableShape {
    /// Hands out the rows in the order of their key, whole or from behind a key on, in little memory.
    package func walk(_ db: any Reading, after last: [Value]?, _ each: (any Row) throws -> Void) throws {
        try db.walk(query(isBehindKey: last != nil), last ?? [], each)
    }

    /// The key of the last row; nil while there is none.
    package func lastKey(_ db: any Reading) throws -> [Value]? {
        try db.first(lastKeyQuery, []) { row in
            key.indices.map { place in columns[key[place]].value(row, place) }
        }
    }
}

extension TableShape.Column {
    fileprivate func value(_ row: any Row, _ place: Int) -> Value {
        switch kind {
        case .null: .null
        case .integer: .integer(row.integer(place))
        case .text: .text(row.text(place))
        case .blob: .blob(row.withBytes(place) { Array($0) })
        }
    }
}

extension RowBatch {
    /// Appends the row under the cursor of a walk over a table.
    package mutating func append(_ row: any Row, of table: TableShape) {
        for (place, column) in table.columns.enumerated() {
            if row.isNull(place) {
                null(column.kind)
                continue
            }
            switch column.kind {
            case .null: null(.null)
            case .integer: integer(row.integer(place))
            case .text: row.withBytes(place) { text($0) }
            case .blob: row.withBytes(place) { blob($0) }
            }
        }
    }
}

extension Reading {
    /// The shape of a table. Error: `schema-changed` where it is not one that the program makes.
    package func shape(of table: String) throws -> TableShape {
        let found = try all(dialect.tableColumns, [.text(table)]) { row in
            (name: row.text(0), type: row.text(1), place: Int(row.integer(2)))
        }
        let columns = try found.map { column in
            guard let kind = RowBatch.Kind(type: column.type) else { throw Problem.tableChanged(table) }
            return TableShape.Column(name: column.name, kind: kind)
        }
        let key = found.indices.filter { found[$0].place > 0 }.sorted { found[$0].place < found[$1].place }
        guard !key.isEmpty else { throw Problem.tableChanged(table) }
        return TableShape(name: table, columns: columns, key: key)
    }
}

extension RowBatch.Kind {
    /// The kind of cells in a column of this type.
    fileprivate init?(type: String) {
        switch type {
        case "INTEGER": self = .integer
        case "TEXT": self = .text
        case "BLOB": self = .blob
        default: return nil
        }
    }
}

extension Problem {
    fileprivate static func tableChanged(_ table: String) -> Problem {
        Problem(.schemaChanged, [Fact("migration", table)])
    }
}
