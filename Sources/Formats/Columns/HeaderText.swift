/// Folds a header for comparison: lower case, letters and digits only, words parted by one space; `DueDate` and
/// `due_date` both become `due date`.
enum HeaderText {
    static func folded(_ header: String) -> String {
        var result = ""
        var wasLower = false
        var pendingSpace = false
        for scalar in header.unicodeScalars {
            let isUpper = scalar.properties.isUppercase
            guard scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) else {
                pendingSpace = !result.isEmpty
                wasLower = false
                continue
            }
            if isUpper, wasLower { pendingSpace = true }
            if pendingSpace { result.append(" ") }
            pendingSpace = false
            result += scalar.properties.lowercaseMapping
            wasLower = !isUpper
        }
        return result
    }

    /// A folded header without the units and formats that people write behind the name: `Nominal (Rp)`,
    /// `Tgl Bayar (dd/mm/yyyy)`.
    static func withoutUnits(_ folded: String) -> String {
        var words = folded.split(separator: " ")[...]
        while words.count > 1, let last = words.last, units.contains(last) { words.removeLast() }
        return words.joined(separator: " ")
    }

    private static let units: Set<Substring> = ["rp", "idr", "rupiah", "usd", "dd", "mm", "yy", "yyyy", "ddmmyyyy"]
}
