import Support
import Testing

/// Taking back an import.
@Suite struct UndoStories {
    /// Facts that are in force, without the numbers under which they were recorded.
    private func facts(_ book: Book) throws -> String { try book.exports("2026-03-10") }

    @Test(arguments: ["receivables", "payments", "promises", "contacts"])
    func importedAgainItIsTheSame(_ kind: String) throws {
        let book = try Book()
        try book.file("receivables.csv", SmallBook.receivables)
        try book.file("payments.csv", SmallBook.payments)
        try book.file("promises.csv", SmallBook.promises)
        try book.file("contacts.csv", SmallBook.contacts)
        if kind != "receivables" { try book.json("import receivables receivables.csv") }
        let before = try facts(book)
        let id = try #require(try book.json("import \(kind) \(kind).csv")["import"].int)
        let after = try facts(book)
        #expect(after != before)
        let undone = try book.json("import undo \(id)")
        #expect(undone["undone"] == true && undone["import"].int == id)
        #expect(try facts(book) == before, "the book is what it was")
        #expect(try book.json("imports")["imports.0.state"] == "undone")
        try book.verify()
        #expect(try book.json("import \(kind) \(kind).csv")["unchanged"] == 0)
        #expect(try facts(book) == after, "and again what it was after the import")
        try book.verify()
    }

    /// What an import ended comes back with it: a disputed due is left alone again, and a promise no longer waits.
    @Test func holdsComeBackAndPromisesStopWaiting() throws {
        let book = try Book()
        let head = "Customer No,Contract No,Invoice No,Due Date,Amount,Disputed\n"
        try book.file("disputed.csv", head + "C1,K1,I1,2026-01-10,1000,yes\nC2,K2,I1,2026-01-10,1000,no\n")
        try book.file("settled.csv", head + "C1,K1,I1,2026-01-10,1000,no\n")
        try book.file(
            "promises.csv", "Contract No,Promise Date,Promised Amount,Made On\nK2,2026-04-20,1000,2026-03-01\n")
        try book.json("import receivables disputed.csv")
        let ended = try #require(try book.json("import receivables settled.csv")["import"].int)
        #expect(try book.json("account K1")["holds"].list.isEmpty)
        try book.json("import undo \(ended)")
        #expect(try book.json("account K1")["holds"].list.count == 1)
        let promised = try #require(try book.json("import promises promises.csv")["import"].int)
        try book.json("run --date 2026-03-10")
        #expect(try book.json("worklist --date 2026-03-10")["total"] == 0)
        try book.json("import undo \(promised)")
        #expect(try book.json("worklist --date 2026-03-10")["total"] == 1, "the debtor is called again")
        try book.verify()
    }

    @Test func aSnapshotGoesBack() throws {
        let book = try SmallBook.make()
        let before = try facts(book)
        try book.file(
            "snapshot.csv",
            """
            Contract No,Invoice No,Due Date,Outstanding
            K1,I1,2026-02-01,50000
            K1,I2,2026-03-01,120000
            K2,I2,2026-03-02,700
            """
        )
        let id = try book.json("import snapshot snapshot.csv --vanished paid")["import"].int ?? 0
        #expect(try facts(book) != before)
        try book.json("import undo \(id)")
        #expect(try facts(book) == before)
        try book.verify()
    }

    /// An import that corrected values gives them back.
    @Test func correctionsGoBack() throws {
        let book = try SmallBook.make()
        let before = try facts(book)
        try book.file(
            "corrected.csv",
            SmallBook.receivables.replacing(
                "I2,2026-02-01,2026-03-01,100000", with: "I2,2026-02-01,2026-03-05,120000"))
        let id = try book.json("import receivables corrected.csv")["import"].int ?? 0
        try book.file("moved.csv", "Contract No,Payment ID,Payment Date,Amount\nK2,P1,2026-02-10,45000\n")
        let moved = try book.json("import payments moved.csv")["import"].int ?? 0
        #expect(try book.json("account K2")["payments.0.amount"] == "45000.00")
        try book.verify()
        try book.json("import undo \(moved)")
        try book.json("import undo \(id)")
        #expect(try facts(book) == before)
        try book.verify()
    }

    /// A payment that waited for an account is given to another one by a later file.
    @Test func waitingMoneyIsMovedByAFile() throws {
        let book = try SmallBook.make()
        try book.file("moved.csv", "Contract No,Payment ID,Payment Date,Amount\nK3,P2,2026-02-11,25000\n")
        #expect(try book.json("import payments moved.csv")["accepted"] == 1)
        #expect(try book.json("account K3")["open"] == "50000.00")
        try book.verify()
    }

    /// Nothing is erased: as known at a moment before, the book is still what it was then.
    @Test func whatWasKnownStaysKnown() throws {
        let book = try Book(now: "2026-03-10T09:00:00+07:00")
        try book.file("receivables.csv", SmallBook.receivables)
        try book.json("import receivables receivables.csv")
        book.now = "2026-03-11T09:00:00+07:00"
        try book.json("import undo 1")
        #expect(try book.sums("2026-03-10") == "nothing")
        #expect(try book.sums("2026-03-10", "--known-at 2026-03-10T12:00:00+07:00") == "325000.50 250000.50")
        #expect(try book.sums("2026-03-10", "--known-at 2026-03-11T12:00:00+07:00") == "nothing")
    }

    @Test func whatIsBuiltOnItStopsIt() throws {
        let book = try SmallBook.make()
        let error = try book.fails("import undo 1 --language en", 65, "import-built-upon")
        #expect(error["details.what"].text?.isEmpty == false && error["remedy"].text?.contains("--force") == true)
        #expect(try book.sums("2026-03-10") == "285000.50 210000.50")
        #expect(try book.json("import undo 1 --force")["undone"] == true)
        try book.fails("import undo 1", 65, "import-undone")
        try book.verify()
        try book.json("run")
        try book.verify()
        #expect(try book.json("import receivables receivables.csv")["rejected"] == 0)
        try book.verify()
        #expect(try book.sums("2026-03-10").hasPrefix("285000.50"), "the payment found its account again")
    }

    @Test func theNextRunFollows() throws {
        let book = try SmallBook.make()
        #expect(try book.json("worklist")["total"] == 2)
        for id in [4, 3, 2, 1] { try book.json("import undo \(id) --force") }
        #expect(try book.json("run")["casesClosed"] == 2)
        #expect(try book.json("worklist")["total"] == 0)
        try book.verify()
    }
}
