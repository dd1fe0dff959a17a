import NIOPosix
import Receivables
import Synchronization

/// Threads for work that blocks: the database, hashing, making pages. The threads of the network are never blocked.
package final class Offload: Sendable {
    private let threads: NIOThreadPool
    private let waiting = Atomic<Int>(0)

    package init(threads count: Int) {
        threads = NIOThreadPool(numberOfThreads: count)
        threads.start()
    }

    /// Runs the work on one of the threads. Error: `server-busy` when too much waits for them.
    package func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        guard waiting.add(1, ordering: .relaxed).newValue <= WebLimits.waiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw Problem(.serverBusy)
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return try await threads.runIfActive(work)
    }

    package func end() async throws { try await threads.shutdownGracefully() }
}
