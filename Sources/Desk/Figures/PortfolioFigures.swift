import Receivables
import Store

/// What a page about a portfolio, or all of them, shows.
package struct PortfolioFigures: Sendable {
    /// Today's, some seconds old at most.
    package let ageing: Stamped<Ageing>
    /// By name, in order of their numbers.
    package let portfolios: [(id: Int64, name: String)]
    /// Closing figures of past days, as they were known at the close of each: money that came later with an earlier
    /// value day is in `ageing` and not in these.
    package let days: [ClosingDay]
    package let buckets: [ClosingBucket]
    /// By value day; also of days to come, with what falls due on them.
    package let cash: [ClosingCash]
    /// Kept figures are by portfolio: whoever sees some branches alone is shown none.
    package let hasHistory: Bool
}

extension Desk {
    /// The ageing as everybody who asks at the same time gets it: worked out once, and given again for some seconds,
    /// or for as long as nothing happened. Errors: as `ageing`.
    package func sharedAgeing(
        _ question: AgeingQuestion, seconds: Int = DeskLimits.sharedAnswerSeconds
    ) throws -> Stamped<Ageing> {
        try access.require(.seePortfolio)
        // Those who see other accounts get another answer.
        let key = AgeingKey(question: question, scope: seen)
        return try memory.ageings.answer(key, entry: try latestEntry(), now: { now }, seconds: seconds) {
            // What is written while the book is walked may be in it or not: it is said to be of before.
            let entry = try latestEntry()
            return (try ageing(question), entry)
        }
    }

    /// Today's ageing, and how it came about over the last `days` days and is expected to go on. Error:
    /// `portfolio-unknown`.
    package func portfolioFigures(
        portfolio: String? = nil, days: Int = 90
    ) throws -> PortfolioFigures {
        try access.require(.seePortfolio)
        let scope = seen
        let today = try worklistDay()
        let ageing = try sharedAgeing(AgeingQuestion(asOf: today, portfolio: portfolio))
        return try engine.read { db in
            let chosen = try db.portfolios().filter { record in
                (portfolio == nil || record.name == portfolio) && (scope.portfolios?.contains(record.name) ?? true)
            }
            let ids = Set(chosen.map(\.id))
            let past = today.adding(days: -max(0, days))...today
            let ahead = past.lowerBound...today.adding(days: DeskLimits.closingDaysAhead)
            let hasHistory = scope.branches == nil
            return PortfolioFigures(
                ageing: ageing, portfolios: chosen.map { ($0.id, $0.name) },
                days: hasHistory ? try db.closingDays(past).filter { ids.contains($0.portfolio) } : [],
                buckets: hasHistory ? try db.closingBuckets(past).filter { ids.contains($0.portfolio) } : [],
                cash: hasHistory ? try db.closingCash(ahead).filter { ids.contains($0.portfolio) } : [],
                hasHistory: hasHistory)
        }
    }
}

/// Whose ageing.
struct AgeingKey: Hashable, Sendable {
    let question: AgeingQuestion
    let scope: SeenAccounts
}
