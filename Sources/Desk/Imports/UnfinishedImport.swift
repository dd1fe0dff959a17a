import Receivables
import Store

extension Problem {
    /// Nothing else may be done until an import is finished.
    static func importUnfinished(_ import: ImportRecord) -> Problem {
        importUnfinished(`import`.id, kind: `import`.kind, file: `import`.file)
    }

    static func importUnfinished(_ id: Int64, kind: String, file: String) -> Problem {
        Problem(.importUnfinished, [Fact("import", id), Fact("kind", .importKind, kind), Fact("file", file)])
    }
}

extension Reading {
    /// Error: `import-unfinished`, unless the unfinished import is the one that is `taken` up: the book is between two
    /// states, and its references are not all known yet.
    func refuseUnfinishedImport(butFor taken: Int64? = nil) throws {
        guard let unfinished = try unfinishedImport(), unfinished.id != taken else { return }
        throw Problem.importUnfinished(unfinished)
    }
}
