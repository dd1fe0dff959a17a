import Receivables
import Store

/// Of every payment: allocated + unapplied + returned = amount. No due is paid more than it is, nothing is open below
/// zero.
enum AllocationConserves: BookCheck {
    static let name = "allocation-conserves"

    static func run(_ db: any Reading) throws -> CheckResult {
        var result = CheckResult(name)
        let portfolios = try db.portfoliosByID()
        var settler = Settler()
        try FactsWalk.everything(db) { account, facts in
            guard let portfolio = portfolios[account.portfolio] else { return }
            do throws(Problem) {
                try settler.settle(facts, by: portfolio.waterfall, asOf: .last)
                check(settler.result, facts, account, &result)
            } catch { result.count(false, "account \(account.account): \(error.code.rawValue)") }
        }
        return result
    }

    private static func check(
        _ settled: Settlement, _ facts: AccountFacts, _ account: FactsWalk.Account, _ result: inout CheckResult
    ) {
        var paid: [MoneySource: Int64] = [:]
        var onLine: [Int32: Int64] = [:]
        for allocation in settled.allocations {
            paid[allocation.source, default: 0] += allocation.amount
            onLine[allocation.line, default: 0] += allocation.amount
        }
        for source in settled.sources {
            let isGood =
                paid[source.source, default: 0] == source.allocated && source.unapplied >= 0 && source.returned >= 0
                && source.allocated + source.unapplied + source.returned == source.amount
            result.count(isGood, "account \(account.account) of debtor \(account.debtor), \(source.source)")
        }
        check(returns: settled, facts, account, &result)
        for due in settled.dues {
            let whole = facts.dues.first { $0.line == due.line }?.amounts.total ?? 0
            let isGood =
                Component.allCases.allSatisfy { due.open[$0] >= 0 }
                && onLine[due.line, default: 0] + due.open.total == whole
            result.count(isGood, "account \(account.account) of debtor \(account.debtor), due line \(due.line)")
        }
    }
}

extension AllocationConserves {
    /// Every payment is money that came in or that went back; what went back is what was taken from payments, or stands
    /// as met by none.
    private static func check(
        returns settled: Settlement, _ facts: AccountFacts, _ account: FactsWalk.Account, _ result: inout CheckResult
    ) {
        var taken: [Int64: Int64] = [:]
        for back in settled.returns {
            for part in back.taken { taken[part.payment, default: 0] += part.amount }
            let isGood =
                back.unmatched >= 0 && back.taken.reduce(back.unmatched) { $0 + $1.amount } == back.amount
            result.count(isGood, "account \(account.account) of debtor \(account.debtor), return \(back.payment)")
        }
        var incoming = 0
        var isReturnedRight = true
        for source in settled.sources {
            guard case .payment(let id) = source.source else { continue }
            incoming += 1
            if taken[id, default: 0] != source.returned { isReturnedRight = false }
        }
        let isWhole =
            isReturnedRight && incoming + settled.returns.count == facts.payments.count
            && settled.returns.reduce(0) { $0 + $1.unmatched } == settled.unmatchedReturns
        result.count(isWhole, "account \(account.account) of debtor \(account.debtor), payments and returns")
    }
}

extension FactsWalk {
    /// Walks over everything that is in force, in one thread.
    static func everything(_ db: any Reading, _ body: (Account, AccountFacts) throws -> Void) throws {
        let last = try db.integer("SELECT coalesce(max(debtor_id), 0) FROM accounts")
        try FactsWalk(db: db, knowledge: .current).run(from: 1, through: last, body)
    }
}
