import Dispatch
import Glibc

/// Threads for work that nobody sits and waits for: an import, the run of a day. They give way to the threads of pages
/// where there are too few processors for all. Threads of their own, for one that has stepped back may not come forward
/// again, and those of Dispatch are used for other things afterwards.
enum LongWork {
    /// How far they stand back, as of `nice(1)`.
    private static let niceness: CInt = 10

    /// Runs the work on a thread that is a member of the group until it ends.
    static func start(in group: DispatchGroup, _ work: @escaping @Sendable () -> Void) {
        group.enter()
        let job = Job {
            // On Linux that is the thread alone.
            _ = nice(niceness)
            work()
            group.leave()
        }
        var thread = pthread_t()
        let failed = pthread_create(&thread, nil, { context in
            context.map { Unmanaged<Job>.fromOpaque($0).takeRetainedValue().work() }
            return nil
        }, Unmanaged.passRetained(job).toOpaque())
        guard failed == 0 else {
            // No more threads are to be had: it is done all the same, by one who has.
            Unmanaged.passUnretained(job).release()
            return DispatchQueue.global().async(execute: job.work)
        }
        pthread_detach(thread)
    }

    private final class Job: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
}
