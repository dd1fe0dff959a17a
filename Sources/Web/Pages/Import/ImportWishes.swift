import Desk
import Formats
import Receivables
import Wording

/// What somebody says about a file on its page.
package struct ImportWishes {
    package let options: ImportOptions

    /// Errors: `not-a-date`, `date-pattern`, `option-value`, `columns-ambiguous` where two columns are said to be the
    /// same.
    package init(_ form: Fields, _ draft: ImportDraft) throws(Problem) {
        var options = draft.options
        if let kind = form["kind"].flatMap(ImportKind.init) { options.kind = kind }
        options.portfolio = form.text("portfolio")
        if let text = form.text("asOf") {
            guard let day = Day(text) else { throw Problem(.notADate, [Fact("value", text), Fact("column", "")]) }
            options.asOf = day
        }
        options.vanished = form["vanished"].flatMap(ImportOptions.Vanished.init) ?? .rejected
        options.map.dates = nil
        if let pattern = form.text("dates") { options.map.dates = try DatePattern(pattern) }
        options.map.decimal = form["decimal"] == "." ? .dotDecimal : form["decimal"] == "," ? .commaDecimal : nil
        // What columns mean was said of one kind of file; of another it is guessed anew.
        if options.kind != draft.options.kind {
            options.map.columns = [:]
        } else if let preview = draft.preview {
            options.map.columns = try ImportWishes.columns(form, preview, options.kind, options.map.columns)
        }
        self.options = options
    }

    /// What every column was said to be. Columns that the page did not show stay as they were guessed.
    private static func columns(
        _ form: Fields, _ preview: ImportPreview, _ kind: ImportKind, _ before: [ColumnKey: String?]
    ) throws(Problem) -> [ColumnKey: String?] {
        guard form.pairs.contains(where: { $0.name.hasPrefix("c") && Int($0.name.dropFirst()) != nil }) else {
            return before
        }
        var columns: [ColumnKey: String?] = [:]
        for (place, header) in preview.headers.enumerated() {
            let said = place < WebLimits.importColumnsShown ? form["c\(place)"] : preview.key(of: place)?.name
            guard let key = said.flatMap(ColumnKey.init(named:)), kind.keys.contains(key) else { continue }
            guard columns[key] == nil else { throw Problem(.columnsAmbiguous, [Fact("key", key.name)]) }
            columns[key] = .some(header)
        }
        for key in kind.keys where columns[key] == nil { columns[key] = .some(nil) }
        return columns
    }
}
