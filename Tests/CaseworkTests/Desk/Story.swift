import Casework
import Receivables
import Support
import Testing

/// Runs a story about one debtor, written as a table, day by day. Day 1 is a Monday. A run is made on every day, also
/// on those that no row names: on these nothing may happen. A row whose day is a range such as `5-9` is one without
/// runs.
///
///     | day | told                   | then                     |
///     | 1   | owes 500 on 4          |                          |
///     | 5   |                        | opened, sms@1            |
///     | 6   | pays 500               | closed settled           |
///
/// What can be told (`;` between two): `owes 500 on 4`, `owes 500 on 4 at 2` (account 2), `pays 500`, `pays 500 on 2`,
/// `bounces` (the last payment), `promises 300 by 9`, `hold 3 to 9`, `hold 3 to ever`, `holds end`, `tried`, `strategy
/// 2`, `departs written-off`.
/// What can follow: `opened`, `closed REASON`, the steps taken, `kept`, `partly-kept`, `broken`, `waits 8` (the case
/// stands on the worklist from day 8 on), `next 12` (the next look).
struct Story {
    private var desk: OneDebtor
    private let later: [Strategy]
    private var ids: Int64 = 0

    static func day(_ number: Int) -> Day { Day(20_002).adding(days: number) }

    /// Plays the story; strategies after the first come into force with `strategy N`.
    @discardableResult
    static func play(
        _ text: String, _ strategies: Strategy..., setUp: (inout OneDebtor) -> Void = { _ in },
        at place: SourceLocation = #_sourceLocation
    ) throws -> OneDebtor {
        var story = Story(desk: OneDebtor([strategies[0]]), later: Array(strategies.dropFirst()))
        setUp(&story.desk)
        var next = 1
        for record in Table(text).records {
            let span = (record["day"] ?? "").split(separator: "-").compactMap { Int($0) }
            guard let first = span.first, let last = span.last else { throw BadStory(word: record["day"] ?? "") }
            for quiet in next..<max(next, first) { try story.run(quiet, expected: [], at: place) }
            next = last + 1
            for news in (record["told"] ?? "").split(separator: ";") {
                try story.tell(news.split(separator: " "), on: first)
            }
            if span.count > 1 { continue }
            try story.run(first, expected: (record["then"] ?? "").split(separator: ",").map(Story.trim), at: place)
        }
        return story.desk
    }

    struct BadStory: Error {
        let word: String
    }

    private init(desk: OneDebtor, later: [Strategy]) {
        self.desk = desk
        self.later = later
    }

    private static func trim(_ text: Substring) -> String { text.split(separator: " ").joined(separator: " ") }

    private mutating func run(_ number: Int, expected: [String], at place: SourceLocation) throws {
        let day = Story.day(number)
        let outcome = try desk.run(on: day)
        var seen = outcome.isOpened ? ["opened"] : []
        if outcome.isClosed { seen.append("closed \(outcome.record?.closeReason?.rawValue ?? "")") }
        seen += outcome.decided.map(\.state.rawValue)
        seen += outcome.steps.map(\.step.id)
        // The next look and the worklist are only told where the story asks.
        if expected.contains(where: { $0.hasPrefix("next ") }) {
            seen.append("next " + (outcome.nextDay.map { String($0.days(since: Story.day(0))) } ?? "never"))
        }
        if expected.contains(where: { $0.hasPrefix("waits ") }) {
            let action = outcome.record?.actionDay
            seen.append(
                "waits " + (action.map { $0 == .last ? "ever" : String($0.days(since: Story.day(0))) } ?? "never"))
        }
        #expect(seen.sorted() == expected.sorted(), "day \(number)", sourceLocation: place)
    }

    private mutating func id() -> Int64 {
        ids += 1
        return ids
    }

    private mutating func tell(_ words: [Substring], on number: Int) throws {
        let numbers = words.map { Int($0) }
        func integer(_ at: Int) throws -> Int {
            guard at < numbers.count, let found = numbers[at] else {
                throw BadStory(word: words.joined(separator: " "))
            }
            return found
        }
        switch words.first {
        case "owes":
            let account = words.count > 5 ? Int64(try integer(5)) : 1
            var facts = desk.accounts[account] ?? OneAccount()
            facts.facts.dues.append(
                Due(
                    line: Int32(facts.facts.dues.count + 1), day: Story.day(try integer(3)),
                    amounts: Components(principal: Int64(try integer(1)))))
            desk.accounts[account] = facts
        case "pays":
            let day = words.count > 3 ? try integer(3) : number
            let paid = Payment(id: id(), day: Story.day(day), amount: Int64(try integer(1)))
            desk.accounts[1, default: OneAccount()].facts.payments.append(paid)
        case "bounces":
            guard let paid = desk.accounts[1]?.facts.payments.last else { throw BadStory(word: "bounces") }
            let back = Payment(id: id(), day: Story.day(number), amount: -paid.amount, takesBack: paid.id)
            desk.accounts[1, default: OneAccount()].facts.payments.append(back)
        case "promises":
            desk.promises.append(
                Promise(
                    id: id(), made: Story.day(number), day: Story.day(try integer(3)), amount: Int64(try integer(1)),
                    currency: .rupiah, account: nil))
        case "hold":
            let to = words.last == "ever" ? nil : Story.day(try integer(3))
            desk.holds.append(
                Hold(
                    id: id(), reason: .dispute, scope: .debtor,
                    effects: Hold.Effects(stopsContact: true, stopsCount: false),
                    from: Story.day(try integer(1)), to: to))
        default: try tellMore(words, on: number)
        }
        desk.hasNews = true
    }

    private mutating func tellMore(_ words: [Substring], on number: Int) throws {
        switch words.first {
        case "holds":
            desk.holds = desk.holds.map {
                Hold(
                    id: $0.id, reason: $0.reason, scope: $0.scope, effects: $0.effects, from: $0.from,
                    to: Story.day(number - 1))
            }
        case "tried": desk.attempts.append(Story.day(number))
        case "strategy":
            guard words.count > 1, let version = Int(words[1]) else { throw BadStory(word: "strategy") }
            desk.strategies += later.filter { $0.version == version }
        case "departs": desk.accounts[1]?.departed = words.last.flatMap { CloseReason(rawValue: String($0)) }
        default: throw BadStory(word: words.joined(separator: " "))
        }
    }
}
