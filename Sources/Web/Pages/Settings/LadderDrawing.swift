import Casework
import Receivables
import Wording

/// A ladder as a line of time: days past due from left to right, a lane for each kind of step, and one for the exits.
struct LadderDrawing {
    /// A step in the picture.
    struct Mark: Equatable {
        let lane: Int
        let days: Int
        /// How many days it can be later, where that depends on the month.
        let span: Int
        let label: String
        let told: String
    }

    /// Pixels: of a day, of a lane, left of the first day, above the first lane.
    private static let day = 9
    private static let lane = 34
    private static let left = 96
    private static let top = 26

    let marks: [Mark]
    let lanes: [String]
    let title: String
    private let kinds: [StepKind?]
    private let first: Int
    private let last: Int
    private let visit: Visit

    init(_ segment: Segment, _ exits: Exits, _ visit: Visit) {
        self.visit = visit
        title = visit.say(SettingsWord.ladderTitle, [Fact("name", segment.name)])
        let used = StepKind.allCases.filter { kind in segment.ladder.contains { $0.kind == kind } }
        let hasExits = !exits.proposals.isEmpty
        kinds = used.map { Optional($0) } + (hasExits ? [nil] : [])
        lanes = kinds.map { kind in
            kind.map { visit.printing.term(.stepKind, $0.rawValue) } ?? visit.say(SettingsWord.exitLane)
        }
        var marks: [Mark] = []
        var previous = 0
        for step in segment.ladder {
            let (days, span) = LadderDrawing.place(step.timing, previous)
            previous = days
            marks.append(
                Mark(
                    lane: used.firstIndex(of: step.kind) ?? 0, days: days, span: span,
                    label: LadderDrawing.number(days), told: LadderDrawing.told(step, visit)))
        }
        for exit in exits.proposals {
            let told = visit.say(SettingsWord.exitProposal, [
                Fact("days", exit.days), Fact("step", .stepKind, exit.step.kind.rawValue),
            ])
            marks.append(
                Mark(lane: used.count, days: exit.days, span: 0, label: LadderDrawing.number(exit.days), told: told))
        }
        self.marks = marks
        first = min(0, marks.map(\.days).min() ?? 0) - 2
        last = max(30, marks.map { $0.days + $0.span }.max() ?? 0) + 6
    }

    /// The first day on which a step can come, and how many days later at most.
    static func place(_ timing: StepTiming, _ previous: Int) -> (days: Int, span: Int) {
        switch timing {
        case .daysPastDue(let days): (days, 0)
        case .endOfMonth(let days): (days, 30)
        case .afterPrevious(let days): (previous + days, 0)
        }
    }

    /// When a step comes, in words.
    static func when(_ timing: StepTiming, _ visit: Visit) -> String {
        switch timing {
        case .daysPastDue(let days) where days < 0: visit.say(SettingsWord.whenBefore, [Fact("days", -days)])
        case .daysPastDue(0): visit.say(SettingsWord.whenDue)
        case .daysPastDue(let days): visit.say(SettingsWord.whenLate, [Fact("days", days)])
        case .endOfMonth(let days): visit.say(SettingsWord.whenMonth, [Fact("days", days)])
        case .afterPrevious(let days): visit.say(SettingsWord.whenAfter, [Fact("days", days)])
        }
    }

    private static func told(_ step: Step, _ visit: Visit) -> String {
        let kind = visit.printing.term(.stepKind, step.kind.rawValue)
        let channel = step.channel.map { " (\(visit.printing.term(.channel, $0.rawValue)))" } ?? ""
        return "\(step.id): \(kind)\(channel), \(when(step.timing, visit))"
    }

    private static func number(_ days: Int) -> String { days < 0 ? "−\(-days)" : String(days) }

    private func x(_ days: Int) -> Int { LadderDrawing.left + (days - first) * LadderDrawing.day }

    private func y(_ lane: Int) -> Int { LadderDrawing.top + lane * LadderDrawing.lane + LadderDrawing.lane / 2 }

    var markup: HTML {
        let width = x(last) + 12
        let height = LadderDrawing.top + lanes.count * LadderDrawing.lane + 22
        let bottom = height - 20
        let rows = lanes.enumerated().html { place, name in
            """
            <text x="0" y="\(y(place) + 4)">\(name)</text>\
            <line class="axis" x1="\(LadderDrawing.left)" x2="\(width)" y1="\(y(place))" y2="\(y(place))"/>
            """
        }
        return """
            <svg class="chart" role="img" aria-label="\(title)" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)"><rect class="before" x="\(x(first))" y="\(LadderDrawing.top)" \
            width="\(x(0) - x(first))" height="\(bottom - LadderDrawing.top)"/>\(scale(bottom))\(rows)\
            \(marks.html(mark))</svg>
            """
    }

    /// The days along the top and bottom, every thirty, and the day on which something falls due.
    private func scale(_ bottom: Int) -> HTML {
        let steps = stride(from: 0, through: last, by: 30).html { days in
            """
            <line class="\(days == 0 ? "due" : "axis")" x1="\(x(days))" x2="\(x(days))" y1="\(LadderDrawing.top - 6)" \
            y2="\(bottom)"/><text x="\(x(days))" y="\(bottom + 16)" text-anchor="middle">\(days)</text>
            """
        }
        return """
            \(steps)<text x="\(x(0))" y="\(LadderDrawing.top - 12)" text-anchor="start">\
            \(visit.say(SettingsWord.dueDate))</text><text x="0" y="\(bottom + 16)">\
            \(visit.say(SettingsWord.daysPastDue))\
            </text>
            """
    }

    private func mark(_ mark: Mark) -> HTML {
        let (x, y) = (x(mark.days), y(mark.lane))
        let kind = kinds[mark.lane]?.rawValue ?? "exit"
        let end = x + mark.span * LadderDrawing.day
        let span: HTML =
            mark.span > 0 ? "<line class=\"span\" x1=\"\(x)\" x2=\"\(end)\" y1=\"\(y)\" y2=\"\(y)\"/>" : ""
        return """
            <g class="step k-\(kind)"><title>\(mark.told)</title>\(span)<circle cx="\(x)" cy="\(y)" r="5"/>\
            <text x="\(x)" y="\(y - 8)" text-anchor="middle">\(mark.label)</text></g>
            """
    }
}
