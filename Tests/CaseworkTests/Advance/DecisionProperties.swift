import Casework
import Receivables
import Support
import Testing

@Suite struct DecisionProperties {
    private static let blocks = 0..<6
    private static let start = Day(20_000)

    private static func seeds(_ block: Int, from first: Int) -> Range<Int> {
        let size = Effort.cases(200, long: 4000)
        return first + block * size..<first + (block + 1) * size
    }

    @Test(
        "invariant 2: looking only on the stored next day or after news does what looking every day does",
        arguments: blocks)
    func incrementalEqualsDaily(block: Int) throws {
        var looks = 0
        for seed in Self.seeds(block, from: 1) {
            var events = RandomEvents(seed)
            var daily = events.debtor(from: Self.start)
            var sparing = daily
            for offset in 0..<70 {
                let day = Self.start.adding(days: offset)
                while events.random.chance(9) {
                    var again = events
                    events.happen(&daily, on: day)
                    again.happen(&sparing, on: day)
                }
                try daily.run(on: day)
                if sparing.isDue(on: day) {
                    looks += 1
                    try sparing.run(on: day)
                }
                try #require(sparing.trace == daily.trace, "seed \(seed) day \(offset)")
            }
        }
        #expect(
            looks < Self.seeds(block, from: 1).count * 70 * 2 / 3,
            "a run must not look at everybody every day: \(looks)")
    }

    @Test("invariant 8: stopping before anything is kept, or running the day again, changes nothing", arguments: blocks)
    func interruptedEqualsUninterrupted(block: Int) throws {
        for seed in Self.seeds(block, from: 100_000) {
            var events = RandomEvents(seed)
            var kills = Seeded(UInt64(seed) + 7)
            var whole = events.debtor(from: Self.start)
            var killed = whole
            for offset in 0..<50 {
                let day = Self.start.adding(days: offset)
                while events.random.chance(9) {
                    var again = events
                    events.happen(&whole, on: day)
                    again.happen(&killed, on: day)
                }
                if whole.isDue(on: day) { try whole.run(on: day) }
                while kills.chance(30) { _ = try killed.decide(on: day) }
                if killed.isDue(on: day) { try killed.run(on: day) }
                while kills.chance(30) {
                    let again = try killed.run(on: day)
                    try #require(
                        again.steps.isEmpty && again.decided.isEmpty && !again.isOpened, "seed \(seed) day \(offset)")
                }
                try #require(killed.trace == whole.trace, "seed \(seed) day \(offset)")
            }
        }
    }

    @Test(
        "invariant 8: no step has an identity that another has, and none is taken twice in an episode",
        arguments: blocks)
    func noStepTwice(block: Int) throws {
        for seed in Self.seeds(block, from: 200_000) {
            var events = RandomEvents(seed)
            var desk = events.debtor(from: Self.start)
            for offset in 0..<60 {
                let day = Self.start.adding(days: offset)
                if events.random.chance(20) { events.happen(&desk, on: day) }
                // Some days the desk does not run at all.
                if events.random.chance(75), desk.isDue(on: day) { try desk.run(on: day) }
            }
            #expect(Set(desk.log.map(\.taken.identity)).count == desk.log.count, "seed \(seed)")
            let names = desk.log.map { entry in
                let identity = entry.taken.identity
                let isOfLadder = identity.episode > 0 && !identity.step.hasPrefix("promise-")
                return "\(identity.episode)/\(identity.step)/\(isOfLadder ? 0 : identity.sequence)"
            }
            #expect(Set(names).count == names.count, "seed \(seed): \(names)")
        }
    }

    @Test("invariant 4: every promise is in exactly one state, which its own day decides", arguments: blocks)
    func promisesAddUp(block: Int) throws {
        for seed in Self.seeds(block, from: 300_000) {
            var events = RandomEvents(seed)
            var desk = events.debtor(from: Self.start)
            for offset in 0..<40 {
                let day = Self.start.adding(days: offset)
                if events.random.chance(40) { events.happen(&desk, on: day) }
                if desk.isDue(on: day) { try desk.run(on: day) }
                let states = desk.promises.map { desk.states[$0.id] ?? .pending }
                let counts = PromiseState.allCases.map { state in states.count { $0 == state } }
                #expect(counts.reduce(0, +) == desk.promises.count, "seed \(seed)")
                for promise in desk.promises {
                    let isOver = promise.day.adding(days: desk.policy.graceDays) < day
                    #expect(
                        (desk.states[promise.id] ?? .pending == .pending) == !isOver,
                        "seed \(seed) promise \(promise.id)")
                    #expect(desk.received[promise.id] ?? 0 <= promise.amount, "seed \(seed)")
                }
                let came = desk.accounts.values.filter { $0.currency == .rupiah }.flatMap(\.facts.payments)
                    .filter { $0.day <= day && $0.amount > 0 }.reduce(0) { $0 + $1.amount }
                #expect(desk.received.values.reduce(0, +) <= came, "seed \(seed)")
            }
        }
    }

    @Test("the same facts always give the same decision")
    func pure() throws {
        for seed in 400_000..<401_000 {
            var events = RandomEvents(seed)
            var desk = events.debtor(from: Self.start)
            for _ in 0..<4 { events.happen(&desk, on: Self.start) }
            let one = try desk.decide(on: Self.start)
            let other = try desk.decide(on: Self.start)
            #expect(one.record == other.record && one.steps == other.steps && one.nextDay == other.nextDay)
            #expect(one.promises == other.promises && one.decided == other.decided, "seed \(seed)")
            // Nor does the order in which things are listed matter.
            desk.holds.reverse()
            desk.promises.reverse()
            let third = try desk.decide(on: Self.start)
            #expect(
                one.record == third.record && one.steps == third.steps && one.nextDay == third.nextDay, "seed \(seed)")
        }
    }
}
