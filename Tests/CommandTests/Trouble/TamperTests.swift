import Support
import Testing

/// `verify` finds what was changed behind the program's back, and says which check found it.
@Suite struct TamperTests {
    struct Damage: Sendable, CustomTestStringConvertible {
        let what: String
        let sql: String
        let check: String

        init(_ what: String, _ sql: String, _ check: String) {
            self.what = what
            self.sql = sql
            self.check = check
        }

        var testDescription: String { what }
    }

    static let damages = [
        Damage(
            "an amount of a due", "UPDATE dues SET principal = principal + 1 WHERE line = 1 AND debtor_id = 1",
            "positions-equal-recomputation"),
        Damage(
            "the day of a due", "UPDATE dues SET day = day - 30 WHERE debtor_id = 2", "positions-equal-recomputation"),
        Damage("a due that is gone", "DELETE FROM dues WHERE debtor_id = 2", "positions-add-up"),
        Damage(
            "a due taken out of use", "UPDATE dues SET retracted_id = entry_id WHERE debtor_id = 2",
            "positions-add-up"),
        Damage(
            "an amount of a payment", "UPDATE payments SET amount = amount * 2 WHERE debtor_id = 1",
            "positions-equal-recomputation"),
        Damage("a payment that is gone", "DELETE FROM payments WHERE debtor_id = 1", "positions-equal-recomputation"),
        Damage(
            "a payment of another account", "UPDATE payments SET debtor_id = 2, account_id = 2 WHERE debtor_id = 1",
            "positions-equal-recomputation"),
        Damage(
            "a position", "UPDATE positions SET open_amount = 0, open_count = 0 WHERE debtor_id = 1",
            "positions-add-up"),
        Damage(
            "the oldest day of a position", "UPDATE positions SET first_day = first_day + 400 WHERE debtor_id = 1",
            "positions-add-up"),
        Damage(
            "a position that is gone", "DELETE FROM positions WHERE debtor_id = 3", "positions-equal-recomputation"),
        Damage(
            "an allocation in a position",
            "UPDATE positions SET open_dues = replace(open_dues, '6', '7') WHERE debtor_id = 1",
            "positions-equal-recomputation"),
        Damage(
            "an entry of the journal", "UPDATE journal SET detail = detail || ' ' WHERE entry_id = 3", "journal-chain"
        ),
        Damage("an entry that is gone", "DELETE FROM journal WHERE entry_id = 3", "journal-chain"),
        Damage("the actor of an entry", "UPDATE journal SET actor = 'nobody' WHERE entry_id = 2", "journal-chain"),
        Damage("the time of an entry", "UPDATE journal SET at = at - 1 WHERE entry_id = 2", "journal-chain"),
        Damage(
            "an entry that nobody made",
            """
            INSERT INTO journal SELECT entry_id + 1, at, actor, kind, subject, detail, before_digest, after_digest,
                hash, hash FROM journal ORDER BY entry_id DESC LIMIT 1
            """,
            "journal-chain"),
        Damage("the end of the journal", "DELETE FROM journal WHERE entry_id > 5", "facts-are-recorded"),
        Damage(
            "a reference of a debtor", "DELETE FROM debtor_references WHERE reference = 'C1'", "references-lead-home"),
        Damage(
            "a reference of an account", "UPDATE account_references SET account_id = 99 WHERE reference = 'K1'",
            "references-lead-home"),
        Damage("an account that is gone", "DELETE FROM accounts WHERE reference = 'K3'", "references-lead-home"),
        Damage("a debtor that is gone", "DELETE FROM debtors WHERE reference = 'C3'", "references-lead-home"),
        Damage(
            "a reference of a payment", "UPDATE payment_references SET payment_id = 99 WHERE reference = 'P1'",
            "references-lead-home"),
        Damage("waiting money that nobody notes", "DELETE FROM unapplied_payments", "waiting-money-is-there"),
        Damage("waiting money that is gone", "DELETE FROM payments WHERE debtor_id = 0", "waiting-money-is-there"),
        Damage("a state of a promise", "UPDATE promises SET state = 'forgotten'", "promises-add-up"),
        Damage("the money of a promise", "UPDATE promises SET received = amount + 1", "promises-add-up"),
        Damage(
            "a second open case",
            """
            CREATE TEMP TABLE t AS SELECT * FROM cases LIMIT 1; UPDATE t SET episode = 9;
            INSERT INTO cases SELECT * FROM t
            """,
            "one-open-case"),
        Damage("an owner that nobody is", "UPDATE cases SET collector_id = 77", "one-open-case"),
        Damage("a tally", "UPDATE tallies SET count = count + 1 WHERE name = 'accounts'", "tallies-add-up"),
        Damage("a step that was never taken", "DELETE FROM steps", "notices-have-steps"),
        Damage("somebody forgotten", "DELETE FROM agenda; DELETE FROM news", "agenda-is-complete"),
        Damage(
            "a status", "UPDATE accounts SET status = 'closed' WHERE reference = 'K2'", "attributes-are-the-latest"),
        Damage("a name", "UPDATE debtors SET name = NULL WHERE reference = 'C2'", "attributes-are-the-latest"),
        Damage(
            "what a status was", "DELETE FROM attributes WHERE value = 'active'", "attributes-are-the-latest"),
        Damage(
            "rows of an import", "UPDATE imports SET result = replace(result, '\"read\":4', '\"read\":5')",
            "import-rows-add-up"),
        Damage("a rejected row that is gone", "DELETE FROM import_rejects", "import-rows-add-up"),
        Damage("work left over", "INSERT INTO stale_positions VALUES (1, 1)", "nothing-is-stale"),
    ]

    /// Whoever has seen all of them on a file has seen the checks; a server gets one in three, to save its time.
    private static var tried: [Damage] {
        let isAll = TestedEngine.chosen.isFile || Effort.isLong
        return damages.indices.filter { isAll || $0 % 3 == 0 }.map { damages[$0] }
    }

    @Test func everyDamageIsFound() throws {
        let book = try SmallBook.make()
        try book.file(
            "rejects.csv", "Customer No,Contract No,Due Date,Amount\nC3,K3,2026-02-30,10\nC4,K4,2026-03-09,10\n")
        try book.done("import receivables rejects.csv")
        for (name, status) in [("Ani", "new"), ("Ani W.", "active")] {
            try book.file("attributes.csv", "Account,Customer No,Customer Name,Status\nK2,C2,\(name),\(status)\n")
            try book.done("import accounts attributes.csv")
        }
        try book.done("run")
        try book.verify()
        for damage in TamperTests.tried {
            let copy = try book.place("copy")
            try book.copy(to: copy)
            try Rows(copy).run(damage.sql)
            let ended = try book.program.run("verify", "--json", "--database", copy)
            #expect(ended.status == 65, "\(damage.what): \(ended.status) \(ended.err)")
            let checks = try JSON(parsing: ended.out)
            let failed = checks["checks"].list.filter { $0["failed"] != 0 }
            #expect(
                checks["ok"] == false && failed.contains { $0["name"].text == damage.check },
                "\(damage.what): \(failed.map(\.shown))")
            #expect(failed.allSatisfy { $0["first"].text?.isEmpty == false }, "\(damage.what)")
            let forPeople = try book.program.run("verify", "--database", copy)
            let firsts = failed.compactMap { $0["first"].text }
            #expect(forPeople.status == 65, "\(damage.what)")
            #expect(firsts.allSatisfy { forPeople.out.contains($0) }, "\(damage.what): \(forPeople.out)")
        }
    }
}
