import Support
import Testing

/// Money whose account nobody knows yet: it is listed, keeps what it said about its use, and is given away once.
@Suite struct WaitingStories {
    private static let dues = """
        Customer No,Contract No,Invoice No,Due Date,Amount
        C1,K1,I1,2026-01-10,1000
        C1,K1,I2,2026-02-10,1000

        """
    private static let naming = """
        Contract No,Payment ID,Invoice No,Payment Date,Amount,Payer
        K1,P1,I2,2026-02-20,600,Budi

        """

    private func open(_ book: Book) throws -> [String] {
        try book.json("account K1 --as-of 2026-03-10")["dues"].list.compactMap { $0["open"].text }
    }

    private func waiting(_ book: Book) throws -> JSON { try book.json("payments waiting") }

    @Test func theListSaysWhatEachNames() throws {
        let book = try Book()
        #expect(try waiting(book).shown == "{payments: [], totals: []}")
        #expect(try book.done("payments waiting --language en") == "No payment waits for an account.\n")
        try book.file("paid.csv", WaitingStories.naming + "K9,,,2026-02-21,50,Ani\n")
        try book.json("import payments paid.csv")
        let list = try waiting(book)
        #expect(
            list["payments.0"].shown == """
                {account: "K1", amount: "600.00", channel: null, creditor: "default", currency: "IDR", \
                date: "2026-02-20", due: "I2", id: 1, payer: "Budi", reference: "P1", source: "file"}
                """)
        #expect(list["payments.1.reference"] == nil && list["payments.1.account"] == "K9")
        #expect(list["totals"].shown == #"[{amount: "650.00", currency: "IDR", payments: 2}]"#)
        let text = try book.done("payments waiting --language en")
        #expect(text.contains("P1") && text.contains("I2") && text.contains("2 payments wait for an account"))
        #expect(text.contains("lunas payments assign --id"))
        try book.verify()
    }

    /// The due that a payer named is paid first, also when the account comes after the money; taking an import back
    /// and doing it again forgets nothing.
    @Test func theNamedDueIsKept() throws {
        let book = try Book()
        try book.file("due.csv", WaitingStories.dues)
        try book.file("paid.csv", WaitingStories.naming)
        try book.json("import payments paid.csv")
        for _ in 1...3 {
            let id = try #require(try book.json("import receivables due.csv")["import"].int)
            #expect(try open(book) == ["1000.00", "400.00"])
            #expect(try waiting(book)["payments"].list.isEmpty)
            try book.verify()
            #expect(try book.json("import payments paid.csv")["unchanged"] == 1)
            try book.json("import undo \(id) --force")
            let list = try waiting(book)["payments"].list
            #expect(list.count == 1 && list.first?["account"] == "K1" && list.first?["due"] == "I2")
            try book.verify()
        }
        let again = try book.json("import payments paid.csv")
        #expect(again["unchanged"] == 1 && again["waiting"] == 1)
    }

    @Test func theNamedDueIsKeptByHand() throws {
        let book = try Book()
        try book.file("due.csv", WaitingStories.dues)
        try book.file("paid.csv", WaitingStories.naming.replacing("K1,P1", with: "K7,P1"))
        try book.json("import receivables due.csv")
        try book.json("import payments paid.csv")
        let assigned = try book.json("payments assign P1 --account K1")
        #expect(assigned["payment"] == 1 && assigned["allocations.0.due"] == "I2")
        #expect(try open(book) == ["1000.00", "400.00"])
        try book.verify()
    }

    /// A later file that names another account, or another due, corrects what waits.
    @Test func whatWaitsIsCorrected() throws {
        let book = try Book()
        try book.file("due.csv", WaitingStories.dues)
        try book.file("paid.csv", WaitingStories.naming.replacing("K1,P1", with: "K7,P1"))
        try book.file("right.csv", WaitingStories.naming)
        try book.json("import payments paid.csv")
        let corrected = try book.json("import payments right.csv")
        #expect(corrected["unchanged"] == 0 && corrected["waiting"] == 1)
        #expect(try waiting(book)["payments"].list.map { $0["account"].text } == ["K1"])
        #expect(try book.json("import payments right.csv")["unchanged"] == 1)
        let before = try book.exports("2026-03-10")
        try book.json("import undo 2")
        #expect(try waiting(book)["payments"].list.map { $0["account"].text } == ["K7"])
        try book.verify()
        try book.json("import payments right.csv")
        #expect(try book.exports("2026-03-10") == before)
        try book.json("import receivables due.csv")
        #expect(try open(book) == ["1000.00", "400.00"])
        try book.verify()
    }

    /// Money without a reference is given away by its number, and the file that brought it does not bring it again:
    /// neither while the account it names is unknown, nor when that comes.
    @Test func withoutReferenceByItsNumber() throws {
        let book = try Book()
        try book.file("due.csv", WaitingStories.dues)
        try book.file("other.csv", WaitingStories.dues.replacing("C1,K1", with: "C9,K9"))
        try book.file("paid.csv", "Contract No,Payment Date,Amount\nK9,2026-02-20,300\nK9,2026-02-20,300\n")
        try book.json("import receivables due.csv")
        try book.json("import payments paid.csv")
        let ids = try waiting(book)["payments"].list.compactMap { $0["id"].int }
        try #require(ids.count == 2)
        try book.fails("payments assign --account K1", 64, "usage")
        try book.fails("payments assign --id 77 --account K1", 65, "payment-unknown")
        #expect(try book.json("payments assign --id \(ids[0]) --account K1")["allocated"] == "300.00")
        try book.fails("payments assign --id \(ids[0]) --account K1", 65, "payment-unknown")
        let again = try book.json("import payments paid.csv")
        #expect(again["unchanged"] == 2 && again["waiting"] == 1)
        #expect(try book.sums("2026-03-10") == "1700.00 1700.00")
        try book.json("import receivables other.csv")
        #expect(try book.json("import payments paid.csv")["unchanged"] == 2)
        #expect(try book.sums("2026-03-10") == "3400.00 3400.00", "the other of the two found its account")
        try book.verify()
    }

    /// What is entered by hand without a reference has a number by which it is taken back.
    @Test func byHandWithoutReference() throws {
        let book = try SmallBook.make()
        let id = try #require(try book.json("payments add --account K1 --amount 5000")["payment"].int)
        let shown = try book.json("account K1")["payments"].list.first { $0["id"].int == id }
        #expect(shown?["amount"] == "5000.00")
        try book.fails("payments reverse --id \(id)", 64, "usage")
        try book.fails("payments reverse --id \(id) --account K2", 65, "payment-unknown")
        #expect(try book.json("payments reverse --id \(id) --account K1")["returned"] == "5000.00")
        try book.fails("payments reverse --id \(id) --account K1", 65, "payment-returned")
        #expect(try book.sums("2026-03-10") == "285000.50 210000.50")
        #expect(try book.done("payments add --account K1 --amount 700 --language en").contains("Payment"))
        try book.verify()
    }

    /// A reference that a file repeats belongs to the first row that can be read.
    @Test(arguments: [1, 1000])
    func aBadRowDoesNotKeepAReference(_ chunk: Int) throws {
        let book = try Book()
        try book.file("due.csv", WaitingStories.dues + "C2,K2,I1,2026-01-10,1000\n")
        try book.json("import receivables due.csv")
        let head = "Contract No,Payment ID,Payment Date,Amount\n"
        try book.file(
            "paid.csv",
            head + """
                K1,P1,2026-02-31,100
                K1,P1,2026-02-20,100
                K2,P2,soon,70
                K1,P2,2026-02-20,70
                K1,P2,2026-02-20,70
                K1,P2,2026-02-20,71
                K2,P2,2026-02-20,70
                K9,P3,2026-02-20,-
                K9,P3,2026-02-20,5
                K9,P3,2026-02-20,5
                K9,P3,2026-02-20,6
                K1,P4,2026-02-20,1

                """)
        func take() throws -> JSON { try book.json("import payments paid.csv --chunk \(chunk)") }
        let first = try take()
        let codes = first["rejects"].list.map { "\($0["line"].int ?? 0) \($0["code"].text ?? "")" }
        #expect(
            codes == [
                "2 not-a-date", "4 not-a-date", "7 reference-taken", "8 reference-taken", "9 value-missing",
                "12 reference-taken",
            ])
        #expect(first["accepted"] == 6 && first["unchanged"] == 2)
        #expect(try book.sums("2026-03-10") == "2829.00 2829.00")
        #expect(try waiting(book)["totals.0.amount"] == "5.00")
        let dump = try book.exports("2026-03-10")
        let again = try take()
        #expect(again["accepted"] == 6 && again["unchanged"] == 6)
        #expect(try book.exports("2026-03-10") == dump)
        #expect(try book.json("payments reverse P1")["returned"] == "100.00", "it is found by its reference")
        try book.verify()
    }

    /// Money that may be somebody's is shown before anyone is called for it.
    @Test func itIsShownBeforeAnyoneIsChased() throws {
        let book = try SmallBook.make()
        let said = "1 payment waits for an account and counts for nobody yet. See it with: lunas payments waiting"
        #expect(try book.json("worklist")["waiting"] == 1 && book.json("ageing")["waiting"] == 1)
        let worklist = try book.done("worklist --language en").split(separator: "\n")
        #expect(worklist.dropFirst().first.map(String.init) == said, "above the list")
        #expect(try book.done("ageing --language en").contains(said))
        book.now = "2026-03-11T09:00:00+07:00"
        try book.json("payments assign P2 --account K2")
        #expect(try book.json("worklist")["waiting"] == 0 && book.json("ageing")["waiting"] == 0)
        #expect(try book.json("ageing --known-at 2026-03-10T12:00:00+07:00")["waiting"] == 1)
        #expect(try book.json("ageing --known-at 2026-03-10T08:00:00+07:00")["waiting"] == 0)
        #expect(try !book.done("worklist").contains("payments waiting"))
        try book.verify()
    }
}
