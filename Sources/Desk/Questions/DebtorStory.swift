import Casework
import Formats
import Receivables
import Store

/// What was said and written about a debtor up to a day, the latest first.
package struct DebtorStory: Sendable {
    package let contacts: [ContactRecord]
    package let notes: [NoteRecord]
    /// East of UTC where the installation is.
    package let offsetSeconds: Int
    private let references: [Int64: String]

    /// What was said about an account that is not shown is left out.
    init(
        _ debtor: Int64, asOf: Day, _ knowledge: Knowledge, within scope: Scope, offsetSeconds: Int, _ db: any Reading
    ) throws {
        let selection = DebtorSelection([debtor])
        let shown = try db.shownAccounts(of: selection, within: scope)
        self.offsetSeconds = offsetSeconds
        contacts = try db.contacts(selection, knowledge).filter { contact in
            contact.day <= asOf && shown.has(contact.account, of: debtor)
        }.sorted { ($0.at, $0.id) > ($1.at, $1.id) }
        notes = try db.notes(ofDebtor: debtor, knowledge).filter { $0.at.day(offsetSeconds: offsetSeconds) <= asOf }
            .sorted { ($0.at, $0.id) > ($1.at, $1.id) }
        references = Dictionary(
            try db.accounts(selection).map { ($0.id, $0.reference) }, uniquingKeysWith: { first, _ in first })
    }

    var members: [JSONValue.Member] {
        [
            JSONValue.Member("contacts", .array(contacts.map(json))),
            JSONValue.Member("notes", .array(notes.map(json))),
        ]
    }

    private func json(_ contact: ContactRecord) -> JSONValue {
        [
            "id": JSONValue(contact.id), "at": .string(contact.at.text(offsetSeconds: offsetSeconds)),
            "account": JSONValue(contact.account.flatMap { references[$0] }), "channel": .string(contact.channel),
            "direction": .string(contact.direction), "result": JSONValue(contact.result),
            "rightParty": contact.isRightParty.map { .bool($0) } ?? .null, "note": JSONValue(contact.note),
            "by": .string(contact.actor), "imported": .bool(contact.isImported),
        ]
    }

    private func json(_ note: NoteRecord) -> JSONValue {
        [
            "id": JSONValue(note.id), "at": .string(note.at.text(offsetSeconds: offsetSeconds)),
            "by": .string(note.actor), "text": .string(note.text),
        ]
    }
}
