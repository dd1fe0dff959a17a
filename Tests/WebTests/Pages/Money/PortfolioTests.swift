import Desk
import Receivables
import Testing
import Web

@Suite struct PortfolioTests {
    @Test func figuresAreThoseOfTheBook() async throws {
        let book = try CounterBook()
        _ = try book.desk.runDay(RunOptions(date: CounterBook.today))
        try await book.visit("boss") { boss async throws in
            let page = try await boss.get("/portfolio")
            #expect(page.status == 200)
            // 1,250,000 less 250,000 paid, 800,000 and 5,000,000.
            #expect(page.text.contains("Rp6,800,000"))
            #expect(page.text.contains("As of 2 Mar 2026"))
            #expect(page.text.contains("1 payment waits for an account"))
            let motor = try await boss.get("/portfolio?portfolio=Motor")
            #expect(motor.text.contains("Rp1,800,000"))
            #expect(!motor.text.contains("Rp6,800,000"))
        }
    }

    /// The file holds the rows of the table, and nothing else.
    @Test func filesHoldTheRowsOfThePage() async throws {
        let book = try CounterBook()
        try await book.visit("boss") { boss async throws in
            let file = try await boss.get("/portfolio/ageing.csv?portfolio=Motor")
            #expect(file.status == 200)
            let lines = file.text.split(separator: "\r\n").map(String.init)
            #expect(lines.first == "\u{FEFF}bucket,accounts,debtors,open,overdue")
            #expect(lines.last?.hasSuffix(",2,2,1800000.00,1800000.00") == true)
            for wrong in ["/portfolio/ageing", "/portfolio/secrets.csv", "/portfolio/cash.csv"] {
                #expect(try await boss.get(wrong).status == 404, "\(wrong)")
            }
        }
    }

    @Test func whoMayNotTakeFilesIsToldSo() async throws {
        let book = try CounterBook()
        try await book.visit("admin") { admin async throws in
            #expect(try await admin.get("/portfolio").text.contains("aria-disabled=\"true\""))
            #expect(try await admin.get("/portfolio/ageing.csv").status == 403)
        }
        try await book.visit("sari") { one async throws in #expect(try await one.get("/portfolio").status == 403) }
    }

    @Test func anotherPortfolioIsNotThere() async throws {
        let book = try CounterBook()
        try await book.visit("mobil") { other async throws in
            let page = try await other.get("/portfolio")
            #expect(page.text.contains("Rp5,000,000"))
            #expect(!page.text.contains("Motor"))
            #expect(try await other.get("/portfolio?portfolio=Motor").status == 404)
        }
    }

    @Test func anEmptyBookSaysWhatComesNext() async throws {
        let book = try CounterBook(isEmpty: true)
        try await book.visit("klerk") { clerk async throws in
            let page = try await clerk.get("/portfolio")
            #expect(page.status == 200)
            #expect(page.text.contains("Tidak ada tagihan terbuka"))
            #expect(page.text.contains("href=\"/import\""))
        }
    }
}
