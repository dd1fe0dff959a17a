import Desk
import Formats
import HTTPTypes
import Receivables
import Store
import Wording

/// Files on their way into the book: brought, looked at, tried, imported, and taken back.
enum ImportPage {
    static let routes: [WebRoute] = [
        .get("/import", .permission([.importFiles, .seeImports]), show),
        .post("/import/upload", .permission(.importFiles), .upload, upload),
        .get("/import/files/{file}", .permission(.importFiles), showFile),
        .post("/import/files/{file}", .permission(.importFiles), .form, change),
        .get("/import/{number}", .permission(.seeImports), showImport),
        .get("/import/{number}/rejects", .permission(.seeImports), rejects),
        .post("/import/{number}/undo", .permission(.undoImports), .form, undo),
    ]

    static func user(_ visit: Visit) throws(Problem) -> Int64 {
        guard let signedIn = visit.viewer.signedIn else { throw Problem(.signInNeeded) }
        return signedIn.user.id
    }

    // MARK: The list, and bringing a file

    private static func show(_ visit: Visit) throws -> Answer {
        let imports = try visit.viewer.may(.seeImports) ? visit.desk.imports() : []
        let view = ImportListView(
            visit: visit, drafts: visit.site.imports.drafts(of: try user(visit)), imports: imports,
            offsetSeconds: try visit.desk.offsetSeconds())
        if visit.part == "imports" { return .page(view.list) }
        return Frame(visit.say(CommonWord.importing), .importing, visit, live: "").page(view.markup)
    }

    /// Takes a file in and says where its page is: to the script that sent it, or to the browser where none did.
    private static func upload(_ visit: Visit) throws -> Answer {
        guard let upload = visit.upload else { throw Problem(.bodyUnreadable) }
        let draft = try visit.site.imports.take(
            upload, for: try user(visit), asOf: visit.desk.today(), visit.desk)
        let address = "/import/files/" + draft.id
        return visit.form.has("token") ? .redirect(to: address) : .json(["go": .string(address)])
    }

    // MARK: One file

    private static func showFile(_ visit: Visit) throws -> Answer {
        let draft = try visit.site.imports.draft(visit.parameter("file"), of: user(visit))
        return try filePage(visit, draft, note: nil)
    }

    private static func filePage(_ visit: Visit, _ draft: ImportDraft, note: Told?) throws -> Answer {
        let view = ImportFileView(
            visit: visit, draft: draft, portfolios: try visit.desk.portfolios().map(\.name), note: note,
            said: note == nil ? Fields() : visit.form)
        if visit.part == "task" { return .page(view.task) }
        var answer = Frame(draft.name, .importing, visit).page(view.markup)
        if note != nil { answer.status = .unprocessableContent }
        return answer
    }

    private static func change(_ visit: Visit) throws -> Answer {
        let (room, user) = (visit.site.imports, try user(visit))
        let draft = try room.draft(visit.parameter("file"), of: user)
        if visit.form["do"] == "discard" {
            try room.discard(draft.id, of: user)
            return .redirect(to: "/import")
        }
        guard !draft.isBusy else { return .redirect(to: "/import/files/" + draft.id) }
        do {
            let options = try ImportWishes(visit.form, draft).options
            if visit.form["do"] != "look", let note = try refusal(of: options.portfolio, visit) {
                return try filePage(visit, draft, note: note)
            }
            try room.look(draft.id, of: user, options, visit.desk)
            let looked = try room.draft(draft.id, of: user)
            if looked.problem == nil {
                switch visit.form["do"] {
                case "try": try room.start(.trying, draft.id, of: user, visit.desk)
                case "import": try room.start(.importing, draft.id, of: user, visit.desk)
                default: break
                }
            }
            return .redirect(to: "/import/files/" + draft.id)
        } catch let problem as Problem where HTTPStatus.of(problem.code) == .unprocessableContent {
            return try filePage(visit, draft, note: told(problem, visit))
        }
    }

    /// Which portfolio is meant must be said where there are several, and a page makes no second one: a file that goes
    /// into a wrong one is much work. Nil: all is well.
    private static func refusal(of portfolio: String?, _ visit: Visit) throws -> Told? {
        let known = try visit.desk.portfolios().map(\.name)
        let isMeant = portfolio.map(known.contains) ?? (known.count == 1)
        return known.isEmpty || isMeant ? nil : Told(message: visit.say(ImportWord.choosePortfolio), remedy: "")
    }

    /// A column that was said twice is named as the page calls it, not as mapping files do.
    private static func told(_ problem: Problem, _ visit: Visit) -> Told {
        guard problem.code == .columnsAmbiguous,
            case .text(let key)? = problem.facts.first(where: { $0.name == "key" })?.value
        else { return visit.catalogue.tell(problem) }
        let name = ColumnWord(rawValue: key).map { visit.say($0) } ?? key
        return Told(message: visit.say(ImportWord.saidTwice, [Fact("column", name)]), remedy: "")
    }

    // MARK: One import

    private static func find(_ visit: Visit) throws -> ListedImport {
        let number = Int64(try visit.parameter("number")) ?? 0
        guard let found = try visit.desk.imports().first(where: { $0.id == number }) else {
            throw Problem(.importUnknown, [Fact("import", number)])
        }
        return found
    }

    private static func showImport(_ visit: Visit) throws -> Answer {
        let found = try find(visit)
        let rejects = try visit.desk.rejects(ofImport: found.id, limit: WebLimits.rejectsListed + 1)
        let view = ImportedView(
            visit: visit, item: found, rejects: rejects.map(\.reject),
            undo: visit.site.imports.undo(of: found.id), offsetSeconds: try visit.desk.offsetSeconds(),
            hasMendable: visit.site.imports.rejects(ofImport: found.id) != nil)
        if visit.part == "task" { return .page(view.task) }
        return Frame(visit.say(ImportWord.importTitle, [Fact("import", found.id)]), .importing, visit).page(view.markup)
    }

    /// The rejected rows: as a file to be mended while there is one, else as a list with the rows as they stood.
    private static func rejects(_ visit: Visit) throws -> Answer {
        let found = try find(visit)
        let rows = try visit.desk.rejects(ofImport: found.id)
        if let path = visit.site.imports.rejects(ofImport: found.id), let file = try? InputFile.open(path) {
            let bytes = try file.withBytes { Array($0) }
            return .file(bytes, name: "ditolak-\(found.id).csv", type: "text/csv; charset=utf-8")
        }
        var text = "\u{FEFF}" + CSVWriter.record(["line", "column", "value", "code", "reason", "row"])
        for (row, reject) in rows {
            let cells = [
                reject.line.map(String.init) ?? "", reject.column ?? "", reject.value ?? "", reject.code.rawValue,
                visit.catalogue.tell(reject.problem).message, row,
            ]
            text += CSVWriter.record(cells.map(CSVWriter.harmless))
        }
        return .file(Array(text.utf8), name: "ditolak-\(found.id).csv", type: "text/csv; charset=utf-8")
    }

    private static func undo(_ visit: Visit) throws -> Answer {
        let found = try find(visit)
        try visit.site.imports.undo(found.id, force: visit.form["force"] == "1", visit.desk)
        return .redirect(to: "/import/\(found.id)")
    }
}
