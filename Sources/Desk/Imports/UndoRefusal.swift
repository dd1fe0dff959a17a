import Receivables
import Store

/// Journal entries whose facts do not count: imports that are taken back, and what taking them back wrote.
///
/// A fact is *live* when neither its entry nor the one that took it out of use is among the others: then it was said by
/// an import or a person whose word stands, also where a copy brought back by an undo stands in its place.
enum VoidEntries {
    static let imports = "SELECT entry_id FROM imports WHERE state IN ('undoing', 'undone')"
    static let undos = "SELECT undone_id FROM imports WHERE undone_id IS NOT NULL"
    static let all = "\(imports) UNION ALL \(undos)"

    static func isLive(_ table: String) -> String {
        "\(table).entry_id NOT IN (\(all)) AND (\(table).retracted_id IS NULL OR \(table).retracted_id IN (\(all)))"
    }
}

/// Finds what rests on an import and was not part of it.
struct UndoRefusal {
    let record: ImportRecord
    let db: any Reading

    /// Something that may stand in the way: a query for the entries that made it, and how many each.
    private struct Dependant {
        let what: PhraseCode
        let thing: String
        let sql: String
    }

    /// Error: `import-built-upon`, which names what was built on it and the imports that did.
    func check() throws {
        for dependant in UndoRefusal.dependants {
            let found = try db.all(dependant.sql, [Value(record.entry)]) {
                (entry: $0.integer(0), count: $0.integer(1))
            }
            guard !found.isEmpty else { continue }
            let entries = Set(found.map(\.entry))
            let imports = try db.imports().filter { entries.contains($0.entry) }.map(\.id).sorted()
            var facts = [
                Fact("count", found.reduce(0) { $0 + $1.count }), Fact("thing", .thing, dependant.thing),
            ]
            var details = [Fact("import", record.id)]
            if !imports.isEmpty {
                let named = Fact("imports", imports.map(String.init).joined(separator: ", "))
                facts.append(named)
                details.append(named)
            }
            throw Problem(.importBuiltUpon, details + [Fact("what", Phrase(dependant.what, facts))])
        }
    }

    private static let dependants: [Dependant] = corrected + onAccounts + onDebtors

    private static let corrected = [(PhraseCode.duesCorrected, "dues"), (.paymentsCorrected, "payments")].map {
        what, table in
        Dependant(
            what: what, thing: table,
            sql: """
                SELECT retracted_id, count(*) FROM \(table)
                WHERE entry_id = ?1 AND retracted_id <> ?1 AND retracted_id NOT IN (\(VoidEntries.all))
                GROUP BY retracted_id
                """)
    }

    private static let onAccounts = ["dues", "payments", "promises", "contacts", "holds", "attributes"].map { table in
        Dependant(
            what: .builtOnAccounts, thing: table,
            sql: """
                SELECT t.entry_id, count(*) FROM \(table) t
                JOIN accounts a ON a.debtor_id = t.debtor_id AND a.account_id = t.account_id
                WHERE a.entry_id = ?1 AND t.entry_id <> ?1 AND \(VoidEntries.isLive("t")) GROUP BY t.entry_id
                """)
    }

    private static let onDebtors = ["contacts", "notes", "promises", "holds", "accounts", "attributes"].map { table in
        // Notes are never taken out of use.
        let isLive = table == "notes" ? "true" : VoidEntries.isLive("t")
        return Dependant(
            what: .builtOnDebtors, thing: table,
            sql: """
                SELECT t.entry_id, count(*) FROM \(table) t JOIN debtors d ON d.debtor_id = t.debtor_id
                WHERE d.entry_id = ?1 AND t.entry_id <> ?1 AND \(isLive) GROUP BY t.entry_id
                """)
    }
}
