import Formats
import Receivables
import Store

/// A rejected row as shown: where it is, what is wrong.
package struct ShownReject: Sendable {
    package let line: Int?
    package let column: String?
    package let value: String?
    package let code: ProblemCode
    package let facts: [Fact]
}

/// What an import did.
package struct ImportResult: Sendable {
    package let id: Int64?
    package let kind: ImportKind
    package let file: String
    package let isDryRun: Bool
    /// The same file had been interrupted before, and was taken up where it stopped.
    package let isResumed: Bool
    package let portfolio: String
    package let isNewPortfolio: Bool
    package let read: Int
    let counters: ImportCounters
    /// The first of them.
    package let rejects: [ShownReject]
    /// The first of them, in the order of the file.
    package let warningsList: [ShownWarning]
    package let rejectsFile: String?
    package let mapping: JSONValue
    /// Headers of columns that nothing was taken from.
    package let unusedColumns: [String]

    package var accepted: Int { counters.accepted }
    package var unchanged: Int { counters.unchanged }
    package var rejected: Int { counters.rejected }
    package var warnings: Int { counters.warnings }
    package var rounded: Int { counters.rounded }
    package var vanished: Int { counters.vanished }
    package var waiting: Int { counters.waiting }
    package var unmatchedReturns: Int { counters.unmatchedReturns }
    package var parked: Int { counters.parked }
    /// Debtors, accounts, dues, payments, promises and contacts, by name.
    package var things: [(name: String, count: Int)] {
        [
            ("debtors", counters.debtors), ("accounts", counters.accounts), ("dues", counters.dues),
            ("payments", counters.payments), ("promises", counters.promises), ("contacts", counters.contacts),
        ]
    }

    /// The public document; `say` turns a problem into a sentence.
    package func json(_ say: (Problem) -> String, warning: (RowWarning.Code) -> String) -> JSONValue {
        var members: [JSONValue.Member] = [
            JSONValue.Member("kind", .string(kind.rawValue)), JSONValue.Member("file", .string(file)),
            JSONValue.Member("import", id.map { JSONValue($0) } ?? .null), JSONValue.Member("dryRun", .bool(isDryRun)),
            JSONValue.Member("portfolio", .string(portfolio)), JSONValue.Member("read", JSONValue(read)),
        ]
        let untold: Set = kind == .snapshot ? ["repeated"] : ["repeated", "vanished"]
        members += counters.members.filter { !untold.contains($0.key) }
        members += [
            JSONValue.Member("rejects", .array(rejects.map { $0.json(say) })),
            JSONValue.Member("warningsList", .array(warningsList.map { $0.json(warning) })),
            JSONValue.Member("rejectsFile", JSONValue(rejectsFile)),
            JSONValue.Member("unusedColumns", .array(unusedColumns.map { .string($0) })),
            JSONValue.Member("mapping", mapping),
        ]
        return .object(members)
    }
}

extension ShownReject {
    package func json(_ say: (Problem) -> String) -> JSONValue {
        [
            "line": line.map { JSONValue($0) } ?? .null, "column": JSONValue(column), "value": JSONValue(value),
            "code": .string(code.rawValue), "message": .string(say(problem)),
        ]
    }

    /// The problem with column and value among its facts.
    package var problem: Problem {
        var facts = facts
        if let column { facts.append(Fact("column", column)) }
        if let value { facts.append(Fact("value", value)) }
        return Problem(code, facts)
    }
}

extension ImportPlan {
    /// The mapping as it was used.
    var mappingJSON: JSONValue {
        let used = ColumnKey.allCases.compactMap { key in
            columns[key].map { JSONValue.Member(key.name, .string(columns.headers[$0])) }
        }
        return [
            "delimiter": .string(String(UnicodeScalar(table.delimiter))),
            "encoding": table.sheet == nil ? .string(table.encoding) : .null,
            "sheet": JSONValue(table.sheet), "dates": JSONValue(datesName), "decimal": JSONValue(decimalMark),
            "currency": JSONValue(map.currency?.code), "timeZone": JSONValue(map.timeZone), "columns": .object(used),
        ]
    }
}
