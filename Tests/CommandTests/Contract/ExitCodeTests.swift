import Support
import Testing

/// Every failure has its documented exit code, its code in the error document, and its words on standard error. Nothing
/// is half done afterwards: the book is what it was, to the last cell.
@Suite struct ExitCodeTests {
    struct Failure {
        let command: String
        let status: Int32
        let code: String

        init(_ command: String, _ status: Int32, _ code: String) {
            self.command = command
            self.status = status
            self.code = code
        }
    }

    /// Wrong usage: 64.
    static let usage = [
        Failure("nosuch", 64, "usage"), Failure("import nosuch file.csv", 64, "usage"),
        Failure("import receivables", 64, "usage"),
        Failure("import receivables receivables.csv --nosuch", 64, "usage"),
        Failure("import receivables receivables.csv --as-of 2026-02-30", 64, "usage"),
        Failure("import receivables receivables.csv --as-of 10/03/2026", 64, "usage"),
        Failure("import receivables receivables.csv --chunk 0", 64, "option-value"),
        Failure("import receivables receivables.csv --vanished paid", 64, "usage"),
        Failure("import snapshot receivables.csv --vanished lost", 64, "usage"),
        Failure("import undo one", 64, "usage"), Failure("import undo", 64, "usage"),
        Failure("run --date yesterday", 64, "usage"), Failure("run 2026-03-10", 64, "usage"),
        Failure("ageing --as-of 2026-13-01", 64, "usage"), Failure("ageing --known-at yesterday", 64, "usage"),
        Failure("ageing --known-at 2026-03-01", 64, "usage"), Failure("ageing --language fr", 64, "option-value"),
        Failure("account", 64, "usage"), Failure("account K1 K2", 64, "usage"),
        Failure("worklist --limit many", 64, "usage"), Failure("worklist --limit=-1", 64, "option-value"),
        Failure("export", 64, "usage"), Failure("export everything", 64, "usage"),
        Failure("export dues --format pdf", 64, "usage"),
        Failure("demo --accounts 0", 64, "option-value"), Failure("demo --accounts many", 64, "usage"),
        Failure("demo --seed=-1", 64, "usage"),
        Failure("record contact --debtor C1 --channel smoke", 64, "option-value"),
        Failure("record contact", 64, "usage"),
        Failure("record promise --debtor C1 --amount 5", 64, "usage"),
        Failure("record note --debtor C1", 64, "usage"),
        Failure("record note --debtor C1 --text ''", 64, "usage"), Failure("record note --text hello", 64, "usage"),
        Failure("record hold --debtor C1 --reason whim", 64, "option-value"),
        Failure("record hold --debtor C1 --due I1", 64, "usage"),
        Failure("payments add --account K1", 64, "usage"), Failure("payments add --amount 5", 64, "usage"),
        Failure("payments reverse", 64, "usage"), Failure("payments assign P2", 64, "usage"),
        Failure("portfolio set default --lender-type pawnshop", 64, "usage"),
        Failure("settings set language", 64, "usage"),
    ]

    /// Input that cannot be used: 65.
    static let data = [
        Failure("account NOPE", 65, "account-unknown"), Failure("account K1 --creditor NOPE", 65, "account-unknown"),
        Failure("ageing --portfolio NOPE", 65, "portfolio-unknown"),
        Failure("worklist --collector NOPE", 65, "collector-unknown"),
        Failure("export dues --portfolio NOPE", 65, "portfolio-unknown"),
        Failure("export dues --debtor NOPE", 65, "debtor-unknown"),
        Failure("export worklist --collector NOPE", 65, "collector-unknown"),
        Failure("run --date 2026-03-09", 65, "date-before-last-run"),
        Failure("import undo 99", 65, "import-unknown"), Failure("imports rejects 99", 65, "import-unknown"),
        Failure("record contact --debtor NOPE", 65, "debtor-unknown"),
        Failure("record contact --account NOPE", 65, "account-unknown"),
        Failure("record contact --debtor C2 --account K1", 65, "debtor-differs"),
        Failure("record note --debtor NOPE --text hello", 65, "debtor-unknown"),
        Failure("record promise --debtor C1 --amount 0 --date 2026-04-01", 65, "amount-not-positive"),
        Failure("record promise --debtor C1 --amount=-5 --date 2026-04-01", 65, "amount-not-positive"),
        Failure("record promise --debtor C1 --amount lots --date 2026-04-01", 65, "not-an-amount"),
        Failure("record promise --debtor C1 --amount 99999999999999999999 --date 2026-04-01", 65, "amount-too-large"),
        Failure("record promise --debtor C1 --amount 5 --date 2026-03-01", 65, "day-order"),
        Failure("record promise --debtor C1 --amount 5 --date 2026-04-01 --currency ZZZ", 65, "not-a-currency"),
        Failure("record promise --debtor C1 --amount 'USD 5' --date 2026-04-01", 65, "currency-differs"),
        Failure("record hold --debtor C1 --from 2026-03-10 --to 2026-03-09", 65, "day-order"),
        Failure("record hold --debtor NOPE", 65, "debtor-unknown"),
        Failure("payments add --account NOPE --amount 5", 65, "account-unknown"),
        Failure("payments add --account K1 --amount nothing", 65, "not-an-amount"),
        Failure("payments add --account K1 --amount 0", 65, "amount-not-positive"),
        Failure("payments add --account K1 --amount 5 --reference P1", 65, "reference-taken"),
        Failure("payments reverse NOPE", 65, "payment-unknown"),
        Failure("payments reverse P2", 65, "payment-unknown"),
        Failure("payments assign P2 --account NOPE", 65, "account-unknown"),
        Failure("payments assign NOPE --account K1", 65, "payment-unknown"),
        Failure("payments assign P1 --account K1", 65, "payment-unknown"),
        Failure("portfolio show NOPE", 65, "portfolio-unknown"),
        Failure("collector show NOPE", 65, "collector-unknown"),
        Failure("collector set Joko --portfolios NOPE", 65, "portfolio-unknown"),
        Failure("strategy show NOPE", 65, "strategy-unknown"),
        Failure("strategy show default --version 9", 65, "strategy-unknown"),
        Failure("holidays show NOPE", 65, "holidays-unknown"),
        Failure("settings set calendar NOPE", 65, "holidays-unknown"),
        Failure("portfolio set default --strategy NOPE", 65, "strategy-unknown"),
        Failure("import receivables receivables.csv --map bad-map.json", 65, "map-invalid"),
        Failure("import receivables receivables.csv --map other-map.json", 65, "column-missing"),
        Failure("import receivables receivables.csv --map bad-dates.json", 65, "date-pattern"),
        Failure("import receivables empty.csv", 65, "file-empty"),
        Failure("import receivables binary.csv", 65, "file-not-text"),
        Failure("import receivables words.csv", 65, "columns-unknown"),
        Failure("import contacts receivables.csv", 65, "columns-unknown"),
        Failure("import receivables doubtful.csv", 65, "date-ambiguous"),
        Failure("import receivables mixed.csv", 65, "date-mixed"),
        Failure("import receivables twice.csv", 65, "columns-duplicate"),
        Failure("import receivables wrong-row.csv --strict", 65, "rows-rejected"),
    ]

    /// Files, places, rights and settings: 66, 69, 73, 78.
    static let surroundings = [
        Failure("import receivables nofile.csv", 66, "file-missing"),
        Failure("import receivables .", 66, "file-unreadable"),
        Failure("import receivables receivables.csv --map nomap.json", 66, "file-missing"),
        Failure("strategy set nofile.yaml", 66, "file-missing"),
        Failure("holidays set nofile.yaml", 66, "file-missing"),
        Failure("export dues --output nofolder/dues.csv", 73, "output-unwritable"),
        Failure("export dues --output nofolder/dues.xlsx", 73, "output-unwritable"),
        Failure("export dues --output . --format csv", 73, "output-unwritable"),
        Failure("import receivables wrong-row.csv --rejects nofolder/rejects.csv", 73, "output-unwritable"),
        Failure("import receivables wrong-row.csv --rejects .", 73, "output-unwritable"),
        Failure("ageing --database nofile.sqlite", 69, "database-missing"),
        Failure("run --database nofile.sqlite", 69, "database-missing"),
        Failure("import receivables receivables.csv --database nofile.sqlite", 69, "database-missing"),
        Failure("ageing --database .", 69, "database-unreadable"),
        Failure("init --database nofolder/a.sqlite", 73, "output-unwritable"),
        Failure("ageing --database words.csv", 69, "database-unreadable"),
        Failure("init --database words.csv", 69, "database-unreadable"),
        Failure("ageing --database mysql://host/book", 78, "database-url"),
        Failure("ageing --database sqlite:", 78, "database-url"),
        Failure("settings show nosuch", 78, "setting-unknown"),
        Failure("settings set nosuch x", 78, "setting-unknown"),
        Failure("settings set language fr", 78, "setting-invalid"),
        Failure("settings set time-zone Mars/Base", 78, "setting-invalid"),
        Failure("portfolio set default --currency ZZZ", 78, "setting-invalid"),
        Failure("portfolio set default --waterfall upwards", 78, "setting-invalid"),
        Failure("portfolio set default --buckets 30,20", 78, "setting-invalid"),
        Failure("portfolio set default --tolerance=-1", 78, "setting-invalid"),
        Failure("portfolio set default --promise-grace 99", 78, "setting-invalid"),
        Failure("portfolio set default --creditor Other", 78, "setting-invalid"),
        Failure("collector set Joko --minutes 2000", 78, "setting-invalid"),
        Failure("strategy set bad.yaml", 78, "strategy-invalid"),
        Failure("strategy set words.csv", 78, "strategy-invalid"),
        Failure("holidays set bad.yaml", 78, "holidays-invalid"),
        Failure("demo --accounts 5", 65, "database-not-empty"),
    ]

    @Test func wrongUsageChangesNothing() throws { try changesNothing(ExitCodeTests.usage) }
    @Test func uselessInputChangesNothing() throws { try changesNothing(ExitCodeTests.data) }
    @Test func hostileSurroundingsChangeNothing() throws { try changesNothing(ExitCodeTests.surroundings) }

    private func changesNothing(_ failures: [Failure]) throws {
        let book = try SmallBook.make()
        try ExitCodeTests.writeBadFiles(book)
        let before = try Rows(book.database).dump()
        for failure in failures {
            try book.fails(failure.command, failure.status, failure.code)
            let isUnchanged = try Rows(book.database).dump() == before
            #expect(isUnchanged, "\(failure.command) changed the book")
        }
        try book.verify()
    }

    private static func writeBadFiles(_ book: Book) throws {
        try book.file("bad-map.json", #"{"colums": {}}"#)
        try book.file("other-map.json", #"{"columns": {"due.date": "No Such Column"}}"#)
        try book.file("bad-dates.json", #"{"dates": "whenever"}"#)
        try book.file("empty.csv", "")
        try book.scratch.write("binary.csv", (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 131) })
        try book.file("words.csv", "these are words, and nothing else\nof any use\n")
        let head = "Customer No,Contract No,Invoice No,Due Date,Amount\n"
        try book.file("doubtful.csv", head + "C1,K1,I7,05/06/2026,10\nC1,K1,I8,07/08/2026,10\n")
        try book.file("mixed.csv", head + "C1,K1,I7,25/06/2026,10\nC1,K1,I8,07/28/2026,10\n")
        try book.file(
            "twice.csv", "Customer No,Contract No,Due Date,Due Date,Amount\nC1,K1,2026-01-01,2026-01-02,10\n")
        try book.file("wrong-row.csv", head + "C1,K1,I7,2026-02-30,10\n")
        try book.file("bad.yaml", "name: [unfinished\n")
    }

    /// Dues and holds that do not exist.
    @Test(arguments: [
        "record hold --end 99", "record hold --account K1 --due I9", "payments add --account K1 --amount 5 --due I9",
    ])
    func unknownDuesAndHolds(_ command: String) throws {
        let book = try SmallBook.make()
        let before = try Rows(book.database).dump()
        let ended = try book.program.run(Book.words(command) + ["--json"])
        #expect(ended.status == 64 || ended.status == 65)
        #expect(try JSON(parsing: ended.out)["error.code"].text?.isEmpty == false)
        let isUnchanged = try Rows(book.database).dump() == before
        #expect(isUnchanged)
    }

    /// The document names what a person needs: the file, the column, both readings, and what to do.
    @Test func errorsNameTheirFacts() throws {
        let book = try SmallBook.make()
        try ExitCodeTests.writeBadFiles(book)
        let doubtful = try book.fails("import receivables doubtful.csv --language en", 65, "date-ambiguous")
        #expect(doubtful["details.dayFirst"] == "2026-06-05" && doubtful["details.monthFirst"] == "2026-05-06")
        #expect(doubtful["details.column"] == "Due Date" && doubtful["details.file"] == "doubtful.csv")
        #expect(doubtful["message"].text?.contains("05/06/2026") == true)
        let strict = try book.fails("import receivables wrong-row.csv --strict --language en", 65, "rows-rejected")
        #expect(strict["details.line"] == 2 && strict["details.column"] == "Due Date")
        #expect(strict["details.value"] == "2026-02-30" && strict["details.rejected"] == 1)
        let unknown = try book.fails("import receivables words.csv", 65, "columns-unknown")
        #expect(unknown["details.seen"].text?.contains("these are words") == true)
        let missing = try book.fails("ageing --database nofile.sqlite --language en", 69, "database-missing")
        #expect(missing["remedy"].text?.contains("lunas init") == true)
    }

    /// Messages come in the language asked for, else in that of the installation.
    @Test func errorsSpeakTheLanguage() throws {
        let book = try SmallBook.make()
        let indonesian = try book.fails("account NOPE", 65, "account-unknown")["message"].text
        #expect(
            try book.fails("account NOPE --language en", 65, "account-unknown")["message"].text
                == "There is no account \"NOPE\".")
        #expect(indonesian == "Akun \"NOPE\" tidak ada.")
        try book.done("settings set language en")
        #expect(
            try book.fails("account NOPE", 65, "account-unknown")["message"].text == "There is no account \"NOPE\".")
    }
}
