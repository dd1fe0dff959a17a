/// An amount and a day that a debtor promised.
package struct Promise: Hashable, Sendable {
    package let id: Int64
    /// The day on which it was made; money that came earlier does not count for it.
    package let made: Day
    package let day: Day
    package let amount: Int64
    package let currency: Currency
    /// The account it is about; nil: any account of the debtor in that currency.
    package let account: Int64?

    package init(id: Int64, made: Day, day: Day, amount: Int64, currency: Currency, account: Int64?) {
        self.id = id
        self.made = made
        self.day = day
        self.amount = amount
        self.currency = currency
        self.account = account
    }
}

/// How strictly promises are judged.
package struct PromisePolicy: Hashable, Sendable {
    /// Days after the promised day on which money still counts.
    package var graceDays: Int
    /// What may be missing of a kept promise, in minor units.
    package var tolerance: Int64

    package init(graceDays: Int = 0, tolerance: Int64 = 0) {
        self.graceDays = graceDays
        self.tolerance = tolerance
    }
}

package enum PromiseState: String, CaseIterable, Sendable {
    case pending
    case kept
    case partlyKept = "partly-kept"
    case broken
}

/// A promise with the money that came for it.
package struct JudgedPromise: Hashable, Sendable {
    package let promise: Promise
    /// Money counted for this promise and for no other, in minor units; never above the amount.
    package let received: Int64
    package let state: PromiseState
    /// The first day on which it is decided.
    package let decidedFrom: Day

    package init(promise: Promise, received: Int64, state: PromiseState, decidedFrom: Day) {
        self.promise = promise
        self.received = received
        self.state = state
        self.decidedFrom = decidedFrom
    }

    package var hasFailed: Bool { state == .broken || state == .partlyKept }
}

/// Money that may keep a promise: what is left of a payment after returns.
package struct PromiseMoney: Hashable, Sendable {
    package let account: Int64
    package let currency: Currency
    package let day: Day
    package let order: Int64
    package let amount: Int64

    package init(account: Int64, currency: Currency, day: Day, order: Int64, amount: Int64) {
        self.account = account
        self.currency = currency
        self.day = day
        self.order = order
        self.amount = amount
    }
}

extension Promise {
    /// Judges the promises of one debtor against the money that came in by `asOf`.
    ///
    /// Exact and cumulative: money in order of value day goes to the promise with the earliest last day whose time it
    /// falls into (made … day + grace) until that promise is full; one rupiah counts once. A promise is decided at the
    /// close of its day plus grace, never before.
    package static func judge(
        _ promises: [Promise], money: [PromiseMoney], policy: PromisePolicy, asOf: Day
    ) -> [JudgedPromise] {
        let ordered = promises.sorted(by: isEarlier)
        var received = [Int64](repeating: 0, count: ordered.count)
        let arrived = money.filter { $0.day <= asOf && $0.amount > 0 }
            .sorted { ($0.day, $0.account, $0.order) < ($1.day, $1.account, $1.order) }
        for payment in arrived {
            var left = payment.amount
            for (index, promise) in ordered.enumerated() where left > 0 && promise.accepts(payment, policy) {
                let taken = min(left, promise.amount - received[index])
                received[index] += taken
                left -= taken
            }
        }
        return ordered.indices.map { index in
            let promise = ordered[index]
            let decidedFrom = promise.decidedFrom(policy)
            return JudgedPromise(
                promise: promise, received: received[index],
                state: promise.state(received: received[index], policy: policy, isOver: asOf >= decidedFrom),
                decidedFrom: decidedFrom)
        }
    }

    /// The order in which promises of a debtor are judged.
    package static func isEarlier(_ first: Promise, _ second: Promise) -> Bool {
        (first.day, first.made, first.id) < (second.day, second.made, second.id)
    }

    /// The last day on which money counts for the promise.
    private func lastDay(_ policy: PromisePolicy) -> Day { day.adding(days: policy.graceDays) }

    /// The first day on which the promise is decided: that behind its day and the grace.
    package func decidedFrom(_ policy: PromisePolicy) -> Day { lastDay(policy).adding(days: 1) }

    private func accepts(_ money: PromiseMoney, _ policy: PromisePolicy) -> Bool {
        guard money.day >= made, money.day <= lastDay(policy), money.currency == currency else {
            return false
        }
        return account == nil || account == money.account
    }

    private func state(received: Int64, policy: PromisePolicy, isOver: Bool) -> PromiseState {
        guard isOver else { return .pending }
        // Also where the tolerance is as large as the promise: a promise of which nothing came is not kept.
        guard received > 0 else { return .broken }
        return received >= amount - policy.tolerance ? .kept : .partlyKept
    }
}
