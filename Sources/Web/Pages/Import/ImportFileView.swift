import Desk
import Formats
import Receivables
import Wording

/// A file before its import: what it seems to be, what each column means, and what an import would do with it.
struct ImportFileView {
    let visit: Visit
    let draft: ImportDraft
    let portfolios: [String]
    /// What is wrong with what was said just now, and what that was: it is shown as it was said.
    let note: Told?
    let said: Fields

    private func say(_ word: ImportWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }
    private var address: String { "/import/files/\(draft.id)" }

    var markup: HTML {
        let problem: HTML? = (note ?? draft.problem.map { visit.catalogue.tell($0) }).map(ProblemNote.markup)
        return """
            <div class="page-head"><h1>\(draft.name)</h1><p class="meta">\(size)</p>\
            <p class="buttons"><a class="button quiet" href="/import" data-key="b">\(say(.backToImports))\
            <kbd aria-hidden="true">b</kbd></a></p></div>
            <div class="stack">\(isImported || draft.isBusy ? nil : problem)\(task)\(isImported ? HTML() : form)</div>
            """
    }

    private var isImported: Bool {
        if case .imported? = draft.task?.state { true } else { false }
    }

    private var size: String {
        let kilobytes = max(1, draft.bytes >> 10)
        return say(.size, [
            Fact("kilobytes", kilobytes), Fact("encoding", draft.preview?.encoding ?? ""),
            Fact("sheet", draft.preview?.sheet ?? ""),
        ])
    }

    // MARK: What is done with it

    var task: HTML {
        guard let task = draft.task else { return "" }
        return TaskView(visit: visit, task: task, address: address, ended: ended(task)).markup
    }

    private func ended(_ task: ImportTask) -> HTML {
        switch task.state {
        case .failed(let problem):
            return "<h2>\(say(.failedTitle))</h2>" + ProblemNote.markup(visit.catalogue.tell(problem))
        case .tried(let result): return "<h2>\(say(.triedTitle))</h2>" + outcome(result)
        case .imported(let result):
            let again: HTML? = result.rejected > 0 && result.id != nil ? """
                <a class="button" href="/import/\(result.id ?? 0)/rejects">\(say(.downloadRejects))</a>
                """ : nil
            return """
                <h2>\(say(.importedTitle))</h2>\(outcome(result))<p class="buttons">\
                <a class="button primary" href="/import">\(say(.anotherFile))</a>\(again)\
                <a class="button quiet" href="/import/\(result.id ?? 0)">\(say(.seeImport))</a></p>\
                \(result.rejected > 0 ? "<p class=\"fine\">\(say(.mendHint))</p>" as HTML : nil)
                """
        case .waiting, .running, .undone: return ""
        }
    }

    private func outcome(_ result: ImportResult) -> HTML {
        let view = ImportOutcomeView(visit: visit)
        var notes: [(ImportWord, Int)] = [
            (.warningsNote, result.warnings), (.vanishedNote, result.vanished), (.waitingNote, result.waiting),
            (.roundedNote, result.rounded),
        ]
        notes.removeAll { $0.1 == 0 }
        let new: HTML? = result.isNewPortfolio
            ? "<p>\(say(.newPortfolio, [Fact("portfolio", result.portfolio)]))</p>" : nil
        let resumed: HTML? = result.isResumed ? "<p>\(say(.takenUp))</p>" : nil
        return """
            \(view.counts(
                [
                    (.read, result.read), (.accepted, result.accepted), (.unchanged, result.unchanged),
                    (.rejected, result.rejected),
                ], things: result.things))\(new)\(resumed)\
            \(notes.html { "<p>\(say($0, [Fact("count", $1)]))</p>" })\
            \(view.rejects(result.rejects, of: result.rejected))\(view.warnings(result.warningsList))
            """
    }

    // MARK: What is said about it

    private var form: HTML {
        guard !draft.isBusy else { return "" }
        let isWhole = draft.problem == nil
        let tried: Bool = if case .tried? = draft.task?.state { true } else { false }
        let preview = draft.preview.map(columns)
        return """
            <form class="stack" id="wishes" action="\(address)" method="post">\(Frame.token(visit.viewer))\
            <section class="sheet"><h2>\(say(.aboutTitle))</h2><div class="row">\(kind)\(portfolio)\
            \(day)\(formats)</div></section>\(preview)
            <div class="buttons"><button name="do" value="try"\("class", tried ? nil : "primary") data-key="t">\
            \(say(.tryIt))<kbd aria-hidden="true">t</kbd></button>\
            <button name="do" value="import"\("class", tried ? "primary" : nil) data-key="i"\
            \("disabled", if: !isWhole)>\(say(.importIt))<kbd aria-hidden="true">i</kbd></button>\
            <button name="do" value="look" formnovalidate data-key="l">\
            \(say(.lookAnew))<kbd aria-hidden="true">l</kbd></button>\
            <button name="do" value="discard" formnovalidate class="quiet">\(say(.discard))</button>\
            \(isWhole ? nil : "<span class=\"fine\">\(say(.notYetWhole))</span>" as HTML)</div></form>
            """
    }

    private func option(_ value: String, _ text: String, _ isChosen: Bool) -> HTML {
        "<option value=\"\(value)\"\("selected", if: isChosen)>\(text)</option>"
    }

    private func chosen(_ name: String, _ known: String) -> String { said[name] ?? known }

    private func select(_ name: String, _ label: String, _ options: HTML, isRequired: Bool = false) -> HTML {
        """
        <div class="field"><label for="f-\(name)">\(label)</label><select id="f-\(name)" name="\(name)"\
        \("required", if: isRequired)>\(options)</select></div>
        """
    }

    private var kind: HTML {
        select("kind", say(.kind), ImportKind.allCases.html {
            option(
                $0.rawValue, visit.printing.term(.importKind, $0.rawValue),
                $0.rawValue == chosen("kind", draft.options.kind.rawValue))
        })
    }

    private var portfolio: HTML {
        guard !portfolios.isEmpty else {
            return Field(
                name: "portfolio", label: say(.newPortfolioName),
                value: chosen("portfolio", draft.options.portfolio ?? ""),
                hint: say(.newPortfolioHint), lengthMax: 200
            ).markup
        }
        let only = portfolios.count == 1
        let wanted = chosen("portfolio", draft.options.portfolio ?? "")
        return select(
            "portfolio", visit.say(CommonWord.portfolio),
            (only ? HTML() : option("", say(.choose), wanted.isEmpty))
                + portfolios.html { option($0, $0, only || $0 == wanted) },
            isRequired: true)
    }

    private var day: HTML {
        Field(
            name: "asOf", label: say(.asOf), type: "date", value: chosen("asOf", draft.options.asOf.description)
        ).markup
    }

    private var formats: HTML {
        let decimal = chosen("decimal", draft.options.map.decimal?.mark ?? "")
        let marks = select("decimal", say(.decimal), [
            option("", say(.fromTheFile), decimal.isEmpty), option(",", "1.250.000,50", decimal == ","),
            option(".", "1,250,000.50", decimal == "."),
        ].html { $0 })
        var dates = Field(
            name: "dates", label: say(.dates), value: chosen("dates", draft.options.map.dates?.text ?? ""),
            hint: say(.datesHint), lengthMax: 40)
        dates.autocomplete = "off"
        let due = chosen("vanished", draft.options.vanished.rawValue)
        let vanished = select("vanished", say(.vanished), [
            option("rejected", say(.vanishedListed), due == "rejected"),
            option("paid", say(.vanishedPaid), due == "paid"),
            option("withdrawn", say(.vanishedWithdrawn), due == "withdrawn"),
        ].html { $0 })
        return marks + dates.markup + (draft.options.kind == .snapshot ? vanished : HTML())
    }

    // MARK: The first rows

    private func columns(_ preview: ImportPreview) -> HTML {
        let shown = preview.headers.prefix(WebLimits.importColumnsShown)
        let keys = preview.kind.keys.map { ($0, ColumnWord(rawValue: $0.name).map { visit.say($0) } ?? $0.name) }
        let heads = shown.enumerated().html { place, header -> HTML in
            let chosen = said.has("c\(place)") ? ColumnKey(named: said["c\(place)"] ?? "") : preview.key(of: place)
            // Closing tags of options may be left out, and a wide file has some thousand of them.
            let options = keys.html { key, name in
                "<option value=\"\(key.name)\"\("selected", if: key == chosen)>\(name)"
            }
            return """
                <th scope="col"\("class", chosen == nil ? "unused" : nil)><label for="c\(place)">\
                \(String(header.prefix(WebLimits.importCellLetters)))</label><select id="c\(place)" name="c\(place)">\
                <option value="">\(say(.notUsed))\(options)</select></th>
                """
        }
        let rows = preview.rows.html { row in
            "<tr>\(shown.indices.html { cell($0 < row.count ? row[$0] : "") })</tr>"
        }
        let more: HTML? = preview.headers.count > shown.count
            ? "<p class=\"fine\">\(say(.moreColumns, [Fact("count", preview.headers.count - shown.count)]))</p>" : nil
        return """
            <section class="sheet" id="columns"><div class="sheet-head"><h2>\(say(.columnsTitle))</h2>\
            <p class="fine">\(say(.columnsHint, [Fact("count", preview.rows.count)]))</p></div>\
            <div class="scroll" role="region" aria-label="\(say(.columnsTitle))" tabindex="0">\
            <table class="list preview"><thead><tr>\(heads)</tr></thead><tbody>\(rows)</tbody></table></div>\
            \(more)</section>
            """
    }

    private func cell(_ text: String) -> HTML { "<td>\(String(text.prefix(WebLimits.importCellLetters)))</td>" }
}
