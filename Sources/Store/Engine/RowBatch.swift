import Receivables

/// Rows on their way into the database: plain arrays, cheap to fill, to hand to another thread and to read in order.
package struct RowBatch: Sendable {
    package enum Kind: UInt8, Sendable {
        case null
        case integer
        case text
        case blob
    }

    /// Cells of one row.
    package let width: Int
    package private(set) var kinds: [Kind] = []
    /// Of an integer its value; of text and blobs where they lie in `bytes`: offset × 2^32 + length; of null the kind
    /// that the cell would have, for engines that must know it, as its raw value.
    package private(set) var numbers: [Int64] = []
    package private(set) var bytes: [UInt8] = []

    package init(width: Int) { self.width = width }

    package var rowCount: Int { kinds.count / width }
    package var isEmpty: Bool { kinds.isEmpty }

    /// How much a batch holds, in cells and bytes.
    package struct Size: Sendable {
        let cells: Int
        let bytes: Int
    }

    package var size: Size { Size(cells: kinds.count, bytes: bytes.count) }

    /// Makes room for so much: batches of one table are much alike, and growing by doubling copies everything twice.
    package mutating func reserve(_ size: Size) {
        kinds.reserveCapacity(size.cells)
        numbers.reserveCapacity(size.cells)
        bytes.reserveCapacity(size.bytes)
    }

    package mutating func integer(_ value: Int64) {
        kinds.append(.integer)
        numbers.append(value)
    }

    /// A cell without a value, in a column that has cells of a kind.
    package mutating func null(_ kind: Kind) {
        kinds.append(.null)
        numbers.append(Int64(kind.rawValue))
    }

    package mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
        kinds.append(.text)
        numbers.append(Int64(bytes.count) << 32 | Int64(text.count))
        bytes.append(contentsOf: text)
    }

    package mutating func text(_ text: String) {
        kinds.append(.text)
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        numbers.append(Int64(start) << 32 | Int64(bytes.count - start))
    }

    package mutating func blob(_ blob: [UInt8]) {
        kinds.append(.blob)
        numbers.append(Int64(bytes.count) << 32 | Int64(blob.count))
        bytes.append(contentsOf: blob)
    }

    package mutating func blob(_ blob: UnsafeBufferPointer<UInt8>) {
        kinds.append(.blob)
        numbers.append(Int64(bytes.count) << 32 | Int64(blob.count))
        bytes.append(contentsOf: blob)
    }

    package mutating func integer(_ value: Int) { integer(Int64(value)) }

    package mutating func integer(orNull value: Int64?) {
        if let value { integer(value) } else { null(.integer) }
    }

    package mutating func text(orNull text: String?) {
        if let text { self.text(text) } else { null(.text) }
    }

    package mutating func day(_ day: Day?) {
        if let day { integer(Int64(day.number)) } else { null(.integer) }
    }

    package mutating func value(_ value: Value) {
        switch value {
        case .null, .ids, .texts: null(.null)
        case .integer(let number): integer(number)
        case .text(let text): self.text(text)
        case .blob(let bytes): blob(bytes)
        }
    }

    /// Appends the cells of one row.
    package mutating func row(_ values: [Value]) {
        precondition(values.count == width, "a row has \(width) cells")
        for value in values { self.value(value) }
    }

    /// Replaces the integer in one cell.
    package mutating func setInteger(_ value: Int64, row: Int, column: Int) { numbers[row * width + column] = value }
}

extension RowBatch {
    /// Some of the columns, in the order in which they are named.
    package func columns(_ chosen: [Int]) -> RowBatch {
        picking(chosen.count, from: (0..<rowCount).lazy.flatMap { row in chosen.map { row * width + $0 } })
    }

    /// All rows but those of these numbers, which rise.
    package func without(rows: [Int]) -> RowBatch {
        guard !rows.isEmpty else { return self }
        var left = rows[...]
        let kept = (0..<rowCount).filter { row in
            guard left.first == row else { return true }
            left.removeFirst()
            return false
        }
        return picking(width, from: kept.lazy.flatMap { $0 * width..<($0 + 1) * width })
    }

    /// Cells by their places. What texts and blobs hold stays where it lies.
    private func picking(_ width: Int, from places: some Sequence<Int>) -> RowBatch {
        var picked = RowBatch(width: width)
        picked.bytes = bytes
        for place in places {
            picked.kinds.append(kinds[place])
            picked.numbers.append(numbers[place])
        }
        return picked
    }
}
