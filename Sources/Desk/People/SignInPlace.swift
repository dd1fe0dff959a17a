import Glibc
import Receivables
import Store

/// Whoever tries to sign in as somebody, from somewhere: by this failures are counted.
///
/// Three counts: of the login from this address, of the login from anywhere, and of the address for any login. The
/// first one slows the guesser at a desk; the other two slow whoever has many addresses or tries many logins, and do
/// not touch the user where they have signed in before.
struct SignInPlace: Sendable {
    /// Stands for the address where a session is open already: guessing there hits no sign-in.
    static let openSession = "session"

    private let login: [UInt8]
    private let address: String
    /// Of no login, and no address.
    private static let anybody: [UInt8] = [0]
    private static let anywhere = "*"

    init(login: String, address: String) {
        self.login = digest(of: login.lowercased().utf8)
        self.address = SignInPlace.network(address)
    }

    /// Whoever has one address of IPv6 has 2^64 of them: the network counts.
    private static func network(_ address: String) -> String {
        var bytes = in6_addr()
        guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else {
            return String(decoding: address.utf8.prefix(DeskLimits.addressBytesMax), as: UTF8.self)
        }
        return withUnsafeBytes(of: bytes) { Array($0.prefix(8)) }.hex
    }

    /// Counts a try before it is made, so that a hundred at once are a hundred. Gives whether it is the one from which
    /// on there are pauses. Error: `sign-in-paused` with the seconds to wait; such a try was none.
    func count(_ db: any Writing, at now: Instant) throws -> Bool {
        let here = try Count(db.attempts(login, from: address), now)
        let anywhere = try Count(db.attempts(login, from: SignInPlace.anywhere), now)
        let anybody = try Count(db.attempts(SignInPlace.anybody, from: address), now)
        var wait = here.wait(SignInPlace.pause(after: here.failures))
        if here.succeededAt == nil {
            let most = DeskLimits.strangeFailuresFree
            for count in [anywhere, anybody] where count.failures >= most {
                wait = max(wait, count.wait(DeskLimits.strangePauseSeconds))
            }
        }
        guard wait <= 0 else { throw Problem(.signInPaused, [Fact("seconds", wait)]) }
        try set(here, here.failures + 1, db)
        try set(anywhere, anywhere.failures + 1, db, login, SignInPlace.anywhere)
        try set(anybody, anybody.failures + 1, db, SignInPlace.anybody, address)
        return here.failures + 1 == DeskLimits.failuresFree
            || anywhere.failures + 1 == DeskLimits.strangeFailuresFree
    }

    /// The try that was counted was none.
    func takeBack(_ db: any Writing, at now: Instant) throws {
        let here = try Count(db.attempts(login, from: address), now)
        try set(here, here.failures - 1, db)
        try takeBackOthers(db, now)
    }

    /// The try that was counted went well: whoever may come in here has a clean sheet here.
    func succeeded(_ db: any Writing, at now: Instant) throws {
        try db.set(SignInAttempts(failures: 0, triedAt: now, succeededAt: now), login, from: address)
        try takeBackOthers(db, now)
    }

    private func takeBackOthers(_ db: any Writing, _ now: Instant) throws {
        let anywhere = try Count(db.attempts(login, from: SignInPlace.anywhere), now)
        try set(anywhere, anywhere.failures - 1, db, login, SignInPlace.anywhere)
        let anybody = try Count(db.attempts(SignInPlace.anybody, from: address), now)
        try set(anybody, anybody.failures - 1, db, SignInPlace.anybody, address)
    }

    private func set(
        _ count: Count, _ failures: Int, _ db: any Writing, _ login: [UInt8]? = nil, _ address: String? = nil
    ) throws {
        let kept = SignInAttempts(failures: max(0, failures), triedAt: count.now, succeededAt: count.succeededAt)
        try db.set(kept, login ?? self.login, from: address ?? self.address)
    }

    /// Seconds from a failure to the next try: none for the first few, then twice as long each time.
    static func pause(after failures: Int) -> Int64 {
        let over = failures - DeskLimits.failuresFree
        guard over >= 0 else { return 0 }
        return min(DeskLimits.pauseSecondsMax, DeskLimits.pauseSecondsMin << Int64(min(over, 16)))
    }

    /// A count as it stands now: failures of long ago are forgotten.
    private struct Count {
        let failures: Int
        let succeededAt: Instant?
        let now: Instant
        private let triedAt: Instant?

        init(_ stored: SignInAttempts?, _ now: Instant) {
            let isFresh = stored.map {
                now.microseconds - $0.triedAt.microseconds < DeskLimits.failuresForgottenSeconds * 1_000_000
            }
            failures = isFresh == true ? stored?.failures ?? 0 : 0
            succeededAt = stored?.succeededAt
            triedAt = stored?.triedAt
            self.now = now
        }

        /// Seconds that are left of a pause, rounded up.
        func wait(_ seconds: Int64) -> Int64 {
            guard seconds > 0, let triedAt else { return 0 }
            let left = triedAt.microseconds + seconds * 1_000_000 - now.microseconds
            return left <= 0 ? 0 : min(seconds, (left + 999_999) / 1_000_000)
        }
    }
}
