import Receivables

/// Writes the rows of one sheet as text with commas, one line a row, so that line numbers are row numbers. Dates and
/// numbers carry their type byte (`CellText`); a line break inside a cell becomes U+2028.
final class SheetListener: XMLListener {
    private let shared: SharedTextsListener
    private let styles: StylesListener
    private let uses1904: Bool
    private let fileBytes: Int64
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
    private var isPhonetic = false
    /// Where the text of the current run starts in `value`.
    private var runStart = 0

    /// `fileBytes` is the size of the whole workbook, against which growth is measured.
    init(
        shared: SharedTextsListener, styles: StylesListener, uses1904: Bool, name: String, spool: consuming Spool,
        fileBytes: Int64
    ) {
        self.shared = shared
        self.styles = styles
        self.uses1904 = uses1904
        self.name = name
        self.fileBytes = fileBytes
        self.spool = consume spool
    }

    func started(_ name: String, _ attributes: [String: String]) throws(Problem) {
        switch name {
        case "row":
            let written = attributes["r"]
            let number = written.map { Int($0) ?? 0 } ?? rowNumber + 1
            guard number > rowNumber, number <= 1_048_576 else {
                throw Gunzip.damaged(self.name, Phrase(
                    .rowsOutOfOrder, [Fact("row", String((written ?? "").prefix(20))), Fact("before", rowNumber)]))
            }
            while rowNumber < number - 1 { try endLine() }
            column = -1
        case "c":
            let next = column + 1
            column = try attributes["r"].map { (reference) throws(Problem) in try columnIndex(reference) } ?? next
            guard column >= next, column < FormatLimits.columnsMax else {
                throw Gunzip.damaged(self.name, Phrase(.cellsOutOfOrder, [Fact("row", rowNumber + 1)]))
            }
            cellType = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) } ?? 0
            value.removeAll(keepingCapacity: true)
        case "v", "t":
            isInValue = !isPhonetic
            runStart = value.count
        case "rPh": isPhonetic = true
        default: break
        }
    }

    func ended(_ name: String) throws(Problem) {
        switch name {
        case "v", "t":
            if isInValue, cellType == "inlineStr" || cellType == "str" { WorkbookText.unescape(&value, from: runStart) }
            isInValue = false
        case "rPh": isPhonetic = false
        case "c": try endCell()
        case "row": try endLine()
        default: break
        }
    }

    func text(_ bytes: Bytes) throws(Problem) {
        guard isInValue else { return }
        value.append(contentsOf: bytes)
        guard value.count <= FormatLimits.recordBytesMax else {
            throw Gunzip.damaged(
                name, Phrase(.cellTooLong, [Fact("row", rowNumber + 1), Fact("limit", FormatLimits.recordBytesMax)]))
        }
    }

    /// Takes the spool out, once the sheet has been read.
    func takeSpool() -> Spool? { spool.take() }

    private func endLine() throws(Problem) {
        line.append(0x0A)
        var problem: Problem?
        line.withUnsafeBufferPointer { bytes in
            do throws(Problem) { try spool?.append(bytes) } catch { problem = error }
        }
        if let problem { throw problem }
        // A few bytes can name the last row and column of a sheet; all that is empty before them is written out.
        try Gunzip.refuseBomb(unpacked: spool?.byteCount ?? 0, packed: fileBytes, name: name)
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
            let index = Int(String(decoding: value, as: UTF8.self)) ?? -1
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
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x22: line += [0x22, 0x22]
            case 0x0D where place + 1 < bytes.count && bytes[place + 1] == 0x0A: break
            case 0x0A, 0x0D: line += [0xE2, 0x80, 0xA8]
            default: line.append(byte)
            }
        }
        line.append(0x22)
    }

    /// A number, or a date when the style shows one.
    private func appendNumber() {
        let text = String(decoding: value, as: UTF8.self)
        guard let number = Double(text), number.isFinite else { return appendText(value) }
        if styles.isDate.indices.contains(style), styles.isDate[style],
            let date = WorkbookNumber.date(number, uses1904: uses1904)
        {
            line.append(CellText.dateMark)
            line += Array(date.utf8)
        } else {
            let shown = WorkbookNumber.text(number, written: text)
            let width = styles.zeros.indices.contains(style) ? styles.zeros[style] : 0
            let missing = shown.utf8.allSatisfy { (0x30...0x39).contains($0) } ? width - shown.utf8.count : 0
            line.append(CellText.numberMark)
            for _ in 0..<max(0, missing) { line.append(0x30) }
            line += Array(shown.utf8)
        }
    }

    /// `AB12` → 27. The row number must be that of the row.
    private func columnIndex(_ reference: String) throws(Problem) -> Int {
        var index = 0
        let letters = reference.utf8.prefix { (0x41...0x5A).contains($0) }
        for byte in letters.prefix(4) { index = index * 26 + Int(byte - 0x40) }
        guard index > 0, letters.count <= 3, Int(reference.dropFirst(letters.count)) == rowNumber + 1 else {
            throw Gunzip.damaged(
                name, Phrase(.cellMisplaced, [Fact("row", rowNumber + 1), Fact("cell", String(reference.prefix(20)))]))
        }
        return index - 1
    }
}
