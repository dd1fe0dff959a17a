import Casework
import Desk
import Receivables
import Store
import Wording

/// What happened to a debtor, the latest first.
struct TimelineView {
    let view: DebtorView

    private var page: DebtorPage { view.page }
    private var printing: Printing { view.printing }

    private func say(_ word: DebtorWord, _ facts: [Fact] = []) -> String { view.say(word, facts) }

    var markup: HTML {
        """
        <section id="timeline" class="sheet" data-part><div class="sheet-head"><h2>\(say(.timeline))</h2>\(tabs)</div>
        \(events)\(pages)</section>
        """
    }

    private func address(_ show: TimelineQuestion.Show, before: EventPlace? = nil) -> String {
        let fields = [("show", show == .all ? nil : show.rawValue), ("before", before?.text)]
        return "/debtors/\(page.debtor.id)" + DebtorPages.walkQuery(view.visit, fields)
    }

    private var tabs: HTML {
        let words: [(TimelineQuestion.Show, DebtorWord)] = [
            (.all, .showAll), (.money, .showMoney), (.contact, .showContact),
        ]
        return """
            <nav class="tabs" aria-label="\(say(.timeline))">\(words.html { show, word in
                """
                <a href="\(address(show))"\("aria-current", show == page.timeline.show ? "true" : nil)>\(say(word))</a>
                """
            })</nav>
            """
    }

    private var events: HTML {
        guard !page.timeline.events.isEmpty else { return "<p class=\"empty\">\(say(.timelineEmpty))</p>" }
        return "<ol class=\"timeline\">\(page.timeline.events.html(event))</ol>"
    }

    private var pages: HTML {
        let isLater = view.visit.query.has("before")
        let newest: HTML = isLater
            ? "<a class=\"button\" href=\"\(address(page.timeline.show))\">\(say(.newest))</a>" : ""
        let older: HTML = page.timeline.hasOlder
            ? page.timeline.events.last.map {
                "<a class=\"button\" href=\"\(address(page.timeline.show, before: $0.place))\">\(say(.older))</a>"
            } ?? "" : ""
        return isLater || page.timeline.hasOlder ? "<p class=\"buttons\">\(newest)\(older)</p>" : ""
    }

    private func event(_ event: DebtorEvent) -> HTML {
        let (kind, what, details) = told(event)
        let time: HTML = event.at.map {
            "<span class=\"n\">\(printing.time($0, offsetSeconds: page.offsetSeconds))</span>"
        } ?? ""
        let account: HTML = page.accounts.count > 1
            ? event.account.map { " <span class=\"fine\">\($0)</span>" } ?? "" : ""
        return """
            <li class="event \(kind)"><time datetime="\(event.day.description)">\
            \(printing.day(event.day)) \(time)</time>\
            <div><p>\(what)\(account)</p>\(details)</div></li>
            """
    }

    /// The kind, what happened in a line, and what is said below it.
    private func told(_ event: DebtorEvent) -> (kind: String, what: HTML, details: HTML) {
        switch event.what {
        case .payment(let payment, let currency): ("payment", self.payment(payment, currency), payer(payment))
        case .due(let due, let currency): ("due", self.due(due, currency), "")
        case .contact(let contact): ("contact", self.contact(contact), said(contact.note, contact.isImported ? "" : contact.actor))
        case .note(let note): ("note", HTML(text: say(.eventNote)), said(note.text, note.actor))
        case .promise(let promise): ("promise", self.promise(promise), said(promise.record))
        case .hold(let hold): ("hold", self.hold(hold), said(hold.note, hold.actor))
        case .step(let step): ("step", self.step(step), "")
        case .opened: ("case", HTML(text: say(.eventOpened)), "")
        case .closed(let reason): ("case", HTML(text: say(TimelineView.word(reason))), "")
        }
    }

    private static func word(_ reason: CloseReason?) -> DebtorWord {
        switch reason {
        case .cured: .eventCured
        case .settled: .eventSettled
        case .placed: .eventPlaced
        case .writtenOff: .eventWrittenOff
        case nil: .eventClosed
        }
    }

    private func payment(_ payment: PaymentRecord, _ currency: Currency) -> HTML {
        let amount = payment.payment.amount
        let word: DebtorWord = amount < 0 ? .eventReturn : .eventPayment
        let magnitude = Int64(clamping: amount.magnitude)
        return "<b>\(say(word, [Fact("amount", .money(magnitude, currency))]))</b>"
    }

    private func payer(_ payment: PaymentRecord) -> HTML {
        let parts = [payment.channel, payment.payer, payment.reference.shownReference].compactMap { $0 }
        return parts.isEmpty ? "" : "<p class=\"fine\">\(parts.joined(separator: " · "))</p>"
    }

    private func due(_ due: StandingDue, _ currency: Currency) -> HTML {
        let whole = say(.eventDue, [Fact("amount", .money(due.record.due.amounts.total, currency))])
        let state = DueState(due, page.today)
        let open: HTML = state == .part
            ? " " + Chip.overdue.markup(say(.eventDueOpen, [Fact("open", .money(due.open.total, currency))]))
            : state == .coming ? "" : " " + state.hue.markup(say(state.word))
        let name: HTML = due.record.reference.shownReference.map { " <span class=\"fine\">\($0)</span>" } ?? ""
        return "\(whole)\(name)\(open)"
    }

    private func contact(_ contact: ContactRecord) -> HTML {
        let channel = Fact("channel", .channel, contact.channel)
        guard let result = contact.result else { return HTML(text: say(.eventContactBare, [channel])) }
        let word: DebtorWord = contact.direction == "in" ? .eventContactIn : .eventContact
        return "<b>\(say(word, [channel, Fact("result", .contactResult, result)]))</b>"
    }

    private func promise(_ promise: DebtorPromise) -> HTML {
        let judged = promise.judged
        let made = judged.promise
        let line = say(.eventPromise, [Fact("amount", .money(made.amount, made.currency)), Fact("date", made.day)])
        let hue: Chip
        switch judged.state {
        case .pending: hue = .soon
        case .kept: hue = .kept
        case .partlyKept, .broken: hue = .overdue
        }
        let received: HTML = judged.received > 0 && judged.state != .kept
            ? came(judged.received, made.currency) : ""
        return "<b>\(line)</b> \(hue.markup(printing.term(.promiseState, judged.state.rawValue)))\(received)"
    }

    private func came(_ received: Int64, _ currency: Currency) -> HTML {
        let words = say(.eventPromiseReceived, [Fact("received", .money(received, currency))])
        return " <span class=\"fine\">\(words)</span>"
    }

    private func hold(_ record: HoldRecord) -> HTML {
        var facts = [Fact("reason", .holdReason, record.hold.reason.rawValue)]
        if let to = record.hold.to { facts.append(Fact("to", to)) }
        return HTML(text: say(.eventHold, facts))
    }

    private func step(_ step: StoryStep) -> HTML {
        let kind = Fact("kind", .stepKind, step.kind?.rawValue ?? "")
        guard let channel = step.channel else { return HTML(text: say(.eventStep, [kind, Fact("step", step.step)])) }
        return HTML(text: say(.eventStepBy, [kind, Fact("channel", .channel, channel), Fact("step", step.step)]))
    }

    private func said(_ promise: PromiseRecord) -> HTML {
        said(promise.note, promise.isImported ? "" : promise.actor)
    }

    /// The words of a person; nobody's name where a file brought them.
    private func said(_ text: String?, _ actor: String) -> HTML {
        guard text != nil || !actor.isEmpty else { return "" }
        let by: HTML = actor.isEmpty ? "" : "<span class=\"fine\">\(say(.by, [Fact("name", actor)]))</span>"
        let words: HTML = text.map { "<span class=\"words\">\($0)</span> " } ?? ""
        return "<p class=\"said\">\(words)\(by)</p>"
    }
}
