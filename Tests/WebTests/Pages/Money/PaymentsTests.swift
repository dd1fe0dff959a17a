import Desk
import Receivables
import Store
import Testing
import Web

@Suite struct PaymentsTests {
    @Test func whatWaitsIsListedAndGivenToItsAccount() async throws {
        let book = try CounterBook()
        let waiting = try #require(try book.desk.waitingPayments().payments.first).payment.payment.id
        try await book.visit("clerk") { clerk async throws in
            let list = try await clerk.get("/payments")
            #expect(list.status == 200)
            #expect(list.text.contains("NOBODY-7"))
            #expect(list.text.contains("Rp300,000"))
            #expect(list.text.contains("&lt;img src=x&gt;") && !list.text.contains("<img"))
            let page = try await clerk.get("/payments/\(waiting)?q=MTR-1")
            #expect(page.text.contains("Give it to MTR-1"))
            let fields = [("operation", "x"), ("account", "MTR-1"), ("creditor", "Motor"), ("q", "MTR-1")]
            let done = try await clerk.post("/payments/\(waiting)/assign", fields)
            #expect(done.status == 303)
            #expect(done.location.hasPrefix("/payments?done=assigned&account=MTR-1"))
            // A second click does nothing twice.
            #expect(try await clerk.post("/payments/\(waiting)/assign", fields).location == done.location)
            #expect(try await clerk.get(done.location).text.contains("Rp300,000"))
        }
        #expect(try book.desk.waitingPayments().payments.isEmpty)
    }

    @Test func aPaymentIsEnteredOnceAndTakenBack() async throws {
        let book = try CounterBook()
        try await book.visit("clerk") { clerk async throws in
            let fields = [
                ("operation", "add/1"), ("account", "MTR-1"), ("amount", "500.000"), ("on", "2026-03-01"),
                ("reference", "HAND-1"),
            ]
            let first = try await clerk.post("/payments/add", fields)
            #expect(first.status == 303)
            #expect(first.location.contains("sent=payment-add"))
            #expect(try await clerk.post("/payments/add", fields).status == 303)
            #expect(try await clerk.get(first.location).text.contains("Rp500,000"))
            let back = try await clerk.post("/payments/reverse", [("operation", "r/1"), ("reference", "HAND-1")])
            #expect(back.status == 303)
        }
        let account = try book.desk.account(AccountQuestion(reference: "MTR-1", asOf: CounterBook.today))
        // 1,250,000 less the 250,000 of the file.
        #expect(account.arrears.overdue.total == 100_000_000)
    }

    /// What was written stays, and what is wrong is said at its field.
    @Test(arguments: [
        ("account", "NO-SUCH"), ("amount", "much"), ("on", "2026-13-40"), ("due", "INV-77"), ("on", "2027-01-01"),
    ])
    func wrongInputKeepsTheText(_ field: String, _ value: String) async throws {
        let book = try CounterBook()
        try await book.visit("clerk") { clerk async throws in
            var fields = [
                "operation": "k", "account": "MTR-1", "amount": "500000", "on": "2026-03-01",
                "payer": "<script>alert(2)</script>",
            ]
            fields[field] = value
            let page = try await clerk.post("/payments/add", fields.map { ($0.key, $0.value) })
            #expect(page.status == 422)
            #expect(page.text.contains("value=\"\(value)\""))
            #expect(page.text.contains("id=\"f-add-\(field)\""))
            #expect(page.text.contains("aria-describedby=\"h-f-add-\(field)\""))
            #expect(page.text.contains("id=\"h-f-add-\(field)\" class=\"wrong\""))
            #expect(page.text.contains("value=\"&lt;script&gt;alert(2)&lt;/script&gt;\""))
        }
    }

    @Test func whoMayOnlyLookSeesWhyNot() async throws {
        let book = try CounterBook()
        try await book.visit("boss") { boss async throws in
            let page = try await boss.get("/payments")
            #expect(page.status == 200)
            #expect(page.text.contains("<button class=\"primary\" disabled>"))
            #expect(try await boss.post("/payments/add", [("account", "MTR-1"), ("amount", "1")]).status == 403)
        }
        try await book.visit("sari") { one async throws in #expect(try await one.get("/payments").status == 403) }
    }

    /// Of another portfolio neither the money nor the account is there.
    @Test func anotherPortfolioIsNotThere() async throws {
        let book = try CounterBook()
        let waiting = try #require(try book.desk.waitingPayments().payments.first).payment.payment.id
        try await book.visit("mobil") { other async throws in
            #expect(!(try await other.get("/payments").text.contains("NOBODY-7")))
            #expect(try await other.get("/payments/\(waiting)").status == 404)
            let page = try await other.post("/payments/add", [("account", "MTR-1"), ("amount", "1000")])
            #expect(page.status == 422)
            #expect(!page.text.contains("Budi"))
        }
        #expect(try book.desk.waitingPayments().payments.count == 1)
    }

    @Test func thePageSpeaksIndonesian() async throws {
        let book = try CounterBook()
        try await book.visit("klerk") { clerk async throws in
            let page = try await clerk.get("/payments")
            #expect(page.text.contains("<html lang=\"id\">"))
            #expect(page.text.contains("Uang yang menunggu akunnya"))
            #expect(page.text.contains("Rp300.000"))
        }
    }
}
