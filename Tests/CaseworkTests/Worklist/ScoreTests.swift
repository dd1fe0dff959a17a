import Casework
import Receivables
import Support
import Testing

@Suite struct ScoreTests {
    private static let today = Day(20_000)

    /// A promise of 500 in this state, `day` days from today.
    private static func promise(_ state: PromiseState, day: Int) -> JudgedPromise {
        let day = today.adding(days: day)
        let promise = Promise(id: 1, made: day.adding(days: -3), day: day, amount: 500, currency: .rupiah, account: nil)
        let came: [PromiseState: Int64] = [.kept: 500, .partlyKept: 10]
        let money = PromiseMoney(account: 1, currency: .rupiah, day: day, order: 1, amount: came[state] ?? 0)
        let judged = Promise.judge(
            [promise], money: [money], policy: PromisePolicy(), asOf: state == .pending ? day : day.adding(days: 1))
        precondition(judged[0].state == state)
        return judged[0]
    }

    private static func facts(
        overdue: Int64 = 0, open: Int64 = 0, days: Int = 0, promises: [JudgedPromise] = [], lastAttempt: Int? = 0,
        step: String? = nil
    ) -> RankingFacts {
        RankingFacts(
            overdue: overdue == 0 ? [] : [(.rupiah, overdue)], open: open == 0 ? [] : [(.rupiah, open)],
            daysPastDue: days,
            buckets: .standard, promises: promises, lastAttempt: lastAttempt.map { today.adding(days: -$0) }, step: step
        )
    }

    private static func random(_ random: inout Seeded) -> RankingFacts {
        let states = PromiseState.allCases
        return facts(
            overdue: Int64(random.int(0...1_000_000)) * Int64(random.int(1...1_000_000)),
            open: Int64(random.int(0...1_000_000)) * Int64(random.int(1...1_000_000)), days: random.int(0...200),
            promises: (0..<random.int(0...3)).map { _ in promise(random.pick(states), day: random.int(-20...5)) },
            lastAttempt: random.chance(30) ? nil : random.int(0...40), step: random.chance(50) ? "call-3" : nil)
    }

    private static func weights(_ random: inout Seeded) -> RankingWeights {
        var weights = RankingWeights()
        weights.amount = random.int(0...500)
        weights.bucketEdge = random.int(0...500)
        weights.bucketEdgeDays = random.int(0...20)
        weights.sinceLastAttempt = random.int(0...500)
        weights.lastAttemptDays = random.int(0...30)
        weights.promiseBroken = random.int(0...500)
        weights.customerValue = random.int(0...500)
        return weights
    }

    @Test("the score is the sum of its reasons, each within its weight, the largest first")
    func explainsItself() {
        for seed in 0..<2000 {
            var random = Seeded(UInt64(seed))
            let facts = Self.random(&random)
            let weights = Self.weights(&random)
            let score = Score(facts, weights: weights, on: Self.today)
            #expect(score.points == score.reasons.reduce(0) { $0 + $1.points }, "seed \(seed)")
            let points = score.reasons.filter { $0.statement.code != .reasonStep }.map(\.points)
            #expect(points == points.sorted(by: >) && points.allSatisfy { $0 > 0 }, "seed \(seed)")
            for reason in score.reasons {
                let most: [StatementCode: Int] = [
                    .reasonOverdue: weights.amount, .reasonCustomerValue: weights.customerValue,
                    .reasonNearBucketEdge: weights.bucketEdge, .reasonPromiseDueToday: weights.promiseDueToday,
                    .reasonPromiseBroken: weights.promiseBroken, .reasonPromisePartlyKept: weights.promiseBroken,
                    .reasonNeverContacted: weights.sinceLastAttempt, .reasonLastAttempt: weights.sinceLastAttempt,
                    .reasonStep: 0,
                ]
                #expect(reason.points <= most[reason.statement.code] ?? -1, "seed \(seed) \(reason.statement.code)")
            }
            #expect(Set(score.reasons.map(\.statement.code)).count == score.reasons.count, "seed \(seed)")
            #expect(score.reasons.last?.statement.code == .reasonStep || facts.step == nil, "seed \(seed)")
            #expect(Score(facts, weights: weights, on: Self.today) == score, "seed \(seed)")
        }
    }

    @Test("more money, or more days without an attempt, never ranks lower")
    func risesWithAmountsAndDays() {
        for seed in 0..<2000 {
            var random = Seeded(UInt64(seed + 50_000))
            let weights = Self.weights(&random)
            let small = Int64(random.int(0...1_000_000)) * Int64(random.int(0...1_000_000))
            let more = small + Int64(random.int(0...1_000_000_000))
            let days = random.int(0...60)
            let later = days + random.int(0...60)
            func points(_ facts: RankingFacts) -> Int { Score(facts, weights: weights, on: Self.today).points }
            #expect(points(Self.facts(overdue: small)) <= points(Self.facts(overdue: more)), "seed \(seed)")
            #expect(points(Self.facts(open: small)) <= points(Self.facts(open: more)), "seed \(seed)")
            #expect(points(Self.facts(lastAttempt: days)) <= points(Self.facts(lastAttempt: later)), "seed \(seed)")
            #expect(points(Self.facts(lastAttempt: later)) <= points(Self.facts(lastAttempt: nil)), "seed \(seed)")
            #expect(Score.magnitude(small, .rupiah) <= Score.magnitude(more, .rupiah), "seed \(seed)")
        }
    }

    @Test func amountsCountByTheirOrderOfMagnitude() {
        let table = Table(
            """
            | rupiah        | magnitude |
            | 0             | 0         |
            | 1             | 1         |
            | 9             | 9         |
            | 10            | 10        |
            | 99            | 18        |
            | 100           | 19        |
            | 1000000       | 55        |
            | 9999999       | 63        |
            | 10000000      | 64        |
            | 100000000000  | 100       |
            | 900000000000  | 100       |
            """)
        for row in table.rows {
            #expect(Score.magnitude((Int64(row[0]) ?? 0) * 100, .rupiah) == Int(row[1]), "\(row[0])")
        }
        #expect(Score.magnitude(99, .rupiah) == 0 && Score.magnitude(-5000, .rupiah) == 0)
        // The yen has no decimals: 100 minor units are 100 yen.
        #expect(Currency("JPY").map { Score.magnitude(100, $0) } == 19)
        #expect(Score.magnitude(.max, .rupiah) == 100)
    }

    @Test("the nearer the end of the bucket the more, and nothing in the last bucket or far away")
    func nearBucketEdge() {
        func points(_ days: Int) -> Int {
            Score(Self.facts(days: days), weights: RankingWeights(), on: Self.today).reasons
                .first { $0.statement.code == .reasonNearBucketEdge }?.points ?? 0
        }
        // The bucket 1-30 is left after day 30: on day 30 one day is left, on day 24 seven.
        #expect(points(30) == 200 && points(24) == 28 && points(23) == 0 && points(31) == 0)
        #expect(points(60) == 200 && points(0) == 0 && points(181) == 0 && points(400) == 0)
        #expect((24...29).allSatisfy { points($0) < points($0 + 1) })
    }

    @Test func promisesCountOnTheirDayAndForAWhileWhenTheyFailed() {
        func codes(_ promises: [JudgedPromise]) -> [StatementCode] {
            Score(Self.facts(promises: promises), weights: RankingWeights(), on: Self.today).reasons.map(
                \.statement.code)
        }
        #expect(codes([Self.promise(.pending, day: 0)]) == [.reasonPromiseDueToday])
        #expect(codes([Self.promise(.pending, day: 1)]) == [])
        #expect(codes([Self.promise(.kept, day: -1)]) == [])
        #expect(codes([Self.promise(.broken, day: -14)]) == [.reasonPromiseBroken])
        #expect(codes([Self.promise(.broken, day: -15)]) == [])
        #expect(codes([Self.promise(.partlyKept, day: -2)]) == [.reasonPromisePartlyKept])
        // Several that failed are one reason: the latest.
        let both = [Self.promise(.broken, day: -5), Self.promise(.partlyKept, day: -2)]
        #expect(codes(both) == [.reasonPromisePartlyKept] && codes(both.reversed()) == [.reasonPromisePartlyKept])
    }

    @Test func theReasonSaysWhatItRestsOn() {
        let score = Score(
            Self.facts(overdue: 125_000_000, open: 900_000_000, days: 26, lastAttempt: 9, step: "call-25"),
            weights: RankingWeights(), on: Self.today)
        let facts = Dictionary(uniqueKeysWithValues: score.reasons.map { ($0.statement.code, $0.statement.facts) })
        #expect(facts[.reasonOverdue] == [Fact("amount", .money(125_000_000, .rupiah)), Fact("days", 26)])
        #expect(facts[.reasonNearBucketEdge] == [Fact("days", 5), Fact("bucket", "1-30")])
        #expect(facts[.reasonLastAttempt] == [Fact("days", 9)])
        #expect(facts[.reasonCustomerValue] == [Fact("amount", .money(900_000_000, .rupiah))])
        #expect(facts[.reasonStep] == [Fact("step", "call-25")])
    }
}
