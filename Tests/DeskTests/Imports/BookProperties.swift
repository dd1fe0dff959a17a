import Desk
import Formats
import Receivables
import Store
import Support
import Testing

/// What must hold of any book, on random ones, through imports and runs on a real database.
@Suite struct BookProperties {
    private static let seeds = 0..<UInt64(Effort.cases(4, long: 40))
    private static let accounts = 80

    /// Positions by the reference of their account: numbers may differ with the order of the files, and with them which
    /// of the dues of one day is paid first, and so how many are open.
    private func positions(_ book: TestBook) throws -> [[String]] {
        try book.rows(
            """
            SELECT a.reference, p.open_amount, coalesce(p.first_day, 0), p.credit, p.unmatched_returns
            FROM positions p JOIN accounts a USING (debtor_id, account_id) ORDER BY 1
            """, columns: 5)
    }

    private func taken(_ random: RandomBook) throws -> TestBook {
        let book = try TestBook()
        try book.take(.receivables, random.duesFile)
        try book.take(.payments, random.paymentsFile)
        return book
    }

    @Test("every invariant of the book holds, before and after runs", arguments: seeds)
    func verifies(seed: UInt64) throws {
        let book = try taken(RandomBook(seed: seed, accounts: BookProperties.accounts))
        #expect(try book.broken() == [])
        for day in ["2026-01-20", "2026-02-10", "2026-03-02"] {
            try book.run(day)
            #expect(try book.broken() == [], "\(day)")
        }
        #expect(try book.count("SELECT count(*) FROM cases") > 0)
    }

    @Test("the same file twice changes nothing, and accepted + rejected = rows", arguments: seeds)
    func twice(seed: UInt64) throws {
        let random = RandomBook(seed: 1000 + seed, accounts: BookProperties.accounts)
        let book = try taken(random)
        try book.run("2026-03-02")
        let before = try book.state()
        for (kind, file) in [(ImportKind.receivables, random.duesFile), (.payments, random.paymentsFile)] {
            let again = try book.take(kind, file)
            #expect(again.accepted + again.rejected == again.read)
            #expect(again.unchanged == again.read, "\(kind)")
        }
        #expect(try book.state() == before)
    }

    @Test("the order of rows and of files does not change a position", arguments: seeds)
    func shuffled(seed: UInt64) throws {
        var random = RandomBook(seed: 2000 + seed, accounts: BookProperties.accounts)
        // Returns without a named payment depend on which came first; here order of recording is what is shuffled.
        random.payments.removeAll { $0.contains(",-") }
        let expected = try positions(taken(random))
        var shuffler = Seeded(seed)
        random.dues.shuffle(using: &shuffler)
        let first = try TestBook()
        try first.take(.payments, random.paymentsFile)
        #expect(try first.desk.waitingPayments().payments.count == random.payments.count)
        try first.take(.receivables, random.duesFile)
        #expect(try positions(first) == expected)
        #expect(try first.broken() == [])
        let apart = try TestBook()
        let half = random.dues.count / 2
        try apart.take(.receivables, RandomBook.duesHead + random.dues[half...].joined())
        try apart.take(.payments, random.paymentsFile)
        try apart.take(.receivables, RandomBook.duesHead + random.dues[..<half].joined())
        #expect(try positions(apart) == expected)
        #expect(try apart.broken() == [])
    }

    @Test("the size of a run's portions changes nothing", arguments: seeds)
    func portions(seed: UInt64) throws {
        let random = RandomBook(seed: 3000 + seed, accounts: BookProperties.accounts)
        let states = try [1, 7, 1000].map { size in
            let book = try taken(random)
            for day in ["2026-01-15", "2026-02-20"] { try book.run(day, chunk: size) }
            return try book.state()
        }
        #expect(states[0] == states[1])
        #expect(states[1] == states[2])
    }

    @Test("running a day twice does nothing twice", arguments: seeds)
    func runTwice(seed: UInt64) throws {
        let book = try taken(RandomBook(seed: 4000 + seed, accounts: BookProperties.accounts))
        try book.run("2026-02-20")
        let before = try book.state()
        let again = try book.run("2026-02-20")
        #expect(again.steps == 0 && again.notices == 0 && again.casesOpened == 0)
        #expect(try book.state() == before)
    }

    @Test("taking back an import of payments gives the positions that were before it", arguments: seeds)
    func undo(seed: UInt64) throws {
        let random = RandomBook(seed: 5000 + seed, accounts: BookProperties.accounts)
        let book = try TestBook()
        try book.take(.receivables, random.duesFile)
        let before = try positions(book)
        let paid = try book.take(.payments, random.paymentsFile)
        #expect(try positions(book) != before)
        _ = try book.desk.undoImport(try #require(paid.id), force: false)
        #expect(try positions(book) == before)
        #expect(try book.broken() == [])
    }

    @Test("as known at a moment, the book is what it was then", arguments: seeds)
    func knownAt(seed: UInt64) throws {
        let random = RandomBook(seed: 6000 + seed, accounts: BookProperties.accounts)
        let book = try TestBook()
        let day = try TestBook.day("2026-03-02")
        try book.take(.receivables, random.duesFile)
        let then = book.now
        let before = try book.desk.ageing(AgeingQuestion(asOf: day)).json
        book.pass(hours: 1)
        try book.take(.payments, random.paymentsFile)
        #expect(try book.desk.ageing(AgeingQuestion(asOf: day)).json != before)
        #expect(try book.desk.ageing(AgeingQuestion(asOf: day, knownAt: then)).json == before)
    }
}
