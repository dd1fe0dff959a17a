import Receivables
import Store

extension Reading {
    /// The account with a reference or alias; with `entry` as the journal knew it when it ended with that. One that is
    /// not shown is as if it were not there. Errors: `account-unknown`, `reference-ambiguous`.
    func findAccount(
        _ reference: String, creditor: String?, knownAt entry: Int64? = nil, within scope: Scope
    ) throws -> RowGroup {
        let found = try shown(referred(reference, creditor), within: scope)
        guard let entry else { return try FoundAccount.only(found, reference) }
        let own = try found.filter { try !$0.isAlias && isKnown($0.group, at: entry) }
        guard own.isEmpty else { return try FoundAccount.only(own, reference) }
        return try FoundAccount.only(shown(known(reference, creditor, at: entry), within: scope), reference)
    }

    private func shown(_ found: [FoundAccount], within scope: Scope) throws -> [FoundAccount] {
        guard !scope.isWholeBook, !found.isEmpty else { return found }
        let debtors = DebtorSelection(Set(found.map(\.group.debtor)).sorted())
        let shown = try shownAccounts(of: debtors, within: scope)
        return found.filter { shown.has($0.group) }
    }

    private func referred(_ reference: String, _ creditor: String?) throws -> [FoundAccount] {
        try all(
            """
            SELECT r.debtor_id, r.account_id, c.name, r.is_alias FROM account_references r
            JOIN creditors c ON c.creditor_id = r.creditor_id
            WHERE r.creditor_id IN (SELECT creditor_id FROM creditors) AND r.reference = ?1
                AND (CAST(?2 AS TEXT) IS NULL OR c.name = ?2)
            ORDER BY c.name, r.is_alias
            """, [.text(reference), Value(creditor)], FoundAccount.init)
    }

    private func isKnown(_ group: RowGroup, at entry: Int64) throws -> Bool {
        try integer(
            """
            SELECT count(*) FROM accounts WHERE debtor_id = ?1 AND account_id = ?2 AND entry_id <= ?3
                AND (retracted_id IS NULL OR retracted_id > ?3)
            """, [Value(group.debtor), Value(group.account), Value(entry)]) > 0
    }

    /// The same from the accounts themselves, for references that mean something else today, or nothing.
    private func known(_ reference: String, _ creditor: String?, at entry: Int64) throws -> [FoundAccount] {
        try all(
            """
            SELECT a.debtor_id, a.account_id, c.name, a.reference <> ?1 FROM accounts a
            JOIN debtors d ON d.debtor_id = a.debtor_id JOIN creditors c ON c.creditor_id = d.creditor_id
            WHERE (CAST(?2 AS TEXT) IS NULL OR c.name = ?2)
                AND a.entry_id <= ?3 AND (a.retracted_id IS NULL OR a.retracted_id > ?3)
                AND (a.reference = ?1
                    OR a.alias = ?1 AND NOT EXISTS (SELECT 1 FROM attributes v WHERE v.debtor_id = a.debtor_id
                        AND v.account_id = a.account_id AND v.attribute = 'alias')
                    OR (a.debtor_id, a.account_id) IN (SELECT v.debtor_id, v.account_id FROM attributes v
                        WHERE v.attribute = 'alias' AND v.value = ?1 AND v.entry_id <= ?3
                            AND (v.retracted_id IS NULL OR v.retracted_id > ?3)))
            ORDER BY 3, 4
            """, [.text(reference), Value(creditor), Value(entry)], FoundAccount.init)
    }

    /// The debtor with a reference, if one of their accounts is shown. Errors: `debtor-unknown`, `reference-ambiguous`.
    func findDebtor(_ reference: String, creditor: String?, within scope: Scope) throws -> Int64 {
        let all = try all(
            """
            SELECT r.debtor_id, c.name FROM debtor_references r JOIN creditors c ON c.creditor_id = r.creditor_id
            WHERE r.creditor_id IN (SELECT creditor_id FROM creditors) AND r.reference = ?1
                AND (CAST(?2 AS TEXT) IS NULL OR c.name = ?2)
            ORDER BY c.name
            """, [.text(reference), Value(creditor)]
        ) { (debtor: $0.integer(0), creditor: $0.text(1)) }
        let shown = try shownDebtors(Set(all.map(\.debtor)), within: scope)
        let found = all.filter { shown.contains($0.debtor) }
        guard let first = found.first else { throw Problem(.debtorUnknown, [Fact("reference", reference)]) }
        guard found.count == 1 else {
            throw Problem(.referenceAmbiguous, [
                Fact("reference", reference), Fact("creditors", found.map(\.creditor).joined(separator: ", ")),
            ])
        }
        return first.debtor
    }
}

/// An account that a reference may mean.
private struct FoundAccount {
    let group: RowGroup
    let creditor: String
    let isAlias: Bool

    init(_ row: any Row) {
        group = RowGroup(debtor: row.integer(0), account: row.integer(1))
        creditor = row.text(2)
        isAlias = row.flag(3)
    }

    /// The first of those found, which come in order of creditor, an account's own reference before aliases.
    static func only(_ found: [FoundAccount], _ reference: String) throws -> RowGroup {
        guard let first = found.first else { throw Problem(.accountUnknown, [Fact("reference", reference)]) }
        let creditors = found.map(\.creditor).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        guard creditors.count == 1 else {
            throw Problem(.referenceAmbiguous, [
                Fact("reference", reference), Fact("creditors", creditors.joined(separator: ", ")),
            ])
        }
        return first.group
    }
}
