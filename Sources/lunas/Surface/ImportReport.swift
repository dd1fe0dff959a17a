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
            "\(number(result.read)) rows read, \(number(result.accepted)) \(verb) "
                + "(\(number(result.unchanged)) unchanged), \(number(result.rejected)) rejected.")
        let things = result.things.filter { $0.count > 0 }.map { "\(number($0.count)) \($0.name)" }
        if !things.isEmpty { lines.append(things.joined(separator: ", ") + ".") }
        if result.warnings > 0 { lines.append("\(number(result.warnings)) values were kept as written, because they were not understood.") }
        if result.rounded > 0 { lines.append("\(number(result.rounded)) amounts were rounded to the decimals of their currency.") }
        if result.vanished > 0 { lines.append("\(number(result.vanished)) open dues are not in the extract.") }
        if result.parked > 0 {
            lines.append("\(number(result.parked)) accounts could not be computed and were set aside; every run tries them again.")
        }
        lines += rejectLines
        if let id = result.id { lines.append(catalogue.text(.importId, [Fact("import", id)])) }
        return lines.joined(separator: "\n") + "\n"
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
