import Desk
import Receivables
import Support
import Testing

/// When the schedule wants a day to be run.
@Suite struct RunTimeTests {
    private static let jakarta = 25_200

    @Test func timesOfDay() {
        for (text, minutes) in [("00:00", 0), ("06:00", 360), ("23:59", 1439), ("09:05", 545)] {
            #expect(RunTime(text)?.minutes == minutes, "\(text)")
        }
        for text in ["", "off", "6:00", "24:00", "12:60", "12.00", "1२:00", "06:00 ", "ab:cd", "-1:00"] {
            #expect(RunTime(text) == nil, "\(text)")
        }
    }

    /// In Jakarta it is 06:00 when it is 23:00 of the day before in Greenwich.
    @Test(arguments: [
        ("2026-11-23T22:59:59Z", "2026-11-23", "06:00", "none"),
        ("2026-11-23T22:59:59Z", "2026-11-22", "06:00", "none"),
        ("2026-11-23T23:00:00Z", "2026-11-23", "06:00", "2026-11-24"),
        ("2026-11-24T16:59:59Z", "2026-11-23", "06:00", "2026-11-24"),
        ("2026-11-24T16:59:59Z", "2026-11-24", "06:00", "none"),
        ("2026-11-24T17:00:00Z", "2026-11-24", "06:00", "none"),
        ("2026-11-24T17:00:00Z", "2026-11-24", "00:00", "2026-11-25"),
        ("2026-11-24T17:00:00Z", "never", "00:00", "2026-11-25"),
        ("2026-11-24T17:00:00Z", "2026-12-01", "00:00", "none"),
    ])
    func dueDays(now: String, last: String, time: String, due: String) throws {
        let time = try #require(RunTime(time)), now = try #require(Instant(rfc3339: now))
        let day = time.dueDay(at: now, offsetSeconds: RunTimeTests.jakarta, last: Day(last))
        #expect(day?.description ?? "none" == due)
    }

    @Test("pauses grow to the longest, and differ from node to node")
    func pauses() {
        for seed in 0..<Effort.cases(200, long: 20_000) {
            var pauses = GrowingPauses(from: 100, to: 3000, seed: UInt64(seed))
            for length in [100, 200, 400, 800, 1600, 3000, 3000] {
                let taken = pauses.take()
                #expect((length / 2...length).contains(taken), "seed \(seed)")
            }
            pauses.reset()
            #expect(pauses.take() <= 100)
        }
        let firsts = (UInt64(0)..<20).map { seed in
            var pauses = GrowingPauses(from: 1000, to: 3000, seed: seed)
            return pauses.take()
        }
        #expect(Set(firsts).count > 15)
    }
}
