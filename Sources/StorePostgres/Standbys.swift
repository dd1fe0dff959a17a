import Receivables
import Store
import Synchronization

/// Where questions may be asked that bear to be some seconds old.
package struct StandbyAddress: Sendable {
    package let url: String
    /// Microseconds by a clock that nobody sets.
    package let steady: @Sendable () -> Int64

    package init(url: String, steady: @escaping @Sendable () -> Int64) {
        self.url = url
        self.steady = steady
    }
}

/// Standbys of a server, and the proof that one of them is not too far behind.
///
/// The server is asked now and then for its time and for the end of its log. A standby that has replayed the log up to
/// there knows all that was known then. One that is not as far knows at least what was known when its last transaction
/// was committed. Both times are the server's own, so that no other clock has to be right.
final class Standbys: Sendable {
    /// What the server said of itself, and when it was asked.
    struct Mark: Sendable {
        /// By the steady clock of this program.
        let askedAt: Int64
        /// By the server's clock, in microseconds.
        let toldAt: Int64
        let place: LogPlace
        /// Which server, database and schema: a standby has the same.
        let identity: String
    }

    /// What a standby said of itself.
    struct Standing: Sendable {
        let isStandby: Bool
        let place: LogPlace
        /// By the server's clock, when what was replayed last was committed; 0: nothing was.
        let committedAt: Int64
        let identity: String

        /// Whether all is known here that was known at the server some seconds before now.
        func knows(_ mark: Mark, now: Int64, seconds: Int) -> Bool {
            guard isStandby, identity == mark.identity else { return false }
            let then = mark.toldAt + (now - mark.askedAt) - Int64(seconds) * 1_000_000
            return committedAt >= then || (mark.toldAt >= then && place >= mark.place)
        }
    }

    private struct State {
        var mark: Mark?
        /// Until then nobody tries to connect again.
        var restsUntil = Int64.min
    }

    static let identity = """
        (SELECT system_identifier FROM pg_control_system()) || '.'
        || (SELECT oid FROM pg_database WHERE datname = current_database()) || '.'
        || current_schema()::regnamespace::oid
        """
    private static let standing = """
        SELECT concat_ws(' ', pg_is_in_recovery()::int, coalesce(pg_last_wal_replay_lsn(), '0/0'),
            coalesce((extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000000)::bigint, 0), \(identity))
        """

    let address: PostgresAddress
    private let pool: SessionPool
    private let steady: @Sendable () -> Int64
    private let state = Mutex(State())

    /// Connects to nobody yet. Error: `database-url`.
    init(_ place: StandbyAddress) throws(Problem) {
        address = try PostgresAddress(place.url, connectSeconds: PostgresLimits.standbyConnectSeconds)
        pool = SessionPool(address)
        steady = place.steady
    }

    /// A session with a transaction on a standby that knows everything known at the server `seconds` ago, and what was
    /// seen before at `seen`; nil where there is none. `ask` asks the server.
    func begun(
        seconds: Int, since seen: LogPlace, ask: (Int64) throws -> Mark
    ) -> (session: PostgresSession, place: LogPlace)? {
        guard steady() >= state.withLock({ $0.restsUntil }), let mark = mark(seconds: seconds, ask) else { return nil }
        // The transaction begins behind what is told of the place: it sees that, or more.
        let begin = "BEGIN; \(Standbys.standing); COMMIT; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        while let session = taken() {
            let told = try? session.cells(begin).first
            if let standing = told.flatMap(Standing.init), standing.place >= seen,
                standing.knows(mark, now: steady(), seconds: seconds)
            {
                return (session, standing.place)
            }
            // One that was lost while it rested says nothing about the next.
            let wasLost = !session.isAlive && session.isUsed
            pool.giveBack(session)
            guard wasLost else { return nil }
        }
        return nil
    }

    func giveBack(_ session: PostgresSession) { pool.giveBack(session) }

    func close() { pool.close() }

    /// What the address leads to.
    func standing() throws -> Standing? {
        let session = try pool.take()
        defer { pool.giveBack(session) }
        return try session.cells(Standbys.standing).first.flatMap(Standing.init)
    }

    /// The server's last mark, or a new one when half of what is allowed has gone by since.
    private func mark(seconds: Int, _ ask: (Int64) throws -> Mark) -> Mark? {
        let (now, known) = (steady(), state.withLock { $0.mark })
        if let known, now - known.askedAt <= Int64(seconds) * 500_000 { return known }
        // A server that is away just now has told its time before.
        guard let mark = try? ask(now) else { return known }
        state.withLock { $0.mark = mark }
        return mark
    }

    /// A connection; where none is to be had, nobody tries again for a while.
    private func taken() -> PostgresSession? {
        do { return try pool.take() } catch {
            let until = steady() + Int64(PostgresLimits.standbyRestSeconds) * 1_000_000
            state.withLock { $0.restsUntil = until }
            return nil
        }
    }
}

extension Standbys.Standing {
    /// Reads the answer to the question.
    init?(_ told: String) {
        let words = told.split(separator: " ")
        guard words.count == 4, let place = LogPlace(words[1]), let time = Int64(words[2]) else { return nil }
        self.init(isStandby: words[0] == "1", place: place, committedAt: time, identity: String(words[3]))
    }
}

/// A place in the log of a server: what is written later has a higher one.
struct LogPlace: Comparable, Sendable {
    /// Bytes since the beginning of the log.
    let bytes: UInt64

    static let start = LogPlace(bytes: 0)

    init(bytes: UInt64) { self.bytes = bytes }

    /// As PostgreSQL writes it: two hexadecimal numbers of 32 bits.
    init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let high = UInt32(halves[0], radix: 16), let low = UInt32(halves[1], radix: 16) else {
            return nil
        }
        bytes = UInt64(high) << 32 | UInt64(low)
    }

    static func < (one: LogPlace, other: LogPlace) -> Bool { one.bytes < other.bytes }
}
