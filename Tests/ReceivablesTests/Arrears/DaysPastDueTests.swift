import Receivables
import Support
import Testing

@Suite struct DaysPastDueTests {
    private static func hold(
        _ id: Int64 = 1, _ scope: Hold.Scope = .debtor, from: Int, to: Int?, stopsCount: Bool = true
    ) -> Hold {
        Hold(
            id: id, reason: .disaster, scope: scope, effects: Hold.Effects(stopsContact: true, stopsCount: stopsCount),
            from: Day(Int32(from)), to: to.map { Day(Int32($0)) })
    }

    private static func due(_ line: Int32, _ day: Int, _ amount: Int64) -> OpenDue {
        OpenDue(line: line, day: Day(Int32(day)), open: Components(principal: amount))
    }

    /// Holds are written `first-last` or `first-` for one without an end, `count` days first, several with blanks.
    @Test func worked() throws {
        let table = Table(
            """
            | due | open | tolerance | holds        | as of | days | held | why                                       |
            | 10  | 100  | 0         |              | 9     | 0    | 0    | not due yet                               |
            | 10  | 100  | 0         |              | 10    | 0    | 0    | the due date itself                       |
            | 10  | 100  | 0         |              | 11    | 1    | 0    | the day after                             |
            | 10  | 100  | 0         |              | 40    | 30   | 0    |                                           |
            | 10  | 0    | 0         |              | 40    | 0    | 0    | paid                                      |
            | 10  | 100  | 100       |              | 40    | 0    | 0    | not above the tolerance                   |
            | 10  | 101  | 100       |              | 40    | 30   | 0    | above it by one                           |
            | 10  | 100  | 0         | 15-19        | 14    | 4    | 0    | before the hold                           |
            | 10  | 100  | 0         | 15-19        | 15    | 4    | 1    | its first day                             |
            | 10  | 100  | 0         | 15-19        | 19    | 4    | 5    | its last day                              |
            | 10  | 100  | 0         | 15-19        | 20    | 5    | 5    | the count goes on                         |
            | 10  | 100  | 0         | 15-          | 90    | 4    | 76   | without an end                            |
            | 10  | 100  | 0         | 1-10         | 30    | 20   | 0    | over on the due date: not this episode    |
            | 10  | 100  | 0         | 1-12         | 30    | 18   | 2    | only the days after the due date          |
            | 10  | 100  | 0         | 1-           | 30    | 0    | 20   | all of them                               |
            | 10  | 100  | 0         | 15-19 17-22  | 30    | 12   | 8    | two at once count once                    |
            | 10  | 100  | 0         | 15-25 17-18  | 30    | 9    | 11   | one inside the other                      |
            | 10  | 100  | 0         | 20-22 14-15  | 30    | 15   | 5    | in any order                              |
            | 10  | 100  | 0         | 19-15        | 30    | 20   | 0    | one that ended before it began            |
            | 10  | 100  | 0         | 31-40        | 30    | 20   | 0    | one that comes                            |
            """)
        for record in table.records {
            let holds = (record["holds"] ?? "").split(separator: " ").enumerated().map { id, text in
                let ends = text.split(separator: "-").compactMap { Int($0) }
                return Self.hold(Int64(id), from: ends[0], to: ends.count > 1 ? ends[1] : nil)
            }
            func number(_ key: String) throws -> Int { try #require(record[key].flatMap { Int($0) }) }
            let arrears = try Arrears(
                open: [Self.due(1, try number("due"), Int64(try number("open")))], account: 1, holds: holds,
                policy: ArrearsPolicy(tolerance: Int64(try number("tolerance"))), asOf: Day(Int32(try number("as of"))))
            #expect(arrears.daysPastDue == (try number("days")), "\(record)")
            #expect(arrears.heldDays == (try number("held")), "\(record)")
        }
    }

    @Test func onlyHoldsOfTheAccountThatStopTheCount() throws {
        func days(_ hold: Hold) throws -> Int {
            try Arrears(open: [Self.due(3, 0, 5)], account: 8, holds: [hold], policy: ArrearsPolicy(), asOf: Day(10))
                .daysPastDue
        }
        #expect(try days(Self.hold(from: 1, to: 4)) == 6)
        #expect(try days(Self.hold(from: 1, to: 4, stopsCount: false)) == 10)
        #expect(try days(Self.hold(1, .account(8), from: 1, to: 4)) == 6)
        #expect(try days(Self.hold(1, .account(9), from: 1, to: 4)) == 10)
        #expect(try days(Self.hold(1, .due(account: 8, line: 3), from: 1, to: 4)) == 6)
        #expect(try days(Self.hold(1, .due(account: 8, line: 4), from: 1, to: 4)) == 10)
        #expect(try days(Self.hold(1, .due(account: 9, line: 3), from: 1, to: 4)) == 10)
    }

    @Test("while the oldest due is held, the next one counts as soon as it is later")
    func heldDueIsOvertaken() throws {
        let dues = [Self.due(1, 0, 5), Self.due(2, 10, 5)]
        let held = Self.hold(1, .due(account: 1, line: 1), from: 4, to: nil)
        func arrears(_ day: Int) throws -> Arrears {
            try Arrears(open: dues, account: 1, holds: [held], policy: ArrearsPolicy(), asOf: Day(Int32(day)))
        }
        #expect(try [3, 4, 12, 13, 14, 20].map { try arrears($0).daysPastDue } == [3, 3, 3, 3, 4, 10])
        #expect(try arrears(13).countedFrom?.line == 1 && arrears(14).countedFrom?.line == 2)
    }

    @Test("days of an episode that is over do not count into the next one")
    func presentEpisodeOnly() throws {
        // Late from day 1, held on days 3-6, cured on day 8; late again from day 21.
        let facts = AccountFacts(
            dues: [
                Due(line: 1, day: Day(0), amounts: Components(principal: 50)),
                Due(line: 2, day: Day(20), amounts: Components(principal: 50)),
            ], payments: [Payment(id: 1, day: Day(8), amount: 50)])
        let holds = [Self.hold(from: 3, to: 6)]
        var settler = Settler()
        var days: [Int] = []
        for day in [2, 4, 7, 8, 21, 25] {
            try settler.settle(facts, by: .standard, asOf: Day(Int32(day)))
            days.append(
                try Arrears(
                    open: settler.result.dues, account: 1, holds: holds, policy: ArrearsPolicy(), asOf: Day(Int32(day))
                ).daysPastDue)
        }
        #expect(days == [2, 2, 3, 0, 1, 5])
    }

    @Test("days past due equal a count of day after day, and explain themselves", arguments: 0..<4)
    func equalsDayByDayCount(block: Int) throws {
        for seed in block * 500..<(block + 1) * 500 {
            var random = Seeded(UInt64(seed))
            let dues = (1...random.int(1...5)).map { Self.due(Int32($0), random.int(0...40), Int64(random.int(0...9))) }
                .sorted { ($0.day, $0.line) < ($1.day, $1.line) }
            let holds = (0..<random.int(0...4)).map { id in
                let scope: Hold.Scope
                switch random.int(0...3) {
                case 0: scope = .debtor
                case 1: scope = .account(Int64(random.int(1...2)))
                default: scope = .due(account: Int64(random.int(1...2)), line: Int32(random.int(1...5)))
                }
                let from = random.int(0...50)
                return Self.hold(
                    Int64(id), scope, from: from, to: random.chance(80) ? from + random.int(-1...15) : nil,
                    stopsCount: random.chance(75))
            }
            let policy = ArrearsPolicy(tolerance: Int64(random.int(0...3)))
            let asOf = Day(Int32(random.int(0...60)))
            let arrears = try Arrears(open: dues, account: 1, holds: holds, policy: policy, asOf: asOf)
            try check(arrears, dues, holds, policy, asOf, seed)
        }
    }

    private func check(
        _ arrears: Arrears, _ dues: [OpenDue], _ holds: [Hold], _ policy: ArrearsPolicy, _ asOf: Day, _ seed: Int
    ) throws {
        var largest = 0
        for due in dues where due.open.principal > policy.tolerance && due.day < asOf {
            var days = 0
            for number in due.day.number + 1...asOf.number where !Self.isHeld(due.line, Day(number), holds) {
                days += 1
            }
            largest = max(largest, days)
        }
        #expect(arrears.daysPastDue == largest, "seed \(seed)")
        let late = dues.filter { $0.day < asOf && $0.open.principal > 0 }
        #expect(arrears.overdue.total == late.reduce(0) { $0 + $1.open.principal }, "seed \(seed)")
        #expect(arrears.overdueDues == late.count && arrears.isOverdue == !late.isEmpty, "seed \(seed)")
        #expect(arrears.open == dues.reduce(0) { $0 + $1.open.principal }, "seed \(seed)")
        #expect(arrears.openDues == dues.count { $0.open.principal > 0 }, "seed \(seed)")
        #expect(arrears.nextDue == dues.first { $0.day >= asOf && $0.open.principal > 0 }, "seed \(seed)")
        // The explanation: the due, its own days, and the pauses that were taken out of them, hold by hold.
        guard let from = arrears.countedFrom else {
            #expect(!late.contains { $0.open.principal > policy.tolerance }, "seed \(seed): somebody is late")
            return
        }
        #expect(late.contains(from) && from.open.principal > policy.tolerance, "seed \(seed)")
        #expect(asOf.days(since: from.day) - arrears.heldDays == arrears.daysPastDue, "seed \(seed)")
        let stopping = holds.filter { $0.effects.stopsCount && $0.covers(account: 1, line: from.line) }
        let pauses = stopping.pauses(after: from.day, through: asOf)
        #expect(pauses.reduce(0) { $0 + $1.days } == arrears.heldDays, "seed \(seed)")
        #expect(pauses.allSatisfy { $0.days > 0 && stopping.contains($0.hold) }, "seed \(seed)")
    }

    private static func isHeld(_ line: Int32, _ day: Day, _ holds: [Hold]) -> Bool {
        holds.contains { hold in
            guard hold.effects.stopsCount, hold.from <= day, hold.to == nil || day <= hold.to ?? day else {
                return false
            }
            switch hold.scope {
            case .debtor: return true
            case .account(let account): return account == 1
            case .due(let account, let held): return account == 1 && held == line
            }
        }
    }
}
