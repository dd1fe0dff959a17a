import Desk
import Receivables
import Store
import Wording

/// What a due looks like: nothing is said by its hue alone.
enum DueState: String {
    case paid, part, open, coming

    init(_ due: StandingDue, _ today: Day) {
        if due.open.isZero {
            self = .paid
        } else if due.record.due.day >= today {
            self = .coming
        } else {
            self = due.open.total < due.record.due.amounts.total ? .part : .open
        }
    }

    var word: DebtorWord {
        switch self {
        case .paid: .paid
        case .part: .partPaid
        case .open: .unpaid
        case .coming: .coming
        }
    }

    var hue: Chip {
        switch self {
        case .paid: .kept
        case .part, .open: .overdue
        case .coming: .plain
        }
    }
}

extension DebtorView {
    /// Dues that a strip draws.
    private static let stripDues = 12
    /// Rows of the table behind it.
    private static let tableDues = 60

    var accounts: HTML {
        """
        <section id="accounts" class="sheet" data-part><h2>\(say(.accounts))</h2>\
        <div class="figures">\(figure(.allOverdue, \.arrears.overdue.total))\(figure(.allOpen, \.arrears.open))</div>
        \(page.accounts.html(account))</section>
        """
    }

    private func figure(_ word: DebtorWord, _ amount: (DebtorAccount) -> Int64) -> HTML {
        let sums = page.sums(amount)
        let shown = sums.isEmpty
            ? printing.money(0, page.accounts.first?.account.currency ?? .rupiah)
            : sums.map { printing.money($0.amount, $0.currency) }.joined(separator: " · ")
        let parts = page.accounts.filter { amount($0) != 0 }.map {
            $0.account.reference + ": " + printing.money(amount($0), $0.account.currency)
        }
        return "<div class=\"figure\"><b>\(Why.markup(HTML(text: shown), parts))</b><span>\(say(word))</span></div>"
    }

    private func account(_ account: DebtorAccount) -> HTML {
        let days = account.arrears.daysPastDue
        let shown = days > 0 ? say(.days, [Fact("days", days)]) : say(.current)
        let chip = (days > 0 ? Chip.overdue : account.arrears.isOverdue ? Chip.soon : Chip.plain).markup(shown)
        return """
            <article class="account"><h3>\(account.account.reference)</h3>\
            \(Why.markup(chip, account.explanation.map(visit.catalogue.say)))
            \(strip(account))<dl class="facts">\
            \(row(.allOverdue, printing.money(account.arrears.overdue.total, account.account.currency)))\
            \(row(.open, printing.money(account.arrears.open, account.account.currency)))\
            \(account.credit > 0 ? row(.credit, printing.money(account.credit, account.account.currency)) : "")\
            \(row(.product, account.account.product))\(row(.status, account.account.status))\
            \(row(.branch, account.account.branch))</dl>\(dues(account))</article>
            """
    }

    private func row(_ word: DebtorWord, _ value: String?) -> HTML {
        value.map { "<dt>\(say(word))</dt><dd>\($0)</dd>" } ?? ""
    }

    /// The last dues as bars: full when paid, filled in part, an empty frame when open, a low one when still to come.
    private func strip(_ account: DebtorAccount) -> HTML {
        let dues = recent(account)
        guard !dues.isEmpty else { return "" }
        let states = dues.map { DueState($0, page.today) }
        func count(_ state: DueState) -> Int { states.count { $0 == state } }
        let label = say(
            .strip,
            [
                Fact("count", dues.count), Fact("paid", count(.paid)), Fact("part", count(.part)),
                Fact("open", count(.open)), Fact("coming", count(.coming)),
            ])
        let width = DebtorView.stripDues * 20
        return """
            <svg class="strip" role="img" aria-label="\(label)" viewBox="0 0 \(width) 24" width="\(width)" height="24">\
            <title>\(label)</title>\(dues.indices.html { bar($0, dues[$0], states[$0]) })</svg>
            """
    }

    /// Those that have fallen due and the next one.
    private func recent(_ account: DebtorAccount) -> [StandingDue] {
        let past = account.dues.count { $0.record.due.day < page.today }
        let end = min(account.dues.count, past + 1)
        return Array(account.dues[max(0, end - DebtorView.stripDues)..<end])
    }

    private func bar(_ index: Int, _ due: StandingDue, _ state: DueState) -> HTML {
        let x = index * 20 + 1
        switch state {
        case .paid: return "<rect class=\"paid\" x=\"\(x)\" y=\"1\" width=\"16\" height=\"22\"/>"
        case .open: return "<rect class=\"open\" x=\"\(x)\" y=\"1\" width=\"16\" height=\"22\"/>"
        case .coming: return "<rect class=\"coming\" x=\"\(x)\" y=\"15\" width=\"16\" height=\"8\"/>"
        case .part:
            let whole = max(1, due.record.due.amounts.total)
            let filled = max(2, min(20, Int(22 * ((whole - due.open.total) / max(1, whole / 100)) / 100)))
            return """
                <rect class="open" x="\(x)" y="1" width="16" height="22"/>\
                <rect class="paid" x="\(x)" y="\(23 - filled)" width="16" height="\(filled)"/>
                """
        }
    }

    /// The table behind the strip: what is open or recent.
    private func dues(_ account: DebtorAccount) -> HTML {
        guard !account.dues.isEmpty else { return "" }
        let shown = account.dues.suffix(DebtorView.tableDues)
        let left = account.dues.dropLast(shown.count)
        let word: DebtorWord = left.allSatisfy(\.open.isZero) ? .earlierDues : .earlierOpen
        let note: HTML = left.isEmpty ? "" : "<p class=\"fine\">\(say(word, [Fact("count", left.count)]))</p>"
        let columns: [(DebtorWord, String)] = [
            (.due, ""), (.dueDay, ""), (.amount, "money"), (.open, "money"), (.dueState, ""),
        ]
        return """
            <details id="dues-\(account.account.id)"><summary>\
            \(say(.dues, [Fact("count", account.dues.count)]))</summary>
            \(note)<div class="scroll" tabindex="0" role="region" aria-label="\(account.account.reference)">\
            <table><thead><tr>\
            \(columns.html { "<th scope=\"col\" class=\"\($0.1)\">\(say($0.0))</th>" })</tr></thead>\
            <tbody>\(shown.reversed().html { due($0, account.account.currency) })</tbody></table></div></details>
            """
    }

    private func due(_ due: StandingDue, _ currency: Currency) -> HTML {
        let state = DueState(due, page.today)
        return """
            <tr><td>\(due.record.reference.shownReference ?? visit.say(CommonWord.dash))</td>\
            <td class="n">\(printing.day(due.record.due.day))</td>\
            <td class="money">\(printing.money(due.record.due.amounts.total, currency))</td>\
            <td class="money">\(printing.money(due.open.total, currency))</td>\
            <td>\(state.hue.markup(say(state.word)))</td></tr>
            """
    }

    // MARK: Holds

    var holds: HTML {
        guard !page.holds.isEmpty else { return "<div id=\"holds\" data-part></div>" }
        return """
            <section id="holds" class="sheet" data-part><h2>\(say(.holds))</h2>\
            <ul class="holds">\(page.holds.html(hold))</ul></section>
            """
    }

    private func hold(_ record: HoldRecord) -> HTML {
        let hold = record.hold
        var facts = [Fact("reason", .holdReason, hold.reason.rawValue), Fact("from", hold.from)]
        if let to = hold.to { facts.append(Fact("to", to)) }
        let note: HTML = record.note.map { "<p class=\"said\">\($0)</p>" } ?? ""
        let end: HTML = visit.viewer.may(.setHolds)
            ? act(
                "hold-end",
                """
                <input type="hidden" name="hold" value="\(hold.id)"><input type="hidden" name="entry" \
                value="\(page.entry)"><button>\(say(.endHold))</button>
                """) : ""
        return """
            <li><p>\(say(.holdOf, facts))</p><p>\
            \(hold.effects.stopsContact ? Chip.held.markup(say(.stopsContact)) : "") \
            \(hold.effects.stopsCount ? Chip.held.markup(say(.stopsCount)) : "") \
            <span class="fine">\(say(.by, [Fact("name", record.actor)]))</span></p>\(note)\(end)</li>
            """
    }
}
