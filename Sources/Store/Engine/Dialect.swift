/// The differences between the engines, all of them. Everything else is one SQL for both: placeholders `?1 … ?N`, days
/// and instants as integers, amounts as integers in minor units, flags as 0 and 1.
package enum Dialect: Sendable {
    case sqlite
    case postgres

    /// A condition that `column` is one of the ids given as `Value.ids` in parameter `parameter`.
    package func isOneOf(_ column: String, _ parameter: Int) -> String {
        switch self {
        case .sqlite: "\(column) IN (SELECT value FROM json_each(?\(parameter)))"
        case .postgres: "\(column) = ANY(?\(parameter)::bigint[])"
        }
    }

    /// A condition that `column` is one of the texts given as `Value.texts` in parameter `parameter`.
    package func isOneOfTexts(_ column: String, _ parameter: Int) -> String {
        switch self {
        case .sqlite: isOneOf(column, parameter)
        case .postgres: "\(column) = ANY(?\(parameter)::text[])"
        }
    }

    /// How many neighbouring rows are read and handed over in the time in which one is looked up by its key; measured.
    package var rowsReadPerLookup: Int64 {
        switch self {
        case .sqlite: 12
        // Every row goes over the wire.
        case .postgres: 3
        }
    }

    /// How many neighbouring rows the engine itself passes over in the time in which one is looked up by its key, where
    /// it can; measured.
    package var rowsPassedPerLookup: Int64 {
        switch self {
        case .sqlite: rowsReadPerLookup
        case .postgres: 8
        }
    }

    /// The same of rows of which few lie on a page.
    package var wideRowsPassedPerLookup: Int64 {
        switch self {
        case .sqlite: rowsPassedPerLookup
        case .postgres: 3
        }
    }

    /// The condition of `isOneOf` for ids that lie close together, in rising order: what lies between the first and the
    /// last is walked over. Parameter `count` is how many they are.
    package func isOneOfNeighbours(_ column: String, _ parameter: Int, count: Int) -> String {
        switch self {
        case .sqlite: "\(isOneOf(column, parameter)) AND ?\(count) > 0"
        case .postgres:
            // Left to itself the planner looks up each id, or reads the whole of a table with few rows for each. What
            // stands in `coalesce` it does not weigh, id by id, which took it longer than some of the answers.
            """
            \(column) BETWEEN (?\(parameter)::bigint[])[1] AND (?\(parameter)::bigint[])[?\(count)::int]
                AND coalesce(\(column) = ANY(?\(parameter)::bigint[]), false)
            """
        }
    }

    /// A query for the names of all tables of the database.
    package var tableNames: String {
        switch self {
        case .sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        case .postgres: "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        }
    }

    /// A query for the columns of the table named by parameter 1, in the order of their definition: name, canonical
    /// type, and place in the primary key, from 1 on; 0 for the others.
    package var tableColumns: String {
        switch self {
        case .sqlite: "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid"
        case .postgres:
            """
            SELECT a.attname::text, CASE format_type(a.atttypid, NULL)
                    WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' ELSE upper(format_type(a.atttypid, NULL)) END,
                coalesce((
                    SELECT k.place FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
                    WHERE i.indrelid = a.attrelid AND i.indisprimary AND k.attnum = a.attnum), 0)::bigint
            FROM pg_attribute a
            WHERE a.attrelid = to_regclass(CAST(?1 AS text)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """
        }
    }

    /// Statements that take all rows out of tables, which are given in the order in which they refer to one another.
    package func emptying(_ tables: [String]) -> [String] {
        switch self {
        case .sqlite: tables.reversed().map { "DELETE FROM \($0)" }
        case .postgres: ["TRUNCATE \(tables.joined(separator: ", "))"]
        }
    }

    /// Canonical `CREATE TABLE` text as this engine wants it.
    package func definition(_ canonical: String) -> String {
        switch self {
        case .sqlite: canonical
        case .postgres:
            canonical.replacingWords([
                "INTEGER": "BIGINT", "BLOB": "BYTEA",
                // By bytes, as SQLite compares, wherever the database itself is at home.
                "TEXT": "TEXT COLLATE \"C\"",
                "STRICT, WITHOUT ROWID": "", "WITHOUT ROWID, STRICT": "", "STRICT": "",
            ])
        }
    }

    /// What stands behind the definition of a table whose rows are changed in place again and again: room for a changed
    /// row beside the old one, so that no index has to learn of a new place.
    package var roomForChanges: String {
        switch self {
        case .sqlite: ""
        case .postgres: " WITH (fillfactor = 50)"
        }
    }

    /// An expression for the time of the machine that holds the database, in microseconds since 1970: what several
    /// nodes agree on, however their own clocks go.
    package var now: String {
        switch self {
        case .sqlite: "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)"
        case .postgres: "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"
        }
    }

    /// What makes a query in a writing transaction keep the rows it gives for this transaction, and pass over those
    /// that another one keeps.
    package var keepingFreeRows: String {
        switch self {
        // There is one writer, so all rows are free.
        case .sqlite: ""
        case .postgres: "FOR UPDATE SKIP LOCKED"
        }
    }

    /// An expression for the calendar date of a day number, for the views that people query.
    package func date(_ expression: String) -> String {
        switch self {
        case .sqlite: "date(\(expression) * 86400, 'unixepoch')"
        case .postgres: "(DATE '1970-01-01' + (\(expression))::int)"
        }
    }

    /// An expression for the time of an instant, in UTC, for the views that people query.
    package func time(_ expression: String) -> String {
        switch self {
        case .sqlite: "strftime('%Y-%m-%dT%H:%M:%SZ', \(expression) / 1000000, 'unixepoch')"
        case .postgres: "to_timestamp(\(expression) / 1000000.0)"
        }
    }

    /// An expression for an amount in major units, for the views that people query.
    package func amount(_ expression: String, decimals: String) -> String {
        switch self {
        case .sqlite: "(\(expression) / pow(10.0, \(decimals)))"
        case .postgres:
            "round((\(expression))::numeric / (10 ^ (\(decimals))::int)::numeric, (\(decimals))::int)"
        }
    }

    /// A table expression that unfolds a position text (`PositionText`) into a row for each open due: `run` and `due`.
    package func openDues(_ column: String) -> String {
        switch self {
        case .sqlite: "json_each(\(column)) AS run CROSS JOIN json_each(run.value, '$[1]') AS due"
        case .postgres:
            "jsonb_array_elements(\(column)::jsonb) AS run(value) CROSS JOIN "
                + "jsonb_array_elements_text(run.value->1) WITH ORDINALITY AS due(value, place)"
        }
    }

    /// An expression for the line of an unfolded open due.
    package var openDueLine: String {
        switch self {
        case .sqlite: "(json_extract(run.value, '$[0]') + due.key)"
        case .postgres: "((run.value->>0)::bigint + due.place - 1)"
        }
    }

    /// An expression for the day number of an unfolded open due.
    package var openDueDay: String {
        switch self {
        case .sqlite: "(json_extract(run.value, '$[1][0]') + CASE due.key WHEN 0 THEN 0 ELSE due.value END)"
        case .postgres:
            "((run.value->1->>0)::bigint + CASE due.place WHEN 1 THEN 0 ELSE due.value::bigint END)"
        }
    }

    /// An expression for the open amount of a component of an unfolded due: principal 0, interest 1, fee 2, penalty 3.
    package func openDuePart(_ index: Int) -> String {
        switch self {
        case .sqlite: "coalesce(json_extract(run.value, '$[\(index + 2)]'), 0)"
        case .postgres: "coalesce((run.value->>\(index + 2))::bigint, 0)"
        }
    }
}

extension String {
    /// Replaces whole words and phrases, outside quotes; enough for the table definitions of this package.
    fileprivate func replacingWords(_ words: [String: String]) -> String {
        let longestFirst = words.map { (Array($0.key.utf8), $0.value) }.sorted { $0.0.count > $1.0.count }
        let text = Array(utf8)
        var result = ""
        var at = 0
        var isQuoted = false
        var isInWord = false
        while at < text.count {
            let rest = text[at...]
            let found = isQuoted || isInWord ? nil : longestFirst.first { word, _ in
                rest.starts(with: word) && !(rest.dropFirst(word.count).first.map(String.isOfWord) ?? false)
            }
            if let (word, replacement) = found {
                result += replacement
                at += word.count
                isInWord = true
                continue
            }
            if text[at] == UInt8(ascii: "'") { isQuoted.toggle() }
            isInWord = String.isOfWord(text[at])
            result.unicodeScalars.append(UnicodeScalar(text[at]))
            at += 1
        }
        return result
    }

    /// Letters, digits and the underscore of ASCII: table definitions have no others.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
