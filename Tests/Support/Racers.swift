import Dispatch
import Synchronization

/// Threads that do the same at the same time.
package struct Racers: Sendable {
    private let count: Int

    package init(_ count: Int) { self.count = count }

    /// Runs `body` on each thread with its number, and throws the first error of any.
    package func run(_ body: @escaping @Sendable (Int) throws -> Void) throws {
        let start = DispatchSemaphore(value: 0)
        let errors = Mutex<[any Error]>([])
        let group = DispatchGroup()
        let threads = DispatchQueue(label: "racers", attributes: .concurrent)
        for number in 1...count {
            threads.async(group: group) {
                start.wait()
                do { try body(number) } catch { errors.withLock { $0.append(error) } }
            }
        }
        for _ in 1...count { start.signal() }
        group.wait()
        if let first = errors.withLock({ $0.first }) { throw first }
    }
}
