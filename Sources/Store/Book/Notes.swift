import Receivables

/// A note about a debtor.
package struct NoteRecord: Sendable, Equatable {
    package let id: Int64
    package let at: Instant
    package let actor: String
    package let text: String
}

extension Reading {
    /// The notes about a debtor in the order in which they were recorded. Notes are never retracted.
    package func notes(ofDebtor debtor: Int64, _ knowledge: Knowledge) throws -> [NoteRecord] {
        var last = Int64.max
        if case .upTo(let entry) = knowledge { last = entry }
        return try all(
            """
            SELECT note_id, at, actor, text FROM notes WHERE debtor_id = ?1 AND entry_id <= ?2 ORDER BY note_id
            """, [Value(debtor), Value(last)]
        ) {
            NoteRecord(
                id: $0.integer(0), at: Instant(microseconds: $0.integer(1)), actor: $0.text(2), text: $0.text(3))
        }
    }
}
