import Casework
import Desk
import Receivables
import Store
import Wording

/// What is suggested now, and how the case stands.
extension DebtorView {
    var suggestion: HTML {
        """
        <section id="suggestion" class="sheet suggestion" data-part><h2>\(say(.toDo))</h2>\(suggested)</section>
        """
    }

    private var suggested: HTML {
        guard let open = page.openCase else { return "<p>\(say(.noCase))</p>" }
        guard let step = open.step, let action = open.actionDay, action <= page.today else {
            return "<p>\(say(.noStep))</p>\(reasons)"
        }
        let kind = Fact("kind", .stepKind, (open.stepKind ?? .call).rawValue)
        let name = step == CaseRecord.followUpStep ? say(.followUp) : say(.suggestedStep, [Fact("step", step)])
        return """
            <p class="lead"><b>\(say(.suggested, [kind]))</b> <span class="fine">\(name)</span></p>\(call)\(reasons)
            """
    }

    /// A call that was asked for at a time.
    private var call: HTML {
        guard let at = page.callAt else { return "" }
        let time = printing.moment(at, offsetSeconds: page.offsetSeconds)
        return """
            <p>\(Chip.soon.markup(visit.say(TodayWord.callAt, [Fact("time", time)]))) \
            <span class="n" data-countdown="\(at.microseconds)"></span></p>
            """
    }

    private var reasons: HTML {
        guard let score = page.score, !score.reasons.isEmpty else { return "" }
        return """
            <h3>\(say(.whyNow))</h3><ul class="reasons">\(score.reasons.html { reason in
                let said = visit.catalogue.say(reason.statement)
                guard reason.points > 0 else { return "<li>\(said)</li>" }
                return "<li>\(visit.say(TodayWord.points, [Fact("reason", said), Fact("points", reason.points)]))</li>"
            })</ul>
            """
    }

    /// Stage, owner, next action.
    var facts: HTML {
        guard let open = page.openCase else { return "<div id=\"case\" data-part></div>" }
        let stage = [page.strategy, open.segment].compactMap { $0 }.joined(separator: " · ")
        return """
            <section id="case" class="sheet" data-part><h2>\(say(.theCase))</h2><dl class="facts">\
            <dt>\(say(.stage))</dt><dd>\(stage)</dd>\
            <dt>\(say(.owner))</dt><dd>\(page.collector ?? say(.ownerNone))</dd>\
            <dt>\(say(.nextAction))</dt><dd>\(nextAction(open))</dd>\
            <dt>\(say(.attempts))</dt><dd>\(attempts(open))</dd>\
            <dt>\(say(.opened))</dt><dd>\(printing.day(open.opened))</dd></dl></section>
            """
    }

    private func nextAction(_ open: CaseRecord) -> String {
        if let at = page.callAt { return printing.moment(at, offsetSeconds: page.offsetSeconds) }
        if open.actionDay == .last { return say(.nextNever) }
        return open.shownActionDay.map(printing.day) ?? visit.say(CommonWord.dash)
    }

    private func attempts(_ open: CaseRecord) -> String {
        guard let last = open.lastAttempt else { return printing.number(Int64(open.attempts)) }
        return say(.attemptsOf, [Fact("count", open.attempts), Fact("date", last)])
    }
}
