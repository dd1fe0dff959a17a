import Desk
import Formats
import Receivables
import Store
import Wording

/// The page of a debtor: who, what happened, what to do.
struct DebtorView {
    let visit: Visit
    let page: DebtorPage
    let refused: RefusedForm?

    init(_ visit: Visit, _ page: DebtorPage, _ refused: RefusedForm?) {
        self.visit = visit
        self.page = page
        self.refused = refused
    }

    func say(_ word: DebtorWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var printing: Printing { visit.printing }

    var markup: HTML {
        """
        \(head)\(saved)<div class="debtor">
        <div class="debtor-who">\(who)\(accounts)\(holds)</div>
        <div class="debtor-do">\(suggestion)\(DebtorForms(view: self).markup)\(facts)</div>
        <div class="debtor-story">\(timeline)</div>
        </div>
        """
    }

    /// A part by its name, or nothing.
    func part(_ name: String) -> HTML {
        switch name {
        case "lock": lock
        case "accounts": accounts
        case "holds": holds
        case "suggestion": suggestion
        case "case": facts
        case "timeline": timeline
        default: ""
        }
    }

    var timeline: HTML { TimelineView(view: self).markup }

    // MARK: The head

    private var head: HTML {
        """
        <div class="page-head debtor-head">\(back)<h1>\(page.debtor.name ?? say(.unnamed))</h1>
        <p class="meta">\(page.debtor.reference) · \(page.creditor)</p>\(lock)<div class="buttons">\(next)</div></div>
        """
    }

    private var back: HTML {
        let isWalk = visit.query.has("walk")
        let step = isWalk ? ListWalk(visit.query["walk"]).back : nil
        let address = step.map { "/debtors/\($0.debtor)" + $0.walk.query } ?? "/"
        let word: DebtorWord = step == nil ? .toList : .back
        return """
            <a class="button quiet" href="\(address)" data-key="k" data-name="\(say(word))">\
            <span aria-hidden="true">‹</span> \(say(word)) <kbd aria-hidden="true">k</kbd></a>
            """
    }

    private var next: HTML {
        guard visit.viewer.signedIn?.access.collector != nil, visit.viewer.may(.logContacts) else { return "" }
        let skipped = ListWalk(visit.query["walk"]).adding(page.debtor.id)
        return """
            <form action="/next" method="post">\(Frame.token(visit.viewer))\
            <input type="hidden" name="skip" value="\(skipped.text)">\
            <button class="primary" data-key="n" data-name="\(say(.next))">\(say(.next)) \
            <kbd aria-hidden="true">n</kbd></button></form>
            """
    }

    /// Who is at work, and what I can do about it.
    private var lock: HTML {
        "<div id=\"lock\" class=\"lock\" data-part>\(lockState)</div>"
    }

    private var lockState: HTML {
        let mayTake = visit.viewer.may(.logContacts)
        guard let lock = page.lock else {
            let take: HTML = mayTake ? act("take", "<button>\(say(.take))</button>") : ""
            return "<span class=\"fine\">\(say(.lockFree))</span>\(take)"
        }
        guard lock.owner == visit.viewer.signedIn?.access.name else {
            let until = printing.time(lock.until, offsetSeconds: page.offsetSeconds)
            return Chip.held.markup(say(.lockOther, [Fact("name", lock.owner), Fact("time", until)]))
        }
        return """
            <span class="chip kept" data-renew="/debtors/\(page.debtor.id)/renew">\(say(.lockMine))</span>\
            \(act("release", "<button class=\"quiet\">\(say(.release))</button>"))
            """
    }

    /// A form with one button.
    func act(_ name: String, _ inside: HTML) -> HTML {
        """
        <form class="inline" action="\(address(name))" method="post">\(Frame.token(visit.viewer))\(inside)</form>
        """
    }

    /// The address of something that is done to this debtor.
    func address(_ act: String) -> String {
        "/debtors/\(page.debtor.id)/\(act)" + DebtorPages.walkQuery(visit, [])
    }

    private var saved: HTML {
        guard refused == nil, let sent = visit.query.text("sent"),
            let form = DebtorForm(rawValue: String(sent.prefix { !$0.isNumber }.dropLast()))
        else { return "" }
        return "<p class=\"note kept\" role=\"status\">\(say(form.saved))</p>"
    }

    // MARK: Who

    private var who: HTML {
        """
        <section class="sheet"><h2>\(say(.who))</h2><dl class="facts">\
        <dt>\(say(.timeThere))</dt><dd>\(localTime)</dd>\(province)\
        <dt>\(say(.speaks))</dt><dd>\(language)</dd></dl>
        <h3>\(say(.reach))</h3>\(points)<p class="fine">\(say(.contactRules))</p></section>
        """
    }

    private var localTime: HTML {
        guard let place = page.debtor.province.flatMap({ Province(named: $0) }) else {
            return "<span class=\"fine\">\(say(.timeUnknown))</span>"
        }
        let time = printing.time(visit.desk.now, offsetSeconds: place.zone.offsetSeconds)
        return "<b class=\"n\">\(say(.clock, [Fact("time", time), Fact("zone", place.zone.abbreviation)]))</b>"
    }

    private var province: HTML {
        guard let written = page.debtor.province else { return "" }
        return "<dt>\(say(.province))</dt><dd>\(Province(named: written)?.name ?? written)</dd>"
    }

    private var language: String {
        let code = page.debtor.language ?? "id"
        return DebtorWord(rawValue: "language-" + code).map { say($0) } ?? code
    }

    private var points: HTML {
        guard !page.contactPoints.isEmpty else { return "<p class=\"fine\">\(say(.reachNone))</p>" }
        return "<ul class=\"points\">\(page.contactPoints.html(point))</ul>"
    }

    private func point(_ point: ContactPointRecord) -> HTML {
        let shown: HTML
        switch point.kind {
        case "phone" where point.quality != "invalid": shown = "<a href=\"tel:\(point.value)\">\(point.value)</a>"
        case "email" where point.quality != "invalid": shown = "<a href=\"mailto:\(point.value)\">\(point.value)</a>"
        default: shown = HTML(text: point.written ?? point.value)
        }
        let quality = printing.term(.pointQuality, point.quality)
        let hue = point.quality == "invalid" ? Chip.overdue : Chip.plain
        let other: HTML = point.relation == "debtor" ? "" : Chip.soon.markup(say(.notTheirs))
        return """
            <li><span class="fine">\(printing.term(.pointKind, point.kind))</span> \(shown) \
            \(hue.markup(quality))\(other)</li>
            """
    }
}
