import Receivables
import Testing

@Suite struct SeededTests {
    @Test("the same seed gives the same numbers, on every machine")
    func repeats() {
        var random = Seeded(1)
        var again = Seeded(1)
        let numbers = (0..<5).map { _ in random.next() }
        #expect(numbers == (0..<5).map { _ in again.next() })
        #expect(Set(numbers).count == 5)
    }

    @Test("seeds that lie side by side have no number in common, at whatever place")
    func neighbours() {
        var seen: Set<UInt64> = []
        for seed in 0..<300 as Range<UInt64> {
            var random = Seeded(seed)
            for _ in 0..<100 { seen.insert(random.next()) }
        }
        #expect(seen.count == 30_000)
    }

    @Test("numbers of a range are all met, each about as often")
    func ranges() {
        var random = Seeded(7)
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<10_000 { counts[random.int(0...9)] += 1 }
        #expect(counts.allSatisfy { $0 > 850 && $0 < 1150 }, "\(counts)")
        // One try for each seed, as the sample book and many tests do it.
        counts = [Int](repeating: 0, count: 10)
        for seed in 0..<10_000 as Range<UInt64> {
            var random = Seeded(seed)
            counts[random.int(0...9)] += 1
        }
        #expect(counts.allSatisfy { $0 > 850 && $0 < 1150 }, "\(counts)")
    }
}
