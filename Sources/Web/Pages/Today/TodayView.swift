import Desk
import Receivables
import Store
import Wording

/// The page of today.
struct TodayView {
    let model: TodayModel

    private var visit: Visit { model.visit }
    private var page: WorkPage { model.page }

    init(_ model: TodayModel) { self.model = model }

    private func say(_ word: TodayWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var markup: HTML { "\(head)\(note)<div class=\"today\">\(list)\(calls)</div>" }

    /// A part by its name, or nothing.
    func part(_ name: String) -> HTML {
        switch name {
        case "progress": progress
        case "list": list
        case "calls": calls
        default: ""
        }
    }

    private var head: HTML {
        """
        <div class="page-head"><h1>\(visit.say(CommonWord.today))</h1>
        <p class="meta">\(whose)\(model.day)</p>
        \(progress)
        <div class="buttons">\(chooser)\(next)</div></div>
        """
    }

    private var whose: String {
        model.isOwn ? "" : say(.listOf, [Fact("collector", model.collector)]) + " · "
    }

    private var progress: HTML {
        let shown: HTML = """
            <span class="n">\(say(.doneOf, [Fact("done", page.done), Fact("target", page.target)]))</span>
            """
        let reasons = [
            say(.doneWhyTarget, [Fact("target", page.target), Fact("minutes", page.minutesPerDay)]),
            say(.doneWhyLeft, [Fact("left", page.toDo), Fact("minutes", page.minutesToDo)]),
        ]
        return """
            <div id="progress" class="progress" data-part>\(Why.markup(shown, reasons))\
            <progress max="\(max(1, page.target))" value="\(min(page.done, max(1, page.target)))" \
            aria-label="\(say(.progress))"></progress></div>
            """
    }

    private var next: HTML {
        guard model.isOwn, visit.viewer.may(.logContacts) else { return "" }
        return """
            <form action="/next" method="post">\(Frame.token(visit.viewer))\
            <button class="primary" data-key="n" data-name="\(say(.next))"\("disabled", if: page.toDo == 0)>\
            \(say(.next)) <kbd aria-hidden="true">n</kbd></button></form>
            """
    }

    private var chooser: HTML {
        guard visit.viewer.may(.seeTeam), let all = try? visit.desk.collectors().filter(\.isActive), all.count > 1
        else { return "" }
        return TodayView.chooser(visit, all.map(\.name), chosen: model.collector)
    }

    private static func chooser(_ visit: Visit, _ names: [String], chosen: String?) -> HTML {
        """
        <form class="inline" action="/" method="get">\
        <label class="sr" for="collector">\(visit.say(TodayWord.choose))</label>\
        <select id="collector" name="collector">\(names.html { name in
            "<option\("selected", if: name == chosen)>\(name)</option>"
        })</select><button>\(visit.say(TodayWord.showList))</button></form>
        """
    }

    private var note: HTML {
        if visit.query.has("end"), page.toDo > 0 {
            return """
                <div class="note" role="status"><p><b>\(say(.nothingTitle))</b></p><p>\(say(.nothingLeft))</p></div>
                """
        }
        guard !model.isOwn else { return "" }
        return "<p class=\"note\">\(say(.otherList, [Fact("collector", model.collector)]))</p>"
    }

    private var list: HTML {
        guard !model.lines.isEmpty else {
            return """
                <section id="list" class="sheet" data-part><h2 class="sr">\(say(.list))</h2><div class="empty">\
                <b>\(say(.emptyTitle))</b><p>\(say(.empty))</p>\(firstLink)</div></section>
                """
        }
        return """
            <section id="list" data-part><h2 class="sr">\(say(.list))</h2>
            <table class="list work"><thead><tr><th scope="col" class="n">\(say(.rank))</th>\
            <th scope="col">\(say(.debtor))</th><th scope="col" class="n">\(say(.days))</th>\
            <th scope="col" class="money">\(say(.overdue))</th><th scope="col">\(say(.step))</th>\
            <th scope="col" class="wide">\(say(.why))</th><th scope="col">\(say(.atWork))</th></tr></thead>
            <tbody>\(model.lines.html(row))</tbody></table>
            <nav class="pages buttons" aria-label="\(say(.list))"><span class="fine">\
            \(say(.shown, [
                Fact("first", model.after + 1), Fact("last", model.after + model.lines.count), Fact("all", page.toDo),
            ]))</span>\(firstLink)\(moreLink)</nav></section>
            """
    }

    private var firstLink: HTML {
        model.after > 0 ? "<a class=\"button\" href=\"\(model.address(after: nil))\">\(say(.first))</a>" : ""
    }

    private var moreLink: HTML {
        model.next.map { "<a class=\"button\" href=\"\(model.address(after: $0))\">\(say(.more))</a>" } ?? ""
    }

    private func row(_ line: TodayModel.Line) -> HTML {
        """
        <tr data-row><td class="n rank">\(line.rank)</td>\
        <td class="who"><a href="\(line.address)">\(line.name)</a> <span class="fine">\(line.reference)</span></td>\
        <td class="n days">\(line.days)<span class="unit"> \(say(.days))</span></td>\
        <td class="money">\(line.overdue)</td>\
        <td class="step">\(line.step)\(line.call.map { " " + Chip.soon.markup($0) })</td>\
        <td class="reason">\(Why.markup(HTML(text: line.reason), line.reasons))</td>\
        <td class="worker">\(line.worker.map {
            line.isMine ? Chip.kept.markup(say(.mine)) : Chip.held.markup($0)
        })</td></tr>
        """
    }

    private var calls: HTML {
        """
        <aside id="calls" class="sheet calls" data-part><h2>\(say(.calls))</h2>\(callList)</aside>
        """
    }

    private var callList: HTML {
        guard let first = model.calls.first else { return "<p class=\"fine\">\(say(.callsNone))</p>" }
        return """
            <p class="next-call"><span class="fine">\(say(.nextCall))</span>\
            <b class="n" data-countdown="\(first.at)">\(first.time)</b></p>
            <ul class="call-list">\(model.calls.html { call in
                "<li><span class=\"n\">\(call.time)</span> <a href=\"\(call.address)\">\(call.name)</a></li>"
            })</ul>
            """
    }

    /// For who has no list of their own.
    static func choice(_ visit: Visit, _ names: [String]) -> HTML {
        let words: TodayWord = visit.viewer.may(.seeTeam) ? (names.isEmpty ? .noCollectors : .chooseNote) : .noCollector
        return """
            <div class="page-head"><h1>\(visit.say(CommonWord.today))</h1></div>
            <section class="sheet"><h2>\(visit.say(TodayWord.choose))</h2><p>\(visit.say(words))</p>
            <ul class="picks">\(names.html { name in
                "<li data-row><a class=\"button\" href=\"/\(URLText.query([("collector", name)]))\">\(name)</a></li>"
            })</ul></section>
            """
    }
}
