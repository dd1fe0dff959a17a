import Receivables
import Support
import Testing

@Suite struct SettlementProperties {
    @Test(
        "invariant 2: settlement equals a slow model that moves one minor unit at a time, on any day", arguments: 0..<8)
    func equalsSlowModel(block: Int) throws {
        var settler = Settler()
        for seed in block * 500..<(block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            let facts = RandomFacts.facts(&random)
            let waterfall = RandomFacts.waterfall(&random)
            let asOf = Day(Int32(random.int(0...45)))
            try settler.settle(facts, by: waterfall, asOf: asOf)
            let model = SlowModel(facts, waterfall, asOf: asOf)
            for due in settler.result.dues {
                for component in Component.allCases {
                    #expect(
                        Int(due.open[component]) == model.open[due.line]?[component], "seed \(seed) line \(due.line)")
                }
            }
            for source in settler.result.sources {
                #expect(Int(source.allocated) == model.allocated[source.source, default: 0], "seed \(seed)")
                #expect(Int(source.returned) == model.returned[source.source, default: 0], "seed \(seed)")
                #expect(Int(source.unapplied) == model.unapplied[source.source, default: 0], "seed \(seed)")
            }
            #expect(Int(settler.result.unmatchedReturns) == model.unmatched, "seed \(seed)")
        }
    }

    @Test(
        "invariant 1: allocated + unapplied + returned = amount, and no due is paid more than it is", arguments: 0..<4)
    func conserves(block: Int) throws {
        var settler = Settler()
        for seed in 100_000 + block * 500..<100_000 + (block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            let facts = RandomFacts.facts(&random)
            try settler.settle(facts, by: RandomFacts.waterfall(&random), asOf: Day(Int32(random.int(0...45))))
            let result = settler.result
            for source in result.sources {
                let allocated = result.allocations.filter { $0.source == source.source }.reduce(0) { $0 + $1.amount }
                #expect(allocated == source.allocated, "seed \(seed)")
                #expect(source.allocated + source.unapplied + source.returned == source.amount, "seed \(seed)")
                #expect(source.unapplied >= 0 && source.returned >= 0 && source.allocated >= 0, "seed \(seed)")
            }
            let known = facts.payments.filter { result.outcome(of: $0.id) != nil }
            var sum: (amount: Int64, allocated: Int64, unapplied: Int64, returned: Int64) = (0, 0, 0, 0)
            for payment in known {
                let outcome = result.outcome(of: payment.id) ?? (0, 0, 0)
                #expect(
                    outcome.allocated + outcome.unapplied + outcome.returned == payment.amount,
                    "seed \(seed) payment \(payment.id)")
                sum.amount += payment.amount
                sum.allocated += outcome.allocated
                sum.unapplied += outcome.unapplied
                sum.returned += outcome.returned
            }
            #expect(sum.returned == 0 && sum.amount == sum.allocated + sum.unapplied, "seed \(seed)")
            for due in result.dues {
                let whole = facts.dues.first { $0.line == due.line }?.amounts ?? .zero
                for component in Component.allCases {
                    let paid = result.allocations.filter { $0.line == due.line && $0.component == component }
                        .reduce(0) { $0 + $1.amount }
                    #expect(paid + due.open[component] == whole[component], "seed \(seed)")
                    #expect(due.open[component] >= 0, "seed \(seed)")
                }
            }
        }
    }

    @Test("invariant 2: one payment after another gives the same position as settling from scratch", arguments: 0..<4)
    func incrementalEqualsScratch(block: Int) throws {
        var settler = Settler()
        var received = 0
        for seed in 200_000 + block * 500..<200_000 + (block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            var facts = RandomFacts.facts(&random)
            let waterfall = RandomFacts.waterfall(&random)
            try settler.settle(facts, by: waterfall, asOf: .last)
            var position = try settler.result.position(factDay: facts.lastFactDay)
            for step in 0..<4 {
                let payment = RandomFacts.payment(Int64(100 + step), facts, &random)
                facts.payments.append(payment)
                try settler.settle(facts, by: waterfall, asOf: .last)
                let scratch = try settler.result.position(factDay: facts.lastFactDay)
                if try position.receive(payment, by: waterfall) {
                    received += 1
                    #expect(position == scratch, "seed \(seed) step \(step)")
                }
                position = scratch
            }
        }
        #expect(received > 100, "the fast path must be taken often enough to be tested: \(received)")
    }

    @Test("the order in which facts are listed does not matter", arguments: 0..<2)
    func orderOfFactsDoesNotMatter(block: Int) throws {
        var settler = Settler()
        for seed in 300_000 + block * 500..<300_000 + (block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            var facts = RandomFacts.facts(&random)
            let waterfall = RandomFacts.waterfall(&random)
            try settler.settle(facts, by: waterfall, asOf: Day(40))
            let before = try settler.result.position(factDay: facts.lastFactDay)
            facts.dues.shuffle(using: &random)
            facts.payments.shuffle(using: &random)
            try settler.settle(facts, by: waterfall, asOf: Day(40))
            #expect(try settler.result.position(factDay: facts.lastFactDay) == before, "seed \(seed)")
        }
    }

    @Test("invariant 2: a stored position holds on the day of its last fact and on every later day", arguments: 0..<3)
    func positionHoldsOn(block: Int) throws {
        var settler = Settler()
        for seed in 400_000 + block * 500..<400_000 + (block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            let facts = RandomFacts.facts(&random)
            let waterfall = RandomFacts.waterfall(&random)
            let last = facts.lastFactDay
            try settler.settle(facts, by: waterfall, asOf: .last)
            let stored = try settler.result.position(factDay: last)
            for later in [0, 1, random.int(2...400)] {
                let asOf = last.adding(days: later)
                try settler.settle(facts, by: waterfall, asOf: asOf)
                #expect(try settler.result.position(factDay: last) == stored, "seed \(seed) \(later) days later")
            }
        }
    }

    @Test("invariant 3, of a single account: the same facts once more change nothing, whatever was settled between")
    func settlingAgainChangesNothing() throws {
        var reused = Settler()
        for seed in 500_000..<501_500 {
            var random = Seeded(UInt64(seed))
            let facts = RandomFacts.facts(&random)
            let others = RandomFacts.facts(&random)
            let waterfall = RandomFacts.waterfall(&random)
            let asOf = Day(Int32(random.int(0...45)))
            var fresh = Settler()
            try fresh.settle(facts, by: waterfall, asOf: asOf)
            try reused.settle(facts, by: waterfall, asOf: asOf)
            try reused.settle(others, by: .standard, asOf: asOf)
            try reused.settle(facts, by: waterfall, asOf: asOf)
            #expect(reused.result.dues == fresh.result.dues, "seed \(seed)")
            #expect(reused.result.sources == fresh.result.sources, "seed \(seed)")
            #expect(reused.result.allocations == fresh.result.allocations, "seed \(seed)")
            #expect(reused.result.unmatchedReturns == fresh.result.unmatchedReturns, "seed \(seed)")
        }
    }

    @Test("invariant 1: money and claims together are conserved, so arrears and credit explain every unit")
    func wholeBookBalances() throws {
        var settler = Settler()
        for seed in 600_000..<601_500 {
            var random = Seeded(UInt64(seed))
            let facts = RandomFacts.facts(&random)
            let asOf = Day(Int32(random.int(0...45)))
            try settler.settle(facts, by: RandomFacts.waterfall(&random), asOf: asOf)
            let claims = facts.dues.filter { $0.isOnBook(asOf: asOf) }.reduce(0) { $0 + $1.amounts.total }
            let money = facts.payments.filter { $0.day <= asOf }.reduce(0) { $0 + $1.amount }
            let open = settler.result.dues.reduce(0) { $0 + $1.open.total }
            // What is claimed less what came = what is open less what waits, but for returns of money never seen.
            let waits = try settler.result.credit() - settler.result.unmatchedReturns
            #expect(claims - money == open - waits, "seed \(seed)")
        }
    }
}
