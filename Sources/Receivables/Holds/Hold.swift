/// A pause with a reason: a dispute, hardship, a payment in process. It has a scope, days and effects; ending one sets
/// its last day, nothing is edited away.
package struct Hold: Hashable, Sendable {
    /// Why collecting pauses. The raw value is public.
    package enum Reason: String, CaseIterable, Sendable {
        case dispute
        case complaint
        case hardship
        case bereavement
        case insolvency
        case paymentInProcess = "payment-in-process"
        case legal
        case fraud
        case disaster
        case other

        /// What a hold of this reason does unless the person who sets it says otherwise.
        package var usualEffects: Effects {
            switch self {
            case .insolvency, .disaster: Effects(stopsContact: true, stopsCount: true)
            default: Effects(stopsContact: true, stopsCount: false)
            }
        }
    }

    package struct Effects: Hashable, Sendable {
        /// Nobody contacts the debtor about what is held.
        package var stopsContact: Bool
        /// The days of the hold do not count as days past due.
        package var stopsCount: Bool

        package init(stopsContact: Bool, stopsCount: Bool) {
            self.stopsContact = stopsContact
            self.stopsCount = stopsCount
        }
    }

    /// What is held: everything of the debtor, one account, or one due of it.
    package enum Scope: Hashable, Sendable {
        case debtor
        case account(Int64)
        case due(account: Int64, line: Int32)
    }

    package let id: Int64
    package let reason: Reason
    package let scope: Scope
    package let effects: Effects
    package let from: Day
    /// Last day of the hold; nil: until somebody ends it.
    package let to: Day?

    package init(id: Int64, reason: Reason, scope: Scope, effects: Effects, from: Day, to: Day?) {
        self.id = id
        self.reason = reason
        self.scope = scope
        self.effects = effects
        self.from = from
        self.to = to
    }

    package func isActive(on day: Day) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }

    /// Whether the hold covers this account as a whole.
    package func covers(account: Int64) -> Bool {
        switch scope {
        case .debtor: true
        case .account(let held): held == account
        case .due: false
        }
    }

    /// Whether the hold covers this due, by itself or with its account or debtor.
    package func covers(account: Int64, line: Int32) -> Bool {
        if case .due(let heldAccount, let heldLine) = scope { return heldAccount == account && heldLine == line }
        return covers(account: account)
    }
}

extension Sequence<Hold> {
    /// How many of the days after `start`, up to and with `end`, lie inside one of these holds. Days covered twice
    /// count once.
    package func daysCovered(after start: Day, through end: Day) -> Int {
        pauses(after: start, through: end).reduce(0) { $0 + $1.days }
    }

    /// The holds that cover days after `start`, up to and with `end`, the earliest first, each with the number of days
    /// that it adds to those before it; holds that add none are left out.
    package func pauses(after start: Day, through end: Day) -> [(hold: Hold, days: Int)] {
        let spans = map {
            (hold: $0, from: Swift.max($0.from, start.adding(days: 1)), to: Swift.min($0.to ?? end, end))
        }
        .filter { $0.from <= $0.to }
        .sorted { ($0.from, $0.hold.id) < ($1.from, $1.hold.id) }
        var pauses: [(hold: Hold, days: Int)] = []
        var coveredThrough = start
        for span in spans where span.to > coveredThrough {
            pauses.append((span.hold, span.to.days(since: Swift.max(span.from.adding(days: -1), coveredThrough))))
            coveredThrough = span.to
        }
        return pauses
    }
}
