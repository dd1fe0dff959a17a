import Receivables
import Support
import Testing

/// Credit notes, reversals and back-dated facts: what the book says as of a day, and as it was known.
@Suite struct MoneyInTimeTests {
    private static func due(
        _ line: Int32, _ day: Int, _ amount: Int64, issued: Int? = nil, withdrawn: Int? = nil
    ) -> Due {
        Due(
            line: line, issued: issued.map { Day(Int32($0)) }, day: Day(Int32(day)),
            amounts: Components(principal: amount),
            withdrawn: withdrawn.map { Day(Int32($0)) })
    }

    private static func pay(_ id: Int64, _ day: Int, _ amount: Int64, takesBack: Int64? = nil) -> Payment {
        Payment(id: id, day: Day(Int32(day)), amount: amount, takesBack: takesBack)
    }

    private func settle(_ facts: AccountFacts, _ day: Int) throws -> Settlement {
        var settler = Settler()
        try settler.settle(facts, by: .standard, asOf: Day(Int32(day)))
        return settler.result
    }

    private func open(_ facts: AccountFacts, _ day: Int) throws -> [Int64] {
        try settle(facts, day).dues.map(\.open.total)
    }

    @Test("a reversal takes back its payment and no other, and what came after it is allocated anew")
    func reversal() throws {
        var facts = AccountFacts(
            dues: [Self.due(1, 10, 100), Self.due(2, 20, 100), Self.due(3, 30, 100)],
            payments: [Self.pay(1, 10, 100), Self.pay(2, 20, 150)])
        #expect(try open(facts, 25) == [0, 0, 50])
        facts.payments.append(Self.pay(3, 26, -100, takesBack: 1))
        // Before the reversal nothing changes; from its day on the second payment stands alone.
        #expect(try open(facts, 25) == [0, 0, 50])
        #expect(try open(facts, 26) == [0, 50, 100])
        let sources = try settle(facts, 26).sources
        #expect(sources.map(\.returned) == [100, 0] && sources.map(\.allocated) == [0, 150])
        #expect(try settle(facts, 26).allocations.allSatisfy { $0.source == .payment(2) })
    }

    @Test("a return that names no payment takes the one of its amount, else the latest money")
    func unnamedReturn() throws {
        var facts = AccountFacts(
            dues: [Self.due(1, 10, 500)], payments: [Self.pay(1, 10, 100), Self.pay(2, 11, 70), Self.pay(3, 12, 90)])
        facts.payments.append(Self.pay(4, 20, -100))
        #expect(try settle(facts, 20).sources.map(\.returned) == [100, 0, 0])
        facts.payments[3].amount = -95
        #expect(try settle(facts, 20).sources.map(\.returned) == [0, 5, 90])
        facts.payments[3].amount = -300
        #expect(try settle(facts, 20).sources.map(\.returned) == [100, 70, 90])
        #expect(try settle(facts, 20).unmatchedReturns == 40)
        #expect(try open(facts, 20) == [500])
    }

    @Test("a credit note credits from its day on, like with like first, and what is left pays what comes")
    func creditNotes() throws {
        var facts = AccountFacts(dues: [
            Due(line: 1, day: Day(10), amounts: Components(principal: 100, fee: 20)),
            Due(line: 2, issued: Day(15), day: Day(15), amounts: Components(principal: -30, fee: -10)),
            Due(line: 3, issued: Day(40), day: Day(50), amounts: Components(principal: 60)),
        ])
        #expect(try open(facts, 14) == [120])
        #expect(try settle(facts, 15).dues.map(\.open) == [Components(principal: 70, fee: 10)])
        facts.payments = [Self.pay(1, 20, 100)]
        let after = try settle(facts, 39)
        #expect(after.dues.map(\.open.total) == [0])
        #expect(try after.credit() == 20)
        #expect(try settle(facts, 40).dues.map(\.open.total) == [0, 40])
        #expect(try settle(facts, 40).sources.map(\.source) == [.creditNote(line: 2), .payment(1)])
    }

    @Test("a due counts from the day it is on the book until it is withdrawn, and its money pays the others")
    func issuedAndWithdrawn() throws {
        let facts = AccountFacts(
            dues: [Self.due(1, 10, 100, issued: 5, withdrawn: 30), Self.due(2, 40, 100)],
            payments: [Self.pay(1, 20, 100)])
        #expect(try settle(facts, 4).dues.map(\.line) == [2])
        #expect(try open(facts, 5) == [100, 100] && open(facts, 20) == [0, 100])
        // Off the book, it needs no money: the payment goes to what is left.
        #expect(try settle(facts, 30).dues.map(\.line) == [2] && open(facts, 30) == [0])
    }

    @Test("a back-dated fact changes every day from its value day on, and none before", arguments: 0..<3)
    func backDated(block: Int) throws {
        for seed in block * 500..<(block + 1) * 500 {
            var random = Seeded(UInt64(seed + 900_000))
            var facts = RandomFacts.facts(&random)
            let waterfall = RandomFacts.waterfall(&random)
            let known = facts
            let new = RandomFacts.payment(500, facts, &random)
            facts.payments.append(new)
            var before = Settler()
            var after = Settler()
            for day in stride(from: 0, through: 45, by: 3) {
                let asOf = Day(Int32(day))
                try before.settle(known, by: waterfall, asOf: asOf)
                try after.settle(facts, by: waterfall, asOf: asOf)
                if asOf < new.day {
                    #expect(before.result.dues == after.result.dues, "seed \(seed) day \(day)")
                    #expect(before.result.allocations == after.result.allocations, "seed \(seed) day \(day)")
                } else if new.amount > 0 {
                    #expect(after.result.sources.contains { $0.source == .payment(500) }, "seed \(seed) day \(day)")
                }
            }
        }
    }

    /// A fact and the moment of its recording: the second axis of time.
    private struct Recorded {
        let at: Int
        let change: (inout AccountFacts) -> Void
    }

    @Test(
        "as of a day and as known at a moment: a back-dated payment changes the past days, not what was known of them")
    func twoAxes() throws {
        let journal = [
            Recorded(at: 1) { $0.dues.append(Self.due(1, 10, 100)) },
            Recorded(at: 14) { $0.payments.append(Self.pay(1, 13, 40)) },
            // Paid on day 12 at a shop, told of on day 20.
            Recorded(at: 20) { $0.payments.append(Self.pay(2, 12, 60)) },
            Recorded(at: 26) { $0.payments.append(Self.pay(3, 25, -60, takesBack: 2)) },
        ]
        func days(asOf: Int, knownAt: Int) throws -> Int {
            var facts = AccountFacts()
            for entry in journal where entry.at <= knownAt { entry.change(&facts) }
            var settler = Settler()
            try settler.settle(facts, by: .standard, asOf: Day(Int32(asOf)))
            return try Arrears(
                open: settler.result.dues, account: 1, policy: ArrearsPolicy(), asOf: Day(Int32(asOf))
            ).daysPastDue
        }
        let table = Table(
            """
            | as of | known at | days | why                                                  |
            | 15    | 15       | 5    | sixty are open as far as anybody knows               |
            | 15    | 19       | 5    |                                                      |
            | 15    | 20       | 0    | paid in time for day 15, as is known since day 20    |
            | 11    | 20       | 1    | before the value day it was open                     |
            | 12    | 20       | 2    | sixty of it paid, forty open                         |
            | 13    | 20       | 0    | both payments                                        |
            | 25    | 25       | 0    | the return is not known yet                          |
            | 24    | 26       | 0    | nor does it change the day before its value day      |
            | 25    | 26       | 15   | from its value day on the sixty are open again       |
            | 15    | 15       | 5    | and what was known on day 15 stays what was known    |
            """)
        for row in table.rows {
            let numbers = row.prefix(3).compactMap { Int($0) }
            #expect(try days(asOf: numbers[0], knownAt: numbers[1]) == numbers[2], "\(row)")
        }
    }

    @Test("amounts out of bounds, and sums that do not fit, are errors")
    func overflow() throws {
        let most = largestAmountMinor
        func settled(_ dues: [Due], _ payments: [Payment]) throws -> Position {
            var settler = Settler()
            try settler.settle(AccountFacts(dues: dues, payments: payments), by: .standard, asOf: Day(10))
            let position = try settler.result.position(factDay: Day(10))
            _ = try position.openTotal()
            return position
        }
        #expect(try settled([Self.due(1, 1, most)], []).openTotal() == most)
        for amount in [most + 1, .max, .min, -most - 1] as [Int64] {
            #expect(throws: Problem(.amountOverflow)) { try settled([Self.due(1, 1, amount)], []) }
            #expect(throws: Problem(.amountOverflow)) { try settled([], [Self.pay(1, 1, amount)]) }
        }
        let all = Components(principal: most, interest: most, fee: most, penalty: most)
        #expect(try settled([Due(line: 1, day: Day(1), amounts: all)], []).openTotal() == 4 * most)
        let manyDues = (1...10_000).map { Self.due(Int32($0), 1, most) }
        #expect(throws: Problem(.amountOverflow)) { try settled(manyDues, []) }
        let manyPayments = (1...10_000).map { Self.pay(Int64($0), 1, most) }
        #expect(throws: Problem(.amountOverflow)) { try settled([], manyPayments) }
        #expect(throws: Problem(.amountOverflow)) { try settled([], manyPayments.map { Self.pay($0.id, 1, -most) }) }
        #expect(throws: Problem(.amountOverflow)) {
            try Arrears(
                open: manyDues.map { OpenDue(line: $0.line, day: $0.day, open: $0.amounts) }, account: 1,
                policy: ArrearsPolicy(), asOf: Day(10))
        }
        var position = Position(credit: .max - 5)
        #expect(throws: Problem(.amountOverflow)) { try position.receive(Self.pay(1, 1, 10), by: .standard) }
    }
}
