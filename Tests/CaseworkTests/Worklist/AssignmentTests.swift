import Casework
import Receivables
import Support
import Testing

@Suite struct AssignmentTests {
    private static func collector(
        _ id: Int64, minutes: Int = 400, load: Int = 0, languages: [String] = [], portfolios: [String] = []
    ) -> CollectorCapacity {
        CollectorCapacity(
            id: id, name: "c\(id)", minutesPerDay: minutes, languages: languages, portfolios: portfolios, load: load)
    }

    private static func unowned(
        _ debtor: Int64, minutes: Int = 5, portfolio: String = "p", language: String? = nil, wanted: String? = nil
    ) -> UnownedCase {
        UnownedCase(debtor: debtor, minutes: minutes, portfolio: portfolio, language: language, wanted: wanted)
    }

    @Test(
        "no day is fuller than another's by more than one case, and none is over while another has room",
        arguments: 0..<4)
    func balanced(block: Int) {
        for seed in block * 300..<(block + 1) * 300 {
            var random = Seeded(UInt64(seed))
            let capacity = (1...random.int(1...8)).map { Self.collector(Int64($0), minutes: random.int(60...480)) }
            var assignment = Assignment(capacity)
            var handed: [Int64: Int] = [:]
            let largest = random.int(1...30)
            for debtor in 1...Int64(random.int(1...150)) {
                let minutes = random.int(1...largest)
                guard let owner = assignment.assign(Self.unowned(debtor, minutes: minutes)) else {
                    Issue.record("seed \(seed): everybody may have the case")
                    continue
                }
                handed[owner, default: 0] += minutes
            }
            for one in assignment.collectors {
                #expect(one.load == handed[one.id, default: 0], "seed \(seed)")
                for other in assignment.collectors {
                    // Shares of the day by cross multiplication: load / minutes <= (load of the other + a case) /
                    // minutes.
                    #expect(
                        one.load * other.minutesPerDay <= (other.load + largest) * one.minutesPerDay,
                        "seed \(seed): \(one.load)/\(one.minutesPerDay) beside \(other.load)/\(other.minutesPerDay)")
                    let isOver = one.load > one.minutesPerDay
                    #expect(!isOver || other.load + largest > other.minutesPerDay, "seed \(seed)")
                }
            }
        }
    }

    @Test("a run that was interrupted anywhere and went on hands out the same")
    func sameAfterInterruption() {
        for seed in 0..<1000 {
            var random = Seeded(UInt64(seed + 7000))
            let people = (1...random.int(1...6)).map {
                Self.collector(
                    Int64($0), minutes: random.int(0...480), load: random.int(0...100),
                    languages: random.chance(30) ? ["id"] : [], portfolios: random.chance(30) ? ["p"] : [])
            }
            let cases = (1...40).map {
                Self.unowned(
                    Int64($0), minutes: random.int(1...20), portfolio: random.chance(50) ? "p" : "q",
                    language: random.chance(30) ? "en" : random.chance(50) ? "id" : nil,
                    wanted: random.chance(10) ? "c2" : nil)
            }
            var whole = Assignment(people)
            let expected = cases.map { whole.assign($0) }
            var first = Assignment(people.shuffled(using: &random))
            let cut = random.int(0...40)
            var got = cases[..<cut].map { first.assign($0) }
            var second = Assignment(first.collectors)
            got += cases[cut...].map { second.assign($0) }
            #expect(got == expected, "seed \(seed)")
            for (unowned, owner) in zip(cases, expected) {
                guard let owner, let collector = people.first(where: { $0.id == owner }) else { continue }
                #expect(collector.minutesPerDay > 0, "seed \(seed)")
                #expect(
                    collector.portfolios.isEmpty || collector.portfolios.contains(unowned.portfolio), "seed \(seed)")
                if let language = unowned.language {
                    #expect(collector.languages.isEmpty || collector.languages.contains(language), "seed \(seed)")
                }
            }
        }
    }

    /// Looks at everybody for every case.
    private static func slowly(_ people: inout [CollectorCapacity], _ unowned: UnownedCase) -> Int64? {
        let eligible = people.indices.filter { index in
            let one = people[index]
            let speaks = unowned.language.map { one.languages.isEmpty || one.languages.contains($0) } ?? true
            let works = one.portfolios.isEmpty || one.portfolios.contains(unowned.portfolio)
            return one.minutesPerDay > 0 && speaks && works
        }
        let freest = eligible.min { left, right in
            let (one, other) = (people[left], people[right])
            let share = (one.load + unowned.minutes) * other.minutesPerDay
            let otherShare = (other.load + unowned.minutes) * one.minutesPerDay
            return share == otherShare ? one.id < other.id : share < otherShare
        }
        guard let chosen = eligible.first(where: { people[$0].name == unowned.wanted }) ?? freest else { return nil }
        people[chosen].load += unowned.minutes
        return people[chosen].id
    }

    @Test("hands out as one does who looks at everybody for every case", arguments: 0..<4)
    func likeTheSlowModel(block: Int) {
        for seed in block * 250..<(block + 1) * 250 {
            var random = Seeded(UInt64(seed + 40_000))
            var people = (1...random.int(1...30)).map { id in
                Self.collector(
                    Int64(id), minutes: [0, 240, 400, 400][random.int(0...3)], load: random.int(0...60),
                    languages: [[], ["id"], ["id", "en"]][random.int(0...2)],
                    portfolios: random.chance(25) ? ["p"] : [])
            }
            var assignment = Assignment(people.shuffled(using: &random))
            for debtor in 1...Int64(random.int(1...120)) {
                let unowned = Self.unowned(
                    debtor, minutes: random.int(1...12), portfolio: random.chance(50) ? "p" : "q",
                    language: random.chance(20) ? "en" : random.chance(50) ? "id" : nil,
                    wanted: random.chance(20) ? "c\(random.int(1...35))" : nil)
                let expected = Self.slowly(&people, unowned)
                #expect(assignment.assign(unowned) == expected, "seed \(seed), case \(debtor)")
            }
            #expect(assignment.collectors.map(\.load) == people.map(\.load), "seed \(seed)")
        }
    }

    @Test func whoIsFreestGetsTheCase() {
        var assignment = Assignment([
            Self.collector(1, minutes: 400, load: 100), Self.collector(2, minutes: 100, load: 20),
            Self.collector(3, minutes: 0),
        ])
        // 110/400 is fuller than 30/100 is not: 27.5 % beside 30 %.
        #expect(assignment.assign(Self.unowned(1, minutes: 10)) == 1)
        // Now 120/400 beside 30/100: a tie, which the older collector gets.
        #expect(assignment.assign(Self.unowned(2, minutes: 10)) == 1)
        #expect(assignment.assign(Self.unowned(3, minutes: 10)) == 2)
    }

    @Test func namedSpokenAndResponsible() {
        let people = [
            Self.collector(1, languages: ["id"]), Self.collector(2, load: 300, languages: ["id", "en"]),
            Self.collector(3, load: 390, portfolios: ["cards"]),
        ]
        func owner(_ unowned: UnownedCase) -> Int64? {
            var assignment = Assignment(people)
            return assignment.assign(unowned)
        }
        #expect(owner(Self.unowned(1)) == 1)
        #expect(owner(Self.unowned(1, language: "en")) == 2)
        #expect(owner(Self.unowned(1, wanted: "c2")) == 2)
        #expect(owner(Self.unowned(1, wanted: "nobody")) == 1)
        #expect(owner(Self.unowned(1, portfolio: "cards", language: "jv")) == 3)
        #expect(owner(Self.unowned(1, portfolio: "cars", language: "jv")) == nil)
        // A creditor's wish does not make somebody eligible.
        #expect(owner(Self.unowned(1, portfolio: "cars", wanted: "c3")) == 1)
    }
}
