import Desk
import Formats
import Receivables
import Wording

/// The page where files are brought, with those that wait and everything that was imported.
struct ImportListView {
    let visit: Visit
    let drafts: [ImportDraft]
    let imports: [ListedImport]
    let offsetSeconds: Int

    private func say(_ word: ImportWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }

    var markup: HTML {
        """
        <div class="page-head"><h1>\(visit.say(CommonWord.importing))</h1></div>
        <div class="stack">\(drop)\(waiting)\(list)</div>
        """
    }

    private var drop: HTML {
        let may = visit.viewer.may(.importFiles)
        let why: HTML? = may
            ? nil : "<p class=\"fine\">\(visit.catalogue.tell(Refused.problem(.importFiles)).message)</p>"
        return """
            <form class="sheet drop" id="drop" action="/import/upload" method="post" enctype="multipart/form-data" \
            data-upload data-failed="\(say(.uploadFailed))"><label for="f-file"><b>\(say(.dropTitle))</b> \
            <span class="fine">\(say(.dropHint, [Fact("limit", WebLimits.uploadBytes >> 20)]))</span></label>\
            \(Frame.token(visit.viewer))\
            <input id="f-file" name="file" type="file" accept=".csv,.txt,.tsv,.xlsx,.gz" data-key="u" \
            data-name="\(say(.dropTitle))"\("disabled", if: !may)>\(why)\
            <progress max="100" value="0" hidden aria-label="\(say(.uploading))"></progress>\
            <p class="wrong" role="alert" data-note></p>\
            <noscript><button class="primary"\("disabled", if: !may)>\(say(.send))</button></noscript></form>
            """
    }

    private var waiting: HTML {
        guard !drafts.isEmpty else { return "" }
        return """
            <section class="sheet" id="files"><div class="sheet-head"><h2>\(say(.filesTitle))</h2>\
            <p class="fine">\(say(.filesHint))</p></div><ul class="choices">\(drafts.html { draft in
                """
                <li data-row><a href="/import/files/\(draft.id)">\(draft.name)</a> \(state(draft))\
                <span class="fine">\(visit.printing.moment(draft.at, offsetSeconds: offsetSeconds))</span></li>
                """
            })</ul></section>
            """
    }

    private func state(_ draft: ImportDraft) -> HTML {
        switch draft.task?.state {
        case .waiting, .running: Chip.soon.markup(say(.atWork))
        case .imported: Chip.kept.markup(say(.isImported))
        case .failed: Chip.overdue.markup(say(.hasFailed))
        case .tried: Chip.plain.markup(say(.isTried))
        case .undone, nil:
            draft.problem == nil ? Chip.plain.markup(say(.isReady)) : Chip.overdue.markup(say(.needsHelp))
        }
    }

    var list: HTML {
        guard visit.viewer.may(.seeImports) else { return "" }
        guard !imports.isEmpty else {
            return """
                <section class="sheet empty" id="imports" data-part><b>\(say(.noImportsTitle))</b>\
                <p>\(say(.noImportsText))</p></section>
                """
        }
        return """
            <section id="imports" data-part><div class="sheet-head"><h2>\(say(.importsTitle))</h2></div>
            <div class="scroll"><table class="list"><thead><tr><th scope="col" class="n">\(say(.number))</th>\
            <th scope="col">\(say(.file))</th><th scope="col" class="wide-only">\(say(.kind))</th>\
            <th scope="col" class="wide-only">\(visit.say(CommonWord.portfolio))</th>\
            <th scope="col" class="wide-only">\(say(.startedAt))</th><th scope="col" class="n">\(say(.accepted))</th>\
            <th scope="col" class="n">\(say(.rejected))</th><th scope="col">\(say(.state))</th></tr></thead>\
            <tbody>\(imports.prefix(WebLimits.importsListed).html(row))</tbody></table></div></section>
            """
    }

    private func row(_ item: ListedImport) -> HTML {
        let count = { (name: String) in item.result[name]?.integer.map(visit.printing.number) ?? "" }
        return """
            <tr data-row><td class="n"><a href="/import/\(item.id)">\(item.id)</a></td>\
            <td class="file">\(ImportRoom.shownName(item.file))</td>\
            <td class="wide-only">\(visit.printing.term(.importKind, item.kind))</td>\
            <td class="wide-only">\(item.portfolio)</td>\
            <td class="wide-only">\(visit.printing.moment(item.startedAt, offsetSeconds: offsetSeconds))</td>\
            <td class="n">\(count("accepted"))</td><td class="n">\(count("rejected"))</td>\
            <td>\(ImportListView.chip(item.state, visit.printing))</td></tr>
            """
    }

    static func chip(_ state: String, _ printing: Printing) -> HTML {
        let hue: Chip = state == "done" ? .kept : state == "undone" ? .plain : .soon
        return hue.markup(printing.term(.importState, state))
    }
}
