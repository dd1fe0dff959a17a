import Formats
import Receivables
import Store

extension Desk {
    /// Records a note about a debtor. Gives the stored note. Errors: `usage` when it is empty or too long,
    /// `day-in-future`.
    package func record(note text: String, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.logContacts)
        let actor = actor
        guard !text.isEmpty, text.utf8.count <= DeskLimits.textBytesMax else {
            throw Problem(.usage, [Fact("reason", Phrase(.noteLength, [Fact("limit", DeskLimits.textBytesMax)]))])
        }
        let offset = try offsetSeconds()
        let day = try subject.on.map { try pastDay($0) }
        let at = day.map { Instant(day: $0, secondsOfDay: 43_200, offsetSeconds: offset) } ?? actor.now
        let input = JSONValue.object(subject.json + [JSONValue.Member("text", .string(text))])
        let name = subject.debtor ?? subject.account ?? ""
        return try perform("note", subject: "debtor:\(name)", input: input, key: subject.key, by: actor) { db, entry in
            let (debtor, _) = try subject.find(db, within: scope(db))
            try subject.begin(debtor, entry, db, by: actor)
            let id = try db.take(1, .note)
            try db.execute(
                "INSERT INTO notes (debtor_id, note_id, at, actor, text, entry_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                [Value(debtor), Value(id), Value(at.microseconds), .text(actor.name), .text(text), Value(entry)])
            let answer: JSONValue = [
                "note": JSONValue(id), "debtor": .string(try db.reference(ofDebtor: debtor)),
                "at": .string(at.text(offsetSeconds: offset)),
                "by": .string(actor.name), "text": .string(text),
            ]
            return answer.adding(try RecordingDoubts(subject, db))
        }
    }
}
