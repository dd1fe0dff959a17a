import Desk
import Receivables
import Wording

/// The result of an import for a person.
struct ImportReport {
    let result: ImportResult
    let session: Session

    var text: String {
        let printing = session.printing
        func number(_ value: Int) -> String { printing.number(Int64(value)) }
        var lines: [String] = []
        if result.isNewPortfolio { lines.append("Portfolio \"\(result.portfolio)\" is new; it was made with the defaults.") }
        if result.isResumed { lines.append("Taken up where it was interrupted.") }
        let verb = result.isDryRun ? "would be accepted" : "accepted"
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
        if let id = result.id { lines.append("This was import \(id).") }
        return lines.joined(separator: "\n") + "\n"
    }

    private var rejectLines: [String] {
        guard !result.rejects.isEmpty else { return [] }
        var table = TextTableView(["Line", "Column", "Value", "Reason"])
        for reject in result.rejects.prefix(20) {
            table.add([
                reject.line.map(String.init) ?? "", reject.column ?? "", reject.value ?? "",
                session.catalogue.tell(reject.problem).message,
            ])
        }
        var lines = ["", table.text(colour: session.output.environment.usesColour)]
        let more = max(result.rejected, result.rejects.count) - min(20, result.rejects.count)
        if more > 0 { lines.append("… and \(more) more.") }
        if result.rejectsFile == nil, let id = result.id { lines.append("Save them with: lunas imports rejects \(id)") }
        return lines
    }
}
