import Desk
import Formats
import Receivables
import Wording

/// The page about a portfolio.
struct PortfolioView {
    let visit: Visit
    let choice: PortfolioPage.Choice
    let model: PortfolioModel
    let portfolios: [String]
    let offsetSeconds: Int

    private func say(_ word: PortfolioWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var markup: HTML {
        """
        <div class="page-head"><h1>\(visit.say(CommonWord.portfolio))</h1>\
        <p class="meta">\(say(.stamp, [
            Fact("day", model.asOf), Fact("entry", model.entry),
            Fact("at", visit.printing.moment(model.at, offsetSeconds: offsetSeconds)),
        ]))</p></div>
        \(chooser)\(model.isEmpty ? empty : figures)
        """
    }

    private var chooser: HTML {
        let currencies: HTML? = model.currencies.count < 2 ? nil : """
            <div class="field"><label for="f-currency">\(say(.currency))</label>\
            <select id="f-currency" name="currency">\(model.currencies.html {
                option($0.code, $0.code, isChosen: $0 == model.currency)
            })</select></div>
            """
        return """
            <form class="row chooser no-print" action="/portfolio" method="get"><div class="field">\
            <label for="f-portfolio">\(visit.say(CommonWord.portfolio))</label>\
            <select id="f-portfolio" name="portfolio" data-key="f" data-name="\(say(.chooseKey))">\
            \(option("", say(.allPortfolios), isChosen: choice.portfolio == nil))\
            \(portfolios.html { option($0, $0, isChosen: $0 == choice.portfolio) })</select></div>\(currencies)\
            <div class="field"><label for="f-days">\(say(.period))</label><select id="f-days" name="days">\
            \(PortfolioPage.periods.html {
                option(String($0), say(.lastDays, [Fact("days", $0)]), isChosen: $0 == choice.days)
            })</select></div><button>\(visit.say(CommonWord.show))</button></form>
            """
    }

    private func option(_ value: String, _ text: String, isChosen: Bool) -> HTML {
        "<option value=\"\(value)\"\("selected", if: isChosen)>\(text)</option>"
    }

    private var empty: HTML {
        let link: HTML? = visit.viewer.may(.importFiles)
            ? "<a class=\"button primary\" href=\"/import\">\(say(.importFirst))</a>" : nil
        return "<div class=\"sheet empty\"><b>\(say(.emptyTitle))</b><p>\(say(.emptyText))</p>\(link)</div>"
    }

    private var figures: HTML {
        """
        <section class="figures sheet" aria-label="\(say(.glance))">\(model.headlines.html { line in
            """
            <div class="figure"><b>\(Why.markup(HTML(text: line.value), line.reasons))</b>\
            <span>\(line.label)</span></div>
            """
        })</section>\(leftOut)
        <div class="sheets two">\(ageing)\(history)</div>
        """
    }

    /// What is in no figure, so that nobody looks for it.
    private var leftOut: HTML {
        var notes = HTML()
        if model.waiting > 0 {
            let words = say(.waitingNote, [Fact("count", model.waiting)])
            let link: HTML = visit.viewer.may(.seeWaitingMoney)
                ? "<a href=\"/payments\">\(words)</a>" : "\(words)"
            notes += "<p class=\"note soon\">\(link)</p>"
        }
        if model.parked > 0 {
            notes += "<p class=\"note wrong\">\(say(.parkedNote, [Fact("count", model.parked)]))</p>"
        }
        return notes
    }

    private var ageing: HTML {
        let most = model.bars.max() ?? 0
        let rows = model.ageing.rows.enumerated().html { place, cells -> HTML in
            let texts = cells.map { FigureTable.text($0, visit.printing) }
            let bar = place < model.bars.count
                ? CellBar.markup(model.bars[place], of: most, hue: "h-\(min(place, 6))") : HTML()
            let amount = texts.count > 4 ? texts[4] : ""
            // A telephone has no room for every digit.
            var short = texts[3]
            if case .money(let minor, let currency) = cells[3] { short = visit.printing.shortMoney(minor, currency) }
            return """
                <tr\("class", place < model.bars.count ? nil : "sum")><th scope="row" class="name">\(texts[0])</th>\
                <td class="n">\(texts[1])</td><td class="n wide-only">\(texts[2])</td>\
                <td class="n"><span class="wide-only">\(texts[3])</span><span class="narrow-only">\(short)</span></td>\
                <td class="n wide-only">\(amount)</td><td class="bar-cell">\(bar)</td></tr>
                """
        }
        let heads = model.ageing.columns.enumerated().html { place, column -> HTML in
            let kind = place == 0 ? nil : place == 2 || place == 4 ? "n wide-only" : "n"
            return "<th scope=\"col\"\("class", kind)>\(column.heading)</th>"
        }
        return """
            <section class="sheet wide chart" id="ageing"><div class="sheet-head"><h2>\(say(.ageingTitle))</h2>\
            <p class="fine">\(say(.ageingHint))</p></div>\
            <table><thead><tr>\(heads)<td class="bar-cell"></td></tr></thead><tbody>\(rows)</tbody></table>\
            \(download(.ageing))</section>
            """
    }

    private var history: HTML {
        guard model.hasHistory else { return "<p class=\"note wide\">\(say(.noHistory))</p>" }
        let parts: [(PortfolioModel.TableName, PortfolioWord, PortfolioWord, PortfolioModel.Picture?)] = [
            (.buckets, .bucketsTitle, .bucketsHint, model.buckets), (.cash, .cashTitle, .cashHint, model.cash),
            (.promises, .promisesTitle, .promisesHint, model.promises),
        ]
        return parts.html { name, title, hint, picture in
            guard let picture else {
                return """
                    <section class="sheet" id="\(name.rawValue)"><h2>\(say(title))</h2>\
                    <p class="empty">\(say(.notYet))</p></section>
                    """
            }
            return """
                <section class="sheet\(name == .buckets ? " wide" : "")" id="\(name.rawValue)">\
                <div class="sheet-head"><h2>\(say(title))</h2><p class="fine">\(say(hint))</p></div>\
                \(picture.plot.markup)<details id="rows-\(name.rawValue)"><summary>\(say(.showRows))</summary>\
                \(picture.table.markup(say(title), visit.printing))</details>\(download(name))</section>
                """
        }
    }

    private func download(_ name: PortfolioModel.TableName) -> HTML {
        guard visit.viewer.may(.export) else {
            let why = visit.catalogue.tell(Refused.problem(.export)).message
            return """
                <p class="download no-print"><a class="button" role="link" aria-disabled="true">\(say(.download))</a> \
                <span class="fine">\(why)</span></p>
                """
        }
        return """
            <p class="download no-print"><a class="button quiet" \
            href="/portfolio/\(name.rawValue).csv\(choice.query())">\(say(.download))</a></p>
            """
    }
}
