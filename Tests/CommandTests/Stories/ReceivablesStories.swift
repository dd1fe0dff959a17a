import Support
import Testing

/// Files of receivables and payments, and what the book says after them.
@Suite struct ReceivablesStories {
    static let head = "Customer No,Customer Name,Contract No,Invoice No,Invoice Date,Due Date,Amount\n"

    @Test func flatFile() throws {
        let book = try Book()
        try book.file(
            "flat.csv",
            ReceivablesStories.head + """
                007,Budi,0001,I1,2026-01-01,2026-02-01,100000
                007,Budi,0001,I2,2026-02-01,2026-03-01,"1,250,000.50"
                C2,Ani,K2,I1,2026-01-05,2026-03-10,(500.25)
                C2,Ani,K2,I2,2026-01-05,2026-03-10,2000
                """)
        let result = try book.json("import receivables flat.csv")
        #expect(result["read"] == 4 && result["accepted"] == 4 && result["rejected"] == 0)
        #expect(result["debtors"] == 2 && result["accounts"] == 2 && result["dues"] == 4 && result["import"] == 1)
        // On its due date nothing is late; the credit note reduces the due it meets.
        #expect(try book.sums("2026-02-01") == "1351500.25 0.00")
        #expect(try book.sums("2026-02-02") == "1351500.25 100000.00")
        #expect(try book.sums("2026-03-11") == "1351500.25 1351500.25")
        // Invoices are on the book from their day of issue.
        #expect(try book.sums("2026-01-01") == "100000.00 0.00")
        #expect(try book.sums("2025-12-31") == "nothing")
        let account = try book.json("account 0001 --as-of 2026-03-10")
        #expect(account["debtor"] == "007" && account["dpd"] == 37 && account["bucket"] == "31-60")
        #expect(account["explanation.0.code"] == "oldest-open-due")
        try book.verify()
    }

    @Test func theSameFileTwiceChangesNothing() throws {
        let book = try SmallBook.make()
        let rows =
            "dues debtors accounts payments promises contacts holds positions debtor_references account_references "
            + "payment_references unapplied_payments contact_points attributes news"
        func facts() throws -> String {
            let database = try Rows(book.database)
            return try rows.split(separator: " ").flatMap { try database.all("SELECT * FROM \($0)").sorted() }.joined(
                separator: "\n")
        }
        let before = try facts()
        let exports = try book.exports("2026-03-10")
        for kind in ["receivables", "payments", "promises", "contacts"] {
            let result = try book.json("import \(kind) \(kind).csv")
            #expect(result["accepted"] == result["read"] && result["unchanged"] == result["read"], "\(kind)")
        }
        let isUnchanged = try facts() == before
        #expect(isUnchanged)
        #expect(try book.exports("2026-03-10") == exports)
        #expect(try book.json("run")["accountsTouched"] == 0, "nothing is news")
        try book.verify()
    }

    /// The normalised export, in its stated order and with the payments before everything.
    @Test(arguments: [
        ["debtors", "accounts", "receivables", "payments"], ["payments", "debtors", "accounts", "receivables"],
    ])
    func normalisedInAnyOrder(_ order: [String]) throws {
        let book = try Book()
        try book.file("debtors.csv", "Customer No,Name,Phone,Email\nD1,Budi,0811223344,budi@example.com\nD2,Ani,,\n")
        try book.file(
            "accounts.csv",
            """
            Contract No,Customer No,Virtual Account,Branch,Product
            K1,D1,8800001,Bogor,motor
            K2,D2,8800002,Depok,mobil
            """
        )
        try book.file(
            "receivables.csv",
            """
            Contract No,Installment No,Due Date,Principal,Interest
            K1,1,2026-01-10,90000,10000
            K1,2,2026-02-10,91000,9000
            K2,1,2026-02-01,50000,0
            """
        )
        // One payment names the account by its own reference, one by the virtual account.
        try book.file(
            "payments.csv",
            "Contract No,Payment ID,Payment Date,Amount\nK1,T1,2026-01-20,100000\n8800002,T2,2026-02-01,20000\n")
        for kind in order {
            let result = try book.json("import \(kind) \(kind).csv")
            #expect(result["rejected"] == 0, "\(kind): \(result["rejects"].shown)")
        }
        #expect(try book.sums("2026-02-20") == "130000.00 130000.00")
        #expect(try book.sums("2026-01-15") == "250000.00 100000.00")
        let account = try book.json("account 8800001 --as-of 2026-02-20")
        #expect(account["account"] == "K1" && account["dpd"] == 10 && account["branch"] == "Bogor")
        #expect(
            account["payments.0.allocations.0.due"] == "1"
                && account["payments.0.allocations.0.interest"] == "10000.00")
        #expect(account["contactPoints.0.value"] == "+62811223344")
        #expect(try book.json("account K2 --as-of 2026-02-20")["open"] == "30000.00")
        try book.verify()
    }

    @Test func paymentsWaitForTheirAccount() throws {
        let book = try Book()
        try book.file(
            "payments.csv",
            "Contract No,Payment ID,Payment Date,Amount\nK1,T1,2026-01-20,60000\nK7,T2,2026-01-21,10000\n")
        #expect(try book.json("import payments payments.csv")["accepted"] == 2)
        let waiting = try JSON(parsing: try book.done("export payments --format json --as-of 2026-03-10"))
        #expect(waiting["rows"].list.count + waiting.list.count == 2, "money without an account is never dropped")
        try book.verify()
        try book.file("due.csv", ReceivablesStories.head + "C1,Budi,K1,I1,2026-01-01,2026-01-31,100000\n")
        try book.json("import receivables due.csv")
        #expect(try book.sums("2026-03-10") == "40000.00 40000.00")
        #expect(try book.sums("2026-01-19") == "100000.00 0.00")
        try book.verify()
        #expect(try book.json("import payments payments.csv")["unchanged"] == 2)
        #expect(try book.sums("2026-03-10") == "40000.00 40000.00")
        try book.verify()
    }

    @Test func paidSettledDisputedWithdrawn() throws {
        let book = try Book()
        try book.file(
            "book.csv",
            """
            Customer No,Contract No,Invoice No,Due Date,Amount,Paid Amount,Clear Date,Disputed,Withdrawn
            C1,K1,I1,2026-01-10,1000,400,,,
            C1,K1,I2,2026-01-20,1000,,2026-02-05,,
            C1,K1,I3,2026-01-30,1000,,,ya,
            C1,K1,I4,2026-02-10,1000,,,tidak,2026-02-20
            """)
        try book.json("import receivables book.csv --as-of 2026-03-01")
        #expect(try book.sums("2026-02-04") == "4000.00 3000.00")
        #expect(try book.sums("2026-02-05") == "3000.00 2000.00")
        #expect(try book.sums("2026-02-20") == "2000.00 2000.00")
        #expect(try book.sums("2026-03-01") == "1600.00 1600.00")
        let account = try book.json("account K1 --as-of 2026-03-01")
        // The payment made of a settled due stays with it, and a disputed due counts on.
        #expect(account["dues.1.open"] == "0.00" && account["dues.2.dpd"] == 30 && account["dpd"] == 50)
        #expect(
            account["holds.0.reason"] == "dispute" && account["holds.0.due"] == "I3"
                && account["holds.0.stopsCount"] == false)
        try book.verify()
    }

    @Test func correctionsAreUpdates() throws {
        let book = try SmallBook.make()
        try book.file(
            "corrected.csv",
            SmallBook.receivables.replacing(
                "I2,2026-02-01,2026-03-01,100000", with: "I2,2026-02-01,2026-03-05,120000"))
        let result = try book.json("import receivables corrected.csv")
        #expect(result["accepted"] == 4 && result["unchanged"] == 3)
        #expect(try book.json("account K1")["open"] == "180000.00")
        #expect(try book.json("account K1")["dues.1.date"] == "2026-03-05")
        try book.verify()
    }

    @Test func returnsAndReversals() throws {
        let book = try SmallBook.make()
        let before = try book.sums("2026-03-10")
        try book.file(
            "more.csv",
            "Contract No,Payment ID,Payment Date,Amount\nK1,P1,2026-03-01,-40000\nK2,P5,2026-03-02,50000.50\n")
        #expect(try book.json("import payments more.csv")["accepted"] == 2)
        #expect(before == "285000.50 210000.50")
        #expect(try book.sums("2026-03-10") == "275000.00 200000.00")
        #expect(try book.sums("2026-02-28") == "285000.50 110000.50", "before its return the payment counts")
        try book.verify()
    }

    @Test func otherNotationsAndCurrencies() throws {
        let book = try Book()
        try book.scratch.write(
            "latin.csv",
            Array("No Pelanggan;Nama Pelanggan;No Kontrak;No Faktur;Tgl Jatuh Tempo;Jumlah Tagihan;Mata Uang\n".utf8)
                + Array("P1;Ren".utf8) + [0xE9] + Array(";K1;F1;31/01/2026;Rp 1.250.000,50;IDR\n".utf8)
                + Array("P2;Tono;K2;F2;28/02/2026;1.000,00-;USD\n".utf8)
                + Array("P2;Tono;K2;F3;28/02/2026;3.000,00;USD\n".utf8))
        let result = try book.json("import receivables latin.csv")
        #expect(result["accepted"] == 3 && result["mapping.encoding"] == "windows-1252", "\(result["rejects"].shown)")
        #expect(result["mapping.dates"] == "dd/MM/yyyy" && result["mapping.decimal"] == ",")
        let ageing = try book.ageing("2026-03-10")
        #expect(ageing["currencies.0.currency"] == "IDR" && ageing["currencies.0.open.amount"] == "1250000.50")
        #expect(ageing["currencies.1.currency"] == "USD" && ageing["currencies.1.open.amount"] == "2000.00")
        #expect(try book.json("account K1")["name"] == "René")
        // The same rows in UTF-16, and compressed standard input, are the same file to the book.
        let text = """
            No Pelanggan;Nama Pelanggan;No Kontrak;No Faktur;Tgl Jatuh Tempo;Jumlah Tagihan;Mata Uang
            P1;René;K1;F1;31/01/2026;Rp 1.250.000,50;IDR
            P2;Tono;K2;F2;28/02/2026;1.000,00-;USD
            P2;Tono;K2;F3;28/02/2026;3.000,00;USD
            """
        try book.scratch.write(
            "utf16.csv", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(try book.json("import receivables utf16.csv")["unchanged"] == 3)
        #expect(try book.json("import receivables -", input: text)["unchanged"] == 3)
        #expect(try book.json("imports")["imports.0.file"] == "standard input")
        try book.verify()
    }

    /// A file that gives one reference to payments of two accounts: the first counts, however often the file comes.
    @Test(arguments: ["", "K1,K2"])
    func aReferenceUsedTwiceIsRefusedEveryTime(_ known: String) throws {
        let book = try Book()
        try book.file("dues.csv", ReceivablesStories.head + "C1,A,K1,I,,2026-01-10,900\nC2,B,K2,I,,2026-01-10,900\n")
        if !known.isEmpty { try book.json("import receivables dues.csv") }
        try book.file(
            "payments.csv", "Contract No,Payment ID,Payment Date,Amount\nK2,P1,2026-01-20,100\nK1,P1,2026-01-21,200\n")
        for unchanged in [0, 1, 1] {
            let result = try book.json("import payments payments.csv")
            #expect(result["accepted"] == 1 && result["unchanged"] == .int(unchanged))
            #expect(result["rejects.0.code"] == "reference-taken" && result["rejects.0.line"] == 3)
            try book.verify()
        }
        let rows = try JSON(parsing: try book.done("export payments --format json"))["rows"].list
        #expect(rows.map { "\($0["account"].text ?? "") \($0["amount"].text ?? "")" } == ["K2 100.00"])
    }

    @Test func creditorsKeepTheirOwnReferences() throws {
        let book = try Book()
        try book.file("a.csv", ReceivablesStories.head + "C1,Budi,K1,I1,2026-01-01,2026-01-31,1000\n")
        try book.file("b.csv", ReceivablesStories.head + "C1,Ani,K1,I1,2026-01-01,2026-01-31,2000\n")
        #expect(try book.json("import receivables a.csv --portfolio Motor")["portfolio"] == "Motor")
        try book.json("import receivables b.csv --portfolio Paylater")
        #expect(try book.sums("2026-03-10") == "3000.00 3000.00")
        #expect(try book.sums("2026-03-10", "--portfolio Paylater") == "2000.00 2000.00")
        let error = try book.fails("account K1", 65, "reference-ambiguous")
        #expect(error["details.creditors"] == "Motor, Paylater")
        #expect(try book.json("account K1 --creditor Paylater")["name"] == "Ani")
        try book.verify()
    }
}
