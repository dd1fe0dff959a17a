import Formats
import Receivables
import Support
import Testing

/// Reads the loan scenarios of the third-party data: steps in English, with tables.
struct LoanScenario {
    struct Step {
        let text: String
        let table: [[String]]

        /// The words between quotation marks, in order.
        var quoted: [String] {
            text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }

        /// The number before ` EUR`, in cents.
        var euro: Int64? {
            let words = text.split(separator: " ").map { $0.filter { $0 != "\"" } }
            return words.firstIndex(of: "EUR").flatMap { LoanData.cents(words[$0 - 1]) }
        }

        /// The rows under the header, by column.
        var records: [[String: String]] {
            guard let header = table.first else { return [] }
            return table.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
        }
    }

    let name: String
    let steps: [Step]

    static func all(_ file: String) throws -> [LoanScenario] {
        let packed = try ConformanceData.bytes(file)
        let unpacked = try packed.withUnsafeBufferPointer { bytes in
            let mapped = try Gunzip.unpack(bytes, name: file)
            return JSONValue(parsing: mapped.bytes)
        }
        return try #require(unpacked?["scenarios"]?.array).map { scenario in
            let steps = (scenario["steps"]?.array ?? []).map { step in
                Step(
                    text: step["text"]?.string ?? "",
                    table: (step["table"]?.array ?? []).map { ($0.array ?? []).map { $0.string ?? "" } })
            }
            return LoanScenario(name: scenario["scenario"]?.string ?? "", steps: steps)
        }
    }
}

enum LoanData {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `01 January 2023`.
    static func day(_ text: String) -> Day? {
        let words = text.split(separator: " ")
        guard words.count == 3, let day = Int(words[0]), let month = months.firstIndex(of: String(words[1])),
            let year = Int(words[2])
        else { return nil }
        return Day(year: year, month: month + 1, day: day)
    }

    /// `1000`, `30.5` or `250.00` euro, in cents.
    static func cents(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]) else { return nil }
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.count <= 2 else { return nil }
        while fraction.count < 2 { fraction += "0" }
        return Int64(fraction).map { whole * 100 + $0 }
    }
}
