import Desk
import Formats
import Receivables
import Support

/// What stands in a cell of a made file, before it is written in some notation.
enum MadeCell: Hashable {
    case none
    case text(String)
    case day(Day)
    /// Minor units of rupiah.
    case money(Int64)
    /// As it is, in every notation: something that cannot be read.
    case bad(String)
}

/// The content of a file, before it is written in some form.
struct MadeTable {
    let kind: ImportKind
    let keys: [ColumnKey]
    var rows: [[MadeCell]] = []

    /// The place of a key among the columns.
    func place(_ key: ColumnKey) -> Int? { keys.firstIndex(of: key) }

    /// Whether a column has hardly more values that can be read than values that cannot.
    var hasDoubtfulColumn: Bool {
        keys.indices.contains { place in
            let bad = rows.count { if case .bad = $0[place] { true } else { false } }
            return bad > 0 && rows.count { $0[place] != .none } < 4 * bad
        }
    }
}

/// A file as it lies on the disk, and what is said about it.
struct MadeFile {
    let kind: ImportKind
    let name: String
    let bytes: [UInt8]
    let map: ImportMap
    /// Rows as they were put in, for the message of a failing test.
    let text: String
}

/// In which of the many forms of CSV and XLSX a file is written.
struct FileForm {
    enum Encoding: CaseIterable {
        case utf8, utf8WithMark, utf16Little, utf16Big, windows1252
    }

    var delimiter = ","
    var lineEnd = "\n"
    var quotesAll = false
    var endsWithLine = true
    var encoding = Encoding.utf8
    var isPacked = false
    var isWorkbook = false
    var hasTitle = false
    var namesDelimiter = false
    var headers = 0
    var dates = "yyyy-MM-dd"
    var decimal = "."
    var groups = false

    init() {}

    init(_ random: inout Seeded) {
        delimiter = random.pick([",", ";", "\t", "|"])
        lineEnd = random.pick(["\n", "\r\n"])
        quotesAll = random.chance(20)
        endsWithLine = random.chance(80)
        encoding = random.pick(Encoding.allCases)
        isPacked = random.chance(15)
        isWorkbook = random.chance(15)
        hasTitle = random.chance(15)
        namesDelimiter = random.chance(10)
        headers = random.int(0...1)
        dates = random.pick(["yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy", "d.M.yyyy"])
        decimal = random.pick([".", ","])
        groups = random.chance(40)
    }

    func file(_ table: MadeTable) throws -> MadeFile {
        var map = ImportMap()
        map.dates = try DatePattern(dates)
        map.decimal = decimal == "." ? .dotDecimal : .commaDecimal
        var names = table.keys.map { FileForm.headers[$0] ?? $0.name.split(separator: ".").joined(separator: " ") }
        if headers == 1 {
            names = table.keys.map { "Kolom \($0.rawValue)" }
            for (key, name) in zip(table.keys, names) { map.columns[key] = .some(name) }
        }
        let lines = [names] + table.rows.map { $0.map(written) }
        let text = lines.map { $0.joined(separator: " ¦ ") }.joined(separator: "\n")
        if isWorkbook {
            return MadeFile(
                kind: table.kind, name: "file.xlsx", bytes: try workbook(names, table), map: map, text: text)
        }
        var all = encoded(csv(lines))
        if isPacked { all = Gzip.stored(all) }
        return MadeFile(
            kind: table.kind, name: isPacked ? "file.csv.gz" : "file.csv", bytes: all, map: map, text: text)
    }

    /// Headers that people write, where they differ from the name of the key.
    private static let headers: [ColumnKey: String] = [
        .debtorPhone: "Phone", .debtorEmail: "E-mail", .debtorProvince: "Provinsi", .accountProduct: "Produk",
        .accountOpened: "Opened", .dueIssued: "Tgl Faktur", .dueDate: "Tgl Jatuh Tempo", .duePrincipal: "Pokok",
        .dueInterest: "Bunga", .duePenalty: "Denda", .dueDisputed: "Disputed", .duePaid: "Paid amount",
        .dueOpen: "Sisa Tagihan", .contactNote: "Note",
    ]

    private func written(_ cell: MadeCell) -> String {
        switch cell {
        case .none: ""
        case .text(let text), .bad(let text): text
        case .day(let day): written(day)
        case .money(let minor): written(minor)
        }
    }

    private func written(_ day: Day) -> String {
        let parts = day.description.split(separator: "-").map(String.init)
        switch dates {
        case "dd/MM/yyyy": return "\(parts[2])/\(parts[1])/\(parts[0])"
        case "MM/dd/yyyy": return "\(parts[1])/\(parts[2])/\(parts[0])"
        case "d.M.yyyy": return "\(Int(parts[2]) ?? 0).\(Int(parts[1]) ?? 0).\(parts[0])"
        default: return day.description
        }
    }

    private func written(_ minor: Int64) -> String {
        var whole = String(abs(minor) / 100)
        if groups {
            let mark: Character = decimal == "." ? "," : "."
            var place = whole.count - 3
            while place > 0 {
                whole.insert(mark, at: whole.index(whole.startIndex, offsetBy: place))
                place -= 3
            }
        }
        let cents = String(abs(minor) % 100 + 100).dropFirst()
        return (minor < 0 ? "-" : "") + whole + decimal + cents
    }

    private func csv(_ lines: [[String]]) -> String {
        var text = namesDelimiter && delimiter != "|" && delimiter != "\t" ? "sep=\(delimiter)\(lineEnd)" : ""
        if hasTitle { text += "Laporan piutang\(lineEnd)\(lineEnd)" }
        text += lines.map { $0.map(field).joined(separator: delimiter) }.joined(separator: lineEnd)
        return endsWithLine ? text + lineEnd : text
    }

    /// The cells of a row as they are written, quoted where they must be.
    func line(_ row: [MadeCell]) -> [String] { row.map { field(written($0)) } }

    /// The fields of a line without line breaks in it.
    func fields(of line: String) -> [String] {
        var fields = [""]
        var isQuoted = false
        for letter in line {
            if letter == "\"" {
                isQuoted.toggle()
            } else if String(letter) == delimiter, !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(letter)
            }
        }
        return fields
    }

    func field(_ text: String) -> String {
        let needsQuotes = quotesAll || text.contains { ",;|\t\"\n".contains($0) }
        guard needsQuotes else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private func encoded(_ text: String) -> [UInt8] {
        switch encoding {
        case .utf8: Array(text.utf8)
        case .utf8WithMark: [0xEF, 0xBB, 0xBF] + text.utf8
        case .utf16Little: [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16Big: [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        // Every letter that the files use has its Unicode number there.
        case .windows1252: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        }
    }

    private func workbook(_ names: [String], _ table: MadeTable) throws -> [UInt8] {
        let scratch = try Scratch()
        let title = TableTitle(
            name: "Sheet", asOf: .first, at: Instant(microseconds: 1_760_000_000_000_000), offsetSeconds: 25_200)
        let columns = names.map { TableColumn(key: $0, heading: $0, width: 12) }
        let writer = try TableFormat.xlsx.writer(title, columns, to: scratch.path("file.xlsx"))
        for row in table.rows { try writer.add(row.map(cell)) }
        try writer.finish()
        return try scratch.bytes("file.xlsx")
    }

    private func cell(_ cell: MadeCell) -> TableCell {
        switch cell {
        case .none: .none
        case .text(let text), .bad(let text): .text(text)
        case .day(let day): .day(day)
        case .money(let minor): .money(minor, .rupiah)
        }
    }
}

/// Gzip without compression (RFC 1952 around stored blocks of RFC 1951): enough for a file that must be unpacked.
enum Gzip {
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            packed.append(rest.isEmpty ? 1 : 0)
            packed += little(UInt32(length) | UInt32(~length) << 16)
            packed += block
        } while !rest.isEmpty
        return packed + little(checksum(bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func little(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = .max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
