import Desk
import Foundation
import Receivables
import Testing
import Web

@Suite struct ImportTests {
    private static let header = "Customer ID,Account,Invoice,Due date,Principal,Customer name\n"
    private static let good = header + "C-5,MTR-5,INV-5,2026-02-05,700000,Rina\n"

    /// Seen, tried without a trace, imported, and taken back.
    @Test func aFileGoesInAndOutAgain() async throws {
        let book = try CounterBook()
        let before = try book.desk.imports().count
        try await book.visit("clerk") { clerk async throws in
            let address = try await clerk.upload("../../maret <b>.csv", ImportTests.good)
            let page = try await clerk.get(address)
            #expect(page.status == 200)
            #expect(page.text.contains("maret &lt;b&gt;.csv") && !page.text.contains("../"))
            #expect(page.text.contains("<option value=\"due.date\" selected>"))
            #expect(page.text.contains("<td>Rina</td>"))
            let wishes = [("kind", "receivables"), ("portfolio", "Motor"), ("asOf", "2026-03-02")]
            #expect(try await clerk.post(address, wishes + [("do", "try")]).location == address)
            #expect(try await clerk.ended(address).text.contains("What an import would do"))
            #expect(try book.desk.imports().count == before)
            _ = try await clerk.post(address, wishes + [("do", "import")])
            #expect(try await clerk.ended(address).text.contains("The file is in the book"))
            let number = try #require(try book.desk.imports().first).id
            #expect(try book.desk.search("MTR-5", limit: 1).hits.count == 1)
            #expect(try await clerk.get("/import/\(number)").text.contains("maret &lt;b&gt;.csv"))
            #expect(try await clerk.post("/import/\(number)/undo", []).status == 303)
            #expect(try await clerk.ended("/import/\(number)").text.contains("The import was taken back"))
        }
        #expect(try book.desk.search("MTR-5", limit: 1).hits.isEmpty)
    }

    /// Rejected rows can be had, mended and brought again.
    @Test func rejectedRowsAreMended() async throws {
        let book = try CounterBook()
        try await book.visit("clerk") { clerk async throws in
            let bad = ImportTests.good + "C-6,MTR-6,INV-6,2026-02-05,\"=1+<i>\",Tono\n"
            let address = try await clerk.upload("b.csv", bad)
            _ = try await clerk.post(address, [("portfolio", "Motor"), ("do", "import")])
            let page = try await clerk.ended(address)
            #expect(page.text.contains("id=\"rejects\"") && page.text.contains("=1+&lt;i&gt;"))
            let number = try #require(try book.desk.imports().first).id
            let file = try await clerk.get("/import/\(number)/rejects")
            #expect(file.text.contains("C-6,MTR-6") && file.text.contains("not-an-amount"))
            let mended = file.text.replacing("=1+<i>", with: "350000")
            let again = try await clerk.upload("b2.csv", mended)
            _ = try await clerk.post(again, [("portfolio", "Motor"), ("do", "import")])
            #expect(try await clerk.ended(again).text.contains("The file is in the book"))
        }
        #expect(try book.desk.search("MTR-6", limit: 1).hits.count == 1)
    }

    /// Nothing is half done with a file that is none, and the catalogue says what is wrong.
    @Test(arguments: [
        "", "\u{0}\u{1}\u{2}binary\u{0}\u{0}", "just words\nand more words\n", "PK\u{3}\u{4} no workbook",
    ])
    func unusableFilesAreExplained(_ text: String) async throws {
        let book = try CounterBook()
        let before = try book.desk.imports().count
        try await book.visit("clerk") { clerk async throws in
            let address = try await clerk.upload("x.csv", text)
            let page = try await clerk.get(address)
            #expect(page.status == 200)
            #expect(page.text.contains("class=\"note wrong\""))
            _ = try await clerk.post(address, [("portfolio", "Motor"), ("do", "import")])
        }
        #expect(try book.desk.imports().count == before)
    }

    /// A date that may be two is asked about, and the answer is kept.
    @Test func whatIsAmbiguousIsAsked() async throws {
        let book = try CounterBook()
        try await book.visit("clerk") { clerk async throws in
            let text = ImportTests.header + "C-5,MTR-5,INV-5,03/02/2026,700000,Rina\n"
            let address = try await clerk.upload("x.csv", text)
            _ = try await clerk.post(address, [("portfolio", "Motor"), ("do", "import")])
            #expect(try await clerk.ended(address).text.contains("It did not work"))
            _ = try await clerk.post(address, [("portfolio", "Motor"), ("dates", "dd/MM/yyyy"), ("do", "import")])
            #expect(try await clerk.ended(address).text.contains("The file is in the book"))
        }
    }

    /// Where there are several portfolios, one is chosen and none is made by the way.
    @Test(arguments: ["", "Motro"]) func thePortfolioIsChosen(_ name: String) async throws {
        let book = try CounterBook()
        let before = try book.desk.imports().count
        try await book.visit("clerk") { clerk async throws in
            let address = try await clerk.upload("x.csv", ImportTests.good)
            let page = try await clerk.post(address, [("portfolio", name), ("do", "import")])
            #expect(page.status == 422 && page.text.contains("Please choose the portfolio"))
        }
        #expect(try book.desk.imports().count == before)
        #expect(try book.desk.portfolios().count == 2)
    }

    @Test func columnsAreWhatIsSaid() async throws {
        let book = try CounterBook()
        try await book.visit("clerk") { clerk async throws in
            let text = "aa,bb,cc,dd\nC-5,MTR-5,2026-02-05,700000\n"
            let address = try await clerk.upload("x.csv", text)
            #expect(try await clerk.get(address).text.contains("class=\"note wrong\""))
            let names = ["debtor.reference", "account.reference", "due.date", "due.amount"]
            let said = names.enumerated().map { ("c\($0)", $1) }
            let wishes = [("kind", "receivables"), ("portfolio", "Motor")]
            _ = try await clerk.post(address, wishes + [("do", "look")])
            let twice = try await clerk.post(address, wishes + said.dropLast() + [("c3", "due.date"), ("do", "look")])
            #expect(twice.status == 422 && twice.text.contains("Two columns are said to be"))
            // What was said is still there.
            #expect(twice.text.components(separatedBy: "<option value=\"due.date\" selected>").count == 3)
            let wrong = try await clerk.post(address, wishes + said + [("dates", "qq<b>"), ("do", "look")])
            #expect(wrong.status == 422 && wrong.text.contains("value=\"qq&lt;b&gt;\""))
            _ = try await clerk.post(address, wishes + said + [("do", "import")])
            #expect(try await clerk.ended(address).text.contains("The file is in the book"))
        }
        #expect(try book.desk.search("MTR-5", limit: 1).hits.count == 1)
    }

    /// A file belongs to whoever brought it, and an import to those who see its portfolio.
    @Test func othersSeeNothing() async throws {
        let book = try CounterBook()
        let number = try #require(try book.desk.imports().first).id
        try await book.visit("clerk") { clerk async throws in
            let address = try await clerk.upload("x.csv", ImportTests.good)
            let other = try book.desk.signIn(
                SignInRequest(login: "klerk", password: CounterBook.password, address: "10.0.0.2", agent: "test"))
            let stranger = PageVisitor(client: clerk.client, signedIn: other)
            #expect(try await stranger.get(address).status == 404)
            #expect(try await stranger.post(address, [("do", "discard")]).status == 404)
            #expect(try await clerk.get(address).status == 200)
            #expect(try await clerk.post(address, [("do", "discard")]).location == "/import")
            #expect(try await clerk.get(address).status == 404)
        }
        try await book.visit("mobil") { other async throws in
            #expect(try await other.get("/import/\(number)").status == 404)
            #expect(try await other.get("/import/\(number)/rejects").status == 404)
            #expect(try await other.post("/import/\(number)/undo", []).status == 404)
        }
        try await book.visit("boss") { boss async throws in
            #expect(try await boss.get("/import").text.contains("disabled>"))
            #expect(try await boss.post("/import/\(number)/undo", []).status == 403)
        }
        try await book.visit("sari") { one async throws in #expect(try await one.get("/import").status == 403) }
    }
}
