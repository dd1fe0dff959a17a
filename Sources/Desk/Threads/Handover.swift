import Dispatch
import Synchronization

/// Makes values on one thread and uses them on this one, in their order: for work that can only be made in a row, such
/// as reading a table.
package enum Handover {
    /// Runs `make` on a thread of its own; every value it gives comes to `use`. At most `ahead` values wait. When one
    /// of the two fails the other stops, and that failure is thrown.
    package static func run<Value: Sendable>(
        ahead: Int, make: @escaping @Sendable (_ give: (Value) throws -> Void) throws -> Void,
        use: (Value) throws -> Void
    ) throws {
        let hatch = Hatch<Value>(capacity: ahead)
        let group = DispatchGroup()
        DispatchQueue.global(qos: .userInitiated).async(group: group) {
            hatch.end(Result { try make { try hatch.give($0) } })
        }
        defer {
            hatch.close()
            group.wait()
        }
        while let value = try hatch.next() { try use(value) }
    }
}

/// Where values are handed through.
private final class Hatch<Value: Sendable>: Sendable {
    /// Nobody wants more values.
    private struct Closed: Error {}

    private struct State {
        var values: [Value] = []
        var outcome: Result<Void, any Error>?
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Room for values that nobody has used yet.
    private let room = DispatchSemaphore(value: 0)
    /// Something happened that the user of the values may wait for.
    private let news = DispatchSemaphore(value: 0)

    init(capacity: Int) {
        for _ in 0..<capacity { room.signal() }
    }

    func give(_ value: Value) throws {
        room.wait()
        let isClosed = state.withLock { state in
            if !state.isClosed { state.values.append(value) }
            return state.isClosed
        }
        guard !isClosed else { throw Closed() }
        news.signal()
    }

    func end(_ outcome: Result<Void, any Error>) {
        state.withLock { $0.outcome = outcome }
        news.signal()
    }

    /// Waits for the next value; nil at the end.
    func next() throws -> Value? {
        while true {
            let (value, outcome) = state.withLock { state in
                (state.values.isEmpty ? nil : state.values.removeFirst(), state.outcome)
            }
            if let value {
                room.signal()
                return value
            }
            if let outcome {
                try outcome.get()
                return nil
            }
            news.wait()
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        room.signal()
    }
}
