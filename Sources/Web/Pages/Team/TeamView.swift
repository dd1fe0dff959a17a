import Desk
import Receivables
import Wording

/// The page of the team, of its model.
struct TeamView {
    static let figuresPart = "team-figures"
    static let workPart = "team-work"

    let model: TeamModel
    let visit: Visit

    init(_ model: TeamModel, _ visit: Visit) {
        self.model = model
        self.visit = visit
    }

    func say(_ word: TeamWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    func number(_ count: Int) -> String { visit.printing.number(Int64(count)) }

    var page: Answer {
        let list = model.list.map { TeamListView(self, $0).markup }
        return Frame(visit.say(CommonWord.team), .team, visit, live: "").page(
            """
            <div class="page-head"><h1>\(visit.say(CommonWord.team))</h1>\
            <span class="meta">\(visit.printing.longDay(model.figures.date))</span>\
            <div class="buttons"><a class="button" href="#reassign" data-key="r">\(say(.reassignByRule)) \
            <kbd aria-hidden="true">r</kbd></a></div></div>
            \(moved)\(model.problem.map(ProblemNote.markup))\(figures)
            \(list)<div class="sheets team-below">\(RuleFormView(self).markup)\(atWork)\(others)\
            \(TeamHistory(self, model.history).markup)</div>
            """)
    }

    private var moved: HTML {
        guard !model.moved.isEmpty else { return "" }
        let cases = model.moved.reduce(0) { $0 + $1.cases }
        let each = model.moved.map { say(.movedEach, [Fact("collector", $0.collector), Fact("count", $0.cases)]) }
        return """
            <div class="note" role="status" id="team-moved"><p>\(say(.moved, [Fact("count", cases)]))</p>\
            <p>\(each.joined(separator: " · "))</p></div>
            """
    }

    // MARK: Who works what

    var figures: HTML {
        guard !model.figures.collectors.isEmpty else {
            return """
                <section id="\(TeamView.figuresPart)" data-part class="sheet"><div class="empty"><b>\
                \(say(.noCollectors))</b>\
                <p>\(say(.noCollectorsHint))</p><a class="button" href="/settings/collectors">\
                \(visit.say(SettingsWord.collectors))</a></div></section>
                """
        }
        return """
            <section id="\(TeamView.figuresPart)" data-part class="team-figures">\(totals)
            <div class="scroll list" tabindex="0" role="region" aria-label="\(say(.whoWorksWhat))"><table>
            <caption class="sr">\(say(.whoWorksWhat))</caption><thead><tr>\(FormParts.column(say(.collector)))\
            \(FormParts.column(say(.attainment)))\(FormParts.column(say(.toDo), isNumber: true))\
            \(FormParts.column(say(.worked), isNumber: true))\(FormParts.column(say(.contacts), isNumber: true))\
            \(FormParts.column(say(.reached), isNumber: true))\(FormParts.column(say(.promises), isNumber: true))\
            \(FormParts.column(say(.openCases), isNumber: true))</tr></thead>
            <tbody>\(model.figures.collectors.html(row))</tbody></table></div>\(unowned)</section>
            """
    }

    private var totals: HTML {
        let all = model.figures.collectors
        func sum(_ value: (CollectorFigures) -> Int) -> String { number(all.reduce(0) { $0 + value($1) }) }
        return """
            <div class="figures">\(FormParts.figure(sum(\.worked), say(.workedToday)))\
            \(FormParts.figure(sum(\.toDo), say(.leftToday)))\(FormParts.figure(sum(\.contacts), say(.contacts)))\
            \(FormParts.figure(sum(\.reached), say(.reached)))\(FormParts.figure(sum(\.promises), say(.promises)))\
            \(FormParts.figure(number(model.figures.unowned), say(.ofNobody)))</div>
            """
    }

    private func row(_ one: CollectorFigures) -> HTML {
        let address = "/team" + URLText.query([("collector", one.collector)]) + "#team-list"
        let here = model.list?.collector == one.collector
        let state: HTML = one.isActive ? "" : " \(Chip.held.markup(say(.inactive)))"
        return """
            <tr data-row\("aria-current", here ? "true" : nil)><th scope="row"><a href="\(address)">\
            \(one.collector)</a>\
            \(state)</th><td>\(attainment(one))</td><td class="n">\(number(one.toDo))</td><td class="n">\
            \(number(one.worked))</td>\
            <td class="n">\(number(one.contacts))</td><td class="n">\(number(one.reached))</td>\
            <td class="n">\(number(one.promises))</td><td class="n">\(number(one.openCases))</td></tr>
            """
    }

    private func attainment(_ one: CollectorFigures) -> HTML {
        let shown: HTML = """
            <span class="attainment"><progress max="100" value="\(one.attainment)" aria-hidden="true"></progress> \
            <span class="n">\(one.attainment) %</span></span>
            """
        let wanted = min(one.minutesPerDay, one.minutesToDo + one.minutesWorked)
        let reason = wanted > 0 ? TeamWord.attainmentWhy : .attainmentNothing
        return Why.markup(
            shown,
            [
                say(reason, [Fact("done", one.minutesWorked), Fact("wanted", wanted)]),
                say(.attainmentDay, [Fact("minutes", one.minutesPerDay), Fact("list", one.minutesToDo)]),
                say(.recordedAs, [Fact("name", model.names[one.collector] ?? one.collector)]),
            ])
    }

    private var unowned: HTML {
        let figures = model.figures
        guard figures.unowned > 0 else { return "" }
        let told = say(.unowned, [Fact("count", figures.unowned), Fact("today", figures.unownedToDo)])
        return """
            <p class="note soon">\(told) <a href="/team?from=-#reassign">\(say(.giveOut))</a></p>
            """
    }

    // MARK: Beside it

    var atWork: HTML {
        let rows = model.atWork.html { one in
            """
            <tr><th scope="row">\(model.person(one.owner))</th><td><a href="/debtors/\(one.debtorID)">\
            \(one.name ?? one.debtor)</a></td><td class="n">\
            \(visit.printing.moment(one.since, offsetSeconds: model.offset))</td></tr>
            """
        }
        let table: HTML = """
            <div class="scroll"><table><thead><tr>\(FormParts.column(say(.who)))\(FormParts.column(say(.debtor)))\
            \(FormParts.column(say(.since), isNumber: true))</tr></thead><tbody>\(rows)</tbody></table></div>
            """
        return """
            <section id="\(TeamView.workPart)" data-part class="sheet"><h2>\(say(.atWork))</h2>\
            \(model.atWork.isEmpty ? "<p class=\"hint\">\(say(.atWorkNone))</p>" : table)</section>
            """
    }

    private var others: HTML {
        guard !model.figures.others.isEmpty else { return "" }
        let rows = model.figures.others.html { one in
            """
            <tr><th scope="row">\(one.actor)</th><td class="n">\(number(one.contacts))</td>\
            <td class="n">\(number(one.reached))</td><td class="n">\(number(one.promises))</td></tr>
            """
        }
        return """
            <section class="sheet"><h2>\(say(.others))</h2><div class="scroll"><table><thead><tr>\
            \(FormParts.column(say(.who)))\(FormParts.column(say(.contacts), isNumber: true))\
            \(FormParts.column(say(.reached), isNumber: true))\(FormParts.column(say(.promises), isNumber: true))</tr>\
            </thead><tbody>\(rows)</tbody></table></div></section>
            """
    }
}
