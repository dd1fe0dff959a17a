import Casework
import Receivables

/// Random news about a debtor: everything that can be told to a desk on a day.
struct RandomEvents {
    var random: Seeded
    private var nextID: Int64 = 1

    init(_ seed: Int) { random = Seeded(UInt64(seed)) }

    /// A debtor with one to three accounts, under random ladders.
    mutating func debtor(from start: Day) -> OneDebtor {
        var desk = OneDebtor([strategy("standard", id: 1, version: 1), strategy("other", id: 2, version: 1)])
        desk.policy = PromisePolicy(graceDays: random.int(0...2), tolerance: random.chance(30) ? 3 : 0)
        if random.chance(30) {
            desk.holidays = [start.adding(days: random.int(0...30)), start.adding(days: random.int(0...30))]
        }
        for id in 1...Int64(random.int(1...3)) {
            var account = OneAccount()
            account.tolerance = random.chance(20) ? 5 : 0
            account.strategy = random.chance(25) ? "other" : "standard"
            account.currency = random.chance(10) ? Currency("USD") ?? .rupiah : .rupiah
            desk.accounts[id] = account
            for _ in 0..<random.int(1...4) { addDue(&desk, account: id, near: start, spread: -20...40) }
        }
        return desk
    }

    mutating func strategy(_ name: String, id: Int64, version: Int) -> Strategy {
        let ladders = [
            "sms@-3 sms@-1 sms@1 call@3 letter@7 call@10 review@20 placement@40",
            "sms@0 sms@1 letter@+4 review@+5 call@15",
            "sms@-7 sms@2 letter@2 call@eom3 review@30", "call@1",
            "sms@1 sms@2 sms@3 sms@4 sms@5 call@6 letter@8 letter@15",
        ]
        var criteria = SegmentCriteria()
        if random.chance(50) { criteria.overdueFrom = 0 } else { criteria.brokenPromisesFrom = 1 }
        if random.chance(20) { criteria.overdueTo = 0 }
        let segments = [
            Ladders.segment("first", random.pick(ladders), criteria), Ladders.segment("rest", random.pick(ladders)),
        ]
        return Ladders.strategy(
            segments, id: id, name: name, version: version, catchUp: random.chance(70) ? .latest : .each,
            promises: random.chance(80) ? Ladders.promiseSteps : PromiseSteps())
    }

    private mutating func addDue(_ desk: inout OneDebtor, account: Int64, near day: Day, spread: ClosedRange<Int>) {
        let line = Int32(desk.accounts[account]?.facts.dues.count ?? 0) + 1
        let due = Due(
            line: line, issued: random.chance(15) ? day.adding(days: random.int(0...9)) : nil,
            day: day.adding(days: random.int(spread)),
            amounts: Components(principal: Int64(random.int(1...40)), interest: Int64(random.int(0...9))),
            withdrawn: random.chance(8) ? day.adding(days: random.int(0...30)) : nil)
        desk.accounts[account]?.facts.dues.append(due)
    }

    private mutating func id() -> Int64 {
        nextID += 1
        return nextID
    }

    /// Tells the desk one thing, as known on `day`.
    mutating func happen(_ desk: inout OneDebtor, on day: Day) {
        let account = Int64(random.int(1...desk.accounts.count))
        desk.hasNews = true
        switch random.place([30, 8, 15, 12, 5, 6, 5, 4]) {
        case 0:
            let paid = Payment(id: id(), day: day.adding(days: -random.int(0...5)), amount: Int64(random.int(1...60)))
            desk.accounts[account]?.facts.payments.append(paid)
        case 1:
            guard let paid = desk.accounts[account]?.facts.payments.last, !paid.isReturn else { return }
            desk.accounts[account]?.facts.payments.append(
                Payment(id: id(), day: max(day, paid.day), amount: -paid.amount, takesBack: paid.id))
        case 2:
            let promised = Promise(
                id: id(), made: day.adding(days: -random.int(0...2)), day: day.adding(days: random.int(0...9)),
                amount: Int64(random.int(1...50)), currency: .rupiah, account: random.chance(50) ? account : nil)
            desk.promises.append(promised)
        case 3: desk.holds.append(hold(account, on: day))
        case 4: endHold(&desk, on: day)
        case 5: desk.attempts.append(day)
        case 6: addDue(&desk, account: account, near: day, spread: -5...20)
        default:
            let id = Int64(desk.strategies.count) + 1
            let name = random.chance(50) ? "standard" : "other"
            desk.strategies.append(strategy(name, id: id, version: Int(id)))
        }
    }

    private mutating func hold(_ account: Int64, on day: Day) -> Hold {
        let scope: Hold.Scope
        switch random.int(0...2) {
        case 0: scope = .debtor
        case 1: scope = .account(account)
        default: scope = .due(account: account, line: Int32(random.int(1...3)))
        }
        let from = day.adding(days: random.int(-6...4))
        let effects = Hold.Effects(stopsContact: random.chance(70), stopsCount: random.chance(50))
        return Hold(
            id: id(), reason: .dispute, scope: scope, effects: effects, from: from,
            to: random.chance(80) ? from.adding(days: random.int(0...15)) : nil)
    }

    /// Ends the first hold that runs, as a person does: its last day is yesterday.
    private mutating func endHold(_ desk: inout OneDebtor, on day: Day) {
        guard let at = desk.holds.firstIndex(where: { $0.isActive(on: day) && $0.from < day }) else { return }
        let hold = desk.holds[at]
        desk.holds[at] = Hold(
            id: hold.id, reason: hold.reason, scope: hold.scope, effects: hold.effects, from: hold.from,
            to: day.adding(days: -1))
    }
}
