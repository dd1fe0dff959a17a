import Casework
import Formats
import Receivables
import Support
import Testing

/// The reminder levels of OCA's account_credit_control and Kill Bill's overdue states, as ladders of ours.
@Suite(.enabled(if: ConformanceData.isPresent)) struct DunningConformance {
    private func document() throws -> JSONValue {
        let file = try ConformanceData.bytes("dunning-oca/policy.json")
        return try #require(file.withUnsafeBufferPointer { JSONValue(parsing: $0) })
    }

    /// The levels of a policy. Levels may not be skipped, and a run writes one line of an invoice at most, so the steps
    /// come one at a time.
    private func ladder(_ policy: String, _ document: JSONValue) throws -> [Step] {
        try #require(document["policies"]?[policy]?.array).map { level in
            let number = try #require(level["level"]?.integer)
            let delay = Int(try #require(level["delay_days"]?.integer))
            let timing: StepTiming
            switch level["mode"]?.string {
            case "net_days": timing = .daysPastDue(delay)
            case "end_of_month": timing = .endOfMonth(after: delay)
            default: timing = .afterPrevious(days: delay)
            }
            return Ladders.named("level\(number)", timing, level["channel"]?.string == "letter" ? "letter" : "sms")
        }
    }

    /// The levels that runs on these days reach, each with its day.
    private func levels(_ steps: [Step], due: Day, runs: [Day]) -> [(level: Int, day: Day)] {
        var reached: [(level: Int, day: Day)] = []
        for run in runs {
            let places = Segment.due(
                steps, base: due, taken: reached.last.map { $0.level - 1 }, takenOn: reached.last?.day, day: run,
                catchUp: .each)
            reached += places.map { ($0 + 1, run) }
        }
        return reached
    }

    @Test("worked dates: no level a day early, each on its day")
    func workedDates() throws {
        let document = try document()
        var cases = 0
        for worked in try #require(document["worked_dates"]?.array) {
            let steps = try ladder(try #require(worked["policy"]?.string), document)
            let due = try #require(worked["due"]?.string.flatMap { Day($0) })
            let daily = levels(steps, due: due, runs: (1...400).map { due.adding(days: $0) })
            for level in 1...2 {
                guard let from = worked["level\(level)_from"]?.string else { continue }
                #expect(daily.first { $0.level == level }?.day == Day(from), "due \(due) level \(level)")
                cases += 1
            }
            if worked["level3_from"] != nil {
                // Ten days after the second reminder, also where that one went out late.
                #expect(daily[2].day.days(since: daily[1].day) == 10)
                let first = daily[0].day
                let late = daily[1].day.adding(days: 17)
                let runs = [first, late] + (1...20).map { late.adding(days: $0) }
                #expect(levels(steps, due: due, runs: runs).map(\.day) == [first, late, late.adding(days: 10)])
                cases += 2
            }
        }
        ConformanceData.report("dunning-oca worked dates", cases: cases)
        #expect(cases == 9)
    }

    @Test("one level a run, never one skipped")
    func runsOfUpstreamsTests() throws {
        let document = try document()
        let steps = try ladder("3 time policy", document)
        let today = try #require(Day("2026-11-23"))
        // Upstream's tests count from the day they run on; these are the same distances from a fixed day.
        let days = [
            "today": today, "today - 1 year": try #require(Day("2025-11-23")),
            "today - 6 months": try #require(Day("2026-05-23")), "today - 2 months": try #require(Day("2026-09-23")),
        ]
        var cases = 0
        for expectation in try #require(document["upstream_test_expectations"]?.array) {
            let due = try #require(expectation["invoice_due"]?.string.flatMap { days[$0] })
            let runs = try #require(expectation["runs"]?.array).compactMap { $0.string.flatMap { days[$0] } }
            let lines = try #require(expectation["lines_after"]?.array).compactMap(\.integer)
            // `lines_after` numbers the lines that stand after each run: one more every time.
            for count in 1...runs.count {
                let reached = levels(steps, due: due, runs: Array(runs.prefix(count)))
                #expect(reached.map(\.level) == Array(1...count) && reached.count == Int(lines[count - 1]))
                cases += 1
            }
        }
        ConformanceData.report("dunning-oca runs", cases: cases)
        #expect(cases == 4)
    }

    @Test("Kill Bill's states by the age of the oldest unpaid invoice: the furthest that is reached")
    func killBill() throws {
        let text = String(
            decoding: try ConformanceData.bytes("dunning-oca/killbill_default_overdue.xml"), as: UTF8.self)
        // Left out: blocking of changes and entitlements, which is billing, and the re-evaluation interval, which a
        // ladder that knows its next day does not need.
        let states = text.split(separator: "<state name=\"").dropFirst().compactMap {
            part -> (name: String, days: Int)? in
            guard let name = part.split(separator: "\"").first, let at = part.firstRange(of: "<number>")?.upperBound,
                let days = Int(part[at...].prefix { $0.isNumber })
            else { return nil }
            return (String(name), days)
        }.sorted { $0.days < $1.days }
        #expect(states.map(\.days) == [30, 40, 50])
        let strategy = Ladders.strategy([
            Segment(
                name: "all", criteria: SegmentCriteria(),
                ladder: states.map { Ladders.named($0.name, .daysPastDue($0.days), "sms") })
        ])
        var cases = 0
        for (place, state) in states.enumerated() {
            let before = place == 0 ? [] : [states[place - 1].name]
            for (days, expected) in [
                (state.days - 1, before), (state.days, [state.name]), (state.days + 1, [state.name]),
            ] {
                // Never looked at before: what is right on that day, and only that.
                var desk = OneDebtor([strategy])
                desk.accounts[1] = OneAccount()
                desk.accounts[1]?.facts.dues = [Due(line: 1, day: Story.day(0), amounts: Components(principal: 5))]
                #expect(try desk.run(on: Story.day(days)).steps.map(\.step.id) == expected, "day \(days)")
                cases += 1
            }
        }
        ConformanceData.report("dunning-oca Kill Bill states", cases: cases)
        #expect(cases == 9)
    }
}
