import Support
import Testing

/// Two axes of time: when something happened, and when we knew.
@Suite struct KnowledgeStories {
    @Test func aBackDatedPaymentChangesThePastButNotWhatWasKnown() throws {
        let book = try Book(now: "2026-03-01T09:00:00+07:00")
        try book.file(
            "due.csv",
            "Customer No,Contract No,Invoice No,Due Date,Amount\nC1,K1,I1,2026-02-01,1000\nC1,K1,I2,2026-03-01,1000\n"
        )
        try book.json("import receivables due.csv")
        book.now = "2026-03-10T09:00:00+07:00"
        try book.json("payments add --account K1 --amount 1000 --on 2026-02-15")
        let then = "--known-at 2026-03-09T00:00:00+07:00"
        #expect(
            try book.sums("2026-03-05") == "1000.00 1000.00" && book.sums("2026-03-05", then) == "2000.00 2000.00")
        #expect(try book.sums("2026-02-14") == "2000.00 1000.00" && book.sums("2026-02-15") == "1000.00 0.00")
        let now = try book.json("account K1 --as-of 2026-03-05")
        let known = try book.json("account K1 --as-of 2026-03-05 \(then)")
        #expect(now["dpd"] == 4 && known["dpd"] == 32)
        #expect(now["payments"].list.count == 1 && known["payments"].list.isEmpty)
        #expect(known["explanation.0.code"] == "oldest-open-due")
        let rows = try book.done("export dues --as-of 2026-03-05 \(then) --format csv")
        #expect(rows.contains("2000.00") == false && rows.split(whereSeparator: \.isNewline).count == 3)
        try book.verify()
    }

    /// Corrections, reversals and takings-back: every earlier moment still gives its own answer.
    @Test func everyMomentKeepsItsAnswer() throws {
        let book = try Book(now: "2026-03-01T09:00:00+07:00")
        let head = "Customer No,Contract No,Invoice No,Due Date,Amount\n"
        try book.file("1.csv", head + "C1,K1,I1,2026-02-01,1000\n")
        try book.file("2.csv", head + "C1,K1,I1,2026-02-01,1500\nC1,K1,I2,2026-02-10,70\n")
        var answers: [(moment: String, sums: String)] = []
        func note(_ day: Int, _ change: () throws -> Void) throws {
            book.now = "2026-03-0\(day)T09:00:00+07:00"
            try change()
            answers.append(("2026-03-0\(day)T10:00:00+07:00", try book.sums("2026-03-09")))
        }
        try note(1) { try book.json("import receivables 1.csv") }
        try note(2) { try book.json("import receivables 2.csv") }
        try note(3) { try book.json("payments add --account K1 --amount 500 --reference P1 --on 2026-02-20") }
        try note(4) { try book.json("payments reverse P1 --on 2026-03-04") }
        try note(5) { try book.json("import undo 2 --force") }
        #expect(
            answers.map(\.sums) == [
                "1000.00 1000.00", "1570.00 1570.00", "1070.00 1070.00", "1570.00 1570.00", "1000.00 1000.00",
            ])
        for (moment, sums) in answers {
            #expect(try book.sums("2026-03-09", "--known-at \(moment)") == sums, "\(moment)")
        }
        #expect(try book.sums("2026-03-09", "--known-at 2026-02-28T00:00:00Z") == "nothing")
        try book.verify()
    }

    /// `ageing` and the sum over all accounts are the same on every day, whichever way they are computed.
    @Test func ageingIsTheSumOfTheAccounts() throws {
        let book = try Book()
        try RunStories.many(book, debtors: 25)
        for day in ["2026-01-05", "2026-01-28", "2026-02-15", "2026-02-28", "2026-03-10", "2026-07-01"] {
            let ageing = try book.ageing(day)["currencies.0"]
            var (open, overdue, late) = (0, 0, 0)
            for number in 1...25 {
                let account = try book.json("account K\(number) --as-of \(day)")
                open += KnowledgeStories.minor(account["open"])
                overdue += KnowledgeStories.minor(account["overdue"])
                late += (account["dpd"].int ?? 0) > 0 ? 1 : 0
            }
            #expect(
                KnowledgeStories.minor(ageing["open.amount"]) == open
                    && KnowledgeStories.minor(ageing["overdue.amount"]) == overdue)
            #expect(ageing["overdue.accounts"].int == late, "\(day)")
            for list in ["buckets", "accountBuckets"] {
                let sum = ageing[list].list.reduce(0) { $0 + KnowledgeStories.minor($1["amount"]) }
                #expect(sum == open, "\(list) on \(day)")
            }
            #expect(ageing["overdue.debtors"].int == late, "every debtor has one account")
        }
    }

    private static func minor(_ amount: JSON) -> Int { Int(amount.text?.replacing(".", with: "") ?? "") ?? .min }
}
