import Desk
import Receivables
import Wording

/// How far something behind the page has come. The script asks for it again while it lasts.
struct TaskView {
    let visit: Visit
    let task: ImportTask
    /// The address of the page that it stands on.
    let address: String
    /// What stands there when it has ended.
    let ended: HTML

    private func say(_ word: ImportWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var markup: HTML {
        switch task.state {
        case .waiting: going(say(.waitsForTurn), done: nil, total: 0)
        case .running(let phase, let done, let total):
            going(words(phase, done, total), done: total > 0 ? done : nil, total: total)
        case .tried, .imported, .undone, .failed:
            "<section id=\"task\" data-part class=\"sheet\" tabindex=\"-1\">\(ended)</section>"
        }
    }

    private func words(_ phase: TaskProgress.Phase, _ done: Int, _ total: Int) -> String {
        let facts = [Fact("phase", .phase, phase.rawValue), Fact("done", done), Fact("total", total)]
        return say(total > 0 ? .atPhase : .beginning, facts)
    }

    private var title: String {
        switch task.deed {
        case .trying: say(.tryingTitle)
        case .importing: say(.importingTitle)
        case .undoing: say(.undoingTitle)
        }
    }

    private func going(_ text: String, done: Int?, total: Int) -> HTML {
        let (most, now) = (done.map { _ in String(max(1, total)) }, done.map { String($0) })
        let bar: HTML = "<progress\("max", most)\("value", now) aria-label=\"\(title)\"></progress>"
        return """
            <section id="task" data-part data-poll="1000" class="sheet" tabindex="-1"><h2>\(title)</h2>\(bar)\
            <p role="status">\(text)</p><p class="fine">\(say(.mayLeave))</p>\
            <noscript><p><a class="button" href="\(address)">\(say(.lookAgain))</a></p></noscript></section>
            """
    }
}

/// What an import did or would do, in words and a table of what was not taken in.
struct ImportOutcomeView {
    let visit: Visit

    private func say(_ word: ImportWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    /// `things`: names of tables with counts.
    func counts(_ counts: [(ImportWord, Int)], things: [(name: String, count: Int)]) -> HTML {
        let figures = counts.html { word, count in
            "<div class=\"figure\"><b>\(visit.printing.number(Int64(count)))</b><span>\(say(word))</span></div>"
        }
        let brought = things.filter { $0.count > 0 }.map { thing in
            ReportText(rawValue: "count-" + thing.name).map {
                visit.catalogue.text($0, [Fact("count", thing.count)])
            } ?? "\(visit.printing.number(Int64(thing.count))) \(thing.name)"
        }
        let line: HTML? = brought.isEmpty ? nil : "<p>\(brought.joined(separator: ", ")).</p>"
        return "<div class=\"figures\">\(figures)</div>\(line)"
    }

    func rejects(_ rejects: [ShownReject], of total: Int) -> HTML {
        guard !rejects.isEmpty else { return "" }
        let shown = rejects.prefix(WebLimits.rejectsListed)
        let rows = shown.html { reject in
            """
            <tr><td class="n">\(reject.line.map { String($0) } ?? "")</td><td>\(reject.column ?? "")</td>\
            <td class="value">\(String((reject.value ?? "").prefix(WebLimits.importCellLetters)))</td>\
            <td class="reason">\(visit.catalogue.tell(reject.problem).message)</td></tr>
            """
        }
        let rest: HTML? = total > shown.count
            ? "<p class=\"fine\">\(say(.moreRejects, [Fact("count", total - shown.count)]))</p>" : nil
        return """
            <h3>\(say(.rejectsTitle))</h3><div class="scroll" role="region" aria-label="\(say(.rejectsTitle))" \
            tabindex="0"><table class="list" id="rejects"><thead><tr><th scope="col" class="n">\(say(.line))</th>\
            <th scope="col">\(say(.column))</th><th scope="col">\(say(.value))</th>\
            <th scope="col">\(say(.reason))</th></tr></thead><tbody>\(rows)</tbody></table></div>\(rest)
            """
    }

    func warnings(_ warnings: [ShownWarning]) -> HTML {
        guard !warnings.isEmpty else { return "" }
        let rows = warnings.html { warning in
            """
            <tr><td class="n">\(warning.line)</td><td>\(warning.column)</td>\
            <td class="value">\(String(warning.value.prefix(WebLimits.importCellLetters)))</td>\
            <td class="reason">\(ImportOutcomeView.text(warning.code, visit.catalogue))</td></tr>
            """
        }
        return """
            <details id="warnings"><summary>\(say(.warningsTitle))</summary><div class="scroll" role="region" \
            aria-label="\(say(.warningsTitle))" tabindex="0"><table class="list"><thead><tr>\
            <th scope="col" class="n">\(say(.line))</th><th scope="col">\(say(.column))</th>\
            <th scope="col">\(say(.value))</th><th scope="col">\(say(.reason))</th></tr></thead>\
            <tbody>\(rows)</tbody></table></div></details>
            """
    }

    static func text(_ code: RowWarning.Code, _ catalogue: Catalogue) -> String {
        switch code {
        case .phone: catalogue.text(.warningPhone)
        case .email: catalogue.text(.warningEmail)
        case .province: catalogue.text(.warningProvince)
        case .channel: catalogue.text(.warningChannel)
        case .result: catalogue.text(.warningResult)
        case .due: catalogue.text(.warningDue)
        }
    }
}
