import Desk
import Formats
import Receivables
import Store
import Support
import Testing
import Wording

/// An account whose sums do not fit into 64 bits is set aside with its reason; everything else goes on.
@Suite struct SetAsideTests {
    /// 9,300 dues of the largest amount add up to more than 2^63 minor units.
    private static let giants = (1...9300).map { "B,BIG,big-\($0),2026-01-10,10000000000000.00\n" }.joined()
    private static let file = "Customer ID,Account,Invoice,Due date,Amount\nA,ONE,a-1,2026-01-10,100.00\n" + giants
        + "C,THREE,c-1,2026-01-10,300.00\n"

    private func bookWithGiant() throws -> TestBook {
        let book = try TestBook()
        let result = try book.take(.receivables, SetAsideTests.file)
        #expect(result.accepted == 9302)
        #expect(result.rejected == 0)
        #expect(result.parked == 1)
        return book
    }

    @Test("the import goes on and says how many accounts were set aside")
    func importGoesOn() throws {
        let book = try bookWithGiant()
        #expect(try book.count("SELECT count(*) FROM dues") == 9302)
        let parked = try book.rows(
            "SELECT a.reference, p.code FROM parked p JOIN accounts a ON a.account_id = p.account_id", columns: 2)
        #expect(parked == [["BIG", "amount-overflow"]])
        let positions = try book.rows(
            "SELECT a.reference FROM positions p JOIN accounts a ON a.account_id = p.account_id ORDER BY 1", columns: 1)
        #expect(positions == [["ONE"], ["THREE"]])
        #expect(try book.broken() == [])
    }

    @Test("a rehearsal counts the account too and writes nothing")
    func dryRun() throws {
        let book = try TestBook()
        let result = try book.take(.receivables, SetAsideTests.file) { $0.isDryRun = true }
        #expect(result.parked == 1)
        #expect(try book.count("SELECT count(*) FROM parked") == 0)
    }

    @Test("questions and exports leave it out and say so")
    func questionsGoOn() throws {
        let book = try bookWithGiant()
        let day = try TestBook.day("2026-03-02")
        for knownAt in [nil, book.now] {
            let ageing = try book.desk.ageing(AgeingQuestion(asOf: day, knownAt: knownAt))
            #expect(ageing.parked == 1)
            #expect(ageing.totals[.rupiah]?.open.amount == 40_000)
        }
        let before = try book.desk.ageing(AgeingQuestion(asOf: try TestBook.day("2026-01-05")))
        #expect(before.parked == 1)
        #expect(before.totals[.rupiah]?.open.count == 2)
        let worklist = try book.desk.worklist(WorklistQuestion(date: day))
        #expect(worklist.items.map(\.debtor).sorted() == ["A", "C"])
        #expect(worklist.parked == 1)
        for kind in [ExportKind.ageing, .dues, .payments] {
            let result = try book.desk.export(
                kind, ExportFilter(asOf: day), as: .csv, to: book.scratch.path("out.csv"), in: Catalogue(.english))
            #expect(result.unreadable.map(\.account) == ["BIG"], "\(kind)")
        }
        let one = try book.desk.account(AccountQuestion(reference: "ONE", asOf: day))
        #expect(one.arrears.open == 10_000)
        #expect(throws: Problem(.amountOverflow)) {
            try book.desk.account(AccountQuestion(reference: "BIG", asOf: day))
        }
    }

    @Test("every run tries it again, and tells of it")
    func runTriesAgain() throws {
        let book = try bookWithGiant()
        for day in ["2026-03-02", "2026-03-02", "2026-03-03"] {
            let result = try book.run(day)
            #expect(result.parked.map(\.account) == ["BIG"], "\(day)")
            #expect(try book.broken() == [], "\(day)")
        }
        #expect(
            try book.rows("SELECT d.reference FROM cases c JOIN debtors d USING (debtor_id) ORDER BY 1", columns: 1)
                == [["A"], ["C"]])
        #expect(try book.rows("SELECT since FROM parked", columns: 1) == [["20514"]])
    }

    @Test("it comes back as soon as its facts can be computed")
    func comesBack() throws {
        let book = try bookWithGiant()
        try book.run("2026-03-02")
        // One payment of the largest amount is poured over 9,300 dues; three hundred corrected ones bring the sum back.
        let small = (1...300).map { "B,BIG,big-\($0),2026-01-10,1.00\n" }.joined()
        let result = try book.take(.receivables, "Customer ID,Account,Invoice,Due date,Amount\n" + small)
        #expect(result.parked == 0)
        #expect(try book.count("SELECT count(*) FROM parked") == 0)
        #expect(try book.count("SELECT count(*) FROM stale_positions") == 0)
        #expect(
            try book.count(
                "SELECT open_count FROM positions p JOIN accounts a USING (account_id) WHERE a.reference = 'BIG'")
                == 9300)
        #expect(try book.run("2026-03-03").parked.isEmpty)
        #expect(try book.count("SELECT count(*) FROM cases") == 3)
        #expect(try book.broken() == [])
    }

    @Test("money that comes in for it is taken in, and poured once the account can be computed")
    func moneyIsTakenIn() throws {
        let book = try bookWithGiant()
        let paid = try book.take(
            .payments,
            "Account,Payment reference,Payment date,Amount\nBIG,p-1,2026-02-01,5.00\nONE,p-2,2026-02-01,100.00\n")
        #expect(paid.accepted == 2)
        #expect(paid.parked == 1)
        #expect(try book.count("SELECT count(*) FROM payments") == 2)
        #expect(try book.count("SELECT count(*) FROM positions") == 2)
        #expect(try book.broken() == [])
        _ = try book.desk.undoImport(1, force: true)
        #expect(try book.count("SELECT count(*) FROM parked") == 0)
        #expect(try book.count("SELECT count(*) FROM positions") == 0, "nobody knows the accounts any more")
        #expect(
            try book.count(
                """
                SELECT sum(p.amount) FROM unapplied_payments u JOIN payments p ON p.debtor_id = 0
                    AND p.payment_id = u.payment_id AND p.retracted_id IS NULL AND u.retracted_id IS NULL
                """) == 10_500)
        #expect(try book.broken() == [])
    }

    @Test("credit that does not fit sets the account aside as well, from the quick way of payments")
    func creditOverflows() throws {
        let book = try TestBook()
        try book.take(.receivables, "Customer ID,Account,Invoice,Due date,Amount\nA,ONE,a-1,2026-01-10,100.00\n")
        let head = "Account,Payment reference,Payment date,Amount\n"
        let file = head + (1...9300).map { "ONE,p-\($0),2026-02-01,10000000000000.00\n" }.joined()
        let result = try book.take(.payments, file)
        #expect(result.accepted == 9300)
        #expect(result.parked == 1)
        #expect(try book.count("SELECT count(*) FROM payments") == 9300)
        #expect(try book.count("SELECT count(*) FROM positions") == 0)
        #expect(try book.broken() == [])
    }
}
