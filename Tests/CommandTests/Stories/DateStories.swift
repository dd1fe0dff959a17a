import Support
import Testing

/// Dates that can be read two ways are refused with both readings, never guessed.
@Suite struct DateStories {
    static let doubtful = "Customer No,Contract No,Due Date,Amount\nC1,K1,05/06/2026,10\nC2,K2,07/08/2026,20\n"

    @Test(arguments: [("dd/MM/yyyy", "2026-06-05"), ("MM/dd/yyyy", "2026-05-06")])
    func acceptedOnceTheFormatIsSaid(_ format: String, _ day: String) throws {
        let book = try Book()
        try book.file("doubtful.csv", DateStories.doubtful)
        let error = try book.fails("import receivables doubtful.csv", 65, "date-ambiguous")
        #expect(error["details.value"] == "05/06/2026" && error["details.count"] == 2)
        #expect(error["details.dayFirst"] == "2026-06-05" && error["details.monthFirst"] == "2026-05-06")
        #expect(try book.json("imports")["imports"].list.isEmpty)
        try book.file("map.json", "{\"dates\": \"\(format)\"}")
        #expect(try book.json("import receivables doubtful.csv --map map.json")["accepted"] == 2)
        #expect(try book.json("account K1")["dues.0.date"].text == day)
    }

    /// One value in a thousand decides the whole column, wherever it stands.
    @Test func oneValueDecides() throws {
        let head = "Customer No,Contract No,Due Date,Amount\n"
        let rows = (1...1500).map { "C\($0),K\($0),05/06/2026,10\n" }.joined()
        for (decisive, day) in [("25/06/2026", "2026-06-05"), ("06/25/2026", "2026-05-06")] {
            let book = try Book()
            try book.file("file.csv", head + rows + "C9999,K9999,\(decisive),10\n")
            #expect(try book.json("import receivables file.csv")["accepted"] == 1501)
            #expect(try book.json("account K1")["dues.0.date"].text == day)
            #expect(try book.json("account K9999")["dues.0.date"] == "2026-06-25")
        }
    }

    @Test func certainWaysNeedNoFormat() throws {
        let ways = [
            "2026-06-05", "20260605", "5 Jun 2026", "05-Juni-2026", "June 5, 2026", "2026-06-05 13:25:17.000000",
            "2026/6/5",
        ]
        let book = try Book()
        let rows = ways.enumerated().map { "C\($0),K\($0),\"\($1)\",10" }.joined(separator: "\n")
        try book.file("file.csv", "Customer No,Contract No,Due Date,Amount\n" + rows + "\n")
        let result = try book.json("import receivables file.csv")
        #expect(result["accepted"].int == ways.count, "\(result["rejects"].shown)")
        for index in ways.indices {
            #expect(try book.json("account K\(index)")["dues.0.date"] == "2026-06-05", "\(ways[index])")
        }
    }
}
