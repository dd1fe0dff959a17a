import Desk
import Receivables
import Store
import Wording

/// One payment that waits, and the accounts that it may be for.
struct AssignView {
    let visit: Visit
    let waiting: WaitingPayment
    let creditor: String
    /// What accounts were searched by.
    let text: String
    let found: SearchAnswer?
    let problem: Told?
    let entry: Int64

    private func say(_ word: PaymentsWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var markup: HTML {
        """
        <div class="page-head"><h1>\(say(.assignTitle))</h1><p class="meta">\(say(.assignText))</p>\
        <p class="buttons"><a class="button quiet" href="/payments" data-key="b">\(say(.back))\
        <kbd aria-hidden="true">b</kbd></a></p></div>\(problem.map(ProblemNote.markup))
        <div class="beside reversed"><section class="sheet" id="payment"><h2>\
        \(visit.printing.money(waiting.payment.payment.amount, waiting.currency))</h2>\(facts)</section>
        <section class="sheet" id="accounts"><form class="row" action="/payments/\(waiting.payment.payment.id)" \
        method="get"><div class="field"><label for="f-q">\(say(.findAccount))</label>\
        <input id="f-q" name="q" type="search" value="\(text)" maxlength="200" autocomplete="off" spellcheck="false" \
        data-key="a" aria-describedby="h-q"><p id="h-q" class="hint">\(say(.findHint))</p></div>\
        <button>\(say(.find))</button></form>\(hits)</section></div>
        """
    }

    private var facts: HTML {
        let record = waiting.payment
        let lines: [(PaymentsWord, String?)] = [
            (.date, visit.printing.day(record.payment.day)), (.creditor, creditor),
            (.named, waiting.account.isEmpty ? say(.nobodyNamed) : waiting.account), (.due, waiting.due),
            (.payer, record.payer), (.channel, record.channel), (.reference, record.reference.shownReference),
        ]
        return """
            <dl class="facts">\(lines.html { word, value in
                guard let value, !value.isEmpty else { return "" }
                return "<dt>\(say(word))</dt><dd>\(value)</dd>"
            })</dl>
            """
    }

    private var hits: HTML {
        guard let found else { return "" }
        let own = found.hits.filter { $0.creditor == creditor }
        guard own.contains(where: { !$0.accounts.isEmpty }) else {
            return "<p class=\"empty\" role=\"status\">\(say(.noHits))</p>"
        }
        let more: HTML? = found.isCut ? "<p class=\"fine\">\(say(.moreHits))</p>" : nil
        return """
            <h2 class="hits-head">\(say(.hits))</h2><ul class="choices">\(own.html { hit in
                hit.accounts.html { choice(hit, $0) }
            })</ul>\(more)
            """
    }

    private func choice(_ hit: SearchHit, _ account: String) -> HTML {
        let late = hit.overdue.isEmpty
            ? say(.nothingOverdue)
            : hit.overdue.map { sum in
                say(.overdueNow, [
                    Fact("amount", .money(sum.amount, sum.currency)), Fact("days", hit.daysPastDue),
                ])
            }.joined(separator: ", ")
        return """
            <li data-row><div><a href="/debtors/\(hit.debtorID)">\(hit.name ?? hit.debtor)</a> \
            <span class="n">\(account)</span><p class="fine">\(late)</p></div>\
            <form action="/payments/\(waiting.payment.payment.id)/assign" method="post">\(Frame.token(visit.viewer))\
            <input type="hidden" name="operation" value="\(PaymentsView.operation("assign", entry, visit))">\
            <input type="hidden" name="account" value="\(account)"><input type="hidden" name="creditor" \
            value="\(hit.creditor)"><input type="hidden" name="q" value="\(text)">\
            \(Refused.button(
                say(.assignTo, [Fact("account", account)]), .recordPayments, visit.viewer, kind: "choice"
            ))</form></li>
            """
    }
}
