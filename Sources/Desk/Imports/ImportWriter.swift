import Formats
import Receivables
import Store

/// Writes what was decided for one chunk: facts, positions, marks for the run, rejects, progress and one journal entry,
/// all in the transaction it is called in.
struct ImportWriter {
    let importID: Int64
    let actor: Actor
    /// Which rows are rejected so far: they are numbered through the whole import.
    private(set) var rejected = 0

    init(importID: Int64, actor: Actor, rejected: Int) {
        self.importID = importID
        self.actor = actor
        self.rejected = rejected
    }

    mutating func write(_ effects: ChunkEffects, progress: inout ImportProgress, db: any Writing) throws {
        var effects = effects
        try number(&effects, db)
        try writeFacts(effects, db)
        try writeSums(effects, progress: &progress, db)
    }

    /// The first part: what belongs to the debtors of the chunk.
    func writeFacts(_ effects: ChunkEffects, _ db: any Writing) throws {
        try writePeople(effects, db)
        try writeMoney(effects, db)
        try db.insert(effects.holds, into: "holds", columns: CaseworkColumns.holds)
        try db.insert(effects.promises, into: "promises", columns: CaseworkColumns.promises)
        try db.insert(effects.contacts, into: "contacts", columns: CaseworkColumns.contacts)
        try db.insertNew(effects.news, into: "news", columns: ["debtor_id"], key: ["debtor_id"])
        // Those whom the search does not know yet it will come to.
        let indexed = try db.place(of: .search)
        if indexed > 0 { try db.markSearchStale(effects.searchable(through: indexed)) }
    }

    /// The second part: what all chunks write, one after the other.
    mutating func writeSums(_ effects: ChunkEffects, progress: inout ImportProgress, _ db: any Writing) throws {
        try db.add([0: effects.newAccounts.rowCount], to: .accounts)
        try writeRejects(effects.rejects, db)
        progress.runs += effects.runs
        progress.counters.add(effects.counters)
        try db.setProgress(ofImport: importID, progress.json.text(indent: nil))
        try db.journal(
            "import-chunk", subject: "import:\(importID)", detail: ImportWriter.detail(effects).text(indent: nil),
            by: actor)
    }

    /// Gives payments without a number theirs.
    private func number(_ effects: inout ChunkEffects, _ db: any Writing) throws {
        guard !effects.unnumberedPayments.isEmpty else { return }
        let first = try db.take(effects.unnumberedPayments.count, .payment)
        for (offset, row) in effects.unnumberedPayments.enumerated() {
            effects.payments.setInteger(first + Int64(offset), row: row, column: 2)
        }
    }

    private func writePeople(_ effects: ChunkEffects, _ db: any Writing) throws {
        try db.insert(effects.newDebtors, into: "debtors", columns: PeopleColumns.debtors)
        try db.execute(
            """
            UPDATE debtors SET name = b.c3, province = b.c4, language = b.c5 FROM batch AS b
                WHERE debtors.debtor_id = b.c0
            """, from: effects.changedDebtors)
        try db.insert(effects.contactPoints, into: "contact_points", columns: PeopleColumns.contactPoints)
        try db.insert(effects.newAccounts, into: "accounts", columns: PeopleColumns.accounts)
        try db.execute(
            """
            UPDATE accounts SET alias = b.c4, product = b.c5, opened = b.c6, status = b.c8, branch = b.c9,
                collector = b.c10
            FROM batch AS b WHERE accounts.debtor_id = b.c0 AND accounts.account_id = b.c1
            """, from: effects.changedAccounts)
        try writeVersions(effects, db)
    }

    /// A first version is written only where there is none yet, and a value besides the one shown only where it is not
    /// known already.
    private func writeVersions(_ effects: ChunkEffects, _ db: any Writing) throws {
        let insert = """
            INSERT INTO attributes (\(AttributeVersion.columns.joined(separator: ", ")))
            SELECT c0, c1, c2, c3, c4, c5 FROM batch AS b WHERE
            """
        let known = "SELECT 1 FROM attributes v WHERE v.debtor_id = c0 AND v.account_id = c1 AND v.attribute = c2"
        try db.execute("\(insert) NOT EXISTS (\(known))", from: effects.firstVersions)
        try db.execute(
            "\(insert) c5 = 1 OR NOT EXISTS (\(known) AND v.value = c4 AND v.retracted_id IS NULL)",
            from: effects.versions)
    }

    private func writeMoney(_ effects: ChunkEffects, _ db: any Writing) throws {
        let entry = try db.integer("SELECT entry_id FROM imports WHERE import_id = ?1", [Value(importID)])
        try db.retract(effects.retractedDues, "dues", ["debtor_id", "account_id", "line", "version"], by: entry)
        try db.retract(
            effects.retractedPayments, "payments", ["debtor_id", "account_id", "payment_id", "version"], by: entry)
        try db.retract(effects.retractedHolds, "holds", ["debtor_id", "hold_id", "version"], by: entry)
        try db.insert(effects.dues, into: "dues", columns: MoneyColumns.dues)
        try db.insert(effects.payments, into: "payments", columns: MoneyColumns.payments)
        try db.endWaiting(effects.retractedWaiting, by: entry)
        try db.insert(effects.waiting, into: "unapplied_payments", columns: MoneyColumns.unapplied)
        try db.savePositions(effects.positions)
        try db.setAside(effects.unsettled)
        var found = RowBatch(width: 2)
        for move in effects.moves {
            try write(move, by: entry, db)
            guard move.from == .nobody else { continue }
            found.integer(move.creditor)
            found.integer(move.payment)
        }
        try db.endWaiting(found, by: entry)
    }

    /// Takes a payment out of the account where it stood; both positions are settled at the end of the import, when no
    /// chunk is decided any more on what was known before.
    private func write(_ move: PaymentMove, by entry: Int64, _ db: any Writing) throws {
        try db.takeOut(payment: move.payment, of: move.from, by: entry)
        try db.execute(
            """
            UPDATE payment_references SET debtor_id = ?2, account_id = ?3
            WHERE payment_id = ?1 AND reference = ?4
            """,
            [
                Value(move.payment), Value(move.to.debtor), Value(move.to.account),
                .text(String(decoding: move.key, as: UTF8.self)),
            ])
        try db.markStale([move.from, move.to])
    }

    private mutating func writeRejects(_ rejects: [RejectedRow], _ db: any Writing) throws {
        guard !rejects.isEmpty else { return }
        var batch = RowBatch(width: 8)
        for reject in rejects {
            rejected += 1
            batch.integer(importID)
            batch.integer(rejected)
            batch.integer(reject.offset)
            batch.text(orNull: reject.column)
            batch.text(orNull: reject.value)
            batch.text(reject.code.rawValue)
            batch.text(FactText.json(reject.facts).text(indent: nil))
            batch.text(orNull: reject.offset < 0 ? nil : reject.text)
        }
        try db.insert(
            batch, into: "import_rejects",
            columns: ["import_id", "number", "row_offset", "column_name", "value", "code", "detail", "row_text"])
    }

    /// What the journal keeps of a chunk: how many rows, where in the file, and a digest of everything written.
    private static func detail(_ effects: ChunkEffects) -> JSONValue {
        return [
            "rows": JSONValue(effects.rowCount),
            "from": JSONValue(effects.firstOffset == .max ? 0 : effects.firstOffset),
            "to": JSONValue(effects.lastOffset),
            "digest": .string((effects.digest ?? RowBatch.digest(effects.factBatches)).hex),
        ]
    }
}

extension Writing {
    /// Takes a payment out of the account where it is.
    func takeOut(payment: Int64, of group: RowGroup, by entry: Int64) throws {
        try execute(
            """
            UPDATE payments SET retracted_id = ?4
            WHERE debtor_id = ?1 AND account_id = ?2 AND payment_id = ?3 AND retracted_id IS NULL
            """, [Value(group.debtor), Value(group.account), Value(payment), Value(entry)])
    }

    /// Takes versions out of use: `batch` holds their keys.
    package func retract(_ batch: RowBatch, _ table: String, _ key: [String], by entry: Int64) throws {
        guard !batch.isEmpty else { return }
        let match = key.enumerated().map { "\(table).\($0.element) = b.c\($0.offset)" }.joined(separator: " AND ")
        try execute(
            "UPDATE \(table) SET retracted_id = ?1 FROM batch AS b WHERE \(match)", [.integer(entry)], from: batch)
    }

    /// Ends what payments were noted to wait for; `batch` holds creditor and payment.
    package func endWaiting(_ batch: RowBatch, by entry: Int64) throws {
        guard !batch.isEmpty else { return }
        try execute(
            """
            UPDATE unapplied_payments SET retracted_id = ?1
            WHERE retracted_id IS NULL AND (creditor_id, payment_id) IN (SELECT c0, c1 FROM batch)
            """, [.integer(entry)], from: batch)
    }

    /// Stores positions, new ones and those that change.
    package func savePositions(_ batch: RowBatch) throws {
        let columns = MoneyColumns.positions
        let updates = columns.dropFirst(4).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        try insert(
            batch, into: "positions", columns: columns, onConflict: ["debtor_id", "account_id"],
            do: "UPDATE SET \(updates)")
    }
}

/// Facts as JSON and back, so that a stored rejection can be told again in any language.
enum FactText {
    static func json(_ facts: [Fact]) -> JSONValue {
        .object(facts.map { JSONValue.Member($0.name, value($0.value)) })
    }

    private static func value(_ value: FactValue) -> JSONValue {
        switch value {
        case .text(let text): .string(text)
        case .number(let number): .integer(number)
        case .day(let day): ["day": .string(day.description)]
        case .money(let minor, let currency): ["minor": .integer(minor), "currency": .string(currency.code)]
        case .phrase(let phrase): ["phrase": .string(phrase.code.rawValue), "facts": json(phrase.facts)]
        case .term(let kind, let code): ["term": .string(kind.rawValue), "code": .string(code)]
        }
    }

    static func facts(_ json: JSONValue) -> [Fact] {
        (json.members ?? []).compactMap { member in
            if let text = member.value.string { return Fact(member.key, text) }
            if let number = member.value.integer { return Fact(member.key, number) }
            if let day = member.value["day"]?.string.flatMap({ Day($0) }) { return Fact(member.key, day) }
            if let minor = member.value["minor"]?.integer,
                let currency = member.value["currency"]?.string.flatMap({ Currency($0) })
            {
                return Fact(member.key, .money(minor, currency))
            }
            if let code = member.value["phrase"]?.string.flatMap(PhraseCode.init) {
                return Fact(member.key, Phrase(code, facts(member.value["facts"] ?? .null)))
            }
            if let kind = member.value["term"]?.string.flatMap(TermKind.init), let code = member.value["code"]?.string {
                return Fact(member.key, kind, code)
            }
            return nil
        }
    }
}
