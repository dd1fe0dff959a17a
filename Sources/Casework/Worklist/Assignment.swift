import Receivables

/// A collector, as far as handing out cases is concerned.
package struct CollectorCapacity: Sendable {
    package let id: Int64
    package let name: String
    package let minutesPerDay: Int
    /// Languages spoken; empty: all.
    package let languages: [String]
    /// Portfolios worked for; empty: all.
    package let portfolios: [String]
    /// What the collector's open cases cost already, in minutes.
    package var load: Int

    package init(id: Int64, name: String, minutesPerDay: Int, languages: [String], portfolios: [String], load: Int) {
        self.id = id
        self.name = name
        self.minutesPerDay = minutesPerDay
        self.languages = languages
        self.portfolios = portfolios
        self.load = load
    }
}

/// A case that needs an owner.
package struct UnownedCase: Sendable {
    package let debtor: Int64
    package let minutes: Int
    package let portfolio: String
    package let language: String?
    /// The collector whom the creditor names.
    package let wanted: String?

    package init(debtor: Int64, minutes: Int, portfolio: String, language: String?, wanted: String?) {
        self.debtor = debtor
        self.minutes = minutes
        self.portfolio = portfolio
        self.language = language
        self.wanted = wanted
    }
}

/// Hands cases to collectors so that everybody has the same share of their day taken: each case goes to the eligible
/// collector whose day is least full. The same cases in the same order always go the same way, so it does not matter
/// where a run was interrupted.
package struct Assignment: Sendable {
    package private(set) var collectors: [CollectorCapacity]

    package init(_ collectors: [CollectorCapacity]) { self.collectors = collectors.sorted { $0.id < $1.id } }

    /// The collector who gets the case, or nil when none is eligible.
    package mutating func assign(_ unowned: UnownedCase) -> Int64? {
        let eligible = collectors.indices.filter { isEligible(collectors[$0], unowned) }
        let named = eligible.first { collectors[$0].name == unowned.wanted }
        guard let chosen = named ?? eligible.min(by: { isFreer($0, than: $1, for: unowned.minutes) }) else {
            return nil
        }
        collectors[chosen].load += unowned.minutes
        return collectors[chosen].id
    }

    private func isEligible(_ collector: CollectorCapacity, _ unowned: UnownedCase) -> Bool {
        guard collector.minutesPerDay > 0 else { return false }
        guard collector.portfolios.isEmpty || collector.portfolios.contains(unowned.portfolio) else { return false }
        guard let language = unowned.language, !collector.languages.isEmpty else { return true }
        return collector.languages.contains(language)
    }

    /// Compares the shares of the day that would be taken, by cross multiplication: no rounding, no ties but real ones.
    private func isFreer(_ left: Int, than right: Int, for minutes: Int) -> Bool {
        let (one, other) = (collectors[left], collectors[right])
        let (share, otherShare) = (
            (one.load + minutes) * other.minutesPerDay, (other.load + minutes) * one.minutesPerDay
        )
        return share == otherShare ? one.id < other.id : share < otherShare
    }
}
