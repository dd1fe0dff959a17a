import Support
import Testing

/// Money that comes before its account, beside a debtor written otherwise, or without a reference: none is lost, none
/// counts twice.
@Suite struct PaymentStories {
    private static let due = "Customer No,Contract No,Invoice No,Due Date,Amount\n00943,A1,I1,2026-02-01,1000000\n"

    @Test func aDebtorWrittenOtherwiseDoesNotDoubleThem() throws {
        let book = try Book()
        try book.file("due.csv", PaymentStories.due)
        try book.json("import receivables due.csv")
        try book.file(
            "paid.csv", "Customer No,Contract No,Payment No,Payment Date,Amount\n943,A1,R1,2026-02-10,200000\n")
        for _ in 1...3 { try book.json("import payments paid.csv") }
        #expect(try book.sums("2026-03-10") == "800000.00 800000.00")
        #expect(try book.json("payments reverse R1")["returned"].text == "200000.00", "it is found by its reference")
        try book.verify()
    }

    @Test func withoutReferenceAndBeforeTheirAccount() throws {
        let book = try Book()
        try book.file("paid.csv", "Contract No,Payment Date,Amount\nA1,2026-02-10,200000\nA1,2026-02-10,200000\n")
        try book.file("due.csv", PaymentStories.due)
        try book.json("import payments paid.csv")
        try book.json("import receivables due.csv")
        #expect(try book.sums("2026-03-10") == "600000.00 600000.00")
        #expect(try book.json("import payments paid.csv")["unchanged"] == 2)
        #expect(try book.sums("2026-03-10") == "600000.00 600000.00")
        try book.verify()
    }

    /// Two rows that say different things under one reference: the first is kept, the second is told, and again.
    @Test func oneReferenceForTwoDues() throws {
        let book = try Book()
        let head = "Customer No,Contract No,Invoice No,Due Date,Amount\n"
        try book.file("due.csv", head + "C1,K1,I1,2026-01-28,1000\nC1,K1,I1,2026-02-28,2000\nC1,K1,I2,2026-02-28,5\n")
        let first = try book.json("import receivables due.csv")
        #expect(first["accepted"] == 2 && first["rejects.0.code"] == "reference-taken" && first["rejects.0.line"] == 3)
        #expect(try book.sums("2026-03-10") == "1005.00 1005.00")
        #expect(try book.json("import receivables due.csv")["unchanged"] == 2)
        #expect(try book.sums("2026-03-10") == "1005.00 1005.00")
        try book.file("same.csv", head + "C1,K1,I2,2026-02-28,5\nC1,K1,I2,2026-02-28,5\n")
        #expect(try book.json("import receivables same.csv")["unchanged"] == 2, "the same row twice is no doubt")
        try book.verify()
    }

    /// Two equal payments for an account that nobody knows, far apart in a file of many chunks.
    @Test func equalsThatWaitAreBothKept() throws {
        let book = try Book()
        var text = "Contract No,Payment Date,Amount\n"
        for row in 0..<5000 { text += row % 2500 == 7 ? "ZZZ,2026-02-10,200000\n" : "Y\(row),2026-02-10,100\n" }
        try book.file("paid.csv", text)
        try book.json("import payments paid.csv --chunk 100")
        let waiting = try Rows(book.database).count(
            "SELECT count(*) FROM unapplied_payments WHERE account_reference = 'ZZZ'")
        #expect(waiting == 2)
        try book.verify()
    }
}
