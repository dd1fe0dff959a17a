import Formats
import Receivables
import Store

/// A change that a person or a machine asks for. With a key it can be sent again without being done again: the first
/// answer comes back. The same key with other input is refused.
package struct OperationKey: Sendable {
    package let key: String?

    package init(_ key: String?) { self.key = key }
}

extension Desk {
    /// Does something once: in one transaction, durable, with its journal entry. `input` is everything that was asked,
    /// `body` does it and gives the answer. Errors: `key-reused`, and those of the body.
    func perform(
        _ kind: String, subject: String, input: JSONValue, key: OperationKey, by actor: Actor,
        _ body: (any Writing, Int64) throws -> JSONValue
    ) throws -> JSONValue {
        do {
            return try performOnce(kind, subject: subject, input: input, key: key, by: actor, body)
        } catch is DuplicateKey where key.key != nil {
            // The same was sent twice at the same moment and the other was first: its answer is there now.
            return try performOnce(kind, subject: subject, input: input, key: key, by: actor, body)
        }
    }

    private func performOnce(
        _ kind: String, subject: String, input: JSONValue, key: OperationKey, by actor: Actor,
        _ body: (any Writing, Int64) throws -> JSONValue
    ) throws -> JSONValue {
        let text = input.text(indent: nil)
        let inputDigest = digest(of: (kind + "\n" + subject + "\n" + text).utf8)
        let (answer, entry): (JSONValue, Int64?) = try engine.write(.durable) { db in
            let kept = key.key.map(access.kept)
            if let name = key.key, let kept, let stored = try db.storedOperation(kept) {
                guard stored.digest == inputDigest else { throw Problem(.keyReused, [Fact("key", name)]) }
                return (JSONValue(parsing: stored.answer) ?? .null, nil)
            }
            // The entry comes first, because facts carry its number; a failure takes it back with everything else.
            let entry = try db.journal(kind, subject: subject, detail: text, by: actor, after: inputDigest)
            let answer = try body(db, entry)
            if let kept {
                try db.execute(
                    "INSERT INTO operations (operation_key, input_digest, answer, entry_id) VALUES (?1, ?2, ?3, ?4)",
                    [.text(kept), .blob(inputDigest), .text(answer.text(indent: nil)), Value(entry)])
            }
            return (answer, entry)
        }
        if let entry { memory.ownEntries.note(entry, by: actorName) }
        return answer
    }
}

extension Reading {
    fileprivate func storedOperation(_ key: String) throws -> (digest: [UInt8], answer: String)? {
        try first("SELECT input_digest, answer FROM operations WHERE operation_key = ?1", [.text(key)]) { row in
            (row.withBytes(0) { Array($0) }, row.text(1))
        }
    }
}

extension Reading {
    /// The reference of a debtor, for answers: whoever was named by an account is a debtor all the same.
    func reference(ofDebtor debtor: Int64) throws -> String {
        try debtors(DebtorSelection([debtor])).first?.reference ?? ""
    }
}

extension Writing {
    /// Marks a debtor for the next run, and for every question before it.
    func markNews(_ debtor: Int64) throws {
        try execute("INSERT INTO news (debtor_id) VALUES (?1) ON CONFLICT DO NOTHING", [Value(debtor)])
    }
}

/// Whom a recording is about and who records it.
package struct RecordingSubject: Sendable {
    package var debtor: String?
    package var account: String?
    package var creditor: String?
    /// The day on which it happened; nil: today.
    package var on: Day?
    /// Who did it, where that was said.
    package var by: String?
    package var key = OperationKey(nil)
    /// The journal entry that the page was made of on which this was written; nil: nobody asks.
    package var basedOn: Int64?

    package init(debtor: String? = nil, account: String? = nil, creditor: String? = nil, on: Day? = nil) {
        self.debtor = debtor
        self.account = account
        self.creditor = creditor
        self.on = on
    }

    var json: [JSONValue.Member] {
        [
            JSONValue.Member("debtor", JSONValue(debtor)), JSONValue.Member("account", JSONValue(account)),
            JSONValue.Member("on", JSONValue(on)),
        ]
    }
}

extension RecordingSubject {
    /// The debtor and, where one is named, the account. Errors: `debtor-unknown`, `account-unknown`, `debtor-differs`.
    func find(_ db: any Reading, within scope: Scope) throws -> (debtor: Int64, account: Int64?) {
        let group = try account.map { try db.findAccount($0, creditor: creditor, within: scope) }
        guard let debtor else {
            guard let group else { throw Problem(.usage, [Fact("reason", Phrase(.nameDebtorOrAccount))]) }
            return (group.debtor, group.account)
        }
        let found = try db.findDebtor(debtor, creditor: creditor, within: scope)
        if let group, group.debtor != found { throw Problem(.debtorDiffers, [Fact("value", debtor)]) }
        return (found, group?.account)
    }
}
