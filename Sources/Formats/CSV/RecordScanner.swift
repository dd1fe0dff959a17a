import Receivables

/// Where one field of a record lies in the file.
package struct Field {
    package let from: Int
    package let to: Int
    /// The field stood in quotes and has doubled ones inside, which have to be folded.
    package let hasDoubledQuotes: Bool
}

/// What `RecordScanner.next` found.
package enum ScanStatus: Equatable {
    case record
    case end
    /// The record is longer than the limit; it was skipped up to the next line.
    case tooLong
    /// A quote was opened and not closed within the limits of a record; scanning goes on with the line after the one
    /// where the record began.
    case quoteNotClosed
}

/// Cuts delimited text (RFC 4180 and its looser relatives) into records and fields without copying.
///
/// A field in quotes may hold delimiters, line ends and doubled quotes. A quote inside an unquoted field is an ordinary
/// character. Lines end in LF, CR LF or CR. Empty lines are no records.
package struct RecordScanner {
    package let bytes: Bytes
    package let delimiter: UInt8
    /// Where the next record starts.
    package private(set) var position: Int
    /// Where the record found last started.
    package private(set) var start: Int
    package private(set) var fields: [Field] = []
    private let folds = FoldedQuotes()
    /// A field of the current record has doubled quotes.
    private var mayHaveFolded = false
    /// Line ends inside the quotes of the current record.
    private var quotedLines = 0

    /// The file of the bytes, if they have one, which must stay as long as they are read.
    private let file: MappedFile?

    package init(_ bytes: Bytes, delimiter: UInt8, from: Int = 0, of file: MappedFile? = nil) {
        self.bytes = bytes
        self.file = file
        self.delimiter = delimiter
        position = from
        start = from
        fields.reserveCapacity(32)
    }

    /// Goes to another record; `offset` must be the start of one.
    package mutating func seek(_ offset: Int) { position = offset }

    /// Finds the next record and leaves its fields in `fields`.
    package mutating func next() -> ScanStatus {
        fields.removeAll(keepingCapacity: true)
        if mayHaveFolded {
            folds.reset()
            mayHaveFolded = false
        }
        quotedLines = 0
        skipEmptyLines()
        start = position
        guard position < bytes.count else { return .end }
        let limit = min(bytes.count, start + FormatLimits.recordBytesMax)
        var at = start
        while true {
            if at < limit, bytes[at] == 0x22 {
                guard let after = quotedField(at, limit) else { return recover() }
                at = after
            } else {
                let from = at
                while at < limit {
                    let byte = bytes[at]
                    if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
                    at += 1
                }
                fields.append(Field(from: from, to: at, hasDoubledQuotes: false))
            }
            if at >= limit { return endOfRange(at) }
            let byte = bytes[at]
            at += 1
            if byte == delimiter { continue }
            if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
            position = at
            return .record
        }
    }

    /// The record ran into the end of the file, which is fine, or into the limit of its length.
    private mutating func endOfRange(_ at: Int) -> ScanStatus {
        if at >= bytes.count {
            position = bytes.count
            return .record
        }
        fields.removeAll(keepingCapacity: true)
        position = lineAfter(at)
        return .tooLong
    }

    /// Reads a field in quotes that opens at `open`; gives where it ends, or nil when no quote closes it in time. What
    /// follows the closing quote up to the delimiter belongs to the field, as spreadsheets read it.
    private mutating func quotedField(_ open: Int, _ limit: Int) -> Int? {
        var at = open + 1
        var doubled = false
        while at < limit {
            let byte = bytes[at]
            if byte > 0x22 {
                at += 1
                continue
            }
            guard byte == 0x22 else {
                at += 1
                // Every line of a file may open a quote that is never closed; the search must not become quadratic.
                if byte <= 0x0D, byte == 0x0A || byte == 0x0D && !(at < limit && bytes[at] == 0x0A) {
                    quotedLines += 1
                    if quotedLines > FormatLimits.recordLinesMax { return nil }
                }
                continue
            }
            if at + 1 < bytes.count, bytes[at + 1] == 0x22 {
                (doubled, mayHaveFolded) = (true, true)
                at += 2
                continue
            }
            let close = at
            at += 1
            var tail = at
            while tail < limit, bytes[tail] != delimiter, bytes[tail] != 0x0A, bytes[tail] != 0x0D { tail += 1 }
            if Bytes(rebasing: bytes[at..<tail]).trimmed.isEmpty {
                fields.append(Field(from: open + 1, to: close, hasDoubledQuotes: doubled))
            } else {
                fields.append(Field(from: open, to: tail, hasDoubledQuotes: false))
            }
            return tail
        }
        return nil
    }

    private mutating func recover() -> ScanStatus {
        fields.removeAll(keepingCapacity: true)
        position = lineAfter(start)
        return .quoteNotClosed
    }

    private func lineAfter(_ offset: Int) -> Int {
        var at = offset
        while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        if at < bytes.count, bytes[at] == 0x0D { at += 1 }
        if at < bytes.count, bytes[at] == 0x0A { at += 1 }
        return at
    }

    private mutating func skipEmptyLines() {
        while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D { position += 1 }
    }
}

extension RecordScanner {
    /// The bytes of a field of the current record, valid until the next record is read.
    package func value(_ index: Int) -> Bytes {
        let field = fields[index]
        let raw = bytes.slice(field.from, field.to)
        return field.hasDoubledQuotes ? folds.folding(raw, at: field.from, recordBytes: position - start) : raw
    }

    /// A field as text.
    package func text(_ index: Int) -> String { value(index).text }

    /// The physical line, counted from 1, on which each of the given offsets lies. Offsets must rise.
    package static func lines(of offsets: [Int], in bytes: Bytes) -> [Int] {
        var lines: [Int] = []
        var line = 1
        var at = 0
        for offset in offsets {
            while at < offset {
                if bytes[at] == 0x0A || (bytes[at] == 0x0D && !(at + 1 < bytes.count && bytes[at + 1] == 0x0A)) {
                    line += 1
                }
                at += 1
            }
            lines.append(line)
        }
        return lines
    }
}

/// Memory for the fields of one record whose doubled quotes were folded; each is folded once.
private final class FoldedQuotes {
    private var memory = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    private var used = 0
    private var done: [(at: Int, bytes: Bytes)] = []

    deinit { memory.deallocate() }

    func reset() {
        used = 0
        if !done.isEmpty { done.removeAll(keepingCapacity: true) }
    }

    /// A copy of `raw`, the field at `offset`, with each doubled quote as one. All copies of a record fit into
    /// `recordBytes`, so that none of them moves while the record is in use.
    func folding(_ raw: Bytes, at offset: Int, recordBytes: Int) -> Bytes {
        if let known = done.first(where: { $0.at == offset }) { return known.bytes }
        if used == 0, memory.count < recordBytes {
            memory.deallocate()
            memory = .allocate(capacity: recordBytes)
        }
        let start = used
        var at = 0
        while at < raw.count {
            memory[used] = raw[at]
            used += 1
            at += raw[at] == 0x22 ? 2 : 1
        }
        let folded = Bytes(rebasing: memory[start..<used])
        done.append((offset, folded))
        return folded
    }
}
