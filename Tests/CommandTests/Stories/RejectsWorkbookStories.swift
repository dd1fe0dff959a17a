import Foundation
import Support
import Testing

/// Rejected rows as a workbook, and values that were not understood but did not stop their rows.
@Suite struct RejectsWorkbookStories {
    /// References with leading zeros and long digits, which a spreadsheet would spoil if they were numbers.
    private static let file = """
        Customer No,Contract No,Invoice No,Due Date,Amount
        007,0001,I1,2026-02-31,1000
        007,0002,I2,2026-01-31,much
        008,12345678901234567890,0003,2026-02-30,2500
        009,0009,I9,2026-01-31,500
        """

    @Test func aWorkbookOfRejectsIsOneAndGoesInCleanly() throws {
        let book = try Book()
        try book.file("file.csv", RejectsWorkbookStories.file)
        let result = try book.json("import receivables file.csv --rejects rejects.xlsx")
        #expect(result["rejected"] == 3 && result["rejectsFile"] == "rejects.xlsx")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: book.scratch.path("rejects.xlsx")))
        #expect(bytes.prefix(4) == Data([0x50, 0x4B, 3, 4]), "a workbook is a zip archive")
        // The book rejects the same rows for the same reasons, so every cell came through as it was.
        let again = try book.json("import receivables rejects.xlsx --rejects rejects.csv")
        #expect(again["read"] == 3 && again["rejected"] == 3)
        let text = try String(contentsOfFile: book.scratch.path("rejects.csv"), encoding: .utf8)
        let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(
            rows.dropFirst().map { $0.prefix(5).joined(separator: ",") } == [
                "007,0001,I1,2026-02-31,1000", "007,0002,I2,2026-01-31,much",
                "008,12345678901234567890,0003,2026-02-30,2500",
            ])
        try book.file(
            "mended.csv",
            text.replacing("2026-02-31", with: "2026-02-28").replacing("much", with: "700").replacing(
                "2026-02-30", with: "2026-02-28"))
        #expect(try book.json("import receivables mended.csv --strict")["accepted"] == 3)
        #expect(try book.json("account 12345678901234567890")["dues.0.reference"] == "0003")
        #expect(try book.json("account 0001")["debtor"] == "007")
        try book.verify()
    }

    @Test func whatNothingCouldOpenIsNotWritten() throws {
        let book = try Book()
        try book.file("file.csv", RejectsWorkbookStories.file)
        for name in ["rejects.xls", "rejects.ODS"] {
            try book.fails("import receivables file.csv --rejects \(name)", 64, "option-value")
            #expect(!FileManager.default.fileExists(atPath: book.scratch.path(name)))
        }
        try book.fails("import receivables file.csv --rejects nowhere/rejects.xlsx", 73, "output-unwritable")
        #expect(try book.json("imports")["imports"].list.isEmpty, "nothing was imported on the way")
    }

    @Test func warningsAreListed() throws {
        let book = try Book()
        try book.file(
            "debtors.csv",
            """
            Customer No,Name,Phone,Email,Province
            C1,Budi,081234567890,a@b.co,Jawa Barat
            C2,Sari,call me,nowhere,Atlantis
            """)
        let result = try book.json("import debtors debtors.csv --language en")
        #expect(result["warnings"] == 3 && result["accepted"] == 2)
        let told = result["warningsList"].list.map {
            "\($0["line"].shown) \($0["column"].text ?? "") \($0["value"].text ?? "") \($0["kept"].shown) "
                + ($0["code"].text ?? "")
        }
        #expect(
            Set(told) == [
                "3 Phone call me \"call me\" phone-not-understood", "3 Email nowhere \"nowhere\" email-not-understood",
                "3 Province Atlantis \"Atlantis\" province-not-understood",
            ])
        #expect(result["warningsList"].list.allSatisfy { $0["message"].text?.isEmpty == false })
        let shown = try book.program.run("import", "debtors", "debtors.csv", "--language", "en", "--dry-run")
        #expect(!shown.out.contains("call me"), "known already: nothing new was not understood")
        try book.file(
            "contacts.csv",
            "Customer No,Channel,Contacted At,Result\nC1,pigeon,2026-03-01 10:00,it rained\nC2,WA,2026-03-01,reached\n")
        let people = try book.program.run("import", "contacts", "contacts.csv", "--language", "en")
        #expect(people.out.contains("pigeon") && people.out.contains("Not a known channel; kept as written."))
        #expect(people.out.contains("it rained"))
    }

    @Test func aPaymentForAnUnknownDueIsListed() throws {
        let book = try Book()
        try book.file("dues.csv", "Customer No,Contract No,Invoice No,Due Date,Amount\nC1,K1,I1,2026-02-01,1000\n")
        try book.json("import receivables dues.csv")
        try book.file(
            "payments.csv",
            "Contract No,Invoice No,Payment Date,Payment Amount\nK1,I1,2026-02-03,100\nK1,I7,2026-02-04,50\n")
        let result = try book.json("import payments payments.csv")
        #expect(result["warnings"] == 1 && result["warningsList.0.line"] == 3)
        #expect(result["warningsList.0.value"] == "I7" && result["warningsList.0.kept"] == .null)
        #expect(result["warningsList.0.code"] == "due-not-known")
        #expect(try book.sums("2026-03-10") == "850.00 850.00")
    }

    /// A file of nothing but warnings shows the first, and counts all.
    @Test func onlyTheFirstWarningsAreListed() throws {
        let book = try Book()
        let rows = (1...250).map { "C\($0),Nama \($0),call me \($0)\n" }.joined()
        try book.file("debtors.csv", "Customer No,Name,Phone\n" + rows)
        let result = try book.json("import debtors debtors.csv --chunk 40")
        #expect(result["warnings"] == 250 && result["warningsList"].list.count == 100)
        #expect(result["warningsList.0.line"] == 2 && result["warningsList.99.line"] == 101)
    }
}
