import Support
import Testing

/// What a person records is checked: the impossible is refused, the odd is told and taken in.
@Suite struct DoubtStories {
    private static let impossible: [(command: String, code: String)] = [
        ("payments add --account K1 --amount 5 --on 2026-03-11", "day-in-future"),
        ("payments add --account K1 --amount 0", "amount-not-positive"),
        ("payments add --account K1 --amount -5", "amount-not-positive"),
        ("payments add --account K1 --amount much", "not-an-amount"),
        ("payments reverse P1 --on 2026-03-11", "day-in-future"),
        ("payments reverse P1 --on 2026-02-09", "day-order"),
        ("record promise --account K1 --amount 5 --date 2026-03-09", "day-order"),
        ("record promise --account K1 --amount 5 --date 2026-03-20 --on 2026-03-11", "day-in-future"),
        ("record promise --account K1 --amount 0 --date 2026-03-20", "amount-not-positive"),
        ("record hold --debtor C1 --from 2026-03-10 --to 2026-03-09", "day-order"),
        ("record contact --debtor C1 --on 2026-03-11", "day-in-future"),
        ("record contact --debtor C1 --at 2026-03-10T09:30:00+07:00", "day-in-future"),
        ("record contact --debtor C1 --next-action 2026-03-09", "day-order"),
        ("record note --debtor C1 --text hello --on 2026-03-11", "day-in-future"),
    ]

    @Test func theImpossibleIsRefused() throws {
        let book = try SmallBook.make()
        let before = try Rows(book.database).dump()
        for (command, code) in DoubtStories.impossible { try book.fails(Book.words(command), 65, code) }
        #expect(try Rows(book.database).dump() == before, "a refusal leaves nothing behind")
        let error = try book.fails(
            "payments add --account K1 --amount 5 --on 2026-03-11 --language en", 65, "day-in-future")
        #expect(error["details.value"] == "2026-03-11" && error["details.today"] == "2026-03-10")
    }

    /// The run may be ahead of the clock; then its day is the last that can have happened.
    @Test func theDayOfTheLastRunHasCome() throws {
        let book = try SmallBook.make()
        try book.json("run --date 2026-03-12")
        #expect(try book.json("payments add --account K1 --amount 5 --on 2026-03-12")["date"] == "2026-03-12")
        try book.fails("payments add --account K1 --amount 5 --on 2026-03-13", 65, "day-in-future")
        try book.json("record contact --debtor C1 --at 2026-03-12T09:30:00+07:00")
        try book.verify()
    }

    private func warnings(_ answer: JSON) -> [String] { answer["warnings"].list.compactMap { $0["code"].text } }

    @Test func theOddIsToldAndTakenIn() throws {
        let book = try SmallBook.make()
        // 160,000 is open on K1, and on all of C1.
        #expect(warnings(try book.json("payments add --account K1 --amount 160000 --by Siti")).isEmpty)
        let more = try book.json("payments add --account K1 --amount 1 --by Joko --language en --key k1")
        #expect(warnings(more) == ["actor-unknown", "amount-above-open"] && more["unapplied"] == "1.00")
        #expect(more["warnings.0.text"].text?.contains("\"Joko\"") == true)
        let again = try book.json("payments add --account K1 --amount 1 --by Joko --language id --key k1")
        #expect(again["payment"] == more["payment"] && warnings(again) == warnings(more))
        #expect(again["warnings.0.text"] != more["warnings.0.text"], "in the language of the question")
        let promise = try book.json("record promise --debtor C3 --amount 75001 --date 2027-04-01")
        #expect(warnings(promise) == ["amount-above-open", "day-far-ahead"])
        #expect(warnings(try book.json("record promise --debtor C3 --amount 75000 --date 2026-04-01")).isEmpty)
        let text = try book.done("payments add --account K2 --amount 90000 --language en")
        #expect(text.contains("more than the Rp50,000.50 that is open"), "\(text)")
        try book.verify()
    }

    @Test func aNamedDueThatIsNotThereIsTold() throws {
        let book = try SmallBook.make()
        try book.file("paid.csv", "Contract No,Payment ID,Invoice No,Payment Date,Amount\nK9,P9,I7,2026-02-20,5\n")
        try book.json("import payments paid.csv")
        #expect(warnings(try book.json("payments assign P9 --account K2")) == ["named-due-unknown"])
        try book.verify()
    }

    /// A small penalty that keeps the days counting is named, and why it does.
    @Test func theComponentThatKeepsCountingIsNamed() throws {
        let book = try Book()
        try book.done("portfolio set default --waterfall multifinance --tolerance 500")
        try book.file(
            "due.csv",
            """
            Customer No,Contract No,Invoice No,Due Date,Principal,Interest,Penalty
            C1,K1,I1,2026-01-10,9000,1000,700

            """
        )
        try book.json("import receivables due.csv")
        func said(_ code: String) throws -> String? {
            let account = try book.json("account K1 --language en")
            return account["explanation"].list.first { $0["code"].text == code }?["text"].text
        }
        #expect(try said("oldest-open-due")?.contains("(principal Rp9,000, interest Rp1,000, penalty Rp700)") == true)
        #expect(try said("only-charges-open") == nil)
        try book.json("payments add --account K1 --amount 10000")
        #expect(try said("oldest-open-due")?.contains("Rp700 open (penalty Rp700)") == true)
        let alone = try said("only-charges-open")
        #expect(alone?.contains("penalty Rp700") == true && alone?.contains("Rp500") == true, "\(alone ?? "")")
        try book.json("payments add --account K1 --amount 200")
        #expect(try book.json("account K1")["dpd"] == 0 && said("only-charges-open") == nil)
        try book.verify()
    }
}
