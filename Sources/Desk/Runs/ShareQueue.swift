import Store
import Synchronization

/// The shares that a node holds: those that wait for a decider, and those that are being decided or written.
final class ShareQueue: Sendable {
    private struct State {
        var waiting: [ShareLease]
        var held: [ShareLease]
    }

    private let state: Mutex<State>

    init(_ leases: [ShareLease]) { state = Mutex(State(waiting: leases.reversed(), held: leases)) }

    /// All shares that the node holds.
    var held: [ShareLease] { state.withLock { $0.held } }

    func add(_ lease: ShareLease) {
        state.withLock { state in
            state.waiting.insert(lease, at: 0)
            state.held.append(lease)
        }
    }

    /// The share is done, or somebody else's.
    func drop(_ lease: ShareLease) { state.withLock { $0.held.removeAll { $0 == lease } } }

    /// The shares one by one, as jobs of a `Pipeline`.
    var jobs: Jobs { Jobs(queue: self) }

    struct Jobs: IteratorProtocol, Sendable {
        fileprivate let queue: ShareQueue

        mutating func next() -> ShareLease? { queue.state.withLock { $0.waiting.popLast() } }
    }
}
