import Desk
import Formats
import Receivables
import Store
import Support
import Testing

/// Promises that a run decided are only judged anew where something can have changed.
@Suite struct PromiseRunTests {
    /// One account that is late and stays so, with a promise of 50 for the eighth.
    private static func book(_ tested: TestedEngine) throws -> TestBook {
        let book = try TestBook(tested)
        try book.take(
            .receivables,
            """
            Customer ID,Account,Invoice,Due date,Amount
            A,ONE,a-1,2026-02-01,100
            A,ONE,a-2,2026-03-15,100
            A,ONE,a-3,2026-04-15,100

            """)
        let promise = PromiseToRecord(amount: "50", day: try TestBook.day("2026-03-08"))
        _ = try book.desk.record(
            promise, RecordingSubject(debtor: "A", account: "ONE", on: try TestBook.day("2026-03-02")))
        return book
    }

    private static func pay(_ book: TestBook, _ rows: String) throws {
        try book.take(.payments, "Account,Payment ID,Payment Date,Amount\n" + rows)
    }

    private static func promise(_ book: TestBook) throws -> String {
        try book.rows("SELECT state, received, decided FROM promises", columns: 3)[0].joined(separator: " ")
    }

    private static func decided(_ day: String) throws -> String { "\(try TestBook.day(day).number)" }

    @Test("a return that was announced before it happened undoes the promise on its day", arguments: TestedEngine.all)
    func announcedReturn(tested: TestedEngine) throws {
        let book = try PromiseRunTests.book(tested)
        try PromiseRunTests.pay(book, "ONE,P1,2026-03-05,50\nONE,P1,2026-03-12,-50\n")
        for day in 9...11 {
            try book.run("2026-03-\(day < 10 ? "0" : "")\(day)")
            #expect(try PromiseRunTests.promise(book) == "kept 5000 \(PromiseRunTests.decided("2026-03-09"))", "\(day)")
        }
        try book.run("2026-03-12")
        #expect(try PromiseRunTests.promise(book) == "broken 0 \(PromiseRunTests.decided("2026-03-12"))")
        #expect(try book.broken() == [])
    }

    @Test("money that shows up later, of a day in time, keeps a broken promise", arguments: TestedEngine.all)
    func backDated(tested: TestedEngine) throws {
        let book = try PromiseRunTests.book(tested)
        try book.run("2026-03-09")
        try book.run("2026-03-16")
        #expect(try PromiseRunTests.promise(book) == "broken 0 \(PromiseRunTests.decided("2026-03-09"))")
        try PromiseRunTests.pay(book, "ONE,P1,2026-03-08,20\n")
        try book.run("2026-03-16")
        #expect(try PromiseRunTests.promise(book) == "partly-kept 2000 \(PromiseRunTests.decided("2026-03-16"))")
        #expect(try book.broken() == [])
    }

    @Test("a day of grace more lets money in that came too late", arguments: TestedEngine.all)
    func grace(tested: TestedEngine) throws {
        let book = try PromiseRunTests.book(tested)
        try PromiseRunTests.pay(book, "ONE,P1,2026-03-09,50\n")
        try book.run("2026-03-10")
        #expect(try PromiseRunTests.promise(book) == "broken 0 \(PromiseRunTests.decided("2026-03-10"))")
        var changes = PortfolioChanges()
        changes.promiseGraceDays = 1
        _ = try book.desk.setPortfolio("default", changes)
        try book.run("2026-03-11")
        #expect(try PromiseRunTests.promise(book) == "kept 5000 \(PromiseRunTests.decided("2026-03-11"))")
        #expect(try book.broken() == [])
    }

    @Test("where nothing is new about decided promises, a run does not read what was paid", arguments: TestedEngine.all)
    func unread(tested: TestedEngine) throws {
        let book = try PromiseRunTests.book(tested)
        let recorder = RecordingEngine(book.engine)
        let recorded = TestBook(book, through: recorder)
        func paymentsRead(_ day: String) throws -> Int {
            try recorder.during(day) { _ = try recorded.run(day) }
            return recorder.statements.filter { $0.uses.contains(day) && $0.sql.contains("FROM payments") }.count
        }
        #expect(try paymentsRead("2026-03-09") > 0, "it is decided")
        // The second due is late from this day on, and the agenda brings the debtor up.
        let run = try paymentsRead("2026-03-16")
        #expect(run == 0)
        #expect(try book.count("SELECT count(*) FROM steps") > 0)
        try PromiseRunTests.pay(book, "ONE,P1,2026-03-08,20\n")
        #expect(try paymentsRead("2026-03-17") > 0, "there is news")
    }
}
