import Receivables
import Store

/// Types of PostgreSQL that the engine knows, by their fixed numbers (`pg_type.dat` of its source).
enum PostgresType {
    static let boolean: UInt32 = 16
    static let bytes: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let oid: UInt32 = 26
    static let unknown: UInt32 = 705
    static let varchar: UInt32 = 1043
    static let name: UInt32 = 19
    static let date: UInt32 = 1082
    static let timestamp: UInt32 = 1184
    static let numeric: UInt32 = 1700
    static let textArray: UInt32 = 1009
    static let bytesArray: UInt32 = 1001
    static let int8Array: UInt32 = 1016

    /// How a statement names the type of a batch's column.
    static func word(_ element: UInt32) -> String {
        switch element {
        case int8: "bigint"
        case bytes: "bytea"
        default: "text"
        }
    }
}

/// Bytes in the order of the network, as the binary formats of PostgreSQL want them
/// (https://www.postgresql.org/docs/15/sql-copy.html#id-1.9.3.55.9.4 and the `send` functions of its types).
struct NetworkBytes {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// Appends exactly `count` bytes, which `fill` writes.
    mutating func append(_ count: Int, _ fill: (inout NetworkWriter) -> Void) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        bytes.withUnsafeMutableBytes { all in
            var writer = NetworkWriter(UnsafeMutableRawBufferPointer(rebasing: all[start...]))
            fill(&writer)
            precondition(writer.isFull, "\(count) bytes were announced")
        }
    }
}

extension NetworkBytes {
    /// The head of a one-dimensional array.
    mutating func arrayHead(of element: UInt32, count: Int, hasNulls: Bool) {
        append(Int32(count == 0 ? 0 : 1))
        append(Int32(hasNulls ? 1 : 0))
        append(element)
        guard count > 0 else { return }
        append(Int32(count))
        append(Int32(1))
    }

    /// An array of whole numbers.
    mutating func array(_ numbers: [Int64]) {
        arrayHead(of: PostgresType.int8, count: numbers.count, hasNulls: false)
        append(numbers.count * 12) { writer in
            for number in numbers { writer.field(number) }
        }
    }

    /// An array of texts.
    mutating func array(_ texts: [String]) {
        arrayHead(of: PostgresType.text, count: texts.count, hasNulls: false)
        for text in texts {
            append(Int32(text.utf8.count))
            append(text.utf8)
        }
    }

    /// The cells of one column of a batch as an array.
    mutating func array(_ batch: RowBatch, column: Int, of element: UInt32) {
        let cells = stride(from: column, to: batch.kinds.count, by: batch.width)
        arrayHead(of: element, count: batch.rowCount, hasNulls: cells.contains { batch.kinds[$0] == .null })
        append(cells.reduce(0) { $0 + batch.fieldSize($1) }) { writer in
            batch.bytes.withUnsafeBufferPointer { bytes in
                for cell in cells { writer.field(batch.kinds[cell], batch.numbers[cell], bytes) }
            }
        }
    }
}

/// A place in memory up to which has been written.
struct NetworkWriter {
    private var rest: UnsafeMutableRawBufferPointer

    fileprivate init(_ memory: UnsafeMutableRawBufferPointer) { rest = memory }

    fileprivate var isFull: Bool { rest.isEmpty }

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        let size = MemoryLayout<Number>.size
        precondition(rest.count >= size, "no room is left")
        rest.storeBytes(of: number.bigEndian, as: Number.self)
        rest = UnsafeMutableRawBufferPointer(rebasing: rest[size...])
    }

    /// A field with a number: its length and the number.
    mutating func field(_ number: Int64) {
        put(Int32(8))
        put(number)
    }

    /// One cell of a batch, whose texts lie in `bytes`: its length, -1 for null, and its content.
    mutating func field(_ kind: RowBatch.Kind, _ number: Int64, _ bytes: UnsafeBufferPointer<UInt8>) {
        switch kind {
        case .null: put(Int32(-1))
        case .integer: field(number)
        case .text, .blob:
            let (start, length) = (Int(number >> 32), Int(number & 0xFFFF_FFFF))
            let content = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<start + length]))
            put(Int32(truncatingIfNeeded: length))
            precondition(rest.count >= length, "no room is left")
            rest.copyMemory(from: content)
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[length...])
        }
    }
}

/// Reading of binary values.
enum BinaryValue {
    static func integer<Number: FixedWidthInteger>(_ bytes: UnsafeBufferPointer<UInt8>, _: Number.Type) -> Number {
        guard bytes.count >= MemoryLayout<Number>.size, let base = bytes.baseAddress else { return 0 }
        return Number(bigEndian: UnsafeRawPointer(base).loadUnaligned(as: Number.self))
    }

    /// The whole part of a `numeric`: sums of whole numbers come as such. Nil where it does not fit into 64 bits.
    static func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let number = Numeric(bytes) else { return nil }
        var value: Int64 = 0
        for place in 0..<max(0, Int(number.weight) + 1) {
            let (scaled, isTooLarge) = value.multipliedReportingOverflow(by: 10_000)
            let digit = Int64(place < number.digits.count ? number.digits[place] : 0)
            let (next, overflows) = scaled.subtractingReportingOverflow(digit)
            guard !isTooLarge, !overflows else { return nil }
            value = next
        }
        // Gathered below zero, where there is room for one more.
        guard !number.isNegative else { return value }
        return value == .min ? nil : -value
    }

    /// A `numeric` in decimal digits, with as many decimals as it carries.
    static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard let number = Numeric(bytes) else { return "NaN" }
        func group(_ place: Int) -> Int { number.digits.indices.contains(place) ? Int(number.digits[place]) : 0 }
        var text = ""
        for place in 0..<max(0, Int(number.weight) + 1) {
            text += text.isEmpty ? "\(group(place))" : padded(group(place))
        }
        if text.isEmpty { text = "0" }
        if number.scale > 0 {
            var decimals = ""
            var place = Int(number.weight) + 1
            while decimals.utf8.count < number.scale {
                decimals += padded(place < 0 ? 0 : group(place))
                place += 1
            }
            text += "." + decimals.prefix(Int(number.scale))
        }
        return number.isNegative ? "-" + text : text
    }

    private static func padded(_ group: Int) -> String {
        let digits = String(group)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    /// A `date`, days since 2000, as an ISO date.
    static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        (Day(integer(bytes, Int32.self) &+ daysTo2000)).description
    }

    /// A `timestamptz`, microseconds since 2000, as an RFC 3339 time in UTC, in whole seconds.
    static func time(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let seconds = (integer(bytes, Int64.self) / 1_000_000) &+ Int64(daysTo2000) * 86_400
        let day = Day(Int32(truncatingIfNeeded: seconds / 86_400))
        let rest = Int(seconds % 86_400)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    /// Days from 1970-01-01 to 2000-01-01.
    private static let daysTo2000: Int32 = 10_957
}

/// A `numeric` in groups of four digits (`numeric_send`).
private struct Numeric {
    let weight: Int16
    let isNegative: Bool
    let scale: Int16
    let digits: [Int16]

    /// Nil for what is no number.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        func half(_ index: Int) -> Int16 {
            BinaryValue.integer(UnsafeBufferPointer(rebasing: bytes[(index * 2)...]), Int16.self)
        }
        guard bytes.count >= 8 else { return nil }
        let sign = UInt16(bitPattern: half(2))
        guard sign == 0 || sign == 0x4000 else { return nil }
        weight = half(1)
        isNegative = sign == 0x4000
        scale = half(3)
        digits = (0..<min(Int(half(0)), (bytes.count - 8) / 2)).map { half(4 + $0) }
    }
}
