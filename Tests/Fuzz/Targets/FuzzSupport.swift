import Formats
import Receivables

/// The bytes as an open file.
func mapped(_ bytes: Bytes) -> MappedFile? {
    guard var spool = try? Spool(for: "fuzz"), (try? spool.append(bytes)) != nil else { return nil }
    return try? spool.map()
}

/// Opens the bytes as an import does and reads every cell in every way; stops the program where a promise is broken.
func readAll(_ file: MappedFile) {
    guard let table = try? TextTable(file, name: "fuzz", map: ImportMap()) else { return }
    var scanner = table.scanner()
    var lastStart = -1
    var rows: [[String]] = []
    var status = scanner.next()
    while status != .end {
        precondition(scanner.start > lastStart && scanner.position > scanner.start, "every record moves on")
        precondition(scanner.position <= table.rows.bytes.count, "no record ends behind the file")
        precondition(status == .record || scanner.fields.isEmpty, "a bad record has no fields")
        lastStart = scanner.start
        if rows.count < 30, status == .record { rows.append(scanner.fields.indices.map { scanner.text($0) }) }
        for index in scanner.fields.indices.prefix(50) { readCell(scanner.value(index)) }
        status = scanner.next()
    }
    // Guessing columns takes longer than all the rest, so it is done for few inputs, and for one kind of file each.
    let kinds = ImportKind.allCases
    if !rows.isEmpty, file.bytes.count % 16 < kinds.count {
        let kind = kinds[file.bytes.count % 16]
        _ = try? ColumnPlan(
            kind: kind, headers: Array(rows[0].prefix(40)), sample: rows.map { Array($0.prefix(40)) }, map: ImportMap()
        )
    }
    _ = RecordScanner.lines(of: [0, table.rows.bytes.count], in: table.rows.bytes)
}

private func readCell(_ bytes: Bytes) {
    let cell = CellText(bytes)
    for notation in [nil, AmountNotation.dotDecimal, .commaDecimal] {
        if let amount = try? AmountReader(notation: notation, refusesDoubt: false).read(cell.content, decimals: 2) {
            precondition(amount.minor.magnitude <= largestAmountMinor.magnitude, "no amount is beyond the limit")
        }
    }
    for order in [DateOrder.dayFirst, .monthFirst] {
        if let day = DateReader.order(order).day(cell.content) { precondition(day >= .first && day <= .last) }
    }
    if let number = PhoneNumber(cell.content) { precondition(number.e164.utf8.first == 0x2B) }
    _ = FlagText.read(bytes)
    _ = Province(named: cell.content.text)
    _ = EmailAddress(cell.content.text)
    _ = WrittenPhone.list(cell.content.text)
}
