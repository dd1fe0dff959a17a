import Casework
import Desk
import Receivables
import Store
import Wording

/// One collector's list, from which some are given to somebody else.
struct TeamListView {
    let team: TeamView
    let list: WorkPage

    init(_ team: TeamView, _ list: WorkPage) {
        self.team = team
        self.list = list
    }

    private var visit: Visit { team.visit }

    var markup: HTML {
        let reason = Rights.reason(.reassign, visit, everywhere: false)
        return """
            <section class="sheet team-list" id="team-list"><div class="sheet-head">\
            <h2>\(team.say(.listOf, [Fact("collector", list.collector)]))</h2><span class="fine">\
            \(team.say(.listCount, [Fact("count", list.toDo), Fact("done", list.done)]))</span></div>
            \(list.items.isEmpty ? "<p class=\"empty\">\(team.say(.listEmpty))</p>" : form(reason))\(pager)</section>
            """
    }

    private func form(_ reason: String?) -> HTML {
        let problem: HTML? = team.model.faults["debtor"].map { _ in
            "<p class=\"wrong\" id=\"h-debtor\">\(team.say(.debtorsNone))</p>"
        }
        let body: HTML = """
            \(FormParts.hidden("from", TeamForm.from(collector: list.collector)))\(FormParts.hidden("chosen", "1"))\
            \(problem)<div class="scroll"><table><caption class="sr">\
            \(team.say(.listOf, [Fact("collector", list.collector)]))\
            </caption><thead><tr>\(head)</tr></thead><tbody>\(list.items.html(row))</tbody></table></div>\
            \(targets)
            """
        return PostForm(action: "/team/reassign", button: team.say(.checkMove), visit: visit, reason: reason)
            .markup(body)
    }

    private var head: HTML {
        """
        <th scope="col"><span class="sr">\(team.say(.choose))</span></th>\
        \(FormParts.column(team.say(.rank), isNumber: true))\
        \(FormParts.column(team.say(.debtor)))\(FormParts.column(team.say(.dpd), isNumber: true))\
        \(FormParts.column(team.say(.overdue), isNumber: true))\(FormParts.column(team.say(.step)))\
        \(FormParts.column(team.say(.reason)))
        """
    }

    private func row(_ item: WorkItem) -> HTML {
        let line = item.line
        let shown = line.name ?? line.debtor
        let chosen = team.model.form.debtors.contains(item.debtorID)
        let lock: HTML? = item.lock.map { lock in
            let told = team.say(.lockedBy, [Fact("name", team.model.person(lock.owner))])
            return " \(Chip.held.markup(told))"
        }
        let overdue = line.overdue.map { visit.printing.money($0.amount, $0.currency) }.joined(separator: " + ")
        let score: HTML = "<span class=\"n\">\(line.rank)</span>"
        let reasons = line.score.reasons.map { visit.catalogue.say($0.statement) + " (+\($0.points))" }
        return """
            <tr data-row><td><input type="checkbox" name="debtor" value="\(item.debtorID)"\("checked", if: chosen) \
            aria-label="\(team.say(.chooseOne, [Fact("name", shown)]))"></td><td class="n">\
            \(Why.markup(score, reasons))</td>\
            <th scope="row"><a href="/debtors/\(item.debtorID)">\(shown)</a>\(lock)</th>\
            <td class="n">\(line.daysPastDue)</td><td class="money">\(overdue)</td>\
            <td>\(visit.printing.term(.stepKind, line.kind.rawValue))</td>\
            <td>\(line.score.reasons.first.map { visit.catalogue.say($0.statement) } ?? "")</td></tr>
            """
    }

    private var targets: HTML {
        let names = team.model.targets.filter { $0 != list.collector }
        return FormParts.checks(
            "to", team.say(.to), SettingsPage.paired(names), Set(team.model.form.isByDebtor ? team.model.form.to : []),
            hint: team.say(.toHint),
            problem: team.model.form.isByDebtor ? team.model.faults["to"].map { _ in team.say(.toNone) } : nil)
    }

    private var pager: HTML {
        let (after, shown) = (team.model.after, list.items.count)
        func link(_ after: Int, _ word: TeamWord) -> HTML {
            let query = URLText.query([("collector", list.collector), ("after", after > 0 ? String(after) : nil)])
            return "<a class=\"button\" href=\"/team\(query)#team-list\">\(team.say(word))</a>"
        }
        var links: [HTML] = []
        if after > 0 { links.append(link(max(0, after - TeamPage.listed), .earlier)) }
        if after + shown < list.toDo, shown > 0 { links.append(link(after + shown, .later)) }
        return links.isEmpty ? "" : "<div class=\"buttons pager\">\(links)</div>"
    }
}

/// Giving cases away by a rule.
struct RuleFormView {
    let team: TeamView

    init(_ team: TeamView) { self.team = team }

    private var faults: [String: TeamFault] { team.model.form.isByDebtor ? [:] : team.model.faults }

    var markup: HTML {
        let visit = team.visit
        let reason = Rights.reason(.reassign, visit, everywhere: false)
        let sent = PostForm(action: "/team/reassign", button: team.say(.checkMove), visit: visit, reason: reason)
        return """
            <section class="sheet" id="reassign"><h2>\(team.say(.reassignByRule))</h2>\
            \(sent.markup("<div class=\"row\">\(source)</div>\(targets)"))</section>
            """
    }

    /// Whose cases.
    private var source: HTML {
        let (model, form) = (team.model, team.model.form)
        var owners: [(value: String, text: String)] = [
            (value: "", text: team.say(.choosePlease)), (value: TeamForm.nobody, text: team.say(.ofNobody)),
        ]
        owners += model.figures.collectors.map { (value: TeamForm.from(collector: $0.collector), text: $0.collector) }
        let portfolios = [(value: "", text: team.visit.say(CommonWord.all))] + SettingsPage.paired(model.portfolios)
        let fromNone = faults["from"].map { _ in team.say(.fromNone) }
        let limit = Field(
            name: "limit", label: team.say(.limit), value: form.limit, hint: team.say(.limitHint),
            problem: faults["limit"].map { _ in team.say(.limitWrong) }, inputMode: "numeric", lengthMax: 7)
        return """
            \(FormParts.choice("from", team.say(.from), owners, form.from, problem: fromNone))\
            \(FormParts.choice("portfolio", team.say(.inPortfolio), portfolios, form.portfolio))\(limit.markup)
            """
    }

    private var targets: HTML {
        FormParts.checks(
            "to", team.say(.to), SettingsPage.paired(team.model.targets),
            Set(team.model.form.isByDebtor ? [] : team.model.form.to), hint: team.say(.toHint),
            problem: faults["to"].map { _ in team.say(.toNone) })
    }
}

/// What would move, before it does.
struct ReassignView {
    let form: TeamForm
    let plan: ReassignResult
    let key: String
    let visit: Visit

    var page: Answer {
        let count = plan.cases
        let title = visit.say(count == 0 ? TeamWord.nothingMoves : .confirmTitle, [Fact("count", count)])
        return Frame(title, .team, visit).page(
            """
            <section class="letter sheet stack" id="reassign-confirm"><h1>\(title)</h1>\
            \(count == 0 ? "<p>\(visit.say(TeamWord.nothingMovesHint))</p>" : table(count))\
            <p><a href="\(back)">\(visit.say(count == 0 ? CommonWord.team : CommonWord.cancel))</a></p></section>
            """)
    }

    private var back: String {
        let owner = form.owner.flatMap { $0.isEmpty ? nil : $0 }
        return "/team" + URLText.query([("collector", form.isByDebtor ? owner : nil)])
    }

    private func table(_ count: Int) -> HTML {
        let rows = plan.moved.html { one in
            """
            <tr><th scope="row">\(one.collector)</th><td class="n">\(visit.printing.number(Int64(one.cases)))</td></tr>
            """
        }
        let button = visit.say(TeamWord.moveNow, [Fact("count", count)])
        let send = PostForm(action: "/team/reassign/do", button: button, visit: visit)
        return """
            <p>\(source)</p><table><thead><tr>\(FormParts.column(visit.say(TeamWord.to)))\
            \(FormParts.column(visit.say(TeamWord.cases), isNumber: true))</tr></thead><tbody>\(rows)</tbody></table>\
            <p class="hint">\(visit.say(TeamWord.confirmHint))</p>\
            \(send.markup("\(form.hidden)\(FormParts.hidden("key", key))"))
            """
    }

    private var source: String {
        let owner = form.owner ?? ""
        return visit.say(
            owner.isEmpty ? TeamWord.confirmNobody : .confirmFrom,
            [Fact("collector", owner), Fact("portfolio", form.portfolio)])
    }
}
