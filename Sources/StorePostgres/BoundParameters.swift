import Store

/// The values of a statement's parameters as they go over the wire: each as its type wants it.
struct BoundParameters {
    private var bytes = NetworkBytes()
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    var count: Int32 { Int32(starts.count) }

    /// `types`: what the server found for each parameter.
    init(_ values: [Value], _ types: [UInt32]) {
        starts.reserveCapacity(types.count)
        for (index, type) in types.enumerated() { add(index < values.count ? values[index] : .null, type) }
    }

    /// Adds the columns of a batch as arrays.
    init(_ values: [Value], _ types: [UInt32], batch: RowBatch, elements: [UInt32]) {
        self.init(values, Array(types.dropLast(elements.count)))
        bytes.reserve(batch.bytes.count + batch.numbers.count * 12)
        for (column, element) in elements.enumerated() {
            add(isBinary: true) { $0.array(batch, column: column, of: element) }
        }
    }

    private mutating func add(_ value: Value, _ type: UInt32) {
        switch (value, type) {
        case (.null, _):
            starts.append(nil)
            lengths.append(0)
            formats.append(0)
        case (.integer(let number), PostgresType.int8): add(isBinary: true) { $0.append(number) }
        case (.integer(let number), _): add(isBinary: false) { $0.append("\(number)\0".utf8) }
        case (.text(let text), _): add(isBinary: true) { $0.append(text.utf8) }
        case (.blob(let blob), _): add(isBinary: true) { $0.append(blob) }
        case (.ids(let ids), _): add(isBinary: true) { $0.array(ids) }
        case (.texts(let texts), _): add(isBinary: true) { $0.array(texts) }
        }
    }

    private mutating func add(isBinary: Bool, _ fill: (inout NetworkBytes) -> Void) {
        let start = bytes.bytes.count
        fill(&bytes)
        starts.append(start)
        lengths.append(Int32(bytes.bytes.count - start))
        formats.append(isBinary ? 1 : 0)
        // An empty value still has an address, and no address would be null.
        if bytes.bytes.count == start { bytes.append([UInt8(0)]) }
    }

    /// Hands out what libpq takes: addresses, lengths and formats.
    func withPointers<Result>(
        _ body: (
            UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        bytes.bytes.withUnsafeBytes { raw in
            let base = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            let addresses: [UnsafePointer<CChar>?] = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            return body(addresses, lengths, formats)
        }
    }
}
