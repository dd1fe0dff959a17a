import Receivables

/// Writes the rows of one sheet as text with commas, one line a row, so that line numbers are row numbers. Dates and
/// numbers carry their type byte (`CellText`); a line break inside a cell becomes U+2028.
final class SheetListener: XMLListener {
    private let shared: SharedTextsListener
    private let isDate: [Bool]
    private let epoch: Day
    private let name: String
    private var spool: Spool?
    private var line: [UInt8] = []
    private var rowNumber = 0
    private var column = 0
    /// Commas written to the line so far; the next cell must lie behind as many columns.
    private var commas = 0
    private var cellType = ""
    private var style = 0
    private var value: [UInt8] = []
    private var isInValue = false

    init(shared: SharedTextsListener, isDate: [Bool], uses1904: Bool, name: String, spool: consuming Spool) {
        self.shared = shared
        self.isDate = isDate
        self.name = name
        // Day 0 of the two serial calendars; the first one counts a 29 February 1900 that never was.
        epoch = uses1904 ? Day(Day.daysFromCivil(year: 1904, month: 1, day: 1)) : Day(Day.daysFromCivil(year: 1899, month: 12, day: 30))
        self.spool = consume spool
    }

    func started(_ name: String, _ attributes: [String: String]) throws(Problem) {
        switch name {
        case "row":
            let number = attributes["r"].flatMap { Int($0) } ?? rowNumber + 1
            guard number > rowNumber, number <= 1_048_576 else {
                throw Gunzip.damaged(self.name, Phrase(.rowsOutOfOrder))
            }
            while rowNumber < number - 1 { try endLine() }
            column = -1
        case "c":
            let next = column + 1
            column = attributes["r"].flatMap(SheetListener.columnIndex) ?? next
            guard column >= next, column < FormatLimits.columnsMax else {
                throw Gunzip.damaged(self.name, Phrase(.cellsOutOfOrder, [Fact("row", rowNumber + 1)]))
            }
            cellType = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) } ?? 0
            value.removeAll(keepingCapacity: true)
        case "v", "t": isInValue = true
        default: break
        }
    }

    func ended(_ name: String) throws(Problem) {
        switch name {
        case "v", "t": isInValue = false
        case "c": try endCell()
        case "row": try endLine()
        default: break
        }
    }

    func text(_ bytes: Bytes) { if isInValue, value.count < FormatLimits.recordBytesMax { value.append(contentsOf: bytes) } }

    /// Takes the spool out, once the sheet has been read.
    func takeSpool() -> Spool? { spool.take() }

    private func endLine() throws(Problem) {
        line.append(0x0A)
        var problem: Problem?
        line.withUnsafeBufferPointer { bytes in
            do throws(Problem) { try spool?.append(bytes) } catch { problem = error }
        }
        if let problem { throw problem }
        line.removeAll(keepingCapacity: true)
        commas = 0
        rowNumber += 1
    }

    private func endCell() throws(Problem) {
        guard !value.isEmpty else { return }
        while commas < column {
            line.append(0x2C)
            commas += 1
        }
        try appendValue()
    }

    private func appendValue() throws(Problem) {
        switch cellType {
        case "s":
            guard let index = Int(String(decoding: value, as: UTF8.self)) else { return }
            try shared.withText(index) { (text) throws(Problem) in appendText(text) }
        case "inlineStr", "str", "d": value.withUnsafeBufferPointer { appendText($0) }
        case "b": line.append(value.first == 0x31 ? 0x31 : 0x30)
        case "e": appendText(value)
        default: appendNumber()
        }
    }

    private func appendText(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { appendText($0) } }

    private func appendText(_ bytes: Bytes) {
        line.append(0x22)
        for byte in bytes {
            switch byte {
            case 0x22: line += [0x22, 0x22]
            case 0x0A: line += [0xE2, 0x80, 0xA8]
            case 0x0D: break
            default: line.append(byte)
            }
        }
        line.append(0x22)
    }

    /// A number, or a date when the style shows one.
    private func appendNumber() {
        let text = String(decoding: value, as: UTF8.self)
        guard let number = Double(text), number.isFinite else { return appendText(value) }
        if style < isDate.count, isDate[style], let date = serialDate(number) {
            line.append(CellText.dateMark)
            line += Array(date.utf8)
        } else {
            line.append(CellText.numberMark)
            line += Array(WorkbookNumber.text(number, written: text).utf8)
        }
    }

    /// Day and time of a serial number, to the second.
    private func serialDate(_ serial: Double) -> String? {
        guard serial >= 1, serial < 2_958_466 else { return nil }
        let seconds = (serial * 86_400).rounded()
        let day = epoch.adding(days: Int(seconds / 86_400))
        let rest = Int(seconds) % 86_400
        if rest == 0 { return day.description }
        return "\(day) \(Digits.padded(rest / 3600, 2)):\(Digits.padded(rest / 60 % 60, 2)):\(Digits.padded(rest % 60, 2))"
    }

    /// `AB12` → 27.
    private static func columnIndex(_ reference: String) -> Int? {
        var index = 0
        for byte in reference.utf8 {
            guard (0x41...0x5A).contains(byte) else { break }
            index = index * 26 + Int(byte - 0x40)
            if index > FormatLimits.columnsMax { return index }
        }
        return index > 0 ? index - 1 : nil
    }
}
