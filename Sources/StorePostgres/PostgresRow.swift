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
    private var cells: [UnsafeBufferPointer<UInt8>?]
    /// The first piece begins with a head that tells nothing.
    private var hasHead = true

    init(_ types: [UInt32]) {
        self.types = types
        cells = Array(repeating: nil, count: types.count)
    }

    func type(_ column: Int) -> UInt32 { types[column] }
    func cell(_ column: Int) -> UnsafeBufferPointer<UInt8>? { cells[column] }

    /// Takes the next piece as it came from the server: one row, or the mark of the end. False at the end.
    func take(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
        var at = 0
        if hasHead {
            hasHead = false
            // Eleven bytes of signature, four of flags, and the length of what may follow them.
            let extra = BinaryValue.integer(UnsafeBufferPointer(rebasing: piece.dropFirst(15)), Int32.self)
            at = 19 + Int(extra)
        }
        guard piece.count >= at + 2 else { return false }
        let fields = BinaryValue.integer(UnsafeBufferPointer(rebasing: piece[at...]), Int16.self)
        guard fields >= 0 else { return false }
        at += 2
        for column in 0..<Int(fields) {
            let length = Int(BinaryValue.integer(UnsafeBufferPointer(rebasing: piece[at...]), Int32.self))
            at += 4
            guard length >= 0 else {
                cells[column] = nil
                continue
            }
            cells[column] = UnsafeBufferPointer(rebasing: piece[at..<at + length])
            at += length
        }
        return true
    }
}
