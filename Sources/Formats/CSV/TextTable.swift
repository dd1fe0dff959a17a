import Receivables

/// A file with rows and columns, opened and understood as far as one can without knowing what the columns mean: text of
/// any of the known encodings and delimiters, gzip-compressed or not, or a sheet of a workbook.
package struct TextTable: Sendable {
    /// The bytes as they came, for the digest.
    package let original: MappedFile
    /// The rows as UTF-8 text.
    package let rows: MappedFile
    package let name: String
    package let delimiter: UInt8
    /// As shown in the mapping: `utf-8`, `windows-1252` …, or `xlsx`.
    package let encoding: String
    package let sheet: String?
    /// A workbook that counts days from 1904.
    package let uses1904: Bool
    /// Where the first record starts, behind a byte order mark.
    package let start: Int

    /// Opens the file at `path` (`-`: standard input). The map may say encoding, delimiter and sheet.
    package init(path: String, map: ImportMap) throws(Problem) {
        try self.init(InputFile.open(path), name: path == "-" ? "standard input" : path, map: map)
    }

    package init(_ original: MappedFile, name: String, map: ImportMap) throws(Problem) {
        self.original = original
        self.name = name
        guard !original.bytes.isEmpty else { throw Problem(.fileEmpty, [Fact("file", name)]) }
        let file = Gunzip.isGzip(original.bytes) ? try Gunzip.unpack(original.bytes, name: name) : original
        defer { withExtendedLifetime(file) {} }
        guard !file.bytes.isEmpty else { throw Problem(.fileEmpty, [Fact("file", name)]) }
        if Workbook.isWorkbook(file.bytes) {
            (rows, sheet, uses1904) = try Workbook.spoolSheet(file, named: map.sheet, name: name)
            (encoding, delimiter, start) = ("xlsx", 0x2C, 0)
            return
        }
        (sheet, uses1904) = (nil, false)
        guard let guess = EncodingGuess(file.bytes) else { throw Problem(.fileNotText, [Fact("file", name)]) }
        let chosen = map.encoding ?? guess.encoding
        let mark = guess.encoding == chosen ? guess.markBytes : 0
        let first: Int
        if chosen == .utf8 {
            (rows, first) = (file, mark)
        } else {
            (rows, first) = (try Transcoder.utf8(file.bytes, skipping: mark, from: chosen, name: name), 0)
        }
        encoding = chosen.rawValue
        let hint = TextTable.spreadsheetHint(rows.bytes, from: first)
        start = first + (hint?.length ?? 0)
        delimiter = map.delimiter ?? hint?.delimiter ?? TextTable.delimiter(of: rows.bytes, from: start)
    }

    /// A first line `sep=;`, which spreadsheets write and read: the delimiter (one of `, ; tab | : ^ ~`), and the
    /// length of the line.
    private static func spreadsheetHint(_ bytes: Bytes, from: Int) -> (delimiter: UInt8, length: Int)? {
        guard bytes.count >= from + 6, bytes.slice(from, from + 4).equalsIgnoringCase("sep=") else { return nil }
        let delimiter = bytes[from + 4]
        guard [0x2C, 0x3B, 0x09, 0x7C, 0x3A, 0x5E, 0x7E].contains(delimiter) else { return nil }
        var end = from + 5
        if bytes[end] == 0x0D { end += 1 }
        if end < bytes.count, bytes[end] == 0x0A { end += 1 }
        return end > from + 5 ? (delimiter, end - from) : nil
    }

    package func scanner(from offset: Int? = nil) -> RecordScanner {
        RecordScanner(rows.bytes, delimiter: delimiter, from: offset ?? start, of: rows)
    }

    /// The delimiter that cuts the first records most evenly into the most columns.
    private static func delimiter(of bytes: Bytes, from start: Int) -> UInt8 {
        let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
        var best: (score: Int, delimiter: UInt8) = (0, 0x2C)
        for candidate in candidates {
            var scanner = RecordScanner(bytes, delimiter: candidate, from: start)
            var widths: [Int] = []
            while widths.count < 50, scanner.next() == .record { widths.append(scanner.fields.count) }
            guard let usual = mostFrequent(widths), usual > 1 else { continue }
            let even = widths.filter { $0 == usual }.count
            let score = even * 1000 / widths.count * 10 + min(usual, 99)
            if score > best.score { best = (score, candidate) }
        }
        return best.delimiter
    }

    private static func mostFrequent(_ widths: [Int]) -> Int? {
        var counts: [Int: Int] = [:]
        for width in widths { counts[width, default: 0] += 1 }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }
}
