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
    /// Recomputes every invariant of the book and names the first break of each. Checks only read, so several run at a
    /// time.
    package func verify(progress: TaskProgress = .silent) throws -> Verification {
        try access.requireEverywhere(.verifyBook)
        let all = BookChecks.all
        let results = try AtOnce.map(all) { check in
            try self.engine.read { try check.run($0) }
        } done: { progress.report(.deciding, $0, of: all.count) }
        return Verification(checks: results)
    }
}
