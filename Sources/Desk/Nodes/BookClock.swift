import Receivables
import Store

/// The time of what a process does to a book. On a server it is the server's: nodes whose own clocks differ agree on
/// it, and none that is years ahead pushes the journal into the future for all. A file is on the machine of whoever
/// works on it, and so has no other clock than that.
package struct BookClock: Sendable {
    private let node: @Sendable () -> Instant
    private let steady: @Sendable () -> Int64
    /// The instant when `steady` is 0, where the server told it.
    private let zero: Int64?

    /// `node`: what the node takes for now. `steady`: microseconds since any moment, by a clock that nobody sets.
    package init(
        _ engine: any Engine, node: @escaping @Sendable () -> Instant, steady: @escaping @Sendable () -> Int64
    ) throws {
        self.node = node
        self.steady = steady
        guard !(engine is any FileEngine) else {
            zero = nil
            return
        }
        let told = try engine.read { db in try db.integer("SELECT \(db.dialect.now)") }
        zero = told - steady()
    }

    package var now: Instant { zero.map { Instant(microseconds: $0 + steady()) } ?? node() }
}
