import Dispatch
import Formats
import Receivables
import Store
import Synchronization

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
        let results = Mutex<[Int: Result<CheckResult, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: all.count) { index in
            let result = Result { try self.engine.read { try all[index].run($0) } }
            let done = results.withLock {
                $0[index] = result
                return $0.count
            }
            progress.report(.deciding, done, of: all.count)
        }
        let done = results.withLock { $0 }
        return Verification(checks: try all.indices.compactMap { try done[$0]?.get() })
    }
}
