import Formats
import Store
import Support
import Testing

@testable import StorePostgres

/// How an engine reads a table for a statement.
struct PlannedRead: Hashable {
    let table: String
    /// In the words of the engine.
    let line: String
}

/// What an engine means to do for a statement, as far as the budgets look at it.
struct StatementPlan {
    /// Tables or indexes that are read from one end without a condition that leads into them.
    let whole: [PlannedRead]
    /// All of it in the words of the engine.
    let text: String
}

/// What answering a query takes.
struct QueryWork {
    /// Rows of the answer, and things that were asked for in a list.
    var rows: Int
    /// Pages of the database that were looked at.
    var pages: Int
}

/// Asks an engine for plans. Nothing is run and nothing stays.
final class Planner {
    private struct RolledBack: Error {}

    private let opening: () throws -> any Engine
    private var engine: (any Engine)?
    private var asked = 0
    /// Statements that are explained on one connection: an engine gives up prepared ones above a number.
    private static let perConnection = 40

    init(_ opening: @escaping () throws -> any Engine) { self.opening = opening }

    deinit { try? engine?.close() }

    /// The plans that a statement can get: for its values and, where the engine keeps statements prepared, what it
    /// turns to when it was asked often.
    func plans(_ statement: RecordedStatement) throws -> [StatementPlan] {
        let engine = try connected()
        var plans: [StatementPlan] = []
        do {
            try engine.write(.repeatable) { db in
                switch db.dialect {
                case .sqlite: plans = [try sqlite(statement, db)]
                case .postgres: plans = try postgres(statement, db)
                }
                throw RolledBack()
            }
        } catch where !plans.isEmpty { return plans }
        return plans
    }

    private func connected() throws -> any Engine {
        if let engine, asked % Planner.perConnection != 0 {
            asked += 1
            return engine
        }
        try engine?.close()
        let new = try opening()
        engine = new
        asked += 1
        return new
    }

    // MARK: SQLite

    /// https://www.sqlite.org/eqp.html
    private func sqlite(_ statement: RecordedStatement, _ db: any Writing) throws -> StatementPlan {
        let steps = try db.all("EXPLAIN QUERY PLAN " + statement.sql, statement.values) { row in
            (parent: row.integer(1), line: row.text(3))
        }
        let lines = steps.map(\.line)
        let names = TableNames(statement.sql)
        let whole = lines.compactMap { line -> PlannedRead? in
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 1, words[0] == "SCAN", let table = names.table(words[1]) else { return nil }
            return PlannedRead(table: table, line: line)
        }
        return StatementPlan(whole: whole + repeated(steps), text: lines.joined(separator: "\n"))
    }

    /// Batches that are read whole for each row of a table: of two steps of one query the second is the inner loop.
    private func repeated(_ steps: [(parent: Int64, line: String)]) -> [PlannedRead] {
        steps.enumerated().compactMap { index, step in
            guard step.line.hasPrefix("SCAN b VIRTUAL TABLE") || step.line.hasPrefix("SCAN batch VIRTUAL TABLE"),
                let outer = steps[..<index].first(where: {
                    $0.parent == step.parent && ($0.line.hasPrefix("SCAN") || $0.line.hasPrefix("SEARCH"))
                })
            else { return nil }
            return PlannedRead(table: "batch", line: "\(step.line) for each row of \(outer.line)")
        }
    }

    /// A young book has no statistics, and SQLite then goes by what is usual.
    func forgetStatistics() throws {
        try connected().write(.repeatable) { db in
            guard db.dialect == .sqlite else { return }
            _ = try db.execute("DELETE FROM sqlite_stat1", [])
            _ = try db.execute("ANALYZE sqlite_schema", [])
        }
    }

    // MARK: PostgreSQL

    /// Where a table is small, or much of it is wanted, reading all of it is cheapest, and PostgreSQL rightly does so.
    /// The question here is whether an index can lead there when it is not, so other ways are made dear.
    ///
    /// https://www.postgresql.org/docs/15/sql-prepare.html: the first five are planned for their values, the sixth for
    /// any where that is no dearer.
    private func postgres(_ statement: RecordedStatement, _ db: any Writing) throws -> [StatementPlan] {
        for way in ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"] {
            _ = try db.execute("SET LOCAL \(way) = off", [])
        }
        // A walk is a copy, with its values written into it.
        guard statement.way != .walk else {
            return [try explained(StatementText.spelledOut(statement.sql, statement.values), db)]
        }
        let kinds = statement.values.map { $0.kind == "null" ? "unknown" : $0.kind }
        let arrays = statement.batch?.columnKinds ?? []
        let sql =
            arrays.isEmpty
            ? StatementText.numbered(statement.sql) : StatementText.withBatch(statement.sql, elementTypes: arrays)
        let types = kinds + arrays.map { $0 + "[]" }
        let list = types.isEmpty ? "" : " (\(types.joined(separator: ", ")))"
        _ = try db.execute("PREPARE asked\(list) AS \(sql)", [])
        let cells = statement.values.map(StatementText.literal) + (statement.batch?.arrayLiterals ?? [])
        let asking = "EXECUTE asked" + (cells.isEmpty ? "" : " (\(cells.joined(separator: ", ")))")
        var plans: [StatementPlan] = []
        for _ in 1...7 { plans.append(try explained(asking, db)) }
        _ = try db.execute("DEALLOCATE asked", [])
        return [plans[0], plans[6]]
    }

    private func explained(_ sql: String, _ db: any Writing) throws -> StatementPlan {
        let (plan, text) = try asked("EXPLAIN (FORMAT JSON, COSTS OFF) " + sql, db)
        var whole: [PlannedRead] = []
        Planner.collect(plan, &whole)
        return StatementPlan(whole: whole, text: text)
    }

    private func asked(_ sql: String, _ db: any Reading) throws -> (plan: JSONValue, text: String) {
        let text = try db.all(sql, []) { $0.text(0) }.joined(separator: "\n")
        let plan = try #require(JSONValue(parsing: text)?.array?.first?["Plan"], "a plan: \(text)")
        return (plan, text)
    }

    /// What PostgreSQL looks at to answer a query with the values it was recorded with, planned as it likes.
    func work(_ statement: RecordedStatement) throws -> QueryWork {
        let engine = try connected()
        return try engine.read { db in
            let asking = StatementText.spelledOut(statement.sql, statement.values)
            let options = "ANALYZE, BUFFERS, FORMAT JSON, COSTS OFF, TIMING OFF, SUMMARY OFF"
            let (plan, _) = try asked("EXPLAIN (\(options)) \(asking)", db)
            let pages = ["Shared Hit Blocks", "Shared Read Blocks"].map { Int(plan[$0]?.integer ?? 0) }
            return QueryWork(
                rows: statement.size + Int(plan["Actual Rows"]?.integer ?? 0), pages: pages[0] + pages[1])
        }
    }

    private static func collect(_ node: JSONValue, _ whole: inout [PlannedRead]) {
        let kind = node["Node Type"]?.string ?? ""
        if let table = node["Relation Name"]?.string {
            let isLed = node["Index Cond"] != nil || node["Recheck Cond"] != nil || node["TID Cond"] != nil
            if kind.hasSuffix("Scan"), !isLed {
                let facts = ["Index Name", "Filter"].compactMap { name in node[name]?.string.map { "\(name) \($0)" } }
                whole.append(
                    PlannedRead(table: table, line: "\(kind) on \(table) (\(facts.joined(separator: ", ")))"))
            }
        }
        for child in node["Plans"]?.array ?? [] { collect(child, &whole) }
    }
}

/// Which table a name of a statement means.
private struct TableNames {
    private var tables: [String: String] = [:]
    private static let before: Set<String> = ["from", "join", "into", "update", ","]
    private static let after: Set<String> = [
        "where", "join", "left", "cross", "inner", "on", "order", "group", "set", "select", "limit", "union", "values",
        "as", "using", "having", "returning", "default",
    ]

    init(_ sql: String) {
        var words: [String] = []
        var word = ""
        for character in sql {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
                continue
            }
            if !word.isEmpty { words.append(word) }
            word = ""
            if !character.isWhitespace { words.append(String(character)) }
        }
        if !word.isEmpty { words.append(word) }
        for (index, word) in words.enumerated().dropFirst() {
            guard TableNames.before.contains(words[index - 1].lowercased()), word.first?.isLetter == true else {
                continue
            }
            tables[word] = tables[word] ?? word
            var next = index + 1
            if next < words.count, words[next].lowercased() == "as" { next += 1 }
            if next < words.count, words[next].first?.isLetter == true,
                !TableNames.after.contains(words[next].lowercased())
            {
                tables[words[next]] = word
            }
        }
    }

    /// Nil for what is no table: rows of a batch, of a list of ids, of a query within the query.
    func table(_ name: String) -> String? {
        let made: Set<String> = ["batch", "json_each", "CONSTANT", "b", "found", "touched"]
        if made.contains(name) || name.hasPrefix("(") { return nil }
        return tables[name] ?? name
    }
}

extension RowBatch {
    /// Its columns as arrays, as PostgreSQL reads them.
    fileprivate var arrayLiterals: [String] {
        zip(0..<width, columnKinds).map { column, kind in
            let cells = stride(from: column, to: kinds.count, by: width).map { literal($0) }
            return "ARRAY[\(cells.joined(separator: ", "))]::\(kind)[]"
        }
    }

    private func literal(_ cell: Int) -> String {
        let number = numbers[cell]
        func part() -> [UInt8] {
            let start = Int(number >> 32)
            return Array(bytes[start..<start + Int(number & 0xFFFF_FFFF)])
        }
        switch kinds[cell] {
        case .null: return "NULL"
        case .integer: return "(\(number))"
        case .text: return StatementText.quoted(String(decoding: part(), as: UTF8.self))
        case .blob: return StatementText.literal(.blob(part()))
        }
    }
}
