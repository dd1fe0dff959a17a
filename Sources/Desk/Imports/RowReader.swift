import Formats
import Receivables

/// Why a row cannot be taken in: what is wrong, and in which column.
struct RowProblem: Error {
    let code: ProblemCode
    let key: ColumnKey?
    var facts: [Fact] = []
}

/// Reads the rows of a file, one after another or wherever they are, and their cells by key.
struct RowReader {
    let plan: ImportPlan
    private(set) var scanner: RecordScanner
    private(set) var status = ScanStatus.end
    private let place: [Int]
    /// Cells that were rounded to the decimals of their currency in the current row.
    private(set) var roundedCells = 0

    init(_ plan: ImportPlan) {
        self.plan = plan
        place = plan.place
        scanner = plan.table.scanner(from: plan.start)
    }

    /// Reads the next row; false at the end of the file. A row that cannot be cut into fields is read too, with a
    /// `status` that says so.
    mutating func next() -> Bool {
        roundedCells = 0
        status = scanner.next()
        return status != .end
    }

    /// Goes to the row that starts at `offset`.
    mutating func seek(_ offset: Int) { scanner.seek(offset) }

    /// Where the current row starts.
    var offset: Int { scanner.start }

    /// The current row as it stands in the file, without its line end; of one that is too long only the beginning.
    var rowText: Bytes {
        var end = min(scanner.position, scanner.start + FormatLimits.recordBytesMax)
        let bytes = plan.table.rows.bytes
        while end > scanner.start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return bytes.slice(scanner.start, end)
    }

    /// What is wrong with the row as a whole, or nil.
    func structureProblem() -> RowProblem? {
        switch status {
        case .tooLong:
            return RowProblem(code: .rowTooLong, key: nil, facts: [Fact("limit", FormatLimits.recordBytesMax)])
        case .quoteNotClosed: return RowProblem(code: .quoteNotClosed, key: nil)
        case .end: return nil
        case .record: break
        }
        let headers = plan.columns.headers.count
        if scanner.fields.count > headers {
            for index in headers..<scanner.fields.count where !CellText(scanner.value(index)).isEmpty {
                return RowProblem(
                    code: .tooManyFields, key: nil,
                    facts: [Fact("fields", scanner.fields.count), Fact("columns", headers)])
            }
        }
        return nil
    }

    /// The cell of a key; nil when it has no column or is empty in this row.
    func cell(_ key: ColumnKey) -> CellText? {
        let column = place[key.rawValue]
        guard column >= 0, column < scanner.fields.count else { return nil }
        let cell = CellText(scanner.value(column))
        return cell.isEmpty ? nil : cell
    }

    func has(_ key: ColumnKey) -> Bool { place[key.rawValue] >= 0 }

    /// The content of a cell as bytes, without its type.
    func bytes(_ key: ColumnKey) -> Bytes? {
        guard let content = cell(key)?.content.trimmed, !content.isEmpty else { return nil }
        return content
    }

    /// Free text, cut to the limit.
    func text(_ key: ColumnKey) throws(RowProblem) -> String? {
        guard let bytes = bytes(key) else { return nil }
        guard bytes.isValidUTF8, !bytes.contains(0) else { throw RowProblem(code: .badEncoding, key: key) }
        if bytes.count <= DeskLimits.textBytesMax { return bytes.text }
        return String(bytes.slice(0, DeskLimits.textBytesMax).text.dropLast())
    }

    /// A reference: text of limited length without control characters. A number of a workbook that shows an exponent
    /// has lost its last digits there, and is no reference any more.
    func reference(_ key: ColumnKey) throws(RowProblem) -> Bytes? {
        guard let bytes = bytes(key) else { return nil }
        if cell(key)?.isTypedNumber == true, bytes.contains(0x65) {
            throw RowProblem(code: .referenceInvalid, key: key)
        }
        guard bytes.count <= DeskLimits.referenceBytesMax, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw RowProblem(code: .referenceInvalid, key: key)
        }
        guard bytes.isValidUTF8 else { throw RowProblem(code: .badEncoding, key: key) }
        return bytes
    }

    func day(_ key: ColumnKey) throws(RowProblem) -> Day? {
        guard let cell = cell(key) else { return nil }
        if cell.isTypedNumber { return try serialDay(cell, key) }
        guard let reader = plan.dates[key.rawValue] else { return nil }
        if let day = WrittenDate.isoDay(cell.content) { return try checked(day, cell, reader, key) }
        if Placeholder.isNothing(cell.content) { return nil }
        if cell.isTypedDate {
            guard let day = WrittenDate(cell.content)?.shape.day(.dayFirst) else {
                throw RowProblem(code: .notADate, key: key)
            }
            return day
        }
        guard let day = reader.day(cell.content) else { throw RowProblem(code: .notADate, key: key) }
        return day
    }

    /// An ISO date is read as such, unless a pattern says that it must look otherwise.
    private func checked(_ day: Day, _ cell: CellText, _ reader: DateReader, _ key: ColumnKey) throws(RowProblem) -> Day
    {
        guard case .pattern = reader, !cell.isTypedDate else { return day }
        guard let read = reader.day(cell.content) else { throw RowProblem(code: .notADate, key: key) }
        return read
    }

    /// A number in a column of dates of a workbook: a serial date without its style.
    private func serialDay(_ cell: CellText, _ key: ColumnKey) throws(RowProblem) -> Day {
        // What stands behind the point is the time of day.
        let whole = Bytes(rebasing: cell.content.prefix { $0 != 0x2E })
        guard whole.isDigits, whole.count == 5, let serial = Int(whole.text),
            let day = WorkbookNumber.unstyledDay(serial, uses1904: plan.table.uses1904)
        else { throw RowProblem(code: .notADate, key: key) }
        return day
    }

    /// A day, and the instant where a time was written.
    func moment(_ key: ColumnKey) throws(RowProblem) -> (day: Day, instant: Instant?)? {
        guard let cell = cell(key), !Placeholder.isNothing(cell.content) else { return nil }
        if cell.isTypedNumber { return (try serialDay(cell, key), nil) }
        let reader = cell.isTypedDate ? DateReader.order(.dayFirst) : plan.dates[key.rawValue]
        guard let reader, let (day, time, offset) = reader.written(cell.content) else {
            throw RowProblem(code: .notADate, key: key)
        }
        guard let time else { return (day, nil) }
        let start = Instant(day: day, secondsOfDay: 0, offsetSeconds: offset ?? plan.offsetSeconds)
        return (day, Instant(microseconds: start.microseconds + time))
    }

    /// An amount in minor units. A currency beside the number must be the expected one.
    mutating func amount(_ key: ColumnKey, _ currency: Currency) throws(RowProblem) -> Int64? {
        guard let cell = cell(key), !Placeholder.isNothing(cell.content), let column = plan.amounts[key.rawValue] else {
            return nil
        }
        let reader = cell.isTypedNumber ? AmountReader(notation: .dotDecimal, refusesDoubt: false) : column
        do throws(Problem) {
            let amount = try reader.read(cell.content, decimals: currency.decimals)
            if let named = amount.currency, named != currency {
                throw Problem(.currencyDiffers, [Fact("expected", currency.code)])
            }
            if amount.isRounded { roundedCells += 1 }
            return amount.minor
        } catch { throw RowProblem(code: error.code, key: key, facts: error.facts) }
    }

    func number(_ key: ColumnKey) throws(RowProblem) -> Int? {
        guard let cell = cell(key), !Placeholder.isNothing(cell.content) else { return nil }
        var content = cell.content
        let isNegative = content.first == 0x2D
        if isNegative { content = content.slice(1, content.count) }
        guard content.isDigits, content.count <= 6, let value = Int(content.text) else {
            throw RowProblem(code: .notANumber, key: key)
        }
        return isNegative ? -value : value
    }

    func flag(_ key: ColumnKey) throws(RowProblem) -> Bool? {
        guard let cell = cell(key), !Placeholder.isNothing(cell.content) else { return nil }
        guard let flag = FlagText.read(cell.content) else { throw RowProblem(code: .notAFlag, key: key) }
        return flag
    }

    func currency(_ key: ColumnKey) throws(RowProblem) -> Currency? {
        guard let bytes = bytes(key) else { return nil }
        if bytes.equalsIgnoringCase("rp") { return .rupiah }
        guard bytes.count == 3, let currency = Currency(bytes.text) else {
            throw RowProblem(code: .notACurrency, key: key)
        }
        return currency
    }
}

/// What files write where there is nothing.
enum Placeholder {
    static func isNothing(_ bytes: Bytes) -> Bool {
        guard bytes.count <= 19 else { return false }
        if bytes.count == 1 { return bytes[0] == 0x2D }
        guard let first = bytes.first, first == 0x30 || first | 0x20 == 0x6E || first == 0x2D || first == 0x23 else {
            return false
        }
        for word in words where bytes.equalsIgnoringCase(word) { return true }
        return false
    }

    private static let words: [StaticString] = [
        "null", "n/a", "na", "none", "nil", "nan", "nat", "--", "#n/a", "0000-00-00", "00/00/0000", "00-00-0000",
        "0000-00-00 00:00:00",
    ]
}
