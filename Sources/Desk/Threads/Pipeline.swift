import Dispatch
import Synchronization

/// Decides on several threads and uses the decisions on this one, in the order of the jobs: whatever the number of
/// workers, the outcome is the same.
package enum Pipeline {
    /// Gives every job to a worker and what it made of it to `use`.
    ///
    /// `worker` is called once on each thread, so that a worker may keep memory from job to job; jobs must not depend
    /// on one another. At most `ahead` decisions wait for `use` beside those being made. When a worker or `use` fails
    /// the others stop, and the failure of the earliest job is thrown.
    package static func run<Jobs: IteratorProtocol & Sendable, Value: Sendable>(
        _ jobs: Jobs, workers: Int, ahead: Int,
        worker: @escaping @Sendable () throws -> (Jobs.Element) throws -> Value, use: (Value) throws -> Void
    ) throws where Jobs.Element: Sendable {
        let line = Line<Jobs, Value>(jobs, workers: workers, capacity: workers + ahead)
        let group = DispatchGroup()
        for _ in 0..<workers { LongWork.start(in: group) { line.work(worker) } }
        defer {
            line.close()
            group.wait()
        }
        while let value = try line.next() { try use(value) }
    }
}

/// The jobs and what came of them, between the workers and the one who uses it.
private final class Line<Jobs: IteratorProtocol & Sendable, Value: Sendable>: Sendable where Jobs.Element: Sendable {
    private struct State {
        var jobs: Jobs
        /// Jobs handed out, and decisions used.
        var taken = 0
        var used = 0
        var made: [Int: Result<Value, any Error>] = [:]
        var isClosed = false
        var workersAtWork: Int
    }

    private let state: Mutex<State>
    /// Room for decisions that nobody has used yet.
    private let room: DispatchSemaphore
    private let workers: Int
    /// Something happened that the user of the decisions may wait for.
    private let news = DispatchSemaphore(value: 0)

    init(_ jobs: Jobs, workers: Int, capacity: Int) {
        state = Mutex(State(jobs: jobs, workersAtWork: workers))
        // Counted up from 0: a semaphore must not be let go while it is below the value that it was made with.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<capacity { room.signal() }
        self.workers = workers
    }

    /// Takes jobs and decides them until there are no more.
    func work(_ make: () throws -> (Jobs.Element) throws -> Value) {
        var decide: ((Jobs.Element) throws -> Value)?
        while let (number, job) = takeJob() {
            let result = Result {
                let known = try decide ?? make()
                decide = known
                return try known(job)
            }
            state.withLock { $0.made[number] = result }
            news.signal()
        }
        state.withLock { $0.workersAtWork -= 1 }
        news.signal()
    }

    private func takeJob() -> (Int, Jobs.Element)? {
        room.wait()
        return state.withLock { state in
            guard !state.isClosed, let job = state.jobs.next() else { return nil }
            state.taken += 1
            return (state.taken - 1, job)
        }
    }

    /// What the state says to the user of the decisions.
    private enum Turn {
        case value(Result<Value, any Error>)
        case wait
        case end
    }

    /// Waits for the next decision; nil at the end.
    func next() throws -> Value? {
        while true {
            let turn = state.withLock { state -> Turn in
                if let result = state.made.removeValue(forKey: state.used) {
                    state.used += 1
                    return .value(result)
                }
                return state.workersAtWork == 0 ? .end : .wait
            }
            switch turn {
            case .value(let result):
                room.signal()
                return try result.get()
            case .wait: news.wait()
            case .end: return nil
            }
        }
    }

    /// Nobody wants more decisions.
    func close() {
        state.withLock { $0.isClosed = true }
        for _ in 0..<workers { room.signal() }
    }
}
