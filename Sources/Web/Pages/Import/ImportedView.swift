import Desk
import Formats
import Receivables
import Wording

/// An import in the book: what it brought, what it left out, and taking it back.
struct ImportedView {
    let visit: Visit
    let item: ListedImport
    /// One more than is shown, where there are more.
    let rejects: [ShownReject]
    let undo: ImportTask?
    let offsetSeconds: Int
    /// Whether the rejected rows can still be had as they stood in their file.
    let hasMendable: Bool

    private func say(_ word: ImportWord, _ facts: [Fact] = []) -> String { visit.say(word, facts) }
    private func count(_ name: String) -> Int { Int(item.result[name]?.integer ?? 0) }
    private var things: [(name: String, count: Int)] {
        ["debtors", "accounts", "dues", "payments", "promises", "contacts"].map { ($0, count($0)) }
    }

    var markup: HTML {
        """
        <div class="page-head"><h1>\(say(.importTitle, [Fact("import", item.id)]))</h1><p class="meta">\(item.file) \
        \(ImportListView.chip(item.state, visit.printing))</p>\
        <p class="buttons"><a class="button quiet" href="/import" data-key="b">\(say(.backToImports))\
        <kbd aria-hidden="true">b</kbd></a></p></div>
        <div class="stack">\(task)<section class="sheet" id="outcome">\(facts)\(outcome)</section>\(takeBack)</div>
        """
    }

    private var facts: HTML {
        var lines: [(String, String)] = [
            (say(.kind), visit.printing.term(.importKind, item.kind)),
            (visit.say(CommonWord.portfolio), item.portfolio),
            (say(.startedAt), visit.printing.moment(item.startedAt, offsetSeconds: offsetSeconds)),
        ]
        if let end = item.finishedAt {
            lines.append((say(.finishedAt), visit.printing.moment(end, offsetSeconds: offsetSeconds)))
        }
        return "<dl class=\"facts\">\(lines.html { "<dt>\($0)</dt><dd>\($1)</dd>" })</dl>"
    }

    private var outcome: HTML {
        guard item.result != .null else { return "<p class=\"note soon\">\(say(.unfinished))</p>" }
        let view = ImportOutcomeView(visit: visit)
        let rejected = count("rejected")
        let file: HTML? = rejected == 0 ? nil : """
            <p class="buttons"><a class="button" href="/import/\(item.id)/rejects" data-key="d">\
            \(say(.downloadRejects))\
            <kbd aria-hidden="true">d</kbd></a><span class="fine">\(say(hasMendable ? .mendHint : .listOnly))</span></p>
            """
        return """
            <hr>\(view.counts(
                [
                    (.read, count("read")), (.accepted, count("accepted")), (.unchanged, count("unchanged")),
                    (.rejected, rejected),
                ], things: things))\(file)\(view.rejects(rejects, of: max(rejected, rejects.count)))
            """
    }

    // MARK: Taking it back

    var task: HTML {
        guard let undo else { return "" }
        let ended: HTML
        switch undo.state {
        case .failed(let problem):
            ended = "<h2>\(say(.failedTitle))</h2>" + ProblemNote.markup(visit.catalogue.tell(problem))
        case .undone(let result):
            let repeated: HTML? = result.repeatedBy.isEmpty ? nil : """
                <p>\(say(.repeatedBy, [
                    Fact("imports", result.repeatedBy.map { String($0) }.joined(separator: ", "))
                ]))</p>
                """
            ended = """
                <h2>\(say(.undoneTitle))</h2><p>\(say(.undoneText, [
                    Fact("dues", result.dues), Fact("payments", result.payments), Fact("others", result.others),
                ]))</p>\(repeated)
                """
        case .waiting, .running, .tried, .imported: ended = ""
        }
        return TaskView(visit: visit, task: undo, address: "/import/\(item.id)", ended: ended).markup
    }

    private var takeBack: HTML {
        guard item.state != "undone", undo?.isBusy != true else { return "" }
        let lost = things.filter { $0.count > 0 }.map { thing in
            ReportText(rawValue: "count-" + thing.name).map {
                visit.catalogue.text($0, [Fact("count", thing.count)])
            } ?? ""
        }.joined(separator: ", ")
        let isBuiltUpon: Bool = if case .failed(let problem)? = undo?.state {
            problem.code == .importBuiltUpon
        } else { false }
        let force: HTML? = isBuiltUpon
            ? """
                <label class="check"><input type="checkbox" name="force" value="1" required> \(say(.forceIt))</label>
                """ : nil
        return """
            <details class="sheet" id="undo"\("open", if: isBuiltUpon)><summary data-key="z"><h2>\(say(.undoTitle))\
            <kbd aria-hidden="true">z</kbd></h2></summary><form class="stack" action="/import/\(item.id)/undo" \
            method="post" data-confirm="\(say(.undoConfirm, [Fact("import", item.id)]))">\(Frame.token(visit.viewer))\
            <p>\(say(.undoText, [Fact("things", lost)]))</p>\(force)\
            <p>\(Refused.button(say(.undoIt), .undoImports, visit.viewer, kind: "danger"))</p></form></details>
            """
    }
}
