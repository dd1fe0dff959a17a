import Receivables

/// One cell of a table as bytes. Cells of a workbook carry their type in a leading byte, so that a date or a number
/// which the workbook stored as such is never guessed at: `CellText.dateMark` or `CellText.numberMark`.
package struct CellText {
    package static let dateMark: UInt8 = 0x01
    package static let numberMark: UInt8 = 0x02

    package let bytes: Bytes

    package init(_ bytes: Bytes) { self.bytes = bytes.trimmed }

    package var isEmpty: Bool { bytes.isEmpty }
    package var isTypedDate: Bool { bytes.first == CellText.dateMark }
    package var isTypedNumber: Bool { bytes.first == CellText.numberMark }

    /// Without the type byte.
    package var content: Bytes { isTypedDate || isTypedNumber ? bytes.slice(1, bytes.count) : bytes }

    /// Read as a date of any kind.
    var date: WrittenDate? { isTypedNumber ? nil : WrittenDate(content) }
    var isAmount: Bool { !isTypedDate && AmountShape(content) != nil }
}

/// Yes and no as files write them.
package enum FlagText {
    package static func read(_ bytes: Bytes) -> Bool? {
        let cell = CellText(bytes).content
        for word in yes where cell.equalsIgnoringCase(word) { return true }
        for word in no where cell.equalsIgnoringCase(word) { return false }
        return nil
    }

    private static let yes: [StaticString] = ["yes", "ya", "true", "1", "y", "t", "benar"]
    private static let no: [StaticString] = ["no", "tidak", "false", "0", "n", "f", "salah", "tdk"]
}
