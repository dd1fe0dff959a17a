import Receivables
import Support
import Testing

@Suite struct PromiseProperties {
    private static func promise(_ id: Int64, made: Int, day: Int, _ amount: Int64, account: Int64? = nil) -> Promise {
        Promise(
            id: id, made: Day(Int32(made)), day: Day(Int32(day)), amount: amount, currency: .rupiah, account: account)
    }

    private static func money(_ day: Int, _ amount: Int64, account: Int64 = 1, order: Int64 = 1) -> PromiseMoney {
        PromiseMoney(account: account, currency: .rupiah, day: Day(Int32(day)), order: order, amount: amount)
    }

    /// One promise of 100, made on day 5 for day 10; money as `amount@day`.
    @Test func worked() throws {
        let table = Table(
            """
            | grace | tolerance | money         | as of | received | state       |
            | 0     | 0         |               | 10    | 0        | pending     |
            | 0     | 0         |               | 11    | 0        | broken      |
            | 0     | 0         | 100@7         | 10    | 100      | pending     |
            | 0     | 0         | 100@7         | 11    | 100      | kept        |
            | 0     | 0         | 100@5         | 11    | 100      | kept        |
            | 0     | 0         | 100@4         | 11    | 0        | broken      |
            | 0     | 0         | 100@10        | 11    | 100      | kept        |
            | 0     | 0         | 100@11        | 12    | 0        | broken      |
            | 1     | 0         | 100@11        | 11    | 100      | pending     |
            | 1     | 0         | 100@11        | 12    | 100      | kept        |
            | 1     | 0         | 100@12        | 13    | 0        | broken      |
            | 0     | 0         | 99@8          | 11    | 99       | partly-kept |
            | 0     | 1         | 99@8          | 11    | 99       | kept        |
            | 0     | 1         | 98@8          | 11    | 98       | partly-kept |
            | 0     | 500       |               | 11    | 0        | broken      |
            | 0     | 500       | 1@8           | 11    | 1        | kept        |
            | 0     | 0         | 40@6 60@10    | 11    | 100      | kept        |
            | 0     | 0         | 40@6 90@10    | 11    | 100      | kept        |
            | 0     | 0         | 500@9         | 9     | 100      | pending     |
            | 0     | 0         | 500@9         | 8     | 0        | pending     |
            """)
        for row in table.rows {
            let paid = row[2].split(separator: " ").enumerated().map { order, text in
                let parts = text.split(separator: "@").compactMap { Int($0) }
                return Self.money(parts[1], Int64(parts[0]), order: Int64(order))
            }
            let policy = PromisePolicy(graceDays: Int(row[0]) ?? 0, tolerance: Int64(row[1]) ?? 0)
            let judged = Promise.judge(
                [Self.promise(1, made: 5, day: 10, 100)], money: paid, policy: policy,
                asOf: Day(Int32(try #require(Int32(row[3])))))
            #expect(judged.map(\.state.rawValue) == [row[5]], "\(row)")
            #expect(judged.map(\.received) == [Int64(row[4])], "\(row)")
            #expect(judged[0].decidedFrom == Day(11 + Int32(policy.graceDays)), "\(row)")
        }
    }

    @Test("one rupiah counts for one promise: the one whose day comes first")
    func countsOnce() {
        let promises = [
            Self.promise(1, made: 1, day: 20, 50), Self.promise(2, made: 1, day: 10, 50),
            Self.promise(3, made: 1, day: 10, 50, account: 2),
        ]
        let judged = Promise.judge(
            promises, money: [Self.money(5, 70), Self.money(6, 50, account: 2)], policy: PromisePolicy(), asOf: Day(30))
        #expect(judged.map(\.promise.id) == [2, 3, 1])
        #expect(judged.map(\.received) == [50, 50, 20])
        #expect(judged.map(\.state) == [.kept, .kept, .partlyKept])
    }

    /// Independent of the code: rupiah by rupiah, each asks which promises would take it.
    private static func slow(
        _ promises: [Promise], _ money: [PromiseMoney], _ policy: PromisePolicy, _ asOf: Day
    ) -> [Int64: Int64] {
        var received = Dictionary(uniqueKeysWithValues: promises.map { ($0.id, Int64(0)) })
        let sorted = money.filter { $0.day <= asOf }.sorted {
            ($0.day.number, $0.account, $0.order) < ($1.day.number, $1.account, $1.order)
        }
        for payment in sorted where payment.amount > 0 {
            for _ in 0..<payment.amount {
                var best: Promise?
                for promise in promises {
                    guard promise.currency == payment.currency, promise.account ?? payment.account == payment.account,
                        payment.day.number >= promise.made.number,
                        payment.day.number <= promise.day.number + Int32(policy.graceDays),
                        received[promise.id, default: 0] < promise.amount
                    else { continue }
                    if let found = best, (found.day, found.made, found.id) < (promise.day, promise.made, promise.id) {
                        continue
                    }
                    best = promise
                }
                if let best { received[best.id, default: 0] += 1 }
            }
        }
        return received
    }

    @Test(
        "invariant 4: states partition the promises, money counts once, and a rupiah-by-rupiah model agrees",
        arguments: 0..<4)
    func equalsSlowModel(block: Int) throws {
        let dollar = try #require(Currency("USD"))
        for seed in block * 500..<(block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            var promises = (0..<random.int(0...5)).map { id in
                let made = random.int(0...20)
                return Promise(
                    id: Int64(id), made: Day(Int32(made)), day: Day(Int32(made + random.int(0...12))),
                    amount: Int64(random.int(1...40)), currency: random.chance(85) ? .rupiah : dollar,
                    account: random.chance(50) ? Int64(random.int(1...3)) : nil)
            }
            var money = (0..<random.int(0...6)).map { order in
                PromiseMoney(
                    account: Int64(random.int(1...3)), currency: random.chance(85) ? .rupiah : dollar,
                    day: Day(Int32(random.int(0...35))), order: Int64(order), amount: Int64(random.int(0...50)))
            }
            let policy = PromisePolicy(graceDays: random.int(0...3), tolerance: Int64(random.int(0...4)))
            let asOf = Day(Int32(random.int(0...40)))
            let judged = Promise.judge(promises, money: money, policy: policy, asOf: asOf)
            let model = Self.slow(promises, money, policy, asOf)
            #expect(
                Dictionary(uniqueKeysWithValues: judged.map { ($0.promise.id, $0.received) }) == model, "seed \(seed)")
            for one in judged {
                let isOver = asOf.number > one.promise.day.number + Int32(policy.graceDays)
                let expected: PromiseState =
                    !isOver
                    ? .pending
                    : one.received == 0
                        ? .broken
                        : one.received + policy.tolerance >= one.promise.amount ? .kept : .partlyKept
                #expect(one.state == expected && one.hasFailed == (isOver && expected != .kept), "seed \(seed)")
            }
            for currency in [Currency.rupiah, dollar] {
                let counted = judged.filter { $0.promise.currency == currency }.reduce(0) { $0 + $1.received }
                let came = money.filter { $0.currency == currency && $0.day <= asOf }.reduce(0) { $0 + $1.amount }
                #expect(counted <= came, "seed \(seed)")
            }
            #expect(judged.count == promises.count, "seed \(seed)")
            promises.shuffle(using: &random)
            money.shuffle(using: &random)
            #expect(Promise.judge(promises, money: money, policy: policy, asOf: asOf) == judged, "seed \(seed)")
        }
    }
}
