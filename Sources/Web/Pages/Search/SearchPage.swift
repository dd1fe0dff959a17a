import Desk
import Receivables
import Wording

/// What was found, wherever somebody looked for it.
enum SearchPage {
    static let routes: [WebRoute] = [.get("/search", .permission(.seeDebtors), show)]

    private static let hits = 30

    private static func show(_ visit: Visit) throws -> Answer {
        let title = visit.say(SearchWord.title)
        guard let text = visit.query.text("q") else {
            return Frame(title, nil, visit).page(head(visit, visit.say(SearchWord.ask)))
        }
        let answer = try visit.desk.search(text, limit: hits)
        if let only = answer.hits.first, answer.hits.count == 1, isExact(only, text) {
            return .redirect(to: "/debtors/\(only.debtorID)")
        }
        return Frame(title, nil, visit).page(markup(visit, text, answer))
    }

    /// Whether somebody wrote the whole of a reference.
    private static func isExact(_ hit: SearchHit, _ text: String) -> Bool {
        switch hit.field {
        case .debtor, .account, .alias, .due, .payment: hit.value.lowercased() == text.lowercased()
        case .phone, .name: false
        }
    }

    private static func head(_ visit: Visit, _ line: String) -> HTML {
        "<div class=\"page-head\"><h1>\(visit.say(SearchWord.title))</h1><p class=\"meta\">\(line)</p></div>"
    }

    private static func markup(_ visit: Visit, _ text: String, _ answer: SearchAnswer) -> HTML {
        let shown = Fact("text", String(text.prefix(DeskLimits.searchTextMax)))
        let notes: HTML = "\(answer.isBehind ? note(visit, .behind) : "")\(answer.isCut ? note(visit, .cut) : "")"
        guard !answer.hits.isEmpty else {
            return """
                \(head(visit, ""))\(notes)<section class="sheet"><div class="empty">\
                <b>\(visit.say(SearchWord.noneTitle, [shown]))</b><p>\(visit.say(SearchWord.none))</p></div></section>
                """
        }
        let word: SearchWord = answer.isCut ? .foundMany : .found
        return """
            \(head(visit, visit.say(word, [Fact("count", answer.hits.count), shown])))\(notes)
            <table class="list hits"><thead><tr>\(columns(visit))</tr></thead>
            <tbody>\(answer.hits.html { row(visit, $0) })</tbody></table>
            """
    }

    private static func note(_ visit: Visit, _ word: SearchWord) -> HTML {
        "<p class=\"note soon\">\(visit.say(word))</p>"
    }

    private static func columns(_ visit: Visit) -> HTML {
        let words: [(SearchWord, String)] = [
            (.debtor, ""), (.matched, ""), (.accounts, ""), (.portfolio, ""), (.days, "n"), (.overdue, "money"),
        ]
        return words.html { "<th scope=\"col\" class=\"\($0.1)\">\(visit.say($0.0))</th>" }
    }

    private static func row(_ visit: Visit, _ hit: SearchHit) -> HTML {
        let overdue = hit.overdue.map { visit.printing.money($0.amount, $0.currency) }.joined(separator: " · ")
        return """
            <tr data-row><td class="who"><a href="/debtors/\(hit.debtorID)">\(hit.name ?? hit.debtor)</a> \
            <span class="fine">\(hit.debtor)</span></td>\
            <td><span class="fine">\(visit.say(word(hit.field)))</span> \(hit.value)</td>\
            <td>\(hit.accounts.prefix(3).joined(separator: ", "))</td>\
            <td>\(hit.portfolios.joined(separator: ", "))</td>\
            <td class="n">\(hit.daysPastDue)<span class="unit"> \(visit.say(SearchWord.days))</span></td>\
            <td class="money">\(overdue)</td></tr>
            """
    }

    private static func word(_ field: SearchField) -> SearchWord {
        switch field {
        case .debtor: .byDebtor
        case .account: .byAccount
        case .alias: .byAlias
        case .due: .byDue
        case .payment: .byPayment
        case .phone: .byPhone
        case .name: .byName
        }
    }
}
