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
}
