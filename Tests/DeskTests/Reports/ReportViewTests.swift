import Formats
import Receivables
import Store
import Support
import Testing

/// What people read with an SQL tool of their own is what the product says.
@Suite struct ReportViewTests {
    private func book() throws -> TestBook {
        let book = try TestBook()
        try book.take(
            .receivables,
            "Customer ID,Account,Invoice,Due date,Principal,Interest,Currency\nA,ONE,a-1,2026-01-10,100.25,5.00,IDR\n"
                + "A,ONE,a-2,2026-04-10,50.00,0,IDR\nB,YEN,b-1,2026-01-31,1200,0,JPY\n"
                + "C,DIN,c-1,2026-02-28,1.234,0,KWD\n"
        )
        try book.take(.payments, "Account,Payment reference,Payment date,Amount\nONE,p-1,2026-02-01,45.00\n")
        try book.run("2026-03-02")
        return book
    }

    /// The rows of a query; amounts without the zeros by which engines write them differently.
    private func shown(_ book: TestBook, _ sql: String, columns: Int) throws -> [[String]] {
        try book.rows(sql, columns: columns).map { row in
            row.map { cell in cell.contains(".") ? Double(cell).map { plain($0) } ?? cell : cell }
        }
    }

    private func plain(_ amount: Double) -> String {
        amount == amount.rounded() ? "\(Int(amount))" : "\(amount)"
    }

    @Test("amounts are in major units and dates are dates, whatever the currency")
    func amounts() throws {
        let book = try book()
        #expect(
            try shown(
                book, "SELECT account, open_amount, oldest_open_due_date FROM report_accounts ORDER BY 1", columns: 3)
                == [
                    ["DIN", "1.234", "2026-02-28"], ["ONE", "110.25", "2026-01-10"], ["YEN", "1200", "2026-01-31"],
                ])
        #expect(
            try shown(book, "SELECT due, due_date, amount FROM report_dues ORDER BY 1", columns: 3)
                == [
                    ["a-1", "2026-01-10", "105.25"], ["a-2", "2026-04-10", "50"], ["b-1", "2026-01-31", "1200"],
                    ["c-1", "2026-02-28", "1.234"],
                ])
        #expect(
            try shown(
                book,
                "SELECT due, due_date, open_principal, open_interest, open_amount FROM report_open_dues ORDER BY 1",
                columns: 5)
                == [
                    ["a-1", "2026-01-10", "60.25", "0", "60.25"], ["a-2", "2026-04-10", "50", "0", "50"],
                    ["b-1", "2026-01-31", "1200", "0", "1200"], ["c-1", "2026-02-28", "1.234", "0", "1.234"],
                ])
        #expect(
            try shown(book, "SELECT account, payment, payment_date, amount FROM report_payments", columns: 4)
                == [["ONE", "p-1", "2026-02-01", "45"]])
        #expect(
            try shown(book, "SELECT debtor, opened FROM report_cases ORDER BY 1", columns: 2).map { $0[1] }
                == Array(repeating: "2026-03-02", count: 3))
    }

    @Test("promises and contacts are shown with their debtor")
    func history() throws {
        let book = try book()
        try book.take(.promises, "Customer ID,Promise date,Promise amount,Currency\nA,2026-03-09,20.50,IDR\n")
        try book.take(.contacts, "Customer ID,Contact date,Channel\nB,2026-03-01,call\n")
        #expect(
            try shown(
                book, "SELECT debtor, promised_date, amount, state, imported FROM report_promises", columns: 5)
                == [["A", "2026-03-09", "20.5", "pending", "1"]])
        #expect(
            try shown(book, "SELECT debtor, contact_date, channel FROM report_contacts", columns: 3) == [
                ["B", "2026-03-01", "call"]
            ])
    }
}
