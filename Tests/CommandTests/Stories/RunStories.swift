import Support
import Testing

/// The day's run.
@Suite struct RunStories {
    /// A book of invoices of many debtors, due one after the other, with the payments of some.
    static func many(_ book: Book, debtors: Int = 60) throws {
        var dues = "Customer No,Customer Name,Contract No,Invoice No,Due Date,Amount\n"
        var payments = "Contract No,Payment ID,Payment Date,Amount\n"
        for number in 1...debtors {
            for month in 1...3 {
                let day = 1 + number * 7 % 28
                let date = "2026-0\(month)-\(day < 10 ? "0" : "")\(day)"
                dues += "C\(number),Debtor \(number),K\(number),\(month),\(date),\(1000 + number)\n"
                if number % 3 != month % 3 {
                    payments +=
                        "K\(number),P\(number)-\(month),2026-0\(month)-28,\(1000 + number - number % 2 * 100)\n"
                }
            }
        }
        try book.file("many.csv", dues)
        try book.file("many-payments.csv", payments)
        try book.done("import receivables many.csv")
        try book.done("import payments many-payments.csv")
        try book.done("collector set Siti")
        try book.done("collector set Joko --minutes 120")
    }

    @Test func twiceOnADayIsOnce() throws {
        let book = try Book(now: "2026-03-10T09:00:00+07:00")
        try RunStories.many(book)
        let first = try book.json("run")
        #expect((first["casesOpened"].int ?? 0) > 10 && first["accountsInBook"] == 60)
        let before = try book.exports("2026-03-10")
        let second = try book.json("run")
        for key in ["accountsTouched", "casesOpened", "casesClosed", "steps", "notices", "caughtUpDays"] {
            #expect(second[key] == 0, "\(key)")
        }
        #expect(second["worklist"] == first["worklist"])
        #expect(try book.exports("2026-03-10") == before)
        try book.verify()
    }

    /// Any chunk size gives the same book and the same tables.
    @Test func chunksDoNotMatter() throws {
        var texts: [String] = []
        for chunk in ["", "--chunk 1", "--chunk 7"] {
            let book = try Book()
            try RunStories.many(book)
            for day in ["2026-03-10", "2026-03-11", "2026-03-15"] { try book.done("run --date \(day) \(chunk)") }
            try book.verify()
            texts.append(try book.exports("2026-03-15"))
        }
        #expect(texts[1] == texts[0] && texts[2] == texts[0])
    }

    @Test func importChunksDoNotMatter() throws {
        var texts: [String] = []
        for chunk in ["", "--chunk 1", "--chunk 7"] {
            let book = try Book()
            try RunStories.many(book, debtors: 20)
            for kind in ["payments", "promises", "contacts", "receivables"] {
                let text = [
                    "payments": SmallBook.payments, "promises": SmallBook.promises, "contacts": SmallBook.contacts,
                ][kind]
                try book.file("\(kind).csv", text ?? SmallBook.receivables)
                try book.done("import \(kind) \(kind).csv \(chunk)")
            }
            try book.file(
                "snapshot.csv",
                "Contract No,Invoice No,Due Date,Outstanding\nK1,1,2026-01-08,300\nK2,2,2026-02-15,0\n")
            try book.done("import snapshot snapshot.csv --vanished withdrawn \(chunk)")
            try book.verify()
            texts.append(try book.exports("2026-03-10"))
        }
        #expect(texts[1] == texts[0] && texts[2] == texts[0])
    }

    /// After an outage the book stands where it would have stood: one message, not five and not none.
    @Test func missedDaysAreMadeUpFor() throws {
        let (daily, late) = (try Book(), try Book())
        for book in [daily, late] {
            try RunStories.many(book)
            try book.done("run --date 2026-03-10")
        }
        for day in 11...16 { try daily.done("run --date 2026-03-\(day)") }
        let run = try late.json("run --date 2026-03-16")
        #expect(run["caughtUpDays"] == 5)
        #expect(run["steps"].int ?? .max <= 60, "at most one step a debtor")
        let twice = try Rows(late.database).count(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM notices WHERE requested > (SELECT min(day) FROM runs)
                GROUP BY debtor_id HAVING count(*) > 1) AS twice
            """
        )
        #expect(twice == 0)
        func worklist(_ book: Book) throws -> Set<String> {
            Set(try book.json("worklist --date 2026-03-16")["items"].list.compactMap { $0["debtor"].text })
        }
        #expect(try !worklist(late).isEmpty && worklist(late).isSubset(of: worklist(daily)))
        try late.verify()
        try daily.verify()
    }

    @Test func casesFollowTheMoney() throws {
        let book = try SmallBook.make()
        try book.json("payments add --account K2 --amount 50000.50")
        #expect(
            try book.json("worklist")["items"].list.map { $0["debtor"].text } == ["C1"],
            "paid is paid, also before the run")
        let run = try book.json("run")
        #expect(run["casesClosed"] == 1 && run["worklist"] == 1)
        #expect(try book.json("account K2")["case"] == nil)
        try book.json("payments add --account K1 --amount 60000")
        #expect(try book.json("account K1")["dpd"] == 9)
        book.now = "2026-04-25T08:00:00+07:00"
        #expect(try book.json("run")["casesOpened"] == 1, "K3 is late by now")
        try book.verify()
    }

    @Test func aDryRunOnlyTells() throws {
        let book = try Book()
        try RunStories.many(book, debtors: 20)
        let before = try Rows(book.database).dump()
        let rehearsed = try book.json("run --dry-run")
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged && rehearsed["dryRun"] == true)
        let done = try book.json("run")
        for key in ["accountsInBook", "accountsTouched", "casesOpened", "casesClosed", "steps", "notices"] {
            #expect(rehearsed[key] == done[key], "\(key)")
        }
    }

    /// The same book run on another day's clock: the future is allowed, the past is not.
    @Test func daysGoForward() throws {
        let book = try SmallBook.make()
        #expect(try book.json("run --date 2026-06-01")["caughtUpDays"] == 82)
        try book.fails("run", 65, "date-before-last-run")
        #expect(try book.json("worklist")["date"] == "2026-06-01", "the list of the last run")
        try book.verify()
    }
}
