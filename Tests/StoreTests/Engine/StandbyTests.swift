import Support
import Testing

@testable import StorePostgres

/// When a standby knows enough. Times in microseconds.
@Suite struct StandbyTests {
    private static let second: Int64 = 1_000_000

    /// A mark that was taken at 1000 s of the server, while the clock of this machine said 50 s.
    private func mark(_ identity: String = "one") -> Standbys.Mark {
        Standbys.Mark(
            askedAt: 50 * StandbyTests.second, toldAt: 1000 * StandbyTests.second, place: LogPlace(bytes: 500),
            identity: identity)
    }

    private func knows(
        _ place: UInt64, committed: Int64, after seconds: Int64, allowed: Int, isStandby: Bool = true,
        identity: String = "one"
    ) -> Bool {
        let standing = Standbys.Standing(
            isStandby: isStandby, place: LogPlace(bytes: place), committedAt: committed * StandbyTests.second,
            identity: identity)
        return standing.knows(mark(), now: (50 + seconds) * StandbyTests.second, seconds: allowed)
    }

    @Test("by the end of the server's log")
    func byPlace() {
        #expect(knows(500, committed: 0, after: 0, allowed: 1))
        #expect(knows(500, committed: 0, after: 10, allowed: 10))
        #expect(!knows(500, committed: 0, after: 11, allowed: 10), "what was written since is not known to be there")
        #expect(!knows(499, committed: 0, after: 0, allowed: 10), "it does not know all that was known at the mark")
    }

    @Test("by the time of what it repeated last")
    func byTime() {
        #expect(knows(1, committed: 995, after: 0, allowed: 5))
        #expect(!knows(1, committed: 994, after: 0, allowed: 5))
        #expect(knows(1, committed: 1095, after: 100, allowed: 5), "the server's clock went on since")
        #expect(!knows(1, committed: 1094, after: 100, allowed: 5))
    }

    @Test("another server, and one that is no standby, never do")
    func others() {
        #expect(!knows(900, committed: 2000, after: 0, allowed: 10, isStandby: false))
        #expect(!knows(900, committed: 2000, after: 0, allowed: 10, identity: "two"))
    }

    @Test("what a server tells of itself is read")
    func told() {
        let standing = Standbys.Standing("1 16/B374D848 1700000000000000 77.5.2200")
        #expect(standing?.isStandby == true && standing?.identity == "77.5.2200")
        #expect(standing?.place == LogPlace(bytes: 0x16_B374_D848) && standing?.committedAt == 1_700_000_000_000_000)
        for text in ["", "1 0/0 5", "1 0 5 a", "1 0/0 x a", "1 G/0 5 a", "1 0/1/2 5 a"] {
            #expect(Standbys.Standing(text) == nil, "\(text)")
        }
        #expect(LogPlace("0/FFFFFFFF").map { $0 < LogPlace(bytes: 1 << 32) } == true)
    }
}
