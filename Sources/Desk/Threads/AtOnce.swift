import Dispatch
import Synchronization

/// Parts of a question that are worked out at the same time, on as many threads as there are processors for.
enum AtOnce {
    /// What `work` makes of each part, in the order of the parts. `done` is told how many are done, by the threads that
    /// do them. Error: that of the first part, in their order, that failed, when all have ended.
    static func map<Part: Sendable, Value: Sendable>(
        _ parts: [Part], _ work: @Sendable (Part) throws -> Value, done: @Sendable (Int) -> Void = { _ in }
    ) throws -> [Value] {
        let results = Mutex<[Int: Result<Value, any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
            let result = Result { try work(parts[index]) }
            done(
                results.withLock {
                    $0[index] = result
                    return $0.count
                })
        }
        let all = results.withLock { $0 }
        return try parts.indices.compactMap { try all[$0]?.get() }
    }
}
