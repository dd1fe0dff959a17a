import Receivables

/// Reads one sheet of an Office Open XML workbook (ECMA-376) as a stream.
package enum Workbook {
    package static func isWorkbook(_ bytes: Bytes) -> Bool { ZipArchive.isZip(bytes) }

    /// The rows of the named sheet, or of the first visible one, as spooled text (see `SheetListener`), and its name.
    /// Errors: `file-damaged`, `sheet-unknown`, `file-too-large`.
    package static func spoolSheet(
        _ file: MappedFile, named wanted: String?, name: String
    ) throws(Problem) -> (rows: MappedFile, sheet: String) {
        let archive = try ZipArchive(file, name: name)
        let workbook = WorkbookListener()
        guard try parse("xl/workbook.xml", of: archive, workbook) else {
            throw Gunzip.damaged(name, Phrase(.noWorkbook))
        }
        let relations = RelationsListener()
        _ = try parse("xl/_rels/workbook.xml.rels", of: archive, relations)
        let sheet = try choose(wanted, from: workbook, name: name)
        let styles = StylesListener()
        _ = try parse("xl/styles.xml", of: archive, styles)
        let shared = SharedTextsListener(name: name)
        _ = try parse("xl/sharedStrings.xml", of: archive, shared)
        let listener = SheetListener(
            shared: shared, isDate: styles.isDate, uses1904: workbook.uses1904, name: name, spool: try Spool(for: name))
        let path = path(of: relations.targets[sheet.relation] ?? "worksheets/sheet1.xml")
        guard try parse(path, of: archive, listener), let spool = listener.takeSpool() else {
            throw Gunzip.damaged(name, Phrase(.sheetMissing, [Fact("sheet", sheet.name)]))
        }
        return (try spool.map(), sheet.name)
    }

    private static func choose(
        _ wanted: String?, from workbook: WorkbookListener, name: String
    ) throws(Problem) -> (name: String, relation: String) {
        if let wanted {
            if let sheet = workbook.sheets.first(where: { $0.name == wanted }) { return (sheet.name, sheet.relation) }
            let seen = workbook.sheets.map { "\"\($0.name)\"" }.joined(separator: ", ")
            throw Problem(.sheetUnknown, [Fact("file", name), Fact("sheet", wanted), Fact("seen", seen)])
        }
        guard let sheet = workbook.sheets.first(where: { !$0.isHidden }) ?? workbook.sheets.first else {
            throw Gunzip.damaged(name, Phrase(.noSheet))
        }
        return (sheet.name, sheet.relation)
    }

    /// Targets are relative to `xl/`, or absolute.
    private static func path(of target: String) -> String {
        target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
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
