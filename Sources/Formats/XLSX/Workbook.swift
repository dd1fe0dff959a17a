import Receivables

/// Reads one sheet of an Office Open XML workbook (ECMA-376) as a stream.
package enum Workbook {
    package static func isWorkbook(_ bytes: Bytes) -> Bool { ZipArchive.isZip(bytes) }

    /// The rows of the named sheet, or of the first visible one, as spooled text (see `SheetListener`), its name, and
    /// whether the workbook counts days from 1904.
    /// Errors: `file-damaged`, `sheet-unknown`, `file-too-large`.
    package static func spoolSheet(
        _ file: MappedFile, named wanted: String?, name: String
    ) throws(Problem) -> (rows: MappedFile, sheet: String, uses1904: Bool) {
        let archive = try ZipArchive(file, name: name)
        let package = RelationsListener(base: "")
        _ = try parse("_rels/.rels", of: archive, package)
        let path = package.target(ofType: "officeDocument") ?? "xl/workbook.xml"
        let workbook = WorkbookListener()
        guard try parse(path, of: archive, workbook) else {
            throw Gunzip.damaged(name, Phrase(.noWorkbook, [Fact("part", path)]))
        }
        let (folder, file) = split(path)
        let relations = RelationsListener(base: folder)
        _ = try parse("\(folder)_rels/\(file).rels", of: archive, relations)
        let sheet = try choose(wanted, from: workbook, relations, name: name)
        let styles = StylesListener()
        _ = try parse(relations.target(ofType: "styles") ?? "\(folder)styles.xml", of: archive, styles)
        let shared = SharedTextsListener(name: name)
        _ = try parse(relations.target(ofType: "sharedStrings") ?? "\(folder)sharedStrings.xml", of: archive, shared)
        let listener = SheetListener(
            shared: shared, styles: styles, uses1904: workbook.uses1904, name: name, spool: try Spool(for: name),
            fileBytes: Int64(archive.byteCount))
        guard let rows = relations.targets[sheet.relation], try parse(rows, of: archive, listener),
            let spool = listener.takeSpool()
        else { throw Gunzip.damaged(name, Phrase(.sheetMissing, [Fact("sheet", sheet.name)])) }
        return (try spool.map(), sheet.name, workbook.uses1904)
    }

    /// The folder of a path, with its slash at the end, and the name behind it.
    private static func split(_ path: String) -> (folder: String, file: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("", path) }
        return (String(path[...slash]), String(path[path.index(after: slash)...]))
    }

    private static func choose(
        _ wanted: String?, from workbook: WorkbookListener, _ relations: RelationsListener, name: String
    ) throws(Problem) -> (name: String, relation: String) {
        if let wanted {
            if let sheet = workbook.sheets.first(where: { $0.name == wanted }) { return (sheet.name, sheet.relation) }
            let seen = workbook.sheets.map { "\"\($0.name)\"" }.joined(separator: ", ")
            throw Problem(.sheetUnknown, [Fact("file", name), Fact("sheet", wanted), Fact("seen", seen)])
        }
        let sheets = workbook.sheets.filter { relations.isWorksheet($0.relation) }
        guard let sheet = sheets.first(where: { !$0.isHidden }) ?? sheets.first else {
            throw Gunzip.damaged(name, Phrase(.noSheet))
        }
        return (sheet.name, sheet.relation)
    }

    private static func parse(_ path: String, of archive: borrowing ZipArchive, _ listener: any XMLListener)
        throws(Problem) -> Bool
    {
        let stream = try XMLStream(listener, name: "\(archive.name): \(path)")
        let found = try archive.read(path, limitBytes: FormatLimits.spoolBytesMax) { (bytes) throws(Problem) in
            try stream.feed(bytes)
        }
        if found { try stream.finish() }
        return found
    }
}
