import Receivables
import Support
import Testing

@Suite struct WaterfallTests {
    /// Three dues: one past due, one of the day of the money, one in advance, each of one unit of every component...
    /// but five of principal.
    private static func paid(_ waterfall: Waterfall, _ amount: Int64, _ direction: Payment.Direction = .none) throws
        -> String
    {
        let dues = (1...3).map {
            Due(
                line: Int32($0), day: Day(Int32($0 * 10)),
                amounts: Components(principal: 5, interest: 1, fee: 1, penalty: 1))
        }
        let facts = AccountFacts(
            dues: dues, payments: [Payment(id: 1, day: Day(20), amount: amount, direction: direction)])
        var settler = Settler()
        try settler.settle(facts, by: waterfall, asOf: Day(25))
        let order = settler.result.allocations.map { "\($0.line)\($0.component.name.prefix(2))\($0.amount)" }
        return order.joined(separator: " ")
    }

    private static let staged = [
        "by component": "all by-component penalty,fee,interest,principal",
        "in advance": "due by-due penalty,fee,interest,principal; in-advance by-due principal,penalty,fee,interest",
        "three stages": """
            overdue by-due principal,interest,fee,penalty; due-today by-component fee,principal,interest,penalty; \
            in-advance by-due interest,principal,fee,penalty
            """,
    ]

    @Test func worked() throws {
        let table = Table(
            """
            | waterfall       | money | pays in this order                                |
            | classic         | 9     | 1fe1 1pe1 1in1 1pr5 2fe1                          |
            | multifinance    | 9     | 1fe1 1in1 1pr5 2fe1 2in1                          |
            | multifinance    | 22    | 1fe1 1in1 1pr5 2fe1 2in1 2pr5 3fe1 3in1 3pr5 1pe1 |
            | principal-first | 7     | 1pr5 1in1 1fe1                                    |
            | principal       | 6     | 1pr5 1fe1                                         |
            | by component    | 8     | 1pe1 2pe1 3pe1 1fe1 2fe1 3fe1 1in1 2in1           |
            | in advance      | 22    | 1pe1 1fe1 1in1 1pr5 2pe1 2fe1 2in1 2pr5 3pr5 3pe1 |
            | three stages    | 18    | 1pr5 1in1 1fe1 1pe1 2fe1 2pr5 2in1 2pe1 3in1 3pr1 |
            """)
        for row in table.rows {
            let waterfall = try Waterfall(text: Self.staged[row[0]] ?? row[0])
            #expect(try Self.paid(waterfall, Int64(row[1]) ?? 0) == row[2], "\(row[0])")
        }
    }

    @Test("what the payer names comes first, or alone")
    func directions() throws {
        #expect(try Self.paid(.standard, 10, .first(line: 3)) == "3fe1 3pe1 3in1 3pr5 1fe1 1pe1")
        #expect(try Self.paid(.standard, 10, .only(line: 3)) == "3fe1 3pe1 3in1 3pr5")
        #expect(try Self.paid(.standard, 3, .first(line: 9)) == "1fe1 1pe1 1in1")
        #expect(try Self.paid(.standard, 3, .only(line: 9)).isEmpty)
    }

    @Test("the written form reads back to the same waterfall")
    func text() throws {
        for seed in 0..<1000 {
            var random = Seeded(UInt64(seed))
            let waterfall = RandomFacts.waterfall(&random)
            #expect(try Waterfall(text: waterfall.text) == waterfall, "seed \(seed): \(waterfall.text)")
        }
        #expect(Waterfall.standard.text == "classic" && Waterfall.multifinance.text == "multifinance")
        #expect(try Waterfall(text: "FEE, Penalty,interest") == .standard)
    }

    @Test("a waterfall that leaves something unpaid, or is no waterfall, is refused")
    func refused() {
        for text in [
            "", " ", ";", "all", "fee,fee", "fees", "due by-due fee,penalty,interest,principal",
            "in-advance by-due fee,penalty,interest,principal",
            "due principal; in-advance fee,penalty,interest,principal",
            "overdue fee,penalty,interest,principal; in-advance fee,penalty,interest,principal",
            "all by-component fee,penalty,interest", "classic; multifinance",
        ] {
            #expect(throws: Problem.self, "\(text)") { try Waterfall(text: text) }
        }
    }
}
