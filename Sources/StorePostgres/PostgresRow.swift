import CLibPQ
import Receivables
import Store

/// A row in binary form, wherever its bytes lie.
protocol BinaryRow: Row {
    func type(_ column: Int) -> UInt32
    /// The bytes of a cell; nil for null.
    func cell(_ column: Int) -> UnsafeBufferPointer<UInt8>?
}

extension BinaryRow {
    func isNull(_ column: Int) -> Bool { cell(column) == nil }

    func integer(_ column: Int) -> Int64 {
        guard let bytes = cell(column) else { return 0 }
        switch type(column) {
        case PostgresType.int8: return BinaryValue.integer(bytes, Int64.self)
        case PostgresType.int4: return Int64(BinaryValue.integer(bytes, Int32.self))
        case PostgresType.int2: return Int64(BinaryValue.integer(bytes, Int16.self))
        case PostgresType.oid: return Int64(BinaryValue.integer(bytes, UInt32.self))
        case PostgresType.boolean: return bytes.first == 1 ? 1 : 0
        case PostgresType.numeric: return BinaryValue.whole(bytes) ?? 0
        default: return Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
        }
    }

    func text(_ column: Int) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }

    func withBytes<Result>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        guard let bytes = cell(column) else { return try body(UnsafeBufferPointer(start: nil, count: 0)) }
        switch type(column) {
        case PostgresType.text, PostgresType.bytes, PostgresType.varchar, PostgresType.name, PostgresType.unknown:
            return try body(bytes)
        default:
            var text = words(bytes, type(column))
            return try text.withUTF8(body)
        }
    }

    private func words(_ bytes: UnsafeBufferPointer<UInt8>, _ type: UInt32) -> String {
        switch type {
        case PostgresType.int8: "\(BinaryValue.integer(bytes, Int64.self))"
        case PostgresType.int4: "\(BinaryValue.integer(bytes, Int32.self))"
        case PostgresType.int2: "\(BinaryValue.integer(bytes, Int16.self))"
        case PostgresType.oid: "\(BinaryValue.integer(bytes, UInt32.self))"
        case PostgresType.boolean: bytes.first == 1 ? "1" : "0"
        case PostgresType.numeric: BinaryValue.decimal(bytes)
        case PostgresType.date: BinaryValue.date(bytes)
        case PostgresType.timestamp: BinaryValue.time(bytes)
        default: String(decoding: bytes, as: UTF8.self)
        }
    }
}

/// A row of a result that is in memory.
final class ResultRow: BinaryRow {
    private let result: OpaquePointer
    private let types: [UInt32]
    var row: Int32 = 0

    init(_ result: OpaquePointer) {
        self.result = result
        types = (0..<PQnfields(result)).map { PQftype(result, $0) }
    }

    func type(_ column: Int) -> UInt32 { types[column] }

    func cell(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        let column = Int32(truncatingIfNeeded: column)
        guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else { return nil }
        let length = Int(PQgetlength(result, row, column))
        return UnsafeBufferPointer(start: UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self), count: length)
    }
}

/// A row of a binary copy that streams in.
final class CopyRow: BinaryRow {
    private let types: [UInt32]
    /// A place of its own, so that a cell is asked for without a question who else is at it.
    private let cells: UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>?>

    init(_ types: [UInt32]) {
        self.types = types
        cells = .allocate(capacity: types.count)
        cells.initialize(repeating: nil)
    }

    deinit { cells.deallocate() }

    func type(_ column: Int) -> UInt32 { types[column] }

    func cell(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        precondition(cells.indices.contains(column), "no column \(column)")
        return cells[column]
    }

    /// Bytes before the first row, in the first piece: eleven of signature, four of flags, and the length of what may
    /// follow them.
    static func headLength(_ piece: UnsafeBufferPointer<UInt8>) -> Int {
        19 + Int(BinaryValue.integer(UnsafeBufferPointer(rebasing: piece.dropFirst(15)), Int32.self))
    }

    /// Takes the next piece as it came from the server: one row, or the mark of the end. False at the end.
    func take(_ piece: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        var rest = UnsafeBufferPointer(rebasing: piece.dropFirst(start))
        let fields = Int(BinaryValue.integer(rest, Int16.self))
        guard rest.count >= 2, fields >= 0 else { return false }
        rest = UnsafeBufferPointer(rebasing: rest.dropFirst(2))
        precondition(fields <= cells.count, "the copy has \(fields) columns, not \(cells.count)")
        for column in 0..<fields {
            let length = Int(BinaryValue.integer(rest, Int32.self))
            rest = UnsafeBufferPointer(rebasing: rest.dropFirst(4))
            cells[column] = length < 0 ? nil : UnsafeBufferPointer(rebasing: rest.prefix(length))
            if length > 0 { rest = UnsafeBufferPointer(rebasing: rest.dropFirst(length)) }
        }
        return true
    }
}
