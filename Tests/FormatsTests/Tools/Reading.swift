import Formats
import Receivables
import Support
import Testing

/// What a scanner made of some text: the records as text, and in their place what was wrong with the others.
enum Scanned: Equatable, CustomStringConvertible {
    case record([String])
    case tooLong
    case quoteNotClosed

    var description: String {
        switch self {
        case .record(let fields): "\(fields)"
        case .tooLong: "too long"
        case .quoteNotClosed: "quote not closed"
        }
    }

    static func all(_ bytes: [UInt8], delimiter: Character = ",") -> [Scanned] {
        bytes.withUnsafeBufferPointer { scan(RecordScanner($0, delimiter: delimiter.asciiValue ?? 0x2C)) }
    }

    static func all(_ text: String, delimiter: Character = ",") -> [Scanned] {
        all(Array(text.utf8), delimiter: delimiter)
    }

    static func scan(_ scanner: RecordScanner) -> [Scanned] {
        var scanner = scanner
        var found: [Scanned] = []
        while true {
            switch scanner.next() {
            case .end: return found
            case .record: found.append(.record(scanner.fields.indices.map { scanner.text($0) }))
            case .tooLong: found.append(.tooLong)
            case .quoteNotClosed: found.append(.quoteNotClosed)
            }
        }
    }
}

/// Bytes of text for the time of a call.
func withBytes<Result, Failure: Error>(
    _ text: String, _ body: (Bytes) throws(Failure) -> Result
) throws(Failure) -> Result {
    try withBytes(Array(text.utf8), body)
}

func withBytes<Result, Failure: Error>(
    _ bytes: [UInt8], _ body: (Bytes) throws(Failure) -> Result
) throws(Failure) -> Result {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { copy.deallocate() }
    _ = copy.initialize(fromContentsOf: bytes)
    return try body(Bytes(copy))
}

/// A file on disk, opened as a table.
struct OpenedTable {
    let table: TextTable
    let scratch: Scratch

    init(table: TextTable, scratch: Scratch) {
        self.table = table
        self.scratch = scratch
    }

    init(_ bytes: [UInt8], named name: String = "file.csv", map: ImportMap = ImportMap()) throws {
        scratch = try Scratch()
        table = try TextTable(path: scratch.write(name, bytes), map: map)
    }

    init(_ text: String, map: ImportMap = ImportMap()) throws { try self.init(Array(text.utf8), map: map) }

    /// The records, of which every one must be whole.
    func rows() throws -> [[String]] {
        try Scanned.scan(table.scanner()).map {
            guard case .record(let fields) = $0 else { throw NotWhole(what: $0) }
            return fields
        }
    }

    /// The same without the type bytes of a workbook.
    func cells() throws -> [[String]] {
        try rows().map { $0.map { text in withBytes(text) { CellText($0).content.text } } }
    }

    struct NotWhole: Error {
        let what: Scanned
    }
}

/// The problem that `body` ends in, or nil when it ends well.
func problem(_ body: () throws -> Void) -> Problem? {
    do {
        try body()
        return nil
    } catch let problem as Problem {
        return problem
    } catch {
        Issue.record(error)
        return nil
    }
}

extension Problem {
    /// The fact of this name as text; a phrase as its code and facts (`row-too-long row=5`).
    func fact(_ name: String) -> String? { facts.first { $0.name == name }?.plain }
}

extension Fact {
    fileprivate var plain: String {
        switch value {
        case .text(let text): text
        case .number(let number): String(number)
        case .day(let day): day.description
        case .money(let minor, let currency): "\(currency) \(Money.decimalText(minor, decimals: currency.decimals))"
        case .phrase(let phrase): phrase.plain
        case .term(let kind, let code): "\(kind.rawValue) \(code)"
        }
    }
}

extension Phrase {
    /// The code and the facts, for comparison.
    var plain: String {
        ([code.rawValue] + facts.map { "\($0.name)=\($0.plain)" }).joined(separator: " ")
    }
}
