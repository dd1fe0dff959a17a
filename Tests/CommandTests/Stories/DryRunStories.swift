import Support
import Testing

/// A dry run says what the run would give, and a past worklist is told from a past run.
@Suite struct DryRunStories {
    private func book() throws -> Book {
        let book = try Book()
        try book.file(
            "dues.csv",
            """
            Customer No,Contract No,Invoice No,Due Date,Amount
            C1,K1,I1,2026-02-28,1000
            C2,K2,I1,2026-02-15,2000
            C3,K3,I1,2026-01-15,3000
            C4,K4,I1,2026-12-31,4000
            """)
        try book.json("import receivables dues.csv")
        try book.file("promises.csv", "Contract No,Made,Promise Date,Promise Amount\nK3,2026-02-01,2026-02-10,500\n")
        try book.json("import promises promises.csv")
        return book
    }

    @Test func theFirstDayIsForeseen() throws {
        let book = try book()
        let before = try Rows(book.database).dump()
        let foreseen = try book.json("run --dry-run")
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged)
        #expect((foreseen["worklist"].int ?? 0) > 0, "\(foreseen.shown)")
        let done = try book.json("run")
        for key in [
            "worklist", "promises", "casesOpened", "steps", "notices", "accountsTouched", "accountsInBook",
            "caughtUpDays",
        ] { #expect(foreseen[key] == done[key], "\(key): \(foreseen[key].shown) and \(done[key].shown)") }
        #expect(try book.json("worklist")["total"] == done["worklist"])
    }

    @Test func laterDaysAreForeseenToo() throws {
        let book = try book()
        try book.json("run")
        try book.json("record contact --debtor C3 --channel call --result no-answer")
        for day in ["2026-03-11", "2026-03-17", "2026-04-02"] {
            let foreseen = try book.json("run --dry-run --date \(day)")
            let done = try book.json("run --date \(day)")
            #expect(foreseen["worklist"] == done["worklist"] && foreseen["promises"] == done["promises"], "\(day)")
        }
    }

    @Test func theListOfAPastDayIsGoneAndSaysWhatThereIs() throws {
        let book = try book()
        try book.json("run")
        let error = try book.fails("worklist --date 2026-03-09 --language en", 65, "worklist-before-last-run")
        #expect(error["remedy"].text?.contains("--dry-run") == false, "the worklist has no dry run")
        #expect(error["remedy"].text?.contains("lunas export contacts --from 2026-03-09") == true)
        let contacts = try book.program.run(
            "export", "contacts", "--from", "2026-03-09", "--to", "2026-03-09", "--format", "csv")
        #expect(contacts.status == 0, "what the remedy says works: \(contacts.err)")
    }
}
