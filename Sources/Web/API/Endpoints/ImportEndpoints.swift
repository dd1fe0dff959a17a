import Desk
import Formats
import HTTPTypes
import Receivables
import Wording

/// Files that go into the book.
enum ImportEndpoints {
    static let all = [take, list, one, rejects, undo]

    private static let take = APIRoute.change(
        .post, "/imports", "importFile", "Takes a file into the book: CSV or XLSX, also packed with gzip.",
        .permission(.importFiles),
        query: [
            APIField("kind", .oneOf(ImportKind.self), "What its rows are.", isRequired: true),
            APIField("name", .name, "What the file is called."),
            APIField("portfolio", .name, "Where it belongs; needed where there is more than one."),
            APIField("asOf", .day, "The day that the file states; today where nothing is said."),
            APIField("vanished", .oneOf(ImportOptions.Vanished.self), "What dues are that a snapshot omits."),
            APIField("map", .text(2...3000), "Columns and notations as in a mapping file, as JSON."),
            APIField("strict", .flag, "Import nothing when any row would be rejected."),
            APIField("dryRun", .flag, "Only say what would happen."),
        ], body: .upload, .json(BookShapes.imported)
    ) { call in
        guard let upload = call.visit.upload, let kind = call.query.word("kind", ImportKind.self) else {
            throw Problem(.bodyUnreadable)
        }
        var options = ImportOptions(
            kind: kind, path: upload.path, asOf: try call.query.day("asOf") ?? call.desk.today())
        options.name = ImportRoom.shownName(upload.name)
        if let map = call.query.text("map") { options.map = try ImportEndpoints.map(map) }
        options.portfolio = call.query.text("portfolio")
        options.vanished = call.query.word("vanished", ImportOptions.Vanished.self) ?? .rejected
        options.isStrict = call.query.flag("strict") ?? false
        options.isDryRun = call.query.flag("dryRun") ?? false
        let result = try call.desk.importFile(options)
        return result.json({ call.visit.catalogue.tell($0).message }, warning: call.visit.catalogue.warning)
    }

    private static func map(_ text: String) throws(Problem) -> ImportMap {
        let bytes = Array(text.utf8)
        guard JSONDepth.isWithin(WebLimits.jsonDepth, bytes) else {
            throw Schema.invalid("map", Phrase(.jsonObject))
        }
        let read = bytes.withUnsafeBufferPointer { pointer in
            Result { () throws(Problem) in try ImportMap(parsing: pointer, name: "map") }
        }
        switch read {
        case .success(let map): return map
        case .failure(let problem): throw problem
        }
    }

    private static let list = APIRoute.get(
        "/imports", "imports", "Imports into what one sees as a whole, the newest first.", .permission(.seeImports),
        query: Paging.numbers, Paging.schema("imports", BookShapes.listedImport, key: .number)
    ) { call in
        let offset = try call.offset()
        return Paging.newestFirst(call, "imports", try call.desk.imports(), \.id) { $0.json(offsetSeconds: offset) }
    }

    private static let one = APIRoute.get(
        "/imports/{id}", "import", "One import and what it did; no result: it is unfinished.",
        .permission(.seeImports), .answer(["import": BookShapes.listedImport, "result": .anything])
    ) { call in
        let id = try call.number()
        guard let found = try call.desk.imports().first(where: { $0.id == id }) else {
            throw Problem(.importUnknown, [Fact("import", id)])
        }
        // Its rejected rows have an address of their own, where they are told in words.
        let untold: Set = ["rejects", "warningsList", "rejectsFile"]
        let result = found.result.members.map { $0.filter { !untold.contains($0.key) } }
        return [
            "import": found.json(offsetSeconds: try call.offset()),
            "result": result.map { JSONValue.object($0) } ?? .null,
        ]
    }

    private static let rejects = APIRoute.get(
        "/imports/{id}/rejects", "rejects", "Rejected rows of an import in the order of the file, with reasons.",
        .permission(.seeImports), query: Paging.numbers,
        Paging.schema("rejects", BookShapes.keptReject, key: .number)
    ) { call in
        let rows = Array(try call.desk.rejects(ofImport: try call.number()).enumerated())
        return Paging.page(call, "rejects", rows, { Int64($0.offset) + 1 }) { row in
            [
                "place": JSONValue(row.offset + 1), "text": .string(row.element.text),
                "reject": row.element.reject.json { call.visit.catalogue.tell($0).message },
            ]
        }
    }

    private static let undo = APIRoute.change(
        .post, "/imports/{id}/undo", "undoImport", "Takes one import back; everything it touched is computed anew.",
        .permission(.undoImports), body: .json(.request([:], optional: ["force": .flag])), .json(BookShapes.undone)
    ) { call in
        try call.desk.undoImport(try call.number(), force: call.body.flag("force") ?? false).json
    }
}
