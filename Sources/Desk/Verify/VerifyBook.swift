import Formats
import Receivables
import Store

/// What the verification of a book found.
package struct Verification: Sendable {
    package let checks: [CheckResult]
    package var isOK: Bool { checks.allSatisfy { $0.failed == 0 } }

    package var json: JSONValue { ["ok": .bool(isOK), "checks": .array(checks.map(\.json))] }
}

extension Desk {
    /// Recomputes every invariant of the book and names the first break of each.
    package func verify(progress: TaskProgress = .silent) throws -> Verification {
        var checks: [CheckResult] = []
        for check in BookChecks.all {
            checks.append(try engine.read { try check.run($0) })
            progress.report(.deciding, checks.count, of: BookChecks.all.count)
        }
        return Verification(checks: checks)
    }
}
