import Formats
import Receivables

/// A value of an accepted row that was not understood, and what became of it. The raw value of its code is public.
package struct RowWarning: Sendable, Equatable {
    package enum Code: String, CaseIterable, Sendable {
        case phone = "phone-not-understood"
        case email = "email-not-understood"
        case province = "province-not-understood"
        case channel = "channel-not-understood"
        case result = "result-not-understood"
        /// The payment names a due that its account does not have.
        case due = "due-not-known"

        var key: ColumnKey {
            switch self {
            case .phone: .debtorPhone
            case .email: .debtorEmail
            case .province: .debtorProvince
            case .channel: .contactChannel
            case .result: .contactResult
            case .due: .dueReference
            }
        }

        /// Whether the value stands in the book as it was written.
        package var isKept: Bool { self != .due }
    }

    let offset: Int
    let code: Code
    let value: String
}

/// A warning as shown: where it is, what was written, what was kept.
package struct ShownWarning: Sendable {
    package let line: Int
    package let column: String
    package let value: String
    package let code: RowWarning.Code

    func json(_ say: (RowWarning.Code) -> String) -> JSONValue {
        [
            "line": JSONValue(line), "column": .string(column), "value": .string(value),
            "kept": code.isKept ? .string(value) : .null, "code": .string(code.rawValue),
            "message": .string(say(code)),
        ]
    }

    /// The first warnings in the order of the file, with their line numbers.
    static func shown(_ warnings: [RowWarning], _ plan: ImportPlan) -> [ShownWarning] {
        let first = warnings.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .prefix(DeskLimits.warningsShown).map(\.element)
        let lines = RecordScanner.lines(of: first.map(\.offset), in: plan.table.rows.bytes)
        return zip(first, lines).map { warning, line in
            ShownWarning(
                line: line, column: plan.columns.header(warning.code.key),
                value: String(warning.value.prefix(200)), code: warning.code)
        }
    }
}

extension ChunkEffects {
    /// Counts a warning, and keeps it while there is room: of a file of nothing but warnings only the first are shown.
    mutating func warn(_ code: RowWarning.Code, _ value: String, at offset: Int) {
        counters.warnings += 1
        if warnings.count < DeskLimits.warningsShown {
            warnings.append(RowWarning(offset: offset, code: code, value: value))
        }
    }
}
