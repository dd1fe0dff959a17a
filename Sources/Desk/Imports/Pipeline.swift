import Dispatch
import Synchronization

/// Hands values from one thread to another in order, at most a few at a time: one decides ahead while the other writes.
///
/// `make` runs on a thread of its own and gives the values one after another, nil at the end; `use` runs on the calling
/// thread. When either fails the other stops, and the first failure is thrown.
package enum Pipeline {
    package static func run<Value: Sendable>(
        ahead: Int, make: @escaping @Sendable () throws -> (() throws -> Value?), use: (Value) throws -> Void
    ) throws {
        let channel = Channel<Value>(capacity: ahead)
        let producer = DispatchQueue(label: "lunas.pipeline", qos: .userInitiated)
        producer.async {
            do {
                let next = try make()
                while let value = try next() {
                    guard channel.send(value) else { return }
                }
                channel.finish(nil)
            } catch { channel.finish(error) }
        }
        do {
            while let value = try channel.receive() { try use(value) }
        } catch {
            channel.close()
            producer.sync {}
            throw error
        }
        producer.sync {}
    }
}

/// A bounded queue between two threads.
private final class Channel<Value: Sendable>: Sendable {
    private struct State {
        var values: [Value] = []
        var isFinished = false
        var isClosed = false
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let free: DispatchSemaphore
    private let filled = DispatchSemaphore(value: 0)

    init(capacity: Int) { free = DispatchSemaphore(value: capacity) }

    /// Waits for room and adds a value; false when nobody wants it any more.
    func send(_ value: Value) -> Bool {
        free.wait()
        let isWanted = state.withLock { state in
            if !state.isClosed { state.values.append(value) }
            return !state.isClosed
        }
        filled.signal()
        return isWanted
    }

    /// No more values will come.
    func finish(_ failure: (any Error)?) {
        state.withLock { state in
            state.isFinished = true
            state.failure = failure
        }
        filled.signal()
    }

    /// Waits for the next value; nil at the end.
    func receive() throws -> Value? {
        filled.wait()
        let value: Value? = try state.withLock { state in
            if !state.values.isEmpty { return state.values.removeFirst() }
            if let failure = state.failure { throw failure }
            return nil
        }
        free.signal()
        return value
    }

    /// The receiver has gone.
    func close() {
        state.withLock { $0.isClosed = true }
        free.signal()
    }
}
