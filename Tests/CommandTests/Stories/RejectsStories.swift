import Foundation
import Support
import Testing

/// Rows that cannot be used: kept, explained, written out, mended; and the options that leave the book alone.
@Suite struct RejectsStories {
    static let file = """
        Customer No,Contract No,Invoice No,Due Date,Amount,Currency
        C1,K1,I1,2026-01-31,1000,IDR
        C1,K1,I2,2026-02-31,1000,IDR
        C2,K2,I1,2026-01-31,much,IDR
        ,,I1,2026-01-31,1000,IDR
        C3,K3,I1,2026-01-31,2000,ZZZ
        C4,"K4, the ""big"" one",I1,,2000,IDR
        C5,K5,I1,2026-01-31,3000,IDR
        """

    private func made() throws -> Book {
        let book = try Book()
        try book.file("file.csv", RejectsStories.file)
        return book
    }

    @Test func areKeptAndExplained() throws {
        let book = try made()
        let result = try book.json("import receivables file.csv --rejects rejects.csv --language en")
        #expect(result["read"] == 7 && result["accepted"] == 2 && result["rejected"] == 5)
        #expect(result["rejectsFile"] == "rejects.csv")
        let told = result["rejects"].list.map {
            "\($0["line"].shown) \($0["column"].shown) \($0["value"].shown) \($0["code"].text ?? "")"
        }
        #expect(
            told == [
                "3 \"Due Date\" \"2026-02-31\" not-a-date", "4 \"Amount\" \"much\" not-an-amount",
                "5 \"Contract No\" null value-missing", "6 \"Currency\" \"ZZZ\" not-a-currency",
                "7 \"Due Date\" null value-missing",
            ])
        #expect(result["rejects"].list.allSatisfy { $0["message"].text?.isEmpty == false })
        #expect(try book.sums("2026-03-10") == "4000.00 4000.00", "the good rows are in")
        let kept = try book.json("imports rejects 1")
        #expect(kept["rejects"].list.count == 5 && kept["rejects.0.row"] == "C1,K1,I2,2026-02-31,1000,IDR")
        #expect(try book.json("imports")["imports.0.rejected"] == 5)
        let written = try String(contentsOfFile: book.scratch.path("rejects.csv"), encoding: .utf8).split(
            separator: "\n")
        let header = "Customer No,Contract No,Invoice No,Due Date,Amount,Currency"
        #expect(written.count == 6)
        #expect(
            written.first.map(String.init) == header
                + ",lunas line,lunas column,lunas reason,lunas read dates=dd-MM-yyyy")
        #expect(written.dropFirst().first == "C1,K1,I2,2026-02-31,1000,IDR,3,Due Date,not-a-date,")
        try book.verify()
    }

    @Test func aMendedFileGoesInCleanly() throws {
        let book = try made()
        try book.json("import receivables file.csv --rejects rejects.csv")
        var text = try String(contentsOfFile: book.scratch.path("rejects.csv"), encoding: .utf8)
        for (wrong, right) in [
            ("2026-02-31", "2026-02-28"), ("much", "1000"), (",,I1,2026-01-31", "C2,K2,I9,2026-01-31"),
            ("ZZZ", "IDR"),
            ("I1,,2000", "I1,2026-01-31,2000"),
        ] { text = text.replacing(wrong, with: right) }
        try book.file("mended.csv", text)
        let result = try book.json("import receivables mended.csv --strict")
        #expect(result["read"] == 5 && result["accepted"] == 5 && result["rejected"] == 0 && result["unchanged"] == 0)
        #expect(try book.sums("2026-03-10") == "11000.00 11000.00")
        #expect(try book.json("account 'K4, the \"big\" one'")["open"] == "2000.00")
        try book.verify()
    }

    /// The book after the mended file is the book of a file that was right from the start.
    @Test func mendedEqualsRightFromTheStart() throws {
        let text = RejectsStories.file.replacing("2026-02-31", with: "2026-02-28").replacing("much", with: "1000")
            .replacing(",,I1,2026-01-31", with: "C2,K2,I9,2026-01-31").replacing("ZZZ", with: "IDR")
            .replacing("I1,,2000", with: "I1,2026-01-31,2000")
        let right = try Book()
        try right.file("file.csv", text)
        try right.json("import receivables file.csv --strict")
        let mended = try made()
        try mended.json("import receivables file.csv")
        try mended.file("again.csv", text)
        #expect(try mended.json("import receivables again.csv")["unchanged"] == 2)
        // Debtors stand in the order in which they came; sorted, the tables are the same.
        func sorted(_ book: Book) throws -> [String] {
            try book.exports("2026-03-10").split(whereSeparator: \.isNewline).map(String.init).sorted()
        }
        #expect(try sorted(mended) == sorted(right))
    }

    @Test func strictTakesNothing() throws {
        let book = try made()
        let before = try Rows(book.database).dump()
        try book.fails("import receivables file.csv --strict", 65, "rows-rejected")
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged)
        #expect(try book.json("imports")["imports"].list.isEmpty)
        try book.file("good.csv", "Customer No,Contract No,Due Date,Amount\nC1,K1,2026-01-31,10\n")
        #expect(try book.json("import receivables good.csv --strict")["accepted"] == 1)
    }

    @Test func aDryRunChangesNothingAndTellsTheSame() throws {
        let book = try made()
        let before = try Rows(book.database).dump()
        let rehearsed = try book.json("import receivables file.csv --dry-run --rejects rejects.csv")
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged && !FileManager.default.fileExists(atPath: book.scratch.path("rejects.csv")))
        #expect(rehearsed["import"] == nil && rehearsed["dryRun"] == true)
        let done = try book.json("import receivables file.csv")
        for key in [
            "read", "accepted", "unchanged", "rejected", "rejects", "debtors", "accounts", "dues", "payments",
            "mapping",
        ] {
            #expect(rehearsed[key] == done[key], "\(key)")
        }
    }

    @Test func unknownAccountsAndDebtors() throws {
        let book = try Book()
        try book.file("dues.csv", "Contract No,Invoice No,Due Date,Amount\nK1,I1,2026-01-31,10\n")
        #expect(try book.json("import receivables dues.csv")["rejects.0.code"] == "unknown-account")
        try book.file("promises.csv", "Contract No,Promise Date,Promised Amount\nK1,2026-01-31,10\n")
        #expect(try book.json("import promises promises.csv")["rejects.0.code"] == "unknown-account")
        try book.file("contacts.csv", "Customer No,Channel,Contacted At\nC1,WA,2026-01-31 10:00\n")
        #expect(try book.json("import contacts contacts.csv")["rejects.0.code"] == "unknown-debtor")
        #expect(try book.json("ageing")["currencies"].list.isEmpty)
        try book.verify()
    }

    /// The mapping that an import shows, given back as a mapping file, reads the file in the same way.
    @Test func theMappingShownCanBeUsed() throws {
        for text in [
            RejectsStories.file,
            "No Kontrak;No Nasabah;Tgl Jatuh Tempo;Angsuran\nK1;N1;31/01/2026;1.250,50\nK2;N2;5/2/2026;2.000,00\n",
            "Contract No|Customer No|Due Date|Amount\nK1|N1|1/31/26|1,250.50\nK2|N2|2/5/26|2,000.00\n",
        ] {
            let book = try Book()
            try book.file("file.csv", text)
            let shown = try book.json("import receivables file.csv --dry-run")
            let raw = try book.program.run("import", "receivables", "file.csv", "--dry-run", "--json").out
            let mapping = try #require(raw.range(of: "\"mapping\": "))
            try book.file("map.json", String(raw[mapping.upperBound...].dropLast(3)))
            let again = try book.json("import receivables file.csv --dry-run --map map.json")
            #expect(
                again["accepted"] == shown["accepted"] && again["rejected"] == shown["rejected"], "\(text.prefix(40))"
            )
            #expect(again["mapping.columns"] == shown["mapping.columns"])
        }
    }

    @Test func whatIsNotUnderstoodIsKept() throws {
        let book = try Book()
        try book.file("debtors.csv", "Customer No,Name,Phone,Email,Province\nC1,Budi,call me,nowhere,Atlantis\n")
        let result = try book.json("import debtors debtors.csv")
        #expect(result["accepted"] == 1 && result["rejected"] == 0)
        #expect((result["warnings"].int ?? 0) >= 2, "\(result.shown)")
        try book.file("dues.csv", "Customer No,Contract No,Due Date,Amount\nC1,K1,2026-01-31,\"1,010.555\"\n")
        #expect(try book.json("import receivables dues.csv")["rounded"] == 1)
        let account = try book.json("account K1")
        #expect(account["open"] == "1010.56")
        #expect(account["contactPoints"].list.contains { $0["value"] == "call me" && $0["quality"] == "invalid" })
        try book.verify()
    }
}
