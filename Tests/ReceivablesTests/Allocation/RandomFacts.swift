import Receivables
import Support

/// Small random accounts, with everything that can happen to one.
enum RandomFacts {
    static func waterfall(_ random: inout Seeded) -> Waterfall {
        switch random.int(0...5) {
        case 0: return .standard
        case 1: return .multifinance
        case 2: return Waterfall(componentOrder: Component.allCases.shuffled(using: &random))
        case 3: return staged([(.due, .byComponent), (.inAdvance, .byDue)], &random)
        case 4: return staged([(.overdue, .byDue), (.dueToday, .byDue), (.inAdvance, .byComponent)], &random)
        default: return staged([(.all, .byComponent)], &random)
        }
    }

    private static func staged(_ parts: [(Waterfall.Scope, Waterfall.Walk)], _ random: inout Seeded) -> Waterfall {
        let stages = parts.map {
            Waterfall.Stage(scope: $0.0, walk: $0.1, components: Component.allCases.shuffled(using: &random))
        }
        guard let waterfall = try? Waterfall(stages: stages) else { preconditionFailure("the stages cover everything") }
        return waterfall
    }

    static func facts(_ random: inout Seeded) -> AccountFacts {
        var facts = AccountFacts()
        let staggered = random.chance(40)
        for line in 1...random.int(1...6) {
            let sign: Int64 = random.chance(12) ? -1 : 1
            var amounts = Components.zero
            for component in Component.allCases where random.chance(60) {
                amounts[component] = sign * Int64(random.int(0...9))
            }
            facts.dues.append(
                Due(
                    line: Int32(line), issued: staggered && random.chance(70) ? Day(Int32(random.int(0...25))) : nil,
                    day: Day(Int32(random.int(0...30))), amounts: amounts,
                    withdrawn: random.chance(10) ? Day(Int32(random.int(5...40))) : nil))
        }
        for id in 0..<random.int(0...6) { facts.payments.append(payment(Int64(id), facts, &random)) }
        return facts
    }

    static func payment(_ id: Int64, _ facts: AccountFacts, _ random: inout Seeded) -> Payment {
        let day = Day(Int32(random.int(0...35)))
        if random.chance(20) {
            let named =
                random.chance(40) ? facts.payments.filter { !$0.isReturn }.randomElement(using: &random)?.id : nil
            return Payment(id: id, day: day, amount: -Int64(random.int(1...20)), takesBack: named)
        }
        let line = Int32(random.int(1...7))
        let direction: Payment.Direction =
            random.chance(75) ? .none : random.chance(50) ? .first(line: line) : .only(line: line)
        return Payment(id: id, day: day, amount: Int64(random.int(1...30)), direction: direction)
    }
}
