import Casework
import Receivables
import Support
import Testing

@Suite struct SegmentTests {
    private func subject(
        portfolio: String = "retail", product: String? = "PAYLATER", lender: LenderType = .multifinance,
        overdue: Int64 = 100,
        broken: Int = 0
    ) -> SegmentSubject {
        SegmentSubject(
            portfolio: portfolio, product: product, lender: lender, overdueMajor: overdue, brokenPromises: broken)
    }

    @Test func everyCriterionMustFitAndTheFirstSegmentWins() {
        var products = SegmentCriteria()
        products.products = ["PAYLATER"]
        products.overdueFrom = 50
        var promises = SegmentCriteria()
        promises.brokenPromisesFrom = 2
        let strategy = Ladders.strategy([
            Ladders.segment("paylater", "sms@1", products), Ladders.segment("broken", "call@1", promises),
            Ladders.segment("rest", "letter@1"),
        ])
        #expect(strategy.segment(for: subject())?.name == "paylater")
        #expect(strategy.segment(for: subject(broken: 5))?.name == "paylater")
        #expect(strategy.segment(for: subject(overdue: 50))?.name == "paylater")
        #expect(strategy.segment(for: subject(overdue: 49))?.name == "rest")
        #expect(strategy.segment(for: subject(product: nil))?.name == "rest")
        #expect(strategy.segment(for: subject(product: "CAR", broken: 2))?.name == "broken")
        #expect(strategy.segment(for: subject(product: "CAR", broken: 1))?.name == "rest")
        #expect(strategy.segment(named: "broken")?.ladder.map(\.id) == ["call@1"])
        #expect(strategy.segment(named: "none") == nil)
    }

    @Test func eachCriterionAlone() {
        func fits(_ subject: SegmentSubject, _ set: (inout SegmentCriteria) -> Void) -> Bool {
            var criteria = SegmentCriteria()
            set(&criteria)
            return criteria.fit(subject)
        }
        #expect(fits(subject()) { _ in })
        #expect(fits(subject()) { $0.portfolios = ["b", "retail"] } && !fits(subject()) { $0.portfolios = ["b"] })
        #expect(fits(subject()) { $0.lenders = [.multifinance] } && !fits(subject()) { $0.lenders = [.bank] })
        #expect(fits(subject()) { $0.overdueTo = 100 } && !fits(subject()) { $0.overdueTo = 99 })
        #expect(fits(subject()) { $0.overdueFrom = 100 } && !fits(subject()) { $0.overdueFrom = 101 })
        #expect(
            fits(subject(broken: 1)) { $0.brokenPromisesFrom = 1 } && !fits(subject()) { $0.brokenPromisesFrom = 1 })
        #expect(!fits(subject()) { $0.products = [] })
    }

    @Test("the segment counts the overdue amount of the currency of the worst account, in whole units")
    func segmentOfACase() throws {
        var large = SegmentCriteria()
        large.overdueFrom = 10
        let strategy = Ladders.strategy([Ladders.segment("large", "call@1", large), Ladders.segment("small", "sms@1")])
        let table = Table(
            """
            | first | second | other currency | segment |
            | 999   | 0      | 0              | small   |
            | 1000  | 0      | 0              | large   |
            | 600   | 400    | 0              | large   |
            | 600   | 0      | 4000           | small   |
            """)
        for record in table.records {
            var desk = OneDebtor([strategy])
            for (id, column) in ["first", "second", "other currency"].enumerated() {
                guard let amount = record[column].flatMap({ Int64($0) }), amount > 0 else { continue }
                var account = OneAccount()
                account.currency = id == 2 ? try #require(Currency("USD")) : .rupiah
                account.facts.dues = [Due(line: 1, day: Story.day(id), amounts: Components(principal: amount))]
                desk.accounts[Int64(id)] = account
            }
            #expect(try desk.run(on: Story.day(5)).record?.segment == record["segment"], "\(record)")
        }
    }

    @Test("amounts that do not add up inside 64 bits are an error, not a crash and not a wrap")
    func overflowIsAnError() throws {
        var arrears = Arrears()
        arrears.overdue.principal = .max / 2 + 1
        let standing = AccountStanding(
            account: 1, portfolio: 1, portfolioName: "p", lender: .bank, product: nil, currency: .rupiah,
            collector: nil,
            arrears: arrears, contactable: arrears, hasLaterFact: false, strategy: Ladders.strategy("call@1"))
        func facts(_ accounts: [AccountStanding]) throws(Problem) -> CaseFacts {
            try CaseFacts(
                debtor: 1, open: nil, lastEpisode: 0, accounts: accounts, promises: [], holds: [], lastAttempt: nil,
                attempts: 0, taken: [], strategies: [:])
        }
        #expect(try facts([standing]).overdue == [.rupiah: .max / 2 + 1])
        #expect(throws: Problem(.amountOverflow)) { try facts([standing, standing]) }
    }

    @Test func daysBeforeTheDueDate() {
        let strategy = Ladders.strategy([
            Ladders.segment("a", "sms@-7 sms@0 sms@1"), Ladders.segment("b", "sms@-3 sms@0 letter@eom5 call@+4"),
        ])
        #expect(strategy.daysBeforeArrears == [-7, -3, 0])
        #expect(strategy.leadDays == 7)
        #expect(strategy.segments.map { $0.beforeArrears.count } == [2, 2])
        #expect(strategy.segments.map { $0.inArrears.map(\.id) } == [["sms@1"], ["letter@eom5", "call@+4"]])
        #expect(Ladders.strategy("sms@0 call@3").leadDays == 0)
    }
}
