import Support
import Testing

/// Files as people keep them: titles above the header, headers in their own words.
@Suite struct HeaderStories {
    @Test func titlesAboveTheHeader() throws {
        let book = try Book()
        try book.file(
            "piutang.csv",
            """
            PT Maju Jaya;;;;;
            Daftar Piutang per 10 Maret 2026;;;;;
            ;;;;;
            No;Kode Cust;Nama Customer;No Inv;Jth Tempo;Nilai
            1;C01;PT A;I-1;28/02/2026;1.500.000
            2;C02;PT B;I-2;15/02/2026;2.000.000
            """)
        let result = try book.json("import receivables piutang.csv")
        #expect(result["accepted"] == 2 && result["rejected"] == 0)
        #expect(try book.json("worklist --date 2026-03-10")["items"].list.count == 2)
        #expect(try book.sums("2026-03-10") == "3500000.00 3500000.00")
    }

    /// What is shown is the header that the writer meant, not the title.
    @Test func anUnknownHeaderBelowTitlesIsShown() throws {
        let book = try Book()
        try book.file(
            "piutang.csv",
            """
            PT Maju Jaya,,,
            Laporan Piutang,,,
            Kode Cust,Nama Customer,Kapan,Berapa
            C01,PT A,besok,banyak
            """)
        let error = try book.fails("import receivables piutang.csv --language en", 65, "columns-unknown")
        #expect(error["details.seen"] == "\"Kode Cust\", \"Nama Customer\", \"Kapan\", \"Berapa\"")
        #expect(error["details.missing"].text?.contains("due.date") == true)
        // Also where no header is known at all: the row of words, not the title.
        try book.file("odd.csv", "PT Maju Jaya,,,\nsatu,dua,tiga,empat\n1,2,3,4\n")
        let odd = try book.fails("import receivables odd.csv", 65, "columns-unknown")
        #expect(odd["details.seen"] == "\"satu\", \"dua\", \"tiga\", \"empat\"")
    }

    @Test func theMadeAndThePromisedDay() throws {
        let book = try Book()
        try book.file("dues.csv", "No Kontrak,Kode Cust,Jatuh Tempo,Nilai\nK1,C1,2026-02-01,1000\n")
        try book.json("import receivables dues.csv")
        try book.file(
            "janji.csv", "No Kontrak,Tgl Janji,Tanggal Janji Bayar,Nominal\nK1,2026-03-01,2026-03-20,1000\n")
        let result = try book.json("import promises janji.csv")
        #expect(result["mapping.columns"]["promise.made"] == nil, "keys have points in them")
        let account = try book.json("account K1")
        #expect(account["promises.0.made"] == "2026-03-01" && account["promises.0.date"] == "2026-03-20")
    }

    @Test func ambiguousColumnsAreRefusedInBothLanguages() throws {
        let book = try Book()
        try book.file("dues.csv", "Kode Cust,Jatuh Tempo,Nilai,Nominal\nC1,2026-02-01,1000,1100\n")
        let error = try book.fails("import receivables dues.csv --language id", 65, "columns-ambiguous")
        #expect(error["message"].text?.contains("\"Nilai\" dan \"Nominal\"") == true)
        #expect(error["remedy"].text?.contains("--map") == true)
        try book.file("map.json", #"{"columns": {"due.amount": "Nominal"}}"#)
        #expect(try book.json("import receivables dues.csv --map map.json")["accepted"] == 1)
        #expect(try book.sums("2026-03-10") == "1100.00 1100.00")
    }

    /// A lender's extract: arrears, days, and the whole outstanding that is not late.
    @Test func anExtractOfArrearsNeedsNoMapping() throws {
        let book = try Book()
        try book.file(
            "ekstrak.csv",
            """
            No Kontrak,Kode Nasabah,Nama Nasabah,Tunggakan,Hari,Outstanding
            K1,N1,Budi,1500000,37,24000000
            K2,N2,Sari,0,0,9000000
            """)
        let result = try book.json("import snapshot ekstrak.csv --as-of 2026-03-10")
        #expect(result["accepted"] == 2 && result["rejected"] == 0)
        #expect(result["unusedColumns"] == .list(["Outstanding"]))
        #expect(try book.sums("2026-03-10") == "1500000.00 1500000.00")
        #expect(try book.json("account K1 --as-of 2026-03-10")["dpd"] == 37)
        try book.verify()
    }

    /// What is still open beside the whole amount says what was paid, and next week again.
    @Test func whatIsOpenSaysWhatWasPaid() throws {
        let book = try Book()
        let head = "Kode Cust,No Inv,Jth Tempo,Nilai,Sisa,Tgl Bayar\n"
        try book.file(
            "minggu1.csv", head + "C1,I1,2026-02-01,1000,400,2026-03-02\nC1,I2,2026-02-05,500,0,2026-03-03\n")
        try book.json("import receivables minggu1.csv --as-of 2026-03-09")
        #expect(try book.sums("2026-03-10") == "400.00 400.00", "a part payment settles nothing")
        try book.file(
            "minggu2.csv", head + "C1,I1,2026-02-01,1000,150,2026-03-14\nC1,I2,2026-02-05,500,0,2026-03-03\n")
        try book.json("import receivables minggu2.csv --as-of 2026-03-16")
        #expect(try book.sums("2026-03-15") == "400.00 400.00" && book.sums("2026-03-16") == "150.00 150.00")
        try book.file("wrong.csv", head + "C1,I3,2026-02-01,1000,1400,\n")
        let wrong = try book.json("import receivables wrong.csv")
        #expect(wrong["rejects.0.code"] == "amount-too-large" && wrong["rejects.0.column"] == "Sisa")
        try book.verify()
    }

    /// A workbook made long ago on a Macintosh counts days from 1904, also where no style says that they are dates.
    @Test(arguments: [(false, "2026-03-02"), (true, "2030-03-03")])
    func daysWithoutAStyle(uses1904: Bool, day: String) throws {
        let book = try Book()
        func row(_ number: Int, _ cells: [String]) -> String {
            "<row r=\"\(number)\">" + cells.joined() + "</row>"
        }
        func text(_ text: String) -> String { "<c t=\"inlineStr\"><is><t>\(text)</t></is></c>" }
        let sheet =
            "<worksheet><sheetData>"
            + row(1, [text("Kode Cust"), text("Jatuh Tempo"), text("Nilai")])
            + row(2, [text("007"), "<c><v>46083</v></c>", "<c><v>1000</v></c>"])
            + "</sheetData></worksheet>"
        try book.scratch.write(
            "old.xlsx",
            Packing.workbook(sheet: sheet, properties: uses1904 ? "<workbookPr date1904=\"1\"/>" : ""))
        #expect(try book.json("import receivables old.xlsx")["accepted"] == 1)
        #expect(try book.json("account 007/IDR")["dues.0.date"] == .text(day))
    }

    @Test func twoDigitsOfTheYear() throws {
        let book = try Book()
        try book.file("dues.csv", "Kode Cust,Jatuh Tempo,Nilai\nC1,05/06/26,1000\nC2,06/07/2026,500\n")
        try book.file("map.json", #"{"dates": "dd/MM/yyyy"}"#)
        #expect(try book.json("import receivables dues.csv --map map.json")["accepted"] == 2)
        #expect(try book.sums("2026-06-06") == "1500.00 1000.00")
    }
}
