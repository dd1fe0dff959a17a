import Receivables
import Store
import Wording

/// What the team did on each of the last days, as they stood at their close: drawn, with the table behind it.
struct TeamHistory {
    struct Past: Equatable {
        let day: Day
        var worked = 0
        var contacts = 0
        var promises = 0
    }

    /// Pixels of a day, and of the highest bar.
    private static let day = 20
    private static let high = 80

    let days: [Past]
    private let team: TeamView

    init(_ team: TeamView, _ closings: [ClosingTeam]) {
        self.team = team
        var found: [Day: Past] = [:]
        for one in closings {
            found[one.day, default: Past(day: one.day)].worked += one.worked
            found[one.day, default: Past(day: one.day)].contacts += one.contacts
            found[one.day, default: Past(day: one.day)].promises += one.promises
        }
        days = found.values.sorted { $0.day < $1.day }
    }

    var markup: HTML {
        guard !days.isEmpty else { return "" }
        return """
            <section class="sheet" id="team-history"><h2>\(team.say(.history))</h2>\
            <div class="scroll" tabindex="0" role="region" aria-label="\(team.say(.history))">\(drawing)</div>\
            <details><summary>\(team.say(.asTable))</summary>\(table)</details></section>
            """
    }

    private var drawing: HTML {
        let most = max(1, days.map(\.worked).max() ?? 1)
        let (width, base) = (days.count * TeamHistory.day + 8, TeamHistory.high + 20)
        let bars = days.enumerated().html { place, past in
            let height = past.worked * TeamHistory.high / most
            let x = 4 + place * TeamHistory.day
            let told = team.say(.historyDay, [Fact("day", past.day), Fact("count", past.worked)])
            return """
                <g><title>\(told)</title><rect class="accent" x="\(x)" y="\(base - height)" \
                width="\(TeamHistory.day - 4)" height="\(max(1, height))"/><text x="\(x + TeamHistory.day / 2 - 2)" \
                y="\(base - height - 4)" text-anchor="middle">\(past.worked)</text>\
                <text x="\(x + TeamHistory.day / 2 - 2)" y="\(base + 14)" text-anchor="middle">\
                \(past.day.civil.day)</text></g>
                """
        }
        return """
            <svg class="chart" role="img" aria-label="\(team.say(.history))" width="\(width)" height="\(base + 18)" \
            viewBox="0 0 \(width) \(base + 18)">\(bars)\
            <line class="axis" x1="0" x2="\(width)" y1="\(base)" y2="\(base)"/></svg>
            """
    }

    private var table: HTML {
        let rows = days.reversed().html { past in
            """
            <tr><th scope="row">\(team.visit.printing.day(past.day))</th><td class="n">\(team.number(past.worked))</td>\
            <td class="n">\(team.number(past.contacts))</td><td class="n">\(team.number(past.promises))</td></tr>
            """
        }
        return """
            <div class="scroll"><table><thead><tr>\(FormParts.column(team.say(.day)))\
            \(FormParts.column(team.say(.worked), isNumber: true))\
            \(FormParts.column(team.say(.contacts), isNumber: true))\
            \(FormParts.column(team.say(.promises), isNumber: true))</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }
}
