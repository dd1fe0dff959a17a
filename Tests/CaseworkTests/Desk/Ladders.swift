import Casework
import Receivables

/// Strategies for tests, in few words.
enum Ladders {
    /// A step such as `sms@1`, `call@3`, `letter@7`, `review@30`, `sms@eom30` (end of the month after 30 days) or
    /// `letter@+10` (ten days after the step before).
    static func step(_ text: String) -> Step {
        let parts = text.split(separator: "@")
        guard parts.count == 2 else { preconditionFailure("a step is written kind@time") }
        let when = parts[1]
        let timing: StepTiming
        if when.hasPrefix("eom"), let days = Int(when.dropFirst(3)) {
            timing = .endOfMonth(after: days)
        } else if when.hasPrefix("+"), let days = Int(when.dropFirst()) {
            timing = .afterPrevious(days: days)
        } else if let days = Int(when) {
            timing = .daysPastDue(days)
        } else {
            preconditionFailure("a step is written kind@time: \(text)")
        }
        return named(text, timing, String(parts[0]))
    }

    static func named(_ id: String, _ timing: StepTiming, _ kind: String) -> Step {
        switch kind {
        case "sms": Step(id: id, timing: timing, kind: .notice, channel: .sms, template: "late", minutes: 0)
        case "letter": Step(id: id, timing: timing, kind: .letter, channel: .letter, template: "warning", minutes: 0)
        case "review": Step(id: id, timing: timing, kind: .review, channel: nil, template: nil, minutes: 8)
        case "placement": Step(id: id, timing: timing, kind: .placement, channel: nil, template: nil, minutes: 10)
        default: Step(id: id, timing: timing, kind: .call, channel: nil, template: nil, minutes: 5)
        }
    }

    static func segment(_ name: String, _ steps: String, _ criteria: SegmentCriteria = SegmentCriteria()) -> Segment {
        Segment(name: name, criteria: criteria, ladder: steps.split(separator: " ").map { step(String($0)) })
    }

    static func strategy(
        _ steps: String, id: Int64 = 1, name: String = "standard", version: Int = 1,
        catchUp: Strategy.CatchUp = .latest,
        promises: PromiseSteps = PromiseSteps(), exits: Exits = Exits()
    ) -> Strategy {
        strategy(
            [segment("all", steps)], id: id, name: name, version: version, catchUp: catchUp, promises: promises,
            exits: exits)
    }

    static func strategy(
        _ segments: [Segment], id: Int64 = 1, name: String = "standard", version: Int = 1,
        catchUp: Strategy.CatchUp = .latest, promises: PromiseSteps = PromiseSteps(), exits: Exits = Exits()
    ) -> Strategy {
        Strategy(
            id: id, name: name, version: version, catchUp: catchUp, segments: segments, promises: promises,
            afterContact: [:], ranking: RankingWeights(), exits: exits)
    }

    /// A reminder the day before, and a call when a promise is broken.
    static let promiseSteps = PromiseSteps(
        reminderDaysBefore: 1, reminder: named("promise-reminder", .daysPastDue(0), "sms"),
        broken: named("promise-broken", .daysPastDue(0), "call"))
}
