import Receivables
import Support
import Testing

@Suite struct InstantTests {
    @Test("what is written is read back, in any zone")
    func roundTrip() throws {
        for seed in 0..<1500 {
            var random = Seeded(UInt64(seed))
            let seconds = Int64(random.int(-30_000_000_000...200_000_000_000))
            let micros = seconds * 1_000_000 + Int64(random.chance(50) ? 0 : random.int(0...999_999))
            let instant = Instant(microseconds: micros)
            let offset = random.int(-14 * 60...14 * 60) * 60
            let text = instant.text(offsetSeconds: offset)
            #expect(Instant(rfc3339: text) == instant, "seed \(seed) \(text)")
            let day = instant.day(offsetSeconds: offset)
            #expect(text.hasPrefix(day.description), "seed \(seed) \(text)")
        }
    }

    @Test func oneMomentInSeveralZones() throws {
        let jakarta = try #require(Instant(rfc3339: "2026-11-23T00:15:00+07:00"))
        #expect(Instant(rfc3339: "2026-11-22T17:15:00Z") == jakarta)
        #expect(Instant(rfc3339: "2026-11-22t17:15:00.000000z") == jakarta)
        #expect(jakarta.day(offsetSeconds: 25_200).description == "2026-11-23")
        #expect(jakarta.day(offsetSeconds: 0).description == "2026-11-22")
        #expect(jakarta.text(offsetSeconds: -12_600) == "2026-11-22T13:45:00-03:30")
        #expect(Instant(rfc3339: "2026-11-23T00:15:00.1234567+07:00")?.microseconds == jakarta.microseconds + 123_456)
    }

    @Test func textsThatAreNoMoment() {
        for text in [
            "2026-11-23", "2026-11-23T00:15:00", "2026-11-23T24:00:00Z", "2026-11-23T00:60:00Z", "2026-02-30T00:00:00Z",
            "2026-11-23T00:15:00+0700", "2026-11-23T00:15:00.Z", "2026-11-23T0:15:00Z", "2026-11-23T00:15:00Zx",
            "2026-11-23T00:15:00+24:00", "",
        ] {
            #expect(Instant(rfc3339: text) == nil, "\(text)")
        }
    }
}
