import Support
import Testing

/// Nightly extracts that state today's open amounts: differences become movements.
@Suite struct SnapshotStories {
    static let head = "Customer No,Contract No,Invoice No,Due Date,Amount,Outstanding\n"
    static let first =
        head + "C1,K1,I1,2026-02-01,1000,1000\nC1,K1,I2,2026-03-01,1000,600\nC2,K2,I1,2026-02-15,500,500\n"

    private func started() throws -> Book {
        let book = try Book()
        try book.file("day1.csv", SnapshotStories.first)
        #expect(try book.json("import snapshot day1.csv --as-of 2026-03-02")["accepted"] == 3)
        return book
    }

    @Test func statesTheBook() throws {
        let book = try started()
        #expect(try book.sums("2026-03-02") == "2100.00 2100.00")
        #expect(try book.json("account K1 --as-of 2026-03-02")["dues.1.open"] == "600.00")
        #expect(try book.json("import snapshot day1.csv --as-of 2026-03-02")["unchanged"] == 3)
        try book.verify()
    }

    @Test func lessOpenIsAPaymentOfTheDifference() throws {
        let book = try started()
        try book.file(
            "day2.csv",
            SnapshotStories.head
                + "C1,K1,I1,2026-02-01,1000,250\nC1,K1,I2,2026-03-01,1000,600\nC2,K2,I1,2026-02-15,500,500\n")
        let result = try book.json("import snapshot day2.csv --as-of 2026-03-05")
        #expect(result["payments"] == 1 && result["unchanged"] == 2 && result["vanished"] == 0)
        #expect(try book.sums("2026-03-04") == "2100.00 2100.00" && book.sums("2026-03-05") == "1350.00 1350.00")
        let account = try book.json("account K1 --as-of 2026-03-05")
        let movement = account["payments"].list.first { $0["date"] == "2026-03-05" }
        #expect(
            movement?["amount"] == "750.00" && movement?["source"] == "snapshot"
                && movement?["allocations.0.due"] == "I1")
        try book.verify()
    }

    @Test func moreOpenIsACorrection() throws {
        let book = try started()
        let day2 = SnapshotStories.first.replacing("1000,1000", with: "1000,250")
        let day3 = SnapshotStories.first.replacing("1000,1000", with: "1000,400").replacing(
            "500,500", with: "700,700")
        try book.file("day2.csv", day2)
        try book.file("day3.csv", day3)
        try book.json("import snapshot day2.csv --as-of 2026-03-05")
        try book.json("import snapshot day3.csv --as-of 2026-03-06")
        // A payment is taken back on the day of the extract; what grew beyond all payments was always so.
        #expect(try book.sums("2026-03-05") == "1550.00 1550.00")
        #expect(try book.sums("2026-03-06") == "1700.00 1700.00")
        #expect(try book.json("import snapshot day3.csv --as-of 2026-03-06")["unchanged"] == 3)
        try book.verify()
    }

    /// Money on the account flows onto what an extract raises; the extract still gets what it states, once.
    @Test(arguments: ["C1,K1,I1,2026-02-01,1000,50", "C1,K1,I9,2026-04-01,700,120"])
    func raisesMeetFreeCredit(_ row: String) throws {
        let book = try Book()
        try book.file("due.csv", "Customer No,Contract No,Invoice No,Due Date,Amount\nC1,K1,I1,2026-02-01,1000\n")
        #expect(try book.json("import receivables due.csv")["accepted"] == 1)
        try book.json("payments add --account K1 --amount 1400 --on 2026-02-10 --reference H1")
        try book.file("extract.csv", SnapshotStories.head + row + "\n")
        #expect(try book.json("import snapshot extract.csv --as-of 2026-03-05")["unchanged"] == 0)
        let stated = row.split(separator: ",").last.map { "\($0).00" } ?? ""
        let open = try book.json("account K1 --as-of 2026-03-05")["dues"].list.compactMap { $0["open"].text }
        #expect(open.filter { $0 != "0.00" } == [stated])
        let again = try book.json("import snapshot extract.csv --as-of 2026-03-05")
        #expect(again["unchanged"] == 1 && again["payments"] == 0)
        try book.verify()
    }

    /// A row that was rejected names its due all the same: nothing follows from its not being read.
    @Test func rejectedRowsDoNotVanish() throws {
        let book = try Book()
        try book.file(
            "due.csv",
            "Customer No,Contract No,Invoice No,Due Date,Amount\nC1,K1,I1,2026-02-01,1000\nC1,K1,I2,2026-02-02,10\n")
        try book.json("import receivables due.csv")
        try book.file(
            "extract.csv", SnapshotStories.head + "C1,K1,I1,2026-02-31,1000,1000\nC1,K1,I2,2026-02-02,10,10\n")
        let result = try book.json("import snapshot extract.csv --vanished paid --as-of 2026-03-05")
        #expect(result["payments"] == 0 && result["rejected"] == 1)
        #expect(try book.sums("2026-03-05") == "1010.00 1010.00")
        try book.file("whole.csv", SnapshotStories.head + "C2,K2,I1,2026-02-01,5,5\nC1,K1,,2026-02-31,1000,1000\n")
        try book.json("import snapshot whole.csv --vanished paid --as-of 2026-03-06")
        #expect(try book.sums("2026-03-06") == "1015.00 1015.00")
        try book.verify()
    }

    /// Money that flows meets what an extract raises; each due still stands as stated, and the extract does it once.
    @Test func flowingMoneyDoesNotSwallowACorrection() throws {
        let book = try Book()
        try book.file(
            "due.csv",
            "Customer No,Contract No,Invoice No,Due Date,Amount\nC1,K1,I1,2026-01-16,1000\nC1,K1,I2,2026-02-16,1000\n")
        try book.json("import receivables due.csv")
        try book.json("payments add --account K1 --amount 1500 --on 2026-02-20 --reference H1")
        try book.file(
            "extract.csv", SnapshotStories.head + "C1,K1,I1,2026-01-16,1000,500\nC1,K1,I2,2026-02-16,1000,0\n")
        try book.json("import snapshot extract.csv --as-of 2026-03-10")
        let account = try book.json("account K1 --as-of 2026-03-10")
        #expect(account["dues.0.open"] == "500.00" && account["dues.1.open"] == "0.00")
        #expect(account["dpd"] == 53)
        #expect(try book.json("import snapshot extract.csv --as-of 2026-03-10")["unchanged"] == 2)
        try book.verify()
    }

    /// Much too much was paid, and the invoice that is due first comes onto the book last: what an older one could have
    /// had before it flows to that one when it is raised, however small the amounts that the extract states.
    @Test func moneyFlowsInTheOrderInWhichDuesComeOntoTheBook() throws {
        let book = try Book()
        try book.file(
            "known.csv",
            "Customer No,Contract No,Invoice No,Invoice Date,Due Date,Amount\n"
                + "C1,K1,I1,2025-10-23,2025-11-30,7500\nC1,K1,I3,,2025-11-24,1.27\n"
                + "C1,K1,I2,2026-04-09,2026-04-17,185\n")
        #expect(try book.json("import receivables known.csv --as-of 2026-03-02")["accepted"] == 3)
        try book.file("paid.csv", "Contract No,Payment ID,Payment Date,Amount\nK1,P1,2025-11-27,38300\n")
        #expect(try book.json("import payments paid.csv --as-of 2026-03-02")["accepted"] == 1)
        try book.file(
            "open.csv",
            "Customer No,Contract No,Invoice No,Due Date,Outstanding\n"
                + "C1,K1,I1,2026-01-11,38.00\nC1,K1,I2,2025-11-08,1.41\nC1,K1,I3,2026-03-17,1.42\n")
        #expect(try book.json("import snapshot open.csv --as-of 2026-03-02")["accepted"] == 3)
        let open = try book.json("account K1 --as-of 2026-03-02")["dues"].list.map { $0["open"].text ?? "" }
        #expect(open == ["38.00", "1.42", "1.41"], "of I1, I3 and I2")
        #expect(try book.json("import snapshot open.csv --as-of 2026-03-02")["unchanged"] == 3)
        try book.verify()
    }

    /// Accounts that an extract does not name at all are seen before anything is written.
    @Test func strictSeesAccountsThatAreNotNamed() throws {
        let book = try started()
        try book.file("other.csv", SnapshotStories.head + "C2,K2,I1,2026-02-15,500,500\n")
        try book.fails("import snapshot other.csv --strict --as-of 2026-03-05", 65, "rows-rejected")
        #expect(try book.json("import snapshot other.csv --dry-run --as-of 2026-03-05")["vanished"] == 2)
        try book.verify()
    }

    @Test func whatVanishesIsListedUntilItIsSaid() throws {
        let book = try started()
        try book.file("day2.csv", SnapshotStories.head + "C1,K1,I1,2026-02-01,1000,1000\n")
        let listed = try book.json("import snapshot day2.csv --as-of 2026-03-05 --language en")
        #expect(
            listed["vanished"] == 2
                && listed["rejects"].list.map { $0["code"].text } == ["due-vanished", "due-vanished"])
        #expect(listed["read"] == 1 && listed["accepted"] == 1 && listed["rejected"] == 0)
        #expect(try book.sums("2026-03-05") == "2100.00 2100.00", "nothing is assumed")
        try book.fails("import snapshot day2.csv --as-of 2026-03-05 --strict", 65, "rows-rejected")
        try book.verify()
    }

    @Test(arguments: ["paid", "withdrawn"])
    func whatVanishesIsSettledAsSaid(_ meaning: String) throws {
        let book = try started()
        try book.file("day2.csv", SnapshotStories.head + "C1,K1,I1,2026-02-01,1000,1000\n")
        let result = try book.json("import snapshot day2.csv --as-of 2026-03-05 --vanished \(meaning)")
        #expect(result["vanished"] == 2 && result["rejects"].list.isEmpty)
        #expect(try book.sums("2026-03-04") == "2100.00 2100.00" && book.sums("2026-03-05") == "1000.00 1000.00")
        let other = try book.json("account K2 --as-of 2026-03-05")
        #expect(other["open"] == "0.00" && (other["payments"].list.count == 1) == (meaning == "paid"))
        #expect((other["dues.0.withdrawn"] == "2026-03-05") == (meaning == "withdrawn"))
        try book.verify()
        #expect(try book.json("import snapshot day2.csv --as-of 2026-03-05 --vanished \(meaning)")["vanished"] == 0)
        #expect(try book.sums("2026-03-05") == "1000.00 1000.00")
        try book.verify()
    }

    /// Where the core system knows no dues: the overdue amount and the days.
    @Test func wholeAccounts() throws {
        let book = try Book()
        try book.file("day1.csv", "Customer No,Contract No,Total Overdue,DPD\nC1,K1,5000,12\nC2,K2,0,0\n")
        #expect(try book.json("import snapshot day1.csv --as-of 2026-03-05")["accepted"] == 2)
        let account = try book.json("account K1 --as-of 2026-03-05")
        #expect(account["dpd"] == 12 && account["overdue"] == "5000.00")
        try book.file("day2.csv", "Customer No,Contract No,Total Overdue,DPD\nC1,K1,2000,4\nC2,K2,100,1\n")
        try book.json("import snapshot day2.csv --as-of 2026-03-06")
        let later = try book.json("account K1 --as-of 2026-03-06")
        #expect(later["dpd"] == 4 && later["overdue"] == "2000.00")
        #expect(try book.sums("2026-03-06") == "2100.00 2100.00")
        try book.verify()
    }

    /// A payment file and a snapshot that both know of the same money count it once.
    @Test func moneyIsNotCountedTwice() throws {
        let book = try started()
        try book.file("payments.csv", "Contract No,Payment ID,Payment Date,Amount\nK1,T1,2026-03-04,1000\n")
        try book.json("import payments payments.csv")
        try book.file(
            "day2.csv", SnapshotStories.head + "C1,K1,I2,2026-03-01,1000,600\nC2,K2,I1,2026-02-15,500,500\n")
        #expect(try book.json("import snapshot day2.csv --as-of 2026-03-05")["vanished"] == 0)
        #expect(try book.sums("2026-03-05") == "1100.00 1100.00")
        try book.verify()
    }

    /// One due twice with different amounts: the first row counts, the second is told, and the file changes nothing
    /// when it comes again, however it is cut into chunks.
    @Test(arguments: [1, 2, 1000])
    func oneReferenceForTwoAmounts(_ chunk: Int) throws {
        let book = try Book()
        try book.file(
            "twice.csv",
            SnapshotStories.head
                + """
                C1,K1,I1,2026-02-01,1000,700
                C1,K1,I1,2026-02-01,1000,400
                C2,K2,I1,2026-02-15,500,500
                C2,K2,I1,2026-02-15,500,500
                C3,K3,I1,2026-02-15,,0
                C3,K3,I1,2026-02-15,,90
                C4,K4,I1,2026-02-15,80,80
                C4,K4,I1,2026-02-16,80,80

                """)
        func take() throws -> JSON { try book.json("import snapshot twice.csv --as-of 2026-03-05 --chunk \(chunk)") }
        let first = try take()
        #expect(first["accepted"] == 5 && first["rejected"] == 3 && first["unchanged"] == 1, "\(first.shown)")
        #expect(first["rejects"].list.map { $0["line"].int } == [3, 7, 9])
        #expect(first["rejects"].list.allSatisfy { $0["code"] == "reference-taken" && $0["value"] == "I1" })
        #expect(try book.sums("2026-03-05") == "1280.00 1280.00")
        let payments = try Rows(book.database).all("SELECT amount FROM payments ORDER BY payment_id")
        for _ in 1...2 {
            let again = try take()
            #expect(again["unchanged"] == 5 && again["rejected"] == 3 && again["payments"] == 0, "\(again.shown)")
        }
        #expect(try Rows(book.database).all("SELECT amount FROM payments ORDER BY payment_id") == payments)
        #expect(try book.sums("2026-03-05") == "1280.00 1280.00")
        try book.verify()
    }

    @Test func oneAccountTwiceAsAWhole() throws {
        let book = try Book()
        try book.file("twice.csv", "Customer No,Contract No,Total Overdue,DPD\nC1,K1,5000,12\nC1,K1,4000,12\n")
        for unchanged in [0, 1, 1] {
            let result = try book.json("import snapshot twice.csv --as-of 2026-03-05")
            #expect(result["rejects.0.code"] == "reference-taken" && result["rejects.0.value"] == "K1")
            #expect(result["unchanged"].int == unchanged && result["payments"] == 0)
        }
        #expect(try book.sums("2026-03-05") == "5000.00 5000.00")
        try book.verify()
    }

    /// What an extract settles is counted, whether its account is named or not.
    @Test func paymentsOfWhatVanishedAreCounted() throws {
        let book = try started()
        try book.file("day2.csv", SnapshotStories.head + "C1,K1,I1,2026-02-01,1000,1000\n")
        let dry = try book.json("import snapshot day2.csv --as-of 2026-03-05 --vanished paid --dry-run")
        let result = try book.json("import snapshot day2.csv --as-of 2026-03-05 --vanished paid")
        #expect(dry["payments"] == 2 && result["payments"] == 2, "I2 of K1 and the whole of K2")
        try book.verify()
    }

    /// A due that is stated twice is named all the same, so what is not named at all is still certain.
    @Test(arguments: [1, 1000])
    func aRepeatedDueHidesNothing(_ chunk: Int) throws {
        let book = try started()
        try book.file(
            "day2.csv", SnapshotStories.head + "C1,K1,I1,2026-02-01,1000,900\nC1,K1,I1,2026-02-01,1000,800\n")
        let command = "import snapshot day2.csv --as-of 2026-03-05 --vanished paid --chunk \(chunk)"
        for command in [command + " --dry-run", command] {
            let result = try book.json(command)
            #expect(result["rejected"] == 1 && result["vanished"] == 2 && result["payments"] == 3)
            #expect(result["rejects"].list.count == 1 && !result.keys.contains("repeated"))
        }
        #expect(try book.sums("2026-03-05") == "900.00 900.00")
        #expect(try book.json(command)["payments"] == 0)
        try book.verify()
    }
}
