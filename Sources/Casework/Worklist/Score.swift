import Receivables

/// What the rank of a case depends on, on a day.
package struct RankingFacts: Sendable {
    /// Overdue and open amounts by currency, in alphabetic order of the currencies.
    package let overdue: [(currency: Currency, amount: Int64)]
    package let open: [(currency: Currency, amount: Int64)]
    package let daysPastDue: Int
    package let buckets: Buckets
    package let promises: [JudgedPromise]
    package let lastAttempt: Day?
    package let step: String?

    package init(
        overdue: [(currency: Currency, amount: Int64)], open: [(currency: Currency, amount: Int64)], daysPastDue: Int,
        buckets: Buckets, promises: [JudgedPromise], lastAttempt: Day?, step: String?
    ) {
        self.overdue = overdue
        self.open = open
        self.daysPastDue = daysPastDue
        self.buckets = buckets
        self.promises = promises
        self.lastAttempt = lastAttempt
        self.step = step
    }
}

/// One reason for the rank of a case: what it says and what it adds.
package struct ScoreReason: Hashable, Sendable {
    package let statement: Statement
    package let points: Int
}

/// The explained score of a case: a sum of points, each with its reason.
package struct Score: Hashable, Sendable {
    package let reasons: [ScoreReason]
    package var points: Int { reasons.reduce(0) { $0 + $1.points } }

    /// The score on `day` under the weights of a strategy. Reasons come with the most points first; those that add
    /// nothing are left out, but for the step.
    package init(_ facts: RankingFacts, weights: RankingWeights, on day: Day) {
        var reasons = Score.amounts(facts, weights)
        reasons += Score.edge(facts, weights)
        reasons += Score.promises(facts, weights, day)
        reasons += Score.attempts(facts, weights, day)
        let sorted = reasons.filter { $0.points > 0 }.enumerated()
            .sorted { ($1.element.points, $0.offset) < ($0.element.points, $1.offset) }.map(\.element)
        let step = facts.step.map {
            ScoreReason(statement: Statement(.reasonStep, [Fact("step", $0)]), points: 0)
        }
        self.reasons = sorted + (step.map { [$0] } ?? [])
    }

    /// Amounts count by their order of magnitude, so that ten times as much adds the same wherever one starts and no
    /// single large debtor drowns the list. 0 below one unit of money, 100 from 10^11 units.
    package static func magnitude(_ minor: Int64, _ currency: Currency) -> Int {
        var major = minor / currency.minorPerMajor
        guard major > 0 else { return 0 }
        var digits = 0
        while major >= 10 {
            major /= 10
            digits += 1
        }
        return min(100, digits * 9 + Int(major))
    }

    private static func amounts(_ facts: RankingFacts, _ weights: RankingWeights) -> [ScoreReason] {
        var reasons: [ScoreReason] = []
        if let largest = facts.overdue.max(by: { magnitude($0.amount, $0.currency) < magnitude($1.amount, $1.currency) }
        ) {
            let points = weights.amount * magnitude(largest.amount, largest.currency) / 100
            let said = [Fact("amount", .money(largest.amount, largest.currency)), Fact("days", facts.daysPastDue)]
            reasons.append(ScoreReason(statement: Statement(.reasonOverdue, said), points: points))
        }
        if let largest = facts.open.max(by: { magnitude($0.amount, $0.currency) < magnitude($1.amount, $1.currency) }) {
            let points = weights.customerValue * magnitude(largest.amount, largest.currency) / 100
            let said = [Fact("amount", .money(largest.amount, largest.currency))]
            reasons.append(ScoreReason(statement: Statement(.reasonCustomerValue, said), points: points))
        }
        return reasons
    }

    private static func edge(_ facts: RankingFacts, _ weights: RankingWeights) -> [ScoreReason] {
        guard facts.daysPastDue > 0, let end = facts.buckets.end(after: facts.daysPastDue), weights.bucketEdgeDays > 0
        else {
            return []
        }
        // On its last day a bucket is left in one day.
        let left = end - facts.daysPastDue + 1
        guard left <= weights.bucketEdgeDays else { return [] }
        let points = weights.bucketEdge * (weights.bucketEdgeDays - left + 1) / weights.bucketEdgeDays
        let bucket = facts.buckets.name(facts.buckets.index(of: facts.daysPastDue))
        return [
            ScoreReason(
                statement: Statement(.reasonNearBucketEdge, [Fact("days", left), Fact("bucket", bucket)]),
                points: points)
        ]
    }

    private static func promises(_ facts: RankingFacts, _ weights: RankingWeights, _ day: Day) -> [ScoreReason] {
        var reasons: [ScoreReason] = []
        if let today = facts.promises.first(where: { $0.state == .pending && $0.promise.day == day }) {
            let said = [Fact("amount", .money(today.promise.amount, today.promise.currency))]
            reasons.append(
                ScoreReason(statement: Statement(.reasonPromiseDueToday, said), points: weights.promiseDueToday))
        }
        let failed = facts.promises.filter(\.hasFailed)
        guard let latest = failed.max(by: { ($0.promise.day, $0.promise.id) < ($1.promise.day, $1.promise.id) }),
            day.days(since: latest.promise.day) <= weights.promiseBrokenDays
        else { return reasons }
        let promise = latest.promise
        var said = [Fact("amount", .money(promise.amount, promise.currency)), Fact("date", promise.day)]
        if latest.state == .partlyKept { said.append(Fact("received", .money(latest.received, promise.currency))) }
        let code: StatementCode = latest.state == .broken ? .reasonPromiseBroken : .reasonPromisePartlyKept
        reasons.append(ScoreReason(statement: Statement(code, said), points: weights.promiseBroken))
        return reasons
    }

    private static func attempts(_ facts: RankingFacts, _ weights: RankingWeights, _ day: Day) -> [ScoreReason] {
        guard let last = facts.lastAttempt else {
            return [ScoreReason(statement: Statement(.reasonNeverContacted), points: weights.sinceLastAttempt)]
        }
        let days = max(0, day.days(since: last))
        guard weights.lastAttemptDays > 0 else { return [] }
        let points = weights.sinceLastAttempt * min(days, weights.lastAttemptDays) / weights.lastAttemptDays
        return [ScoreReason(statement: Statement(.reasonLastAttempt, [Fact("days", days)]), points: points)]
    }
}
