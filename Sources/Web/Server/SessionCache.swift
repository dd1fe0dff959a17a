import Desk
import Receivables
import Synchronization

/// What is known of sessions, for a few seconds: so that a page does not ask for the same row each time. Who signs out
/// or is shut out on this node is forgotten at once; on another node after those seconds.
package final class SessionCache: Sendable {
    private struct Known {
        let signedIn: SignedIn
        let until: Instant
    }

    private let known = Mutex<[String: Known]>([:])

    package init() {}

    package func find(_ token: String, at now: Instant) -> SignedIn? {
        known.withLock { known in
            guard let entry = known[token], now < entry.until else { return nil }
            return entry.signedIn
        }
    }

    package func keep(_ signedIn: SignedIn, _ token: String, at now: Instant) {
        known.withLock { known in
            if known.count >= WebLimits.sessionsRemembered { known = known.filter { now < $0.value.until } }
            if known.count >= WebLimits.sessionsRemembered { known.removeAll() }
            known[token] = Known(
                signedIn: signedIn,
                until: Instant(microseconds: now.microseconds + WebLimits.sessionMilliseconds * 1000))
        }
    }

    package func forget(session: String) {
        known.withLock { known in known = known.filter { $0.value.signedIn.session != session } }
    }

    package func forgetAll() { known.withLock { $0.removeAll() } }
}
