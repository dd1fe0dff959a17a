/// Records in rising order of a key, handed out group by group while somebody walks the groups in the same order.
struct SortedRecords<Key: Comparable, Record> {
    private let records: [Record]
    private let key: (Record) -> Key
    private var at = 0

    init(_ records: [Record], key: @escaping (Record) -> Key) {
        self.records = records
        self.key = key
    }

    /// The records with this key. Keys must be asked for in rising order.
    mutating func take(_ wanted: Key) -> ArraySlice<Record> {
        while at < records.count, key(records[at]) < wanted { at += 1 }
        let from = at
        while at < records.count, key(records[at]) == wanted { at += 1 }
        return records[from..<at]
    }
}
