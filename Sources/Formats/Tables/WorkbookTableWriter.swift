import CXlsxWriter
import Glibc
import Receivables

/// Writes a table as an Excel workbook, in constant memory: references stay text (leading zeros live), amounts are
/// numbers with the currency's decimals, days are dates; the header stays in sight and can be filtered. A table longer
/// than a sheet goes on in the next sheet.
package final class WorkbookTableWriter: TableWriter {
    private let title: TableTitle
    private let columns: [TableColumn]
    private let path: String?
    private let part: String
    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private let formats: WorkbookFormats
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private var sheetCount = 0
    private var row: UInt32 = 0
    private var isClosed = false

    /// Rows of a sheet that an application can open, header included.
    private static let rowsMax: UInt32 = 1_048_576

    init(_ title: TableTitle, _ columns: [TableColumn], to path: String?) throws(Problem) {
        self.title = title
        self.columns = columns
        self.path = path
        part = if let path { path + ".part" } else { try WorkbookTableWriter.temporaryPath() }
        guard access(WorkbookTableWriter.folder(of: part), W_OK) == 0 else {
            throw .unwritable(part)
        }
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let workbook = workbook_new_opt(part, &options) else { throw .unwritable(part) }
        self.workbook = workbook
        formats = WorkbookFormats(workbook)
        // The moment of making is the caller's, so that the same question gives the same bytes.
        var properties = lxw_doc_properties()
        properties.created = time_t(title.at.microseconds / 1_000_000)
        workbook_set_properties(workbook, &properties)
        startSheet()
    }

    deinit {
        guard !isClosed else { return }
        _ = workbook_close(workbook)
        unlink(part)
    }

    package func add(_ cells: [TableCell]) throws(Problem) {
        if row == WorkbookTableWriter.rowsMax { startSheet() }
        for (index, cell) in cells.enumerated() { write(cell, UInt16(index)) }
        row += 1
    }

    package func finish() throws(Problem) {
        endSheet()
        isClosed = true
        let error = workbook_close(workbook)
        guard error == LXW_NO_ERROR else {
            unlink(part)
            let reason = lxw_strerror(error).map { String(cString: $0) } ?? ""
            throw Problem(.outputUnwritable, [
                Fact("file", path ?? part), Fact("reason", Phrase(.systemError, [Fact("number", error.rawValue)])),
                Fact("detail", reason),
            ])
        }
        if let path {
            guard rename(part, path) == 0 else { throw .unwritable(path) }
        } else {
            defer { unlink(part) }
            let output = try OutputFile(nil)
            let file = try InputFile.open(part)
            try file.withBytes { (bytes) throws(Problem) in try output.write(bytes) }
            try output.finish()
        }
    }

    private func startSheet() {
        endSheet()
        sheetCount += 1
        let name = sheetCount == 1 ? title.name : "\(title.name) \(sheetCount)"
        sheet = workbook_add_worksheet(workbook, name)
        for (index, column) in columns.enumerated() {
            let at = UInt16(index)
            worksheet_set_column(sheet, at, at, Double(column.width), nil)
            worksheet_write_string(sheet, 0, at, column.heading, formats.header)
        }
        worksheet_freeze_panes(sheet, 1, 0)
        row = 1
    }

    private func endSheet() {
        guard let sheet, !columns.isEmpty else { return }
        worksheet_autofilter(sheet, 0, 0, max(1, row - 1), UInt16(columns.count - 1))
    }

    private func write(_ cell: TableCell, _ column: UInt16) {
        switch cell {
        case .none: break
        case .text(let text): worksheet_write_string(sheet, row, column, WorkbookTableWriter.fitting(text), nil)
        case .number(let number): write(number, decimals: 0, column, nil)
        case .flag(let flag): worksheet_write_boolean(sheet, row, column, flag ? 1 : 0, nil)
        case .money(let minor, let currency):
            write(minor, decimals: currency.decimals, column, formats.money(currency.decimals))
        case .day(let day): write(day, secondsOfDay: 0, formats.day, column)
        case .time(let instant):
            let day = instant.day(offsetSeconds: title.offsetSeconds)
            let start = Instant(day: day, secondsOfDay: 0, offsetSeconds: title.offsetSeconds)
            write(day, secondsOfDay: Int((instant.microseconds - start.microseconds) / 1_000_000), formats.time, column)
        }
    }

    /// A number where a binary64 holds it exactly to the last digit, else text.
    private func write(
        _ units: Int64, decimals: Int, _ column: UInt16, _ format: UnsafeMutablePointer<lxw_format>?
    ) {
        let exactMax: UInt64 = 999_999_999_999_999
        guard units.magnitude <= exactMax else {
            worksheet_write_string(sheet, row, column, Money.decimalText(units, decimals: decimals), nil)
            return
        }
        worksheet_write_number(sheet, row, column, Double(units) / pow(10, Double(decimals)), format)
    }

    /// Serial days as the 1900 date system of ECMA-376 counts them; before March 1900 it is wrong by a day, so those
    /// days are written as text.
    private func write(
        _ day: Day, secondsOfDay: Int, _ format: UnsafeMutablePointer<lxw_format>?, _ column: UInt16
    ) {
        let serial = Int(day.number) + 25_569
        guard serial > 60 else {
            worksheet_write_string(sheet, row, column, day.description, nil)
            return
        }
        worksheet_write_number(sheet, row, column, Double(serial) + Double(secondsOfDay) / 86_400, format)
    }

    /// A cell holds at most 32,767 UTF-16 units; longer text ends in an ellipsis.
    private static func fitting(_ text: String) -> String {
        let text = WorkbookText.escaped(text)
        let cellUnitsMax = 32_767
        guard text.utf8.count > cellUnitsMax, text.utf16.count > cellUnitsMax else { return text }
        var units = cellUnitsMax - 1
        var cut = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            units -= UTF16.width(scalar)
            guard units >= 0 else { break }
            cut.append(scalar)
        }
        cut.append("…")
        return String(cut)
    }

    /// A new file in the folder for temporary files.
    private static func temporaryPath() throws(Problem) -> String {
        let file = try TemporaryFile()
        close(file.descriptor)
        return file.path
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// The cell formats of a workbook; they belong to it and go with it.
private struct WorkbookFormats {
    let header: UnsafeMutablePointer<lxw_format>?
    let day: UnsafeMutablePointer<lxw_format>?
    let time: UnsafeMutablePointer<lxw_format>?
    private let whole: UnsafeMutablePointer<lxw_format>?
    private let two: UnsafeMutablePointer<lxw_format>?
    private let three: UnsafeMutablePointer<lxw_format>?
    private let four: UnsafeMutablePointer<lxw_format>?

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
        func format(_ pattern: String?) -> UnsafeMutablePointer<lxw_format>? {
            let format = workbook_add_format(workbook)
            if let pattern { format_set_num_format(format, pattern) } else { format_set_bold(format) }
            return format
        }
        header = format(nil)
        day = format("yyyy-mm-dd")
        time = format("yyyy-mm-dd hh:mm:ss")
        whole = format("#,##0")
        two = format("#,##0.00")
        three = format("#,##0.000")
        four = format("#,##0.0000")
    }

    func money(_ decimals: Int) -> UnsafeMutablePointer<lxw_format>? {
        switch decimals {
        case 0: whole
        case 3: three
        case 4: four
        default: two
        }
    }
}
