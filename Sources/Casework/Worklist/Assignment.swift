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
    private var groups: [Group] = []
    /// The group of each collector; nil: they get no cases.
    private var groupOf: [Int?]
    private let named: [String: Int]

    package init(_ collectors: [CollectorCapacity]) {
        let sorted = collectors.sorted { $0.id < $1.id }
        self.collectors = sorted
        named = Dictionary(sorted.indices.map { (sorted[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        groupOf = Array(repeating: nil, count: sorted.count)
        var known: [Group.Kind: Int] = [:]
        for index in sorted.indices where sorted[index].minutesPerDay > 0 {
            let kind = Group.Kind(sorted[index])
            let group = known[kind] ?? groups.count
            if group == groups.count {
                known[kind] = group
                groups.append(Group(kind: kind))
            }
            groupOf[index] = group
            groups[group].insert(index, load: sorted[index].load)
        }
    }

    /// The collector who gets the case, or nil when none is eligible.
    package mutating func assign(_ unowned: UnownedCase) -> Int64? {
        let eligible = groups.indices.filter { groups[$0].kind.mayHave(unowned) }
        guard let chosen = wanted(by: unowned, among: eligible) ?? freest(for: unowned, among: eligible),
            let group = groupOf[chosen]
        else { return nil }
        groups[group].remove(chosen, load: collectors[chosen].load)
        collectors[chosen].load += unowned.minutes
        groups[group].insert(chosen, load: collectors[chosen].load)
        return collectors[chosen].id
    }

    private func wanted(by unowned: UnownedCase, among eligible: [Int]) -> Int? {
        guard let index = unowned.wanted.flatMap({ named[$0] }), let group = groupOf[index], eligible.contains(group)
        else { return nil }
        return index
    }

    /// Compares the shares of the day that would be taken, by cross multiplication: no rounding, no ties but real ones.
    private func freest(for unowned: UnownedCase, among eligible: [Int]) -> Int? {
        var best: (load: Int, minutesPerDay: Int, index: Int)?
        for group in eligible {
            guard let first = groups[group].freest else { continue }
            let other = (
                load: first.load + unowned.minutes, minutesPerDay: groups[group].kind.minutesPerDay, index: first.index
            )
            guard let one = best else {
                best = other
                continue
            }
            let (share, otherShare) = (one.load * other.minutesPerDay, other.load * one.minutesPerDay)
            if share == otherShare ? other.index < one.index : otherShare < share { best = other }
        }
        return best?.index
    }
}

/// Collectors who may have the same cases and have days of the same length: among them the one with the least load is
/// the freest, whatever the case. A large desk has hundreds of collectors and few groups.
private struct Group: Sendable {
    struct Kind: Hashable {
        let minutesPerDay: Int
        let languages: [String]
        let portfolios: [String]

        init(_ collector: CollectorCapacity) {
            minutesPerDay = collector.minutesPerDay
            languages = collector.languages
            portfolios = collector.portfolios
        }

        func mayHave(_ unowned: UnownedCase) -> Bool {
            guard portfolios.isEmpty || portfolios.contains(unowned.portfolio) else { return false }
            guard let language = unowned.language, !languages.isEmpty else { return true }
            return languages.contains(language)
        }
    }

    private struct Member: Comparable {
        let load: Int
        let index: Int

        static func < (left: Member, right: Member) -> Bool { (left.load, left.index) < (right.load, right.index) }
    }

    let kind: Kind
    /// In rising order.
    private var members: [Member] = []

    init(kind: Kind) { self.kind = kind }

    var freest: (load: Int, index: Int)? { members.first.map { ($0.load, $0.index) } }

    mutating func insert(_ index: Int, load: Int) {
        let member = Member(load: load, index: index)
        members.insert(member, at: place(of: member))
    }

    mutating func remove(_ index: Int, load: Int) { members.remove(at: place(of: Member(load: load, index: index))) }

    /// Where the first member stands that is not less.
    private func place(of member: Member) -> Int {
        var range = members.startIndex..<members.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = members[middle] < member ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
