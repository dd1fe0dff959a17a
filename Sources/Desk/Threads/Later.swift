import Dispatch
import Synchronization

/// A value that another thread works out meanwhile.
final class Later<Value: Sendable>: Sendable {
    private let slot = Mutex<Value?>(nil)
    private let done = DispatchGroup()
    private let work: @Sendable () -> Value

    init(_ work: @escaping @Sendable () -> Value) {
        self.work = work
        DispatchQueue.global(qos: .userInitiated).async(group: done) {
            let value = work()
            self.slot.withLock { $0 = value }
        }
    }

    /// Waits for the value.
    func get() -> Value {
        done.wait()
        return slot.withLock { $0 } ?? work()
    }
}
