import Receivables

/// Which cases a segment is for. What is nil does not matter; the rest must all fit.
package struct SegmentCriteria: Hashable, Sendable {
    package var portfolios: [String]?
    package var products: [String]?
    package var lenders: [LenderType]?
    /// Overdue amount of the debtor in whole units of the currency of the account that is late the longest.
    package var overdueFrom: Int64?
    package var overdueTo: Int64?
    package var brokenPromisesFrom: Int?

    package init() {}

    package func fit(_ subject: SegmentSubject) -> Bool {
        if let portfolios, !portfolios.contains(subject.portfolio) { return false }
        if let products, !products.contains(subject.product ?? "") { return false }
        if let lenders, !lenders.contains(subject.lender) { return false }
        if let overdueFrom, subject.overdueMajor < overdueFrom { return false }
        if let overdueTo, subject.overdueMajor > overdueTo { return false }
        if let brokenPromisesFrom, subject.brokenPromises < brokenPromisesFrom { return false }
        return true
    }
}

/// What segments are chosen by.
package struct SegmentSubject: Sendable {
    package let portfolio: String
    package let product: String?
    package let lender: LenderType
    package let overdueMajor: Int64
    package let brokenPromises: Int

    package init(portfolio: String, product: String?, lender: LenderType, overdueMajor: Int64, brokenPromises: Int) {
        self.portfolio = portfolio
        self.product = product
        self.lender = lender
        self.overdueMajor = overdueMajor
        self.brokenPromises = brokenPromises
    }
}

/// A group of cases with a ladder of its own. Never changes; an object for the same reason as `AccountStanding`.
package final class Segment: Sendable {
    package let name: String
    package let criteria: SegmentCriteria
    /// In the order in which the steps are taken.
    package let ladder: [Step]
    /// Steps up to and with the due date, and steps of a case.
    package let beforeArrears: [Step]
    package let inArrears: [Step]

    package init(name: String, criteria: SegmentCriteria, ladder: [Step]) {
        self.name = name
        self.criteria = criteria
        self.ladder = ladder
        beforeArrears = ladder.filter(\.timing.isBeforeArrears)
        inArrears = ladder.filter { !$0.timing.isBeforeArrears }
    }
}

/// What is done about promises.
package struct PromiseSteps: Hashable, Sendable {
    /// A notice this many days before the promised day; nil: none.
    package var reminderDaysBefore: Int?
    package var reminder: Step?
    /// What follows a promise that was broken or only partly kept; nil: the ladder goes on.
    package var broken: Step?

    package init(reminderDaysBefore: Int? = nil, reminder: Step? = nil, broken: Step? = nil) {
        self.reminderDaysBefore = reminderDaysBefore
        self.reminder = reminder
        self.broken = broken
    }
}

/// How cases are ranked: the most that each reason can add to the score, in points.
package struct RankingWeights: Hashable, Sendable {
    package var amount = 300
    package var bucketEdge = 200
    package var promiseDueToday = 150
    package var promiseBroken = 250
    package var sinceLastAttempt = 150
    package var customerValue = 100
    /// How near a bucket edge must be to count, in days.
    package var bucketEdgeDays = 7
    /// After how many days without an attempt nothing more is added.
    package var lastAttemptDays = 14
    /// How long a broken promise adds to the score, in days.
    package var promiseBrokenDays = 14

    package init() {}
}

/// A strategy in one of its versions: who is treated how. Data, never code. Never changes; an object for the same
/// reason as `AccountStanding`.
package final class Strategy: Sendable {
    /// What happens when several steps have fallen due at once, after an outage or a late import.
    package enum CatchUp: String, CaseIterable, Sendable {
        /// Only the latest of them: what is right today.
        case latest
        /// One after another, one a day: levels may not be skipped.
        case each
    }

    package let id: Int64
    package let name: String
    package let version: Int
    package let catchUp: CatchUp
    /// The first one that fits is taken; the last one should fit everything.
    package let segments: [Segment]
    package let promises: PromiseSteps
    /// Days until the next try, by the result of a contact.
    package let afterContact: [ContactResult: Int]
    package let ranking: RankingWeights
    package let exits: Exits
    /// How long before a due date the first step of any segment comes, in days; 0 when there is none.
    package let leadDays: Int
    /// Days before or on the due date on which some segment has a step, rising: -7, -3, 0.
    package let daysBeforeArrears: [Int]

    package init(
        id: Int64, name: String, version: Int, catchUp: CatchUp, segments: [Segment], promises: PromiseSteps,
        afterContact: [ContactResult: Int], ranking: RankingWeights, exits: Exits = Exits()
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.catchUp = catchUp
        self.segments = segments
        self.promises = promises
        self.afterContact = afterContact
        self.ranking = ranking
        self.exits = exits
        let days = segments.flatMap(\.beforeArrears).compactMap { step -> Int? in
            if case .daysPastDue(let days) = step.timing { return days }
            return nil
        }
        daysBeforeArrears = Set(days).sorted()
        leadDays = max(0, -(daysBeforeArrears.first ?? 0))
    }

    package func segment(for subject: SegmentSubject) -> Segment? { segments.first { $0.criteria.fit(subject) } }

    package func segment(named name: String) -> Segment? { segments.first { $0.name == name } }
}

extension Segment {
    /// The steps of a ladder that are to be taken on `day`, given where the ladder stands.
    ///
    /// `base` is the day from which days past due count; `taken` the place of the last step taken in `steps`, or nil.
    /// With `.latest` all steps of the latest group that has fallen due come at once, and earlier messages are passed
    /// over; but where that group asks nothing of a person, the latest step before it that does is taken too, unless
    /// `isWorkGiven` already: day by day it would still wait on a worklist, and no message does its work.
    /// With `.each` exactly the next step, when it has fallen due and none was taken on that day.
    package static func due(
        _ steps: [Step], base: Day, taken: Int?, takenOn: Day?, day: Day, catchUp: Strategy.CatchUp,
        isWorkGiven: Bool = false
    ) -> [Int] {
        let next = taken.map { $0 + 1 } ?? 0
        guard next < steps.count else { return [] }
        if catchUp == .each {
            if let takenOn, takenOn >= day { return [] }
            guard let first = steps[next].timing.firstDay(base: base, previous: takenOn), first <= day else {
                return []
            }
            return [next]
        }
        var latest: (day: Day, places: [Int])?
        for place in next..<steps.count {
            // A step that waits for the one before is only due when that one has been taken.
            let previous = place == next ? takenOn : nil
            guard let first = steps[place].timing.firstDay(base: base, previous: previous), first <= day else {
                continue
            }
            if let found = latest, found.day == first {
                latest?.places.append(place)
            } else {
                latest = (first, [place])
            }
        }
        guard let latest else { return [] }
        if isWorkGiven || latest.places.contains(where: { steps[$0].kind.isForPeople }) { return latest.places }
        return work(steps[next..<latest.places[0]], base: base, takenOn: takenOn, before: latest.day) + latest.places
    }

    /// The last of the steps before `end` that gives a person work, if it was not passed over by a later one that came
    /// first.
    private static func work(_ steps: ArraySlice<Step>, base: Day, takenOn: Day?, before end: Day) -> [Int] {
        var end = end
        for place in steps.indices.reversed() {
            let previous = place == steps.startIndex ? takenOn : nil
            guard let first = steps[place].timing.firstDay(base: base, previous: previous), first <= end else {
                continue
            }
            if steps[place].kind.isForPeople { return [place] }
            end = first
        }
        return []
    }

    /// The first day after `day` on which a step of the ladder falls due, if nothing else happens. With `.each` a step
    /// that has fallen due already is the next day's.
    package static func nextDay(
        _ steps: [Step], base: Day, taken: Int?, takenOn: Day?, after day: Day, catchUp: Strategy.CatchUp
    ) -> Day? {
        let next = taken.map { $0 + 1 } ?? 0
        guard next < steps.count else { return nil }
        if catchUp == .each {
            return steps[next].timing.firstDay(base: base, previous: takenOn).map { max($0, day.adding(days: 1)) }
        }
        return (next..<steps.count).compactMap { place in
            steps[place].timing.firstDay(base: base, previous: place == next ? takenOn : nil)
        }.filter { $0 > day }.min()
    }
}
