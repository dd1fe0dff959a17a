import Support
import Testing

/// What a collector asks about a person: by the debtor's reference, an account's or an alias.
@Suite struct PersonStories {
    private func book() throws -> Book {
        let book = try Book()
        try book.file(
            "dues.csv",
            """
            Customer No,Name,Phone,Email,Contract No,Virtual Account,Invoice No,Due Date,Amount,Currency
            C1,Budi Santoso,081234567890,budi@contoh.id,K1,88001,I1,2026-01-31,1000,IDR
            C1,Budi Santoso,081234567890,budi@contoh.id,K2,88002,I1,2026-02-28,2500,IDR
            C1,Budi Santoso,081234567890,budi@contoh.id,K3,,I1,2026-02-10,40,USD
            C2,Sari,call me,,K9,,I1,2026-12-31,700,IDR
            """)
        #expect(try book.json("import receivables dues.csv")["accepted"] == 4)
        try book.json("record contact --debtor C1 --channel call --result no-answer --note 'rang twice'")
        try book.json("record contact --debtor C1 --channel whatsapp --result reached --incoming --on 2026-03-09")
        try book.json("record note --debtor C1 --text 'works at night, call after 16:00'")
        try book.json("record hold --account K2 --reason dispute")
        return book
    }

    @Test func aDebtorIsShownWithAllAccounts() throws {
        let book = try book()
        let answer = try book.json("account C1")
        let misfits = Shape(
            """
            {debtor: text, name: text?, names: [text], creditor: text, province: text?, language: text?, asOf: day,
             dpd: int, overdue: [{currency: text, amount: money}], open: [{currency: text, amount: money}],
             contactPoints: [{kind: text, value: text, written: text?, relation: text, quality: text}],
             holds: any, promises: any,
             contacts: [{id: int, at: instant, account: text?, channel: text, direction: text, result: text?,
              rightParty: bool?, note: text?, by: text, imported: bool}],
             notes: [{id: int, at: instant, by: text, text: text}], case: any, nextDay: day?, accounts: any}
            """
        ).misfits(answer)
        #expect(misfits.isEmpty)
        #expect(answer["dpd"] == 38)
        #expect(
            answer["overdue"].list.map { "\($0["currency"].text ?? "") \($0["amount"].text ?? "")" }
                == ["IDR 3500.00", "USD 40.00"])
        #expect(answer["accounts"].list.map { $0["account"].text ?? "" } == ["K1", "K3", "K2"], "the latest first")
        for account in ["K1", "K2", "K3"] {
            let alone = try book.json("account \(account)")
            #expect(answer["accounts"].list.contains(alone), "\(account) is its own document")
        }
        #expect(answer["contacts"].list.map { $0["channel"].text ?? "" } == ["call", "whatsapp"], "the latest first")
        #expect(answer["notes.0.text"] == "works at night, call after 16:00" && answer["notes.0.by"] == "siti")
    }

    @Test func anAliasLeadsToItsAccount() throws {
        let book = try book()
        #expect(try book.json("account 88002") == book.json("account K2"))
        try book.fails("account NOBODY", 65, "account-unknown")
        try book.fails("account K1 --debtor", 65, "debtor-unknown")
    }

    /// Where an account and a debtor share a reference, the account is meant unless one says otherwise.
    @Test func theSameReferenceTwice() throws {
        let book = try Book()
        try book.file("dues.csv", "Customer No,Contract No,Due Date,Amount\nX7,X7,2026-01-31,10\nX7,X8,2026-01-31,20\n")
        try book.json("import receivables dues.csv")
        #expect(try book.json("account X7")["account"] == "X7")
        #expect(try book.json("account X7 --debtor")["accounts"].list.count == 2)
    }

    @Test func peopleSeeContactPointsContactsAndNotes() throws {
        let book = try book()
        for reference in ["K1", "C1"] {
            let shown = try book.program.run("account", reference, "--language", "en").out
            for wanted in [
                "+6281234567890", "budi@contoh.id", "rang twice", "no answer", "works at night, call after 16:00",
                "siti",
            ] { #expect(shown.contains(wanted), "\(reference) does not show \(wanted):\n\(shown)") }
        }
        let debtor = try book.program.run("account", "C1", "--language", "en").out
        #expect(debtor.contains("K1 / 88001") && debtor.contains("USD 40.00") && debtor.contains("Hold"))
        let other = try book.program.run("account", "K9", "--language", "en").out
        #expect(other.contains("call me (not valid)") && !other.contains("works at night"))
    }

    /// A question of yesterday, or of what was known then, knows nothing that came after.
    @Test func theStoryKnowsItsTime() throws {
        let book = try book()
        let yesterday = try book.json("account C1 --as-of 2026-03-09")
        #expect(yesterday["contacts"].list.count == 1 && yesterday["notes"].list.isEmpty)
        book.now = "2026-03-11T09:00:00+07:00"
        try book.json("record note --debtor C1 --text 'paid in cash, says the brother'")
        #expect(try book.json("account K1")["notes"].list.count == 2)
        let known = try book.json("account K1 --known-at 2026-03-10T12:00:00+07:00")
        #expect(known["notes"].list.count == 1)
    }

    @Test func theWorklistTellsTheAccounts() throws {
        let book = try book()
        let items = try book.json("worklist")["items"].list
        let first = try #require(items.first { $0["debtor"] == "C1" })
        #expect(first["accounts"] == .list(["K1", "K3", "K2"]), "the one that is late the longest first")
        let shown = try book.program.run("worklist", "--language", "en").out
        #expect(shown.contains("K1, K3 +1"))
    }
}
