/// Delimited text as this product understands it, written a second time: byte by byte, copying, with no thought of
/// speed. It knows no limits of length.
struct SlowScanner {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private let quote = UInt8(ascii: "\"")

    init(_ bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
    }

    func all() -> [Scanned] {
        var found: [Scanned] = []
        var rest = bytes[...]
        while true {
            rest = rest.drop { isLineEnd($0) }
            if rest.isEmpty { return found }
            if let (fields, after) = record(rest) {
                found.append(.record(fields.map { String(decoding: $0, as: UTF8.self) }))
                rest = after
            } else {
                found.append(.quoteNotClosed)
                rest = rest.drop { !isLineEnd($0) }
            }
        }
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    private func record(_ text: ArraySlice<UInt8>) -> ([[UInt8]], ArraySlice<UInt8>)? {
        var fields: [[UInt8]] = []
        var rest = text
        while true {
            guard let (field, after) = rest.first == quote ? quoted(rest) : plain(rest) else { return nil }
            fields.append(field)
            guard let next = after.first else { return (fields, after) }
            rest = after.dropFirst()
            if isLineEnd(next) { return (fields, rest) }
        }
    }

    private func plain(_ text: ArraySlice<UInt8>) -> ([UInt8], ArraySlice<UInt8>) {
        let field = text.prefix { $0 != delimiter && !isLineEnd($0) }
        return (Array(field), text.dropFirst(field.count))
    }

    private func quoted(_ text: ArraySlice<UInt8>) -> ([UInt8], ArraySlice<UInt8>)? {
        var inside: [UInt8] = []
        var rest = text.dropFirst()
        while let byte = rest.popFirst() {
            if byte != quote {
                inside.append(byte)
            } else if rest.first == quote {
                inside.append(quote)
                rest.removeFirst()
            } else {
                let (tail, after) = plain(rest)
                let isBlank = String(
                    decoding: tail, as: UTF8.self
                ).unicodeScalars.allSatisfy { " \t\u{A0}".unicodeScalars.contains($0) }
                return isBlank ? (inside, after) : (Array(text.prefix(text.count - after.count)), after)
            }
        }
        return nil
    }
}
