import Desk
import Receivables
import Store
import Wording

/// The list of money that waits, and the forms beside it.
struct PaymentsView {
    /// Both forms with what is written in them.
    struct Forms {
        let today: Day
        var add: PaymentForm
        var reverse: PaymentForm

        init(today: Day) {
            self.today = today
            let start = Fields("on=\(today)") ?? Fields()
            (add, reverse) = (PaymentForm(.add, start), PaymentForm(.reverse, start))
        }
    }

    let visit: Visit
    let money: WaitingMoney
    /// Payments up to this number are on pages before.
    let after: Int64
    let forms: Forms
    let note: HTML?
    let entry: Int64

    private func say(_ word: PaymentsWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var markup: HTML {
        """
        <div class="page-head"><h1>\(visit.say(CommonWord.payments))</h1></div>\(note)
        <div class="beside">\(waiting)<div class="stack">\(add)\(reverse)</div></div>
        """
    }

    /// What was done, with the way to the account and what is odd about it.
    static func done(_ visit: Visit, _ text: String, account: String, warnings: [String]) -> HTML {
        let odd: HTML? = warnings.isEmpty ? nil : "<ul>\(warnings.html { "<li>\($0)</li>" })</ul>"
        let kind = warnings.isEmpty ? "note" : "note soon"
        return """
            <div class="\(kind)" role="status"><p>\(text) \
            <a href="/search\(URLText.query([("q", account)]))">\(visit.say(PaymentsWord.seeAccount, [
                Fact("account", account)
            ]))</a></p>\(odd)</div>
            """
    }

    // MARK: Waiting

    var waiting: HTML {
        let shown = money.payments.filter { $0.payment.payment.id > after }
        guard !money.payments.isEmpty else {
            return """
                <section class="sheet empty" id="waiting" data-part><b>\(say(.noneTitle))</b>\
                <p>\(say(.noneText))</p></section>
                """
        }
        let page = shown.prefix(WebLimits.paymentsListed)
        let sums = (try? money.sums()) ?? []
        let total = sums.map { sum in
            say(.waitingSum, [Fact("count", sum.payments), Fact("amount", .money(sum.amount, sum.currency))])
        }
        return """
            <section id="waiting" data-part><div class="sheet-head"><h2>\(say(.waitingTitle))</h2>\
            \(Why.markup(HTML(text: total.joined(separator: " · ")), [say(.waitingWhy)]))</div>
            <div class="scroll"><table class="list"><thead><tr><th scope="col">\(say(.date))</th>\
            <th scope="col" class="n">\(say(.amount))</th><th scope="col">\(say(.named))</th>\
            <th scope="col" class="wide-only">\(say(.payer))</th>\
            <th scope="col" class="wide-only">\(say(.reference))</th></tr></thead>\
            <tbody>\(page.html(row))</tbody></table></div>\(pages(more: shown.count > page.count, page.last))</section>
            """
    }

    private func row(_ waiting: WaitingPayment) -> HTML {
        let record = waiting.payment
        let named: HTML = waiting.account.isEmpty
            ? "<span class=\"fine\">\(say(.nobodyNamed))</span>" : HTML(text: waiting.account)
        let chip: HTML? = record.payment.amount < 0 ? Chip.held.markup(say(.isReturn)) : nil
        return """
            <tr data-row><td class="day"><a href="/payments/\(record.payment.id)">\
            \(visit.printing.day(record.payment.day))</a></td>\
            <td class="n">\(visit.printing.money(record.payment.amount, waiting.currency)) \(chip)</td>\
            <td>\(named)</td><td class="wide-only">\(record.payer ?? "")</td>\
            <td class="wide-only">\(record.reference.shownReference ?? "")</td></tr>
            """
    }

    private func pages(more: Bool, _ last: WaitingPayment?) -> HTML {
        guard more || after > 0 else { return "" }
        let next: HTML? = more
            ? last.map { last in
                "<a class=\"button\" href=\"/payments?after=\(last.payment.payment.id)\">\(say(.next))</a>"
            } : nil
        let first: HTML? = after > 0 ? "<a class=\"button quiet\" href=\"/payments\">\(say(.first))</a>" : nil
        return "<p class=\"buttons pages\">\(first)\(next)</p>"
    }

    // MARK: By hand

    private func known(_ label: PaymentsWord) -> String { say(.optional, [Fact("label", say(label))]) }

    private func begin(_ form: PaymentForm, _ key: String, _ title: PaymentsWord) -> HTML {
        let name = form.deed.rawValue
        let isOpen = form.problem != nil
        let whole: HTML? = form.problem.flatMap { $0.field == nil ? ProblemNote.markup($0.told) : nil }
        return """
            <details class="sheet" id="\(name)"\("open", if: isOpen)><summary data-key="\(key)"><h2>\(say(title))\
            <kbd aria-hidden="true">\(key)</kbd></h2></summary>\(whole)
            <form class="stack" action="/payments/\(name)" method="post" data-draft="payment-\(name)"\
            \("data-confirm", form.deed == .reverse ? say(.reverseConfirm) : nil)>\(Frame.token(visit.viewer))\
            <input type="hidden" name="operation" value="\(PaymentsView.operation(name, entry, visit))">
            """
    }

    /// The key of the operation that this form of this page asks for.
    static func operation(_ name: String, _ entry: Int64, _ visit: Visit) -> String {
        "\(name)/\(entry)/\(visit.viewer.signedIn?.session.prefix(16) ?? "")"
    }

    private var add: HTML {
        let form = forms.add
        return """
            \(begin(form, "a", .addTitle))<p class="hint">\(say(.addHint))</p>\
            \(form.markup("account", say(.account), hint: say(.accountHint), isRequired: true))\
            <div class="row">\(form.markup(
                "amount", say(.amount), hint: say(.amountHint), isRequired: true, lengthMax: 40, inputMode: "decimal"))\
            \(form.markup("on", say(.date), hint: say(.dateHint), type: "date"))</div>\
            \(form.markup("payer", known(.payer), lengthMax: 400))\
            <div class="row">\(form.markup("reference", known(.reference)))\
            \(form.markup("channel", known(.channel)))</div>\
            \(form.markup("due", known(.due), hint: say(.dueHint)))\
            <p>\(Refused.button(say(.add), .recordPayments, visit.viewer))</p></form></details>
            """
    }

    private var reverse: HTML {
        let form = forms.reverse
        return """
            \(begin(form, "r", .reverseTitle))<p class="hint">\(say(.reverseHint))</p>\
            \(form.markup("reference", say(.paymentReference)))\
            <div class="row">\(form.markup("number", say(.paymentNumber), lengthMax: 19, inputMode: "numeric"))\
            \(form.markup("account", say(.account), hint: say(.numberHint)))</div>\
            \(form.markup("on", say(.date), type: "date"))\
            <p>\(Refused.button(say(.reverse), .reversePayments, visit.viewer, kind: "danger"))</p></form></details>
            """
    }
}
