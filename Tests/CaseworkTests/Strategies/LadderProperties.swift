import Casework
import Receivables
import Support
import Testing

/// The ladder alone: which steps are due, and when the next one is.
@Suite struct LadderProperties {
    private static let base = Day(20_000)

    private static func ladder(_ random: inout Seeded) -> [Step] {
        var days = 0
        return (0..<random.int(1...8)).map { place in
            days += random.int(0...9)
            let timing: StepTiming
            switch random.int(0...9) {
            case 0: timing = .endOfMonth(after: days)
            case 1 where place > 0: timing = .afterPrevious(days: random.int(1...9))
            default: timing = .daysPastDue(max(1, days))
            }
            return Ladders.named("s\(place)", timing, random.pick(["sms", "letter", "call"]))
        }
    }

    private struct Climb {
        var taken: Int?
        var takenOn: Day?
        var log: [(day: Int, place: Int)] = []

        mutating func look(_ steps: [Step], _ offset: Int, _ catchUp: Strategy.CatchUp) -> Bool {
            let day = LadderProperties.base.adding(days: offset)
            let due = Segment.due(
                steps, base: LadderProperties.base, taken: taken, takenOn: takenOn, day: day, catchUp: catchUp)
            for place in due {
                log.append((offset, place))
                taken = place
                takenOn = day
            }
            return !due.isEmpty
        }
    }

    @Test(
        "after days without a run the last steps are taken, once, and what would wait for people waits",
        arguments: 0..<3)
    func outage(block: Int) {
        for seed in block * 500..<(block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            // Steps that wait for the one before depend on when that one was taken, so an outage moves them.
            let steps = Self.ladder(&random).filter {
                if case .afterPrevious = $0.timing { return false }
                return true
            }
            let from = random.int(1...40)
            let to = from + random.int(1...40)
            var always = Climb()
            var outage = Climb()
            for offset in 1..<from {
                _ = always.look(steps, offset, .latest)
                _ = outage.look(steps, offset, .latest)
            }
            let before = outage.log.count
            for offset in from...to { _ = always.look(steps, offset, .latest) }
            let took = outage.look(steps, to, .latest)
            let missed = always.log.dropFirst(before)
            #expect(took == !missed.isEmpty, "seed \(seed)")
            if let last = missed.last {
                #expect(outage.taken == last.place, "seed \(seed)")
                var group = missed.filter { $0.day == last.day }.map(\.place)
                let work = missed.map(\.place).last { steps[$0].kind.isForPeople }
                if let work, !group.contains(work) { group.insert(work, at: 0) }
                #expect(outage.log.dropFirst(before).map(\.place) == group, "seed \(seed)")
            }
            let again = outage.look(steps, to, .latest)
            #expect(!again, "seed \(seed): the same day again")
        }
    }

    @Test(
        "every step comes in order, never before its day, never twice, and with `each` none is left out",
        arguments: 0..<3)
    func order(block: Int) {
        for seed in 10_000 + block * 500..<10_000 + (block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            let steps = Self.ladder(&random)
            for catchUp in Strategy.CatchUp.allCases {
                var climb = Climb()
                for offset in 1...250 where random.chance(60) || offset > 150 { _ = climb.look(steps, offset, catchUp) }
                let places = climb.log.map(\.place)
                #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed) \(places)")
                for (day, place) in climb.log {
                    let earlier = climb.log.last { $0.place < place }?.day
                    let first = steps[place].timing.firstDay(
                        base: Self.base, previous: earlier.map { Self.base.adding(days: $0) })
                    #expect(first.map { $0 <= Self.base.adding(days: day) } == true, "seed \(seed) place \(place)")
                }
                if catchUp == .each {
                    #expect(places == Array(steps.indices), "seed \(seed)")
                    #expect(Set(climb.log.map(\.day)).count == climb.log.count, "seed \(seed): one a day")
                }
            }
        }
    }

    @Test("the next day is the first on which looking gives anything", arguments: 0..<3)
    func nextDay(block: Int) {
        for seed in 20_000 + block * 500..<20_000 + (block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            let steps = Self.ladder(&random)
            let catchUp = random.pick(Strategy.CatchUp.allCases)
            var climb = Climb()
            var promised: Day?
            for offset in 1...200 {
                let day = Self.base.adding(days: offset)
                let took = climb.look(steps, offset, catchUp)
                #expect(!took || offset == 1 || promised == day, "seed \(seed) day \(offset)")
                if !took, let promised { #expect(promised != day || offset == 1, "seed \(seed) day \(offset)") }
                promised = Segment.nextDay(
                    steps, base: Self.base, taken: climb.taken, takenOn: climb.takenOn, after: day, catchUp: catchUp)
                #expect(promised.map { $0 > day } ?? true, "seed \(seed)")
            }
            #expect(promised == nil, "seed \(seed): every ladder ends")
        }
    }
}
