import Receivables
import Store
import Support

extension TestedEngine {
    /// Runs `body` on an empty database with a table `things`.
    func with(_ body: (any Engine, Scratch) throws -> Void) throws {
        let scratch = try Scratch()
        let engine = try open(scratch)
        try engine.write(.durable) { db in
            let table =
                "CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY, number INTEGER, words TEXT, bytes BLOB) STRICT"
            _ = try db.execute(db.dialect.definition(table), [])
        }
        try body(engine, scratch)
        try engine.close()
    }
}

/// One row of the table `things`.
struct Thing: Equatable, Sendable {
    var id: Int64
    var number: Int64?
    var words: String?
    var bytes: [UInt8]?

    static let columns = ["id", "number", "words", "bytes"]

    var values: [Value] {
        [Value(id), Value(number), Value(words), bytes.map(Value.blob) ?? .null]
    }

    init(_ id: Int64, _ number: Int64? = nil, _ words: String? = nil, _ bytes: [UInt8]? = nil) {
        self.id = id
        self.number = number
        self.words = words
        self.bytes = bytes
    }

    init(_ row: any Row) {
        self.init(
            row.integer(0), row.integerOrNil(1), row.textOrNil(2),
            row.isNull(3) ? nil : row.withBytes(3) { Array($0) })
    }
}

extension Reading {
    func things() throws -> [Thing] {
        try all("SELECT id, number, words, bytes FROM things ORDER BY id", [], Thing.init)
    }
}

extension Writing {
    func add(_ thing: Thing) throws {
        try execute("INSERT INTO things (id, number, words, bytes) VALUES (?1, ?2, ?3, ?4)", thing.values)
    }
}
