import Desk
import Formats
import Receivables
import Support

/// What a book must say after what was done with it: facts as they were stated, kept apart from all code under test,
/// and worked out by the slow model. Every state is remembered with the moment at which it became known.
struct ModelBook {
    struct HeldDays {
        let account: String
        /// nil: the whole account.
        let due: String?
        let from: Day
        let to: Day
    }

    struct State {
        var facts: [String: AccountFacts] = [:]
        var holds: [HeldDays] = []
    }

    private(set) var now = State()
    private(set) var history: [(from: Instant, state: State)] = []
    /// Lines of dues and numbers of payments by reference, per account.
    private(set) var lines: [String: [String: Int32]] = [:]
    private(set) var payments: [String: (account: String, id: Int64)] = [:]
    private(set) var promises: [String: [Promise]] = [:]
    private var nextNumber: Int64 = 1
    let waterfall: Waterfall

    init(_ waterfall: Waterfall) { self.waterfall = waterfall }

    /// What was known at a moment.
    func state(at moment: Instant) -> State { history.last { $0.from <= moment }?.state ?? State() }

    mutating func remember(from moment: Instant) { history.append((moment, now)) }

    mutating func number() -> Int64 {
        nextNumber += 1
        return nextNumber
    }

    mutating func state(due reference: String, of account: String, issued: Day?, day: Day, _ amounts: Components) {
        var facts = now.facts[account] ?? AccountFacts()
        if let line = lines[account]?[reference], let place = facts.dues.firstIndex(where: { $0.line == line }) {
            facts.dues[place] = Due(line: line, issued: issued, day: day, amounts: amounts)
        } else {
            let line = Int32((lines[account]?.count ?? 0) + 1)
            lines[account, default: [:]][reference] = line
            facts.dues.append(Due(line: line, issued: issued, day: day, amounts: amounts))
        }
        now.facts[account] = facts
    }

    /// A payment of a file; one that is known by its reference takes the place of what was stated before.
    mutating func state(payment reference: String, of account: String, day: Day, amount: Int64, due: String?) {
        let direction = due.flatMap { lines[account]?[$0] }.map { Payment.Direction.first(line: $0) } ?? .none
        let id = payments[reference]?.id ?? number()
        let payment = Payment(id: id, day: day, amount: amount, direction: direction)
        if let place = now.facts[account]?.payments.firstIndex(where: { $0.id == id }) {
            now.facts[account]?.payments[place] = payment
        } else {
            now.facts[account, default: AccountFacts()].payments.append(payment)
        }
        payments[reference] = (account, id)
    }

    mutating func state(returned amount: Int64, of reference: String?, account: String, day: Day) {
        let taken = reference.flatMap { payments[$0]?.id }
        now.facts[account, default: AccountFacts()].payments.append(
            Payment(id: number(), day: day, amount: -amount, takesBack: taken))
    }

    /// What is left of a payment after everything that ever went back.
    func left(of reference: String) -> Int64 {
        guard let (account, id) = payments[reference], let facts = now.facts[account],
            let payment = facts.payments.first(where: { $0.id == id })
        else { return 0 }
        return payment.amount - Int64(SlowModel(facts, waterfall, asOf: .last).returned[.payment(id), default: 0])
    }

    mutating func state(_ hold: HeldDays) { now.holds.append(hold) }

    mutating func state(_ promise: Promise, of debtor: String) { promises[debtor, default: []].append(promise) }

    /// Days past due, day by day: each day after the date of an open due counts once, unless a hold covers it.
    static func daysPastDue(_ state: State, _ account: String, _ open: [(String, Day, Int)], _ asOf: Day) -> Int {
        open.filter { $0.2 > 0 && $0.1 < asOf }.map { reference, due, _ in
            var count = 0
            var day = due
            while day < asOf {
                day = day.adding(days: 1)
                let isHeld = state.holds.contains {
                    $0.account == account && ($0.due ?? reference) == reference && $0.from <= day && day <= $0.to
                }
                if !isHeld { count += 1 }
            }
            return count
        }.max() ?? 0
    }

    /// Rupiah by rupiah: each asks the promises of the debtor which would take it, and goes to the one that is due
    /// first. `accounts` are the numbers of the debtor's accounts in the book.
    func received(_ debtor: String, accounts: [(reference: String, id: Int64)], graceDays: Int, asOf: Day)
        -> [Int64: Int64]
    {
        var received: [Int64: Int64] = [:]
        var money: [(day: Day, account: Int64, order: Int64, amount: Int64)] = []
        for (reference, id) in accounts {
            guard let facts = now.facts[reference] else { continue }
            let model = SlowModel(facts, waterfall, asOf: asOf)
            for payment in facts.payments where payment.amount > 0 && payment.day <= asOf {
                let back = Int64(model.returned[.payment(payment.id), default: 0])
                money.append((payment.day, id, payment.id, payment.amount - back))
            }
        }
        money.sort { ($0.day, $0.account, $0.order) < ($1.day, $1.account, $1.order) }
        for payment in money {
            for _ in 0..<payment.amount {
                let taker = promises[debtor, default: []].filter {
                    ($0.account ?? payment.account) == payment.account && $0.made <= payment.day
                        && payment.day <= $0.day.adding(days: graceDays) && received[$0.id, default: 0] < $0.amount
                }.min { ($0.day, $0.made, $0.id) < ($1.day, $1.made, $1.id) }
                if let taker { received[taker.id, default: 0] += 1 }
            }
        }
        return received
    }
}
