import Desk
import Foundation
import Synchronization

/// The wish that a process that stays should end: SIGTERM, or SIGINT of the person at the terminal. While it is watched
/// for, neither ends the process by itself.
final class StopSignal: Sendable {
    private let isRaised = Atomic(false)

    /// Called before any other thread is there, for each takes over what its maker lets through.
    init() {
        var signals = StopSignal.watched
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private static var watched: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        return signals
    }

    /// Whether it was raised by now.
    var isSet: Bool {
        wait(milliseconds: 0)
        return isRaised.load(ordering: .relaxed)
    }

    /// Waits so long, or until it is raised.
    func wait(milliseconds: Int) {
        guard !isRaised.load(ordering: .relaxed) else { return }
        var signals = StopSignal.watched
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        if sigtimedwait(&signals, nil, &time) > 0 { isRaised.store(true, ordering: .relaxed) }
    }

    var waiting: Waiting {
        Waiting(seed: StopSignal.seed, isStopped: { self.isSet }, pause: { self.wait(milliseconds: $0) })
    }

    /// Differs from process to process.
    fileprivate static var seed: UInt64 { UInt64(getpid()) }
}

extension Waiting {
    /// How a command waits that every signal ends.
    static var forOthers: Waiting {
        Waiting(seed: StopSignal.seed) { milliseconds in poll(nil, 0, Int32(milliseconds)) }
    }
}
