import Casework
import Receivables
import Support
import Testing

/// How a strategy lets cases end beside being paid.
@Suite struct ExitStories {
    private static func exits(_ change: (inout Exits) -> Void) -> Exits {
        var exits = Exits()
        change(&exits)
        return exits
    }

    private static func proposal(_ days: Int, _ kind: String) -> Exits.Proposal {
        Exits.Proposal(days: days, step: Ladders.named("exit-\(days)", .daysPastDue(days), kind))
    }

    @Test func littleOverdueIsNoCase() throws {
        // Amounts in stories are minor units of rupiah: 300 rupiah are 30,000 of them.
        let strategy = Ladders.strategy("sms@1 call@3", exits: Self.exits { $0.overdueBelow = 300 })
        try Story.play(
            """
            | day | told                                    | then                     |
            | 1   | owes 20000 on 2; owes 20000 on 20       | next 3                   |
            | 3   |                                         | next 21                  |
            | 21  |                                         | opened, call@3           |
            | 22  | pays 9999                               |                          |
            | 23  | pays 2                                  | closed cured, next never |
            | 90  |                                         |                          |
            """, strategy)
    }

    @Test func aProposalIsMadeOnceAnEpisode() throws {
        let strategy = Ladders.strategy(
            "call@3 review@30",
            exits: Self.exits { $0.proposals = [Self.proposal(10, "review"), Self.proposal(20, "placement")] })
        try Story.play(
            """
            | day | told           | then                                |
            | 1   | owes 500 on 2  | next 3                              |
            | 3   |                | opened, next 5                      |
            | 5   |                | call@3, next 12                     |
            | 12  |                | exit-10, waits 12, next 22          |
            | 22  |                | exit-20, waits 22, next 32          |
            | 32  |                | review@30, next never               |
            | 60  | pays 500       | closed settled                      |
            | 61  | owes 500 on 62 |                                     |
            | 63  |                | opened                              |
            | 65  |                | call@3                              |
            | 72  |                | exit-10                             |
            """, strategy)
    }

    @Test func afterAnOutageOnlyTheLastProposalIsMade() throws {
        let strategy = Ladders.strategy(
            "sms@1", exits: Self.exits { $0.proposals = [Self.proposal(10, "review"), Self.proposal(20, "placement")] })
        try Story.play(
            """
            | day  | told              | then                    |
            | 1    | owes 500 on 2     |                         |
            | 2-29 |                   |                         |
            | 30   | promises 500 by 34 | opened                 |
            | 35   |                   | broken, exit-20, sms@1, waits 36, next never |
            | 90   |                   |                         |
            """, strategy)
    }

    @Test func amountsOfTwoCurrenciesAreNeverLittle() throws {
        let strategy = Ladders.strategy("call@1", exits: Self.exits { $0.overdueBelow = 300 })
        func facts(_ overdue: [(Currency, Int64)]) throws -> CaseFacts {
            try CaseFacts(
                debtor: 1, open: nil, lastEpisode: 0,
                accounts: try overdue.enumerated().map { index, amount in
                    let due = OpenDue(line: 1, day: Day(20_000), open: Components(principal: amount.1))
                    let arrears = try Arrears(
                        open: [due], account: Int64(index), holds: [], policy: ArrearsPolicy(), asOf: Day(20_010))
                    return AccountStanding(
                        account: Int64(index), portfolio: 1, portfolioName: "p", lender: .multifinance, product: nil,
                        currency: amount.0, collector: nil, arrears: arrears, contactable: arrears,
                        hasLaterFact: false, strategy: strategy)
                }, promises: [], holds: [], lastAttempt: nil, attempts: 0, taken: [], strategies: [1: strategy])
        }
        let (idr, usd) = (try #require(Currency("IDR")), try #require(Currency("USD")))
        #expect(Advance.decide(try facts([(idr, 100)]), on: Self.today).isOpened == false)
        #expect(Advance.decide(try facts([(idr, 100), (usd, 100)]), on: Self.today).isOpened)
        #expect(Advance.decide(try facts([(usd, 29_999)]), on: Self.today).isOpened == false)
        #expect(Advance.decide(try facts([(usd, 30_000)]), on: Self.today).isOpened)
    }

    private static let today = BusinessDay(day: Day(20_010), calendar: WorkingDays(holidays: []))
}
