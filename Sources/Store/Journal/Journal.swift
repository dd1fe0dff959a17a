import Crypto
import Receivables

/// Who did something, and when.
package struct Actor: Sendable {
    package let name: String
    package let now: Instant

    package init(name: String, now: Instant) {
        self.name = name
        self.now = now
    }
}

/// One entry of the journal: what was done to what. Entries are only ever appended; each carries the SHA-256 of itself
/// and its predecessor, so that a later change anywhere breaks the chain from there on.
package struct JournalEntry: Sendable {
    package let id: Int64
    package let at: Instant
    package let actor: String
    package let kind: String
    package let subject: String
    package let detail: String
    package let before: [UInt8]?
    package let after: [UInt8]?
    package let previous: [UInt8]
    package let hash: [UInt8]
}

extension JournalEntry {
    /// The hash that an entry with these contents must have: SHA-256 over the previous hash and every field, each with
    /// its length in front, so that no two different entries give the same bytes.
    static func hash(
        id: Int64, at: Instant, actor: String, kind: String, subject: String, detail: String, before: [UInt8]?,
        after: [UInt8]?, previous: [UInt8]
    ) -> [UInt8] {
        var sha = SHA256()
        func field(_ bytes: some Sequence<UInt8>) {
            let bytes = Array(bytes)
            withUnsafeBytes(of: Int64(bytes.count).bigEndian) { sha.update(bufferPointer: $0) }
            sha.update(data: bytes)
        }
        field(previous)
        field(withUnsafeBytes(of: id.bigEndian, Array.init))
        field(withUnsafeBytes(of: at.microseconds.bigEndian, Array.init))
        for text in [actor, kind, subject, detail] { field(text.utf8) }
        field(before ?? [])
        field(after ?? [])
        return Array(sha.finalize())
    }

    var isSound: Bool {
        hash
            == JournalEntry.hash(
                id: id, at: at, actor: actor, kind: kind, subject: subject, detail: detail, before: before,
                after: after,
                previous: previous)
    }
}

/// SHA-256 of bytes, as stored in digests.
package func digest(of bytes: some Sequence<UInt8>) -> [UInt8] { Array(SHA256.hash(data: Array(bytes))) }

/// The same of bytes that lie in one place, without a copy of them.
package func digest(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var sha = SHA256()
    sha.update(bufferPointer: UnsafeRawBufferPointer(bytes))
    return Array(sha.finalize())
}

extension Writing {
    /// Appends an entry and gives its id, by which facts know when they were recorded.
    @discardableResult
    package func journal(
        _ kind: String, subject: String, detail: String, by actor: Actor, before: [UInt8]? = nil, after: [UInt8]? = nil
    ) throws -> Int64 {
        let last = try first("SELECT entry_id, hash, at FROM journal ORDER BY entry_id DESC LIMIT 1", []) { row in
            (id: row.integer(0), hash: row.withBytes(1) { Array($0) }, at: row.integer(2))
        }
        let id = (last?.id ?? 0) + 1
        // Entries never go back in time, so that "as known at" has one answer even when a clock was set back.
        let at = Instant(microseconds: max(actor.now.microseconds, last?.at ?? .min))
        let previous = last?.hash ?? Array(repeating: 0, count: 32)
        let hash = JournalEntry.hash(
            id: id, at: at, actor: actor.name, kind: kind, subject: subject, detail: detail, before: before,
            after: after,
            previous: previous)
        try execute(
            """
            INSERT INTO journal (entry_id, at, actor, kind, subject, detail, before_digest, after_digest,
                previous_hash, hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """,
            [
                Value(id), Value(at.microseconds), .text(actor.name), .text(kind), .text(subject), .text(detail),
                before.map(Value.blob) ?? .null, after.map(Value.blob) ?? .null, .blob(previous), .blob(hash),
            ])
        return id
    }
}

extension Reading {
    /// The last journal entry; 0 while there is none.
    package func lastEntry() throws -> Int64 { try integer("SELECT coalesce(max(entry_id), 0) FROM journal") }

    /// The last journal entry made at or before `instant`: facts of later entries were not known then.
    package func lastEntry(at instant: Instant) throws -> Int64 {
        try integer(
            "SELECT entry_id FROM journal WHERE at <= ?1 ORDER BY at DESC, entry_id DESC LIMIT 1",
            [Value(instant.microseconds)])
    }

    /// Walks the journal in order and gives the number of entries and the id of the first one that does not fit.
    package func checkJournal() throws -> (entries: Int, firstBroken: Int64?) {
        var entries = 0
        var firstBroken: Int64?
        var previous: [UInt8] = Array(repeating: 0, count: 32)
        var expected: Int64 = 1
        try walk(
            """
            SELECT entry_id, at, actor, kind, subject, detail, before_digest, after_digest, previous_hash, hash
            FROM journal ORDER BY entry_id
            """, []
        ) { row in
            let entry = JournalEntry(row)
            if firstBroken == nil, entry.id != expected || entry.previous != previous || !entry.isSound {
                firstBroken = entry.id
            }
            entries += 1
            expected = entry.id + 1
            previous = entry.hash
        }
        return (entries, firstBroken)
    }
}

extension JournalEntry {
    fileprivate init(_ row: any Row) {
        self.init(
            id: row.integer(0), at: Instant(microseconds: row.integer(1)), actor: row.text(2), kind: row.text(3),
            subject: row.text(4), detail: row.text(5), before: row.isNull(6) ? nil : row.withBytes(6) { Array($0) },
            after: row.isNull(7) ? nil : row.withBytes(7) { Array($0) }, previous: row.withBytes(8) { Array($0) },
            hash: row.withBytes(9) { Array($0) })
    }
}
