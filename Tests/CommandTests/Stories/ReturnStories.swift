import Support
import Testing

/// Money that went back: it takes back its payment, whichever of the two is known first, and what meets no payment is
/// shown and not dropped.
@Suite struct ReturnStories {
    private static let dues = """
        Customer No,Contract No,Invoice No,Due Date,Amount
        C1,K1,I1,2026-01-10,1000

        """
    private static let head = "Contract No,Payment ID,Payment Date,Amount\n"

    private func started(_ files: String...) throws -> Book {
        let book = try Book()
        try book.file("due.csv", ReturnStories.dues)
        try book.json("import receivables due.csv")
        for (index, rows) in files.enumerated() { try take(book, "\(index).csv", rows) }
        return book
    }

    @discardableResult
    private func take(_ book: Book, _ name: String, _ rows: String) throws -> JSON {
        try book.file(name, ReturnStories.head + rows)
        return try book.json("import payments \(name)")
    }

    /// Allocated, unapplied and returned of every payment, by reference and sign; each adds up to its amount.
    private func outcomes(_ book: Book) throws -> [String: String] {
        let account = try book.json("account K1")
        var found: [String: String] = [:]
        var returned = 0
        for payment in account["payments"].list {
            let (amount, parts) = (minor(payment["amount"]), ["allocated", "unapplied", "returned"])
            #expect(parts.reduce(0) { $0 + minor(payment[$1]) } == amount, "\(payment.shown)")
            returned += minor(payment["returned"])
            found["\(payment["reference"].text ?? "–")\(amount < 0 ? " back" : "")"] =
                parts.map { String(minor(payment[$0]) / 100) }.joined(separator: " ")
        }
        #expect(returned == 0, "what went back was taken from something")
        return found
    }

    private func minor(_ amount: JSON) -> Int { Int((amount.text ?? "").filter { $0 != "." }) ?? 0 }

    @Test func withoutAPaymentItIsShown() throws {
        let book = try started()
        let first = try take(book, "back.csv", "K1,R1,2026-02-01,-50\n")
        #expect(first["unmatchedReturns"] == 1 && first["unchanged"] == 0)
        let account = try book.json("account K1 --language en")
        #expect(account["unmatchedReturns"] == "50.00" && account["open"] == "1000.00" && account["credit"] == "0.00")
        #expect(try outcomes(book) == ["R1 back": "0 -50 0"])
        let said = account["explanation"].list.first { $0["code"] == "return-without-payment" }
        #expect(said?["text"].text?.contains("(R1)") == true)
        let text = try book.done("account K1 --language en")
        #expect(text.contains("meets no payment") && text.contains("went back on"))
        let again = try book.json("import payments back.csv")
        #expect(again["unchanged"] == 1 && again["unmatchedReturns"] == 1)
        #expect(try book.done("import payments back.csv --language en").contains("1 return meets no payment"))
        #expect(try book.done("export payments --format csv --language en").contains("-50.00"))
        try book.verify()
    }

    /// The payment comes after its return, on a later day, beside another of the same amount.
    @Test(arguments: [false, true])
    func itsPaymentComesLater(_ byHand: Bool) throws {
        let book = try started("K1,P0,2026-01-20,50\n", "K1,R1,2026-02-01,-50\n")
        #expect(try outcomes(book) == ["P0": "0 0 50", "R1 back": "0 0 -50"], "as long as no other is known")
        if byHand {
            try book.json("payments add --account K1 --reference R1 --amount 50 --on 2026-02-03")
        } else {
            try take(book, "late.csv", "K1,R1,2026-02-03,50\n")
        }
        #expect(try outcomes(book) == ["P0": "50 0 0", "R1": "0 0 50", "R1 back": "0 0 -50"])
        let back = try book.json("account K1")["payments"].list.first { $0["amount"] == "-50.00" }
        #expect(back?["takesBack.0.reference"] == "R1" && back?["takesBack.0.amount"] == "50.00")
        try book.verify()
        guard !byHand else { return }
        #expect(try book.json("import payments late.csv")["unchanged"] == 1)
        try book.json("import undo 4")
        #expect(try outcomes(book) == ["P0": "0 0 50", "R1 back": "0 0 -50"])
        try book.verify()
        try book.json("import payments late.csv")
        #expect(try outcomes(book) == ["P0": "50 0 0", "R1": "0 0 50", "R1 back": "0 0 -50"])
        try book.verify()
    }

    /// What is larger than all money that came stays for the rest.
    @Test func theRestMeetsNothing() throws {
        let book = try started("K1,P0,2026-01-20,30\nK1,R9,2026-02-01,-50\n")
        #expect(try outcomes(book) == ["P0": "0 0 30", "R9 back": "0 -20 -30"])
        #expect(try book.json("account K1")["unmatchedReturns"] == "20.00")
        // Money of an earlier day that becomes known later meets it.
        let late = try take(book, "late.csv", "K1,P1,2026-01-25,20\nK1,P2,2026-02-05,70\n")
        #expect(late["unmatchedReturns"] == 0)
        #expect(
            try outcomes(book) == ["P0": "0 0 30", "P1": "0 0 20", "P2": "70 0 0", "R9 back": "0 0 -50"])
        #expect(try book.json("account K1 --as-of 2026-02-02")["open"] == "1000.00")
        try book.verify()
    }

    /// Both wait for their account; the return takes back its own payment, not the latest of its amount.
    @Test(arguments: 0..<3)
    func whileTheyWait(_ order: Int) throws {
        let book = try Book()
        let (first, other, back) = ("K1,P1,2026-02-10,50\n", "K1,P2,2026-02-12,50\n", "K1,P1,2026-02-15,-50\n")
        // Together, or the return first, or each of them alone.
        let files: [String] = [[first + other + back], [back, first + other], [other, back, first]][order]
        for (index, rows) in files.enumerated() { try take(book, "\(index).csv", rows) }
        try book.file("due.csv", ReturnStories.dues)
        try book.json("import receivables due.csv")
        let wanted = ["P1": "0 0 50", "P2": "50 0 0", "P1 back": "0 0 -50"]
        #expect(try outcomes(book) == wanted)
        try book.verify()
        try book.json("import undo \(files.count + 1) --force")
        #expect(try book.json("payments waiting")["payments"].list.count == 3)
        try book.verify()
        try book.json("import receivables due.csv")
        #expect(try outcomes(book) == wanted)
        try book.verify()
    }

    /// A return that waits is given away after its payment, or before it.
    @Test(arguments: [["R1", "R1"], ["R1 back", "R1"]])
    func assignedByHand(_ order: [String]) throws {
        let book = try started("K9,R1,2026-02-10,50\nK9,R1,2026-02-15,-50\nK1,P2,2026-02-12,50\n")
        let waiting = try book.json("payments waiting")["payments"].list
        let back = try #require(waiting.first { $0["amount"] == "-50.00" }?["id"].int)
        let payment = try #require(waiting.first { $0["amount"] == "50.00" }?["id"].int)
        for id in order[0] == "R1" ? [payment, back] : [back, payment] {
            try book.json("payments assign --id \(id) --account K1")
        }
        #expect(try outcomes(book) == ["R1": "0 0 50", "P2": "50 0 0", "R1 back": "0 0 -50"])
        try book.verify()
    }
}
