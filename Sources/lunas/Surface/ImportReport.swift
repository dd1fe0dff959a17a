import Desk
import Receivables
import Wording

/// The result of an import for a person.
struct ImportReport {
    let result: ImportResult
    let session: Session

    private static let shownRejects = 20
    private static let shownColumns = 12
    private static let valueColumns = 30

    var text: String {
        let catalogue = session.catalogue
        var lines: [String] = []
        if result.isNewPortfolio {
            let text: ReportText = result.isDryRun ? .importNewPortfolioDryRun : .importNewPortfolio
            lines.append(catalogue.text(text, [Fact("portfolio", result.portfolio)]))
        }
        if result.isResumed { lines.append(catalogue.text(.takenUp)) }
        lines.append(
            catalogue.text(
                result.isDryRun ? .importRowsDryRun : .importRows,
                [
                    Fact("read", result.read), Fact("accepted", result.accepted), Fact("unchanged", result.unchanged),
                    Fact("rejected", result.rejected),
                ]))
        let things = result.things.filter { $0.count > 0 }
        if !things.isEmpty { lines.append(ThingCounts(things: things).text(catalogue) + ".") }
        for (count, text) in [
            (result.warnings, ReportText.importWarnings), (result.rounded, .importRounded),
            (result.vanished, .importVanished), (result.waiting, .importWaiting),
            (result.unmatchedReturns, .importUnmatchedReturns),
            (result.parked, .importParked),
        ] where count > 0 { lines.append(catalogue.text(text, [Fact("count", count)])) }
        if !result.unusedColumns.isEmpty {
            let shown = result.unusedColumns.prefix(ImportReport.shownColumns).map { TextWidth.cut($0, to: 40) }
            let more = result.unusedColumns.count > shown.count ? " …" : ""
            lines.append(
                catalogue.text(.importUnusedColumns, [
                    Fact("count", result.unusedColumns.count), Fact("columns", shown.joined(separator: ", ") + more),
                ]))
        }
        lines += warningLines + rejectLines
        if let id = result.id { lines.append(catalogue.text(.importId, [Fact("import", id)])) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var warningLines: [String] {
        guard !result.warningsList.isEmpty else { return [] }
        var table = session.table([.line, .column, .value, .meaning], right: [.line])
        for warning in result.warningsList.prefix(ImportReport.shownRejects) {
            table.add([
                String(warning.line), warning.column,
                TextWidth.cut(warning.value, to: ImportReport.valueColumns), session.catalogue.warning(warning.code),
            ])
        }
        let more = result.warnings - min(ImportReport.shownRejects, result.warningsList.count)
        let rest = more > 0 ? [session.catalogue.text(.more, [Fact("count", more)])] : []
        return ["", session.text(table)] + rest + [""]
    }

    private var rejectLines: [String] {
        guard !result.rejects.isEmpty else { return [] }
        let catalogue = session.catalogue
        var table = session.table([.line, .column, .value, .reason], right: [.line])
        for reject in result.rejects.prefix(ImportReport.shownRejects) {
            table.add([
                reject.line.map(String.init) ?? "", reject.column ?? "",
                TextWidth.cut(reject.value ?? "", to: ImportReport.valueColumns),
                catalogue.tell(reject.problem).message,
            ])
        }
        var lines = ["", session.text(table)]
        let more = max(result.rejected, result.rejects.count) - min(ImportReport.shownRejects, result.rejects.count)
        if more > 0 { lines.append(catalogue.text(.more, [Fact("count", more)])) }
        if let file = result.rejectsFile {
            lines += ["", catalogue.text(.importRejectsFile, [Fact("file", file)])]
        } else if let id = result.id {
            lines += ["", catalogue.text(.importRejectsSee, [Fact("import", id)])]
        }
        return lines
    }
}

/// How many of what: "3 debtors, 5 accounts".
struct ThingCounts {
    /// Names of tables of the book, with counts.
    let things: [(name: String, count: Int)]

    func text(_ catalogue: Catalogue) -> String {
        things.map { thing in
            ReportText(rawValue: "count-" + thing.name).map { catalogue.text($0, [Fact("count", thing.count)]) }
                ?? "\(catalogue.printing.number(Int64(thing.count))) \(thing.name)"
        }.joined(separator: ", ")
    }
}
