import Receivables
import Support
import Testing

@Suite struct AgeingTests {
    private static let asOf = Day(1000)

    private struct Account {
        let debtor: Int64
        let currency: Currency
        /// Days past due of each due (below 1: not past due), and its open amount.
        let dues: [(days: Int, amount: Int64)]
        let credit: Int64

        var open: [OpenDue] {
            dues.enumerated().map { line, due in
                OpenDue(
                    line: Int32(line + 1), day: asOf.adding(days: -due.days), open: Components(principal: due.amount))
            }.sorted { ($0.day, $0.line) < ($1.day, $1.line) }
        }

        func arrears() throws -> Arrears {
            try Arrears(open: open, account: 1, policy: ArrearsPolicy(), asOf: asOf)
        }
    }

    private static func account(_ debtor: Int64, _ code: String, _ dues: [(Int, Int64)], credit: Int64 = 0) throws
        -> Account
    {
        Account(
            debtor: debtor, currency: try #require(Currency(code)), dues: dues.map { (days: $0.0, amount: $0.1) },
            credit: credit)
    }

    private static func age(_ accounts: [Account]) throws -> Ageing {
        var ageing = Ageing(asOf: asOf, buckets: .standard)
        for account in accounts {
            try ageing.add(
                debtor: account.debtor, currency: account.currency, open: account.open, arrears: account.arrears(),
                credit: account.credit)
        }
        try ageing.finish()
        return ageing
    }

    @Test("by due, by account and by debtor")
    func threeWays() throws {
        // Debtor 1 owes rupiah on two accounts and dollars on a third; the dollars are late the longest.
        let ageing = try Self.age([
            Self.account(1, "IDR", [(-5, 10), (0, 20), (1, 30), (30, 40)]),
            Self.account(1, "IDR", [(31, 50)], credit: 7),
            Self.account(1, "USD", [(181, 60), (180, 70)]),
            Self.account(2, "IDR", [(-9, 80)]),
            Self.account(3, "IDR", [], credit: 9),
        ])
        let rupiah = try #require(ageing.totals[.rupiah])
        #expect(rupiah.open.count == 6 && rupiah.open.amount == 230)
        #expect(rupiah.overdue.count == 3 && rupiah.overdue.amount == 120)
        #expect(
            rupiah.byDue.map(\.amount) == [110, 70, 50, 0, 0, 0, 0]
                && rupiah.byDue.map(\.count) == [3, 2, 1, 0, 0, 0, 0])
        #expect(rupiah.byAccount.map(\.accounts) == [1, 1, 1, 0, 0, 0, 0])
        #expect(rupiah.byAccount.map(\.open) == [80, 100, 50, 0, 0, 0, 0])
        #expect(rupiah.byAccount.map(\.overdue) == [0, 70, 50, 0, 0, 0, 0])
        #expect(rupiah.byDebtor.map(\.debtors) == [1, 0, 0, 0, 0, 0, 1])
        #expect(rupiah.byDebtor.map(\.open) == [80, 0, 0, 0, 0, 0, 150])
        #expect(rupiah.byDebtor.map(\.overdue) == [0, 0, 0, 0, 0, 0, 120])
        #expect(rupiah.overdueAccounts == 2 && rupiah.overdueDebtors == 1 && rupiah.credit == 16)
        let dollars = try #require(Currency("USD").flatMap { ageing.totals[$0] })
        #expect(dollars.byDue.map(\.amount) == [0, 0, 0, 0, 0, 70, 60])
        #expect(dollars.byAccount.map(\.open) == [0, 0, 0, 0, 0, 0, 130])
        #expect(dollars.byDebtor.map(\.debtors) == [0, 0, 0, 0, 0, 0, 1])
    }

    private static func random(_ random: inout Seeded) throws -> [Account] {
        try (1...Int64(random.int(1...8))).flatMap { debtor in
            try (0..<random.int(1...3)).map { _ in
                try account(
                    debtor, random.chance(70) ? "IDR" : "USD",
                    (0..<random.int(0...4)).map { _ in
                        (
                            random.pick([-9, -1, 0, 1, 29, 30, 31, 60, 61, 90, 91, 120, 121, 180, 181, 900]),
                            Int64(random.int(1...99))
                        )
                    }, credit: random.chance(20) ? 5 : 0)
            }
        }
    }

    @Test("every way of cutting it adds up to the same, and equals adding each due by hand", arguments: 0..<2)
    func addsUp(block: Int) throws {
        for seed in block * 600..<(block + 1) * 600 {
            var random = Seeded(UInt64(seed))
            let accounts = try Self.random(&random)
            let ageing = try Self.age(accounts)
            for (currency, totals) in ageing.totals {
                let mine = accounts.filter { $0.currency == currency }
                let dues = mine.flatMap(\.dues)
                for bucket in 0..<7 {
                    let here = dues.filter { Buckets.standard.index(of: max(0, $0.days)) == bucket }
                    #expect(totals.byDue[bucket].count == here.count, "seed \(seed)")
                    #expect(totals.byDue[bucket].amount == here.reduce(0) { $0 + $1.amount }, "seed \(seed)")
                }
                #expect(totals.byAccount.reduce(0) { $0 + $1.open } == totals.open.amount, "seed \(seed)")
                #expect(totals.byAccount.reduce(0) { $0 + $1.overdue } == totals.overdue.amount, "seed \(seed)")
                #expect(
                    totals.byAccount.reduce(0) { $0 + $1.accounts } == mine.count { !$0.dues.isEmpty }, "seed \(seed)")
                #expect(totals.byDebtor.reduce(0) { $0 + $1.open } == totals.open.amount, "seed \(seed)")
                #expect(totals.byDebtor.reduce(0) { $0 + $1.overdue } == totals.overdue.amount, "seed \(seed)")
                #expect(totals.credit == mine.reduce(0) { $0 + $1.credit }, "seed \(seed)")
                let late = mine.filter { $0.dues.contains { $0.days > 0 } }
                #expect(totals.overdueAccounts == late.count, "seed \(seed)")
                #expect(totals.overdueDebtors == Set(late.map(\.debtor)).count, "seed \(seed)")
                for debtor in Set(mine.filter { !$0.dues.isEmpty }.map(\.debtor)) {
                    let days = accounts.filter { $0.debtor == debtor }.flatMap(\.dues).map(\.days).max() ?? 0
                    #expect(totals.byDebtor[Buckets.standard.index(of: max(0, days))].debtors > 0, "seed \(seed)")
                }
                let debtors = Set(mine.filter { !$0.dues.isEmpty }.map(\.debtor)).count
                #expect(totals.byDebtor.reduce(0) { $0 + $1.debtors } == debtors, "seed \(seed)")
            }
        }
    }

    @Test("in two parts, with debtors that come back, and by the short way for accounts that are not late")
    func inParts() throws {
        for seed in 5000..<6000 {
            var random = Seeded(UInt64(seed))
            let accounts = try Self.random(&random)
            let whole = try Self.age(accounts)
            let middle = Int64(random.int(0...8))
            var total = Ageing(asOf: Self.asOf, buckets: .standard)
            for isFirst in [true, false] {
                let part = accounts.filter { ($0.debtor <= middle) == isFirst }
                var ageing = Ageing(asOf: Self.asOf, buckets: .standard)
                var late: [Account] = []
                for account in part {
                    let arrears = try account.arrears()
                    if random.chance(30) {
                        late.append(account)
                        ageing.comesBack(account.debtor)
                    } else if arrears.isOverdue {
                        try ageing.add(
                            debtor: account.debtor, currency: account.currency, open: account.open, arrears: arrears,
                            credit: account.credit)
                    } else {
                        try ageing.addCurrent(
                            debtor: account.debtor, currency: account.currency, count: arrears.openDues,
                            amount: arrears.open, credit: account.credit)
                    }
                }
                for account in late {
                    try ageing.add(
                        debtor: account.debtor, currency: account.currency, open: account.open,
                        arrears: account.arrears(),
                        credit: account.credit)
                }
                try total.add(ageing)
            }
            #expect(total.totals == whole.totals, "seed \(seed)")
        }
    }

    @Test func totalsThatDoNotFitAreAnError() throws {
        let huge = try (1...10_000).map { try Self.account(Int64($0), "IDR", [(1, largestAmountMinor)]) }
        #expect(throws: Problem(.amountOverflow)) { try Self.age(huge) }
        #expect(throws: Problem(.amountOverflow)) {
            var ageing = Ageing(asOf: Self.asOf, buckets: .standard)
            for debtor in 1...2 as ClosedRange<Int64> {
                try ageing.addCurrent(debtor: debtor, currency: .rupiah, count: 0, amount: 0, credit: .max / 2 + 1)
            }
        }
    }
}
