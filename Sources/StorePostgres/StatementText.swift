import Receivables
import Store

/// Canonical SQL in the words of this engine. Parameters are `?1 … ?N` there and `$1 … $N` here.
enum StatementText {
    /// The statement with `$N` for `?N`, outside quotes.
    static func numbered(_ sql: String) -> String {
        replacingParameters(sql) { "$\($0)" }
    }

    /// The highest number of a parameter.
    static func parameterCount(_ sql: String) -> Int {
        var highest = 0
        _ = replacingParameters(sql) { number in
            highest = max(highest, number)
            return ""
        }
        return highest
    }

    /// The statement with its values written into it, for commands that take no parameters.
    static func spelledOut(_ sql: String, _ values: [Value]) -> String {
        replacingParameters(sql) { number in
            precondition(values.indices.contains(number - 1), "parameter \(number) has no value")
            return literal(values[number - 1])
        }
    }

    /// The statement behind a common table expression `batch (c0, c1, …)` made of arrays, whose parameters come behind
    /// those of the statement itself. Alone, arrays go into one row each; together they are read side by side.
    static func withBatch(_ sql: String, elementTypes: [String]) -> String {
        let first = parameterCount(sql) + 1
        let cells = elementTypes.indices.map { "c\($0)" }.joined(separator: ", ")
        return "WITH batch (\(cells)) AS (SELECT * FROM \(arrays(elementTypes, from: first))) \(numbered(sql))"
    }

    /// The numbers, from 1 on, of those keys in arrays that are in the table. Each is looked up by itself, whatever the
    /// planner thinks of their number.
    static func knownKeys(of table: String, key: [String], elementTypes: [String]) -> String {
        let cells = key.indices.map { "c\($0)" }
        let names = (cells + ["number"]).joined(separator: ", ")
        let match = isSame(table, zip(key, cells))
        return """
            SELECT batch.number FROM \(arrays(elementTypes, from: 1)) WITH ORDINALITY AS batch (\(names)),
                LATERAL (SELECT 1 FROM \(table) WHERE \(match) LIMIT 1) AS known
            ORDER BY batch.number
            """
    }

    /// `INSERT … ON CONFLICT DO UPDATE SET …` of a batch in two statements: one that changes the rows of known keys,
    /// and one that adds the others.
    static func change(
        of table: String, columns: [String], key: [String], _ action: String
    ) -> (change: String, addition: String) {
        let cells = columns.indices.map { "c\($0)" }
        // Longer names first, for one may be the beginning of another.
        let named = zip(columns, cells).sorted { $0.0.utf8.count > $1.0.utf8.count }
        let change = named.reduce(action) { $0.replacing("excluded.\($1.0)", with: "batch.\($1.1)") }
        let match = isSame(table, zip(columns, cells).filter { key.contains($0.0) })
        let addition = """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(cells.joined(separator: ", ")) FROM batch WHERE NOT EXISTS (SELECT 1 FROM \(table) WHERE \(match))
            ON CONFLICT (\(key.joined(separator: ", "))) DO \(action)
            """
        return ("UPDATE \(table) \(change.dropFirst("UPDATE ".count)) FROM batch WHERE \(match)", addition)
    }

    /// Parameters that are arrays, read side by side.
    private static func arrays(_ elementTypes: [String], from first: Int) -> String {
        let arrays = elementTypes.enumerated().map { "$\(first + $0.offset)::\($0.element)[]" }
        return "unnest(\(arrays.joined(separator: ", ")))"
    }

    /// The condition that a row of a table and one of a batch have the same key.
    private static func isSame(_ table: String, _ key: some Sequence<(String, String)>) -> String {
        key.map { "\(table).\($0) = batch.\($1)" }.joined(separator: " AND ")
    }

    /// A value as PostgreSQL reads it in a statement (https://www.postgresql.org/docs/15/sql-syntax-lexical.html).
    static func literal(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): "(\(number))::bigint"
        case .text(let text): "\(quoted(text))::text"
        case .blob(let bytes): "'\\x\(bytes.hex)'::bytea"
        case .ids(let ids): "'{\(ids.map(String.init).joined(separator: ","))}'::bigint[]"
        case .texts(let texts): "ARRAY[\(texts.map(quoted).joined(separator: ","))]::text[]"
        }
    }

    /// A text in quotes; doubling the quotes is enough, for `standard_conforming_strings` is on.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    private static func replacingParameters(_ sql: String, _ replacement: (Int) -> String) -> String {
        let text = Array(sql.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var at = 0
        var isQuoted = false
        while at < text.count {
            let byte = text[at]
            if byte == UInt8(ascii: "'") { isQuoted.toggle() }
            at += 1
            guard byte == UInt8(ascii: "?"), !isQuoted, at < text.count, isDigit(text[at]) else {
                result.append(byte)
                continue
            }
            var number = 0
            while at < text.count, isDigit(text[at]) {
                number = number * 10 + Int(text[at] - UInt8(ascii: "0"))
                at += 1
            }
            result.append(contentsOf: replacement(number).utf8)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
