import Foundation
import Support
import Testing

/// Whatever stores the book, everybody outside sees the same: every answer, to the last byte.
@Suite(
    .enabled(if: PostgresBooks.server != nil, "there is no PostgreSQL: LUNAS_TEST_POSTGRES names none"),
    .enabled(if: Effort.isFirstPass, "both engines were asked in the first pass"))
struct EnginesAgreeTests {
    /// What a desk does over some days, with good and bad input.
    private static let commands = [
        "demo --accounts 400 --seed 11", "settings set language en", "collector set Rina --languages id,jv",
        "import receivables late.csv", "import receivables late.csv", "import payments paid.csv",
        "import promises said.csv", "import contacts called.csv", "payments waiting",
        "run --date 2026-11-24", "run --date 2026-11-25", "run --date 2026-11-25",
        "record note --debtor N-1 --text 'called his brother'",
        "record promise --debtor N-1 --date 2026-12-05 --amount 250000",
        "record hold --debtor N-2 --reason dispute", "record contact --debtor N-2 --channel call --result no-answer",
        "payments add --account L-1 --amount 100000", "import undo 5", "import undo 5", "run --date 2026-12-07",
        "ageing", "ageing --as-of 2026-09-30", "ageing --as-of 2026-12-31", "worklist --date 2026-12-07",
        "account L-1", "account L-2 --as-of 2026-11-30", "account N-1", "account nobody", "imports", "strategy list",
        "portfolio list", "collector list", "settings list", "holidays list", "verify", "run --date 2026-12-01",
    ]

    private static let files = [
        "late.csv": """
            Customer ID,Customer name,Phone,Contract,Invoice,Due date,Amount
            N-1,Ägus Wibowo,0812 3456 7890,L-1,I-1,2026-10-01,500000
            N-1,Ägus Wibowo,0812 3456 7890,L-1,I-2,2026-11-01,500000
            N-2,Siti,,L-2,I-3,2026-11-20,750000
            N-3,zul,,L-3,I-4,2026-13-01,1
            """,
        "paid.csv": """
            Contract,Payment reference,Payment date,Amount
            L-1,P-1,2026-11-22,300000
            L-9,P-2,2026-11-22,120000
            """,
        "said.csv": "Customer ID,Promise date,Promise amount\nN-2,2026-11-24,750000\n",
        "called.csv": "Customer ID,Contact date,Channel\nN-1,2026-11-20,call\n",
    ]

    @Test("the same commands give the same answers on both engines")
    func agree() throws {
        var books = try BothBooks(now: "2026-11-23T09:00:00+07:00")
        for (name, text) in Self.files { try books.file(name, text) }
        for command in Self.commands { try books.compare(Book.words(command) + ["--json"]) }
        for table in Book.tables {
            try books.compare(Book.words("export \(table) --as-of 2026-12-07 --format csv"))
        }
        #expect(books.bytes > 100_000, "too little was compared: \(books.bytes) bytes")
    }

    /// Files that were collected because programs fail on them, each as every kind of import into one book.
    @Test("the same answers about files of others", .enabled(if: ConformanceData.isPresent))
    func agreeOnFilesOfOthers() throws {
        var books = try BothBooks(now: "2026-11-23T09:00:00+07:00")
        try books.compare(["init"])
        let files = try FileManager.default.subpathsOfDirectory(atPath: try ConformanceData.path("bad-inputs")).sorted()
        for (place, file) in files.enumerated() {
            let path = try ConformanceData.path("bad-inputs/" + file)
            for (turn, kind) in ["receivables", "debtors", "payments", "snapshot"].enumerated()
            where Effort.isLong || (place + turn) % 2 == 0 {
                try books.compare(["import", kind, path, "--json"])
            }
        }
        try books.compareQuestions(days: ["2026-11-23", "2026-06-30"])
        ConformanceData.report("bad-inputs on both engines", cases: books.answers)
    }

    /// A ledger of others: imported, aged, corrected, run, undone.
    @Test("the same answers about a ledger of others", .enabled(if: ConformanceData.isPresent))
    func agreeOnALedger() throws {
        var books = try BothBooks(now: "2020-06-30T09:00:00+07:00")
        try books.compareReceivables(
            "ar-hrc-open/hrc_open_items_not_U001.csv", by: AgeingConformanceTests.ledgerMap,
            on: ["2020-04-30", "2020-06-30"], lookingBackTo: "2020-03-15")
        try books.compare(["import", "undo", "2", "--json"])
        try books.compareQuestions(days: ["2020-06-30"])
        #expect(books.bytes > 100_000, "too little was compared: \(books.bytes) bytes")
        ConformanceData.report("ar-hrc-open on both engines", cases: books.answers)
    }

    /// Loans of others, packed as they came.
    @Test("the same answers about loans of others", .enabled(if: ConformanceData.isPresent))
    func agreeOnLoans() throws {
        var books = try BothBooks(now: "2018-01-01T09:00:00+07:00")
        try books.compareReceivables(
            "loans-superlender/trainprevloans.dev.csv.gz", by: AgeingConformanceTests.loansMap,
            on: ["2017-03-01", "2018-01-01"], lookingBackTo: "2016-12-31")
        try books.compare(["verify", "--json"])
        #expect(books.bytes > 100_000, "too little was compared: \(books.bytes) bytes")
        ConformanceData.report("loans-superlender on both engines", cases: books.answers)
    }
}

/// Two books, one on each engine, that are told and asked the same.
private struct BothBooks {
    private let books: [Book]
    private(set) var bytes = 0
    private(set) var answers = 0

    init(now: String) throws {
        books = try [TestedEngine.sqlite, .postgres].map { try Book(now: now, initialised: false, on: $0) }
    }

    func file(_ name: String, _ text: String) throws { for book in books { try book.file(name, text) } }

    /// Gives a command to both and compares all that they say, to the last byte.
    mutating func compare(_ words: [String], at location: SourceLocation = #_sourceLocation) throws {
        let said = try books.map { book in
            let ended = try book.program.run(words)
            // What must differ: where the book is, and the folder in which a process made its sample files.
            return "\(ended.status) \(ended.out)\(ended.err)"
                .replacingOccurrences(of: book.database, with: "DATABASE")
                .replacingOccurrences(of: book.scratch.folder, with: "FOLDER")
                .replacing(try Regex("lunas-demo-[0-9]+"), with: "lunas-demo")
        }
        #expect(said[0] == said[1], "\(words)", sourceLocation: location)
        bytes += said[0].utf8.count
        answers += 1
    }

    /// New books: the file of others comes in on each day, by a mapping, the day is run, and both days are asked about.
    mutating func compareReceivables(
        _ file: String, by map: String, on days: [String], lookingBackTo earlier: String
    ) throws {
        try compare(["init"])
        try self.file("map.json", map)
        let path = try ConformanceData.path(file)
        for day in days {
            try compare(["import", "receivables", path, "--map", "map.json", "--as-of", day, "--json"])
            try compare(["run", "--date", day, "--json"])
            try compareQuestions(days: [day, earlier])
        }
    }

    mutating func compareQuestions(days: [String]) throws {
        for day in days {
            try compare(["ageing", "--as-of", day, "--json"])
            for table in Book.tables { try compare(["export", table, "--as-of", day, "--format", "csv"]) }
        }
        for words in ["worklist", "imports", "payments waiting", "verify"] {
            try compare(Book.words(words) + ["--json"])
        }
    }
}
