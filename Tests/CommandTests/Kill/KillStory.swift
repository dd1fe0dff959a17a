import Foundation
import Receivables
import Support
import Testing

/// A small book with its whole life: every kind of import, a payment by hand, runs, and an import taken back. The state
/// before and after each step is kept, so that a step can be disturbed and its outcome compared.
struct KillStory {
    struct Step {
        let words: [String]
        /// How long it takes undisturbed, in seconds, and how far the gauge goes up.
        var duration = 0.0
        var written = 0
        /// The book after it, to the last cell.
        var dump = ""
    }

    let book: Book
    private(set) var steps: [Step]

    /// Rows are few and chunks small, so that an import has many moments at which it can die.
    private static let commands = [
        "import debtors debtors.csv --chunk 20", "import payments early.csv --chunk 20",
        "import accounts accounts.csv --chunk 20", "import receivables receivables.csv --chunk 40",
        "import payments payments.csv --chunk 20", "import promises promises.csv --chunk 10",
        "import contacts contacts.csv --chunk 10", "run --date 2026-03-10 --chunk 10",
        "import snapshot snapshot.csv --as-of 2026-03-11 --vanished paid --chunk 20",
        "payments add --account K1 --amount 700 --reference H1 --key once", "run --date 2026-03-12 --chunk 10",
        "import undo 5 --force", "import undo 3 --force", "run --date 2026-03-18 --chunk 10",
    ]

    init(seed: UInt64, debtors: Int) throws {
        book = try Book()
        var writer = KillFiles(seed: seed, debtors: debtors)
        for (name, text) in writer.files() { try book.file(name, text) }
        try book.done("collector set Siti")
        steps = KillStory.commands.map { Step(words: Book.words($0)) }
        for index in steps.indices {
            try book.copy(to: before(index))
            let gauge = try WriteGauge(book.database)
            let start = Date()
            let process = try book.program.start(steps[index].words)
            while process.isRunning {
                steps[index].written = max(steps[index].written, try gauge.read())
                usleep(200)
            }
            #expect(process.terminationStatus == 0, "\(steps[index].words)")
            steps[index].duration = Date().timeIntervalSince(start)
            steps[index].dump = try Rows(book.database).dump()
        }
        try book.copy(to: before(steps.count))
        try book.verify()
    }

    /// Works on the book as it was before a step, in a copy.
    func restore(_ step: Int) throws {
        book.database = try before(step)
        let copy = try book.place("copy")
        try book.copy(to: copy)
        book.database = copy
    }

    /// The database as it was before a step.
    func before(_ step: Int) throws -> String { try book.place("before_\(step)") }
}

/// How much has been written to a database since the gauge was made, in bytes: when it goes up, somebody writes.
struct WriteGauge {
    private let database: String
    private let rows: Rows?
    private var start = 0

    init(_ database: String) throws {
        self.database = database
        rows = database.hasPrefix("postgres:") ? try Rows(database) : nil
        start = try rows?.count(WriteGauge.size) ?? 0
    }

    /// Of a file the write-ahead log; of a server what its tables take, other people's transactions included.
    func read() throws -> Int {
        if let rows { return try rows.count(WriteGauge.size) - start }
        var status = stat()
        return stat(database + "-wal", &status) == 0 ? Int(status.st_size) : 0
    }

    static let size = """
        SELECT coalesce(sum(pg_relation_size(oid)), 0) FROM pg_class WHERE relnamespace = current_schema()::regnamespace
        """
}

/// The files of the story.
private struct KillFiles {
    private var random: Seeded
    private let debtors: Int

    init(seed: UInt64, debtors: Int) {
        random = Seeded(seed)
        self.debtors = debtors
    }

    mutating func files() -> [(name: String, text: String)] {
        var people = "Customer No,Name,Phone\n"
        var accounts = "Contract No,Customer No,Branch\n"
        var dues = "Contract No,Installment No,Due Date,Principal,Interest\n"
        var early = "Contract No,Payment ID,Payment Date,Amount\n"
        var payments = early
        var promises = "Contract No,Promise Made,Promise Date,Promised Amount\n"
        var contacts = "Contract No,Channel,Contacted At,Result\n"
        var snapshot = "Contract No,Installment No,Due Date,Outstanding\n"
        for number in 1...debtors {
            people += "C\(number),Debtor \(number),08123\(100_000 + number)\n"
            accounts += "K\(number),C\(number),B\(number % 3)\n"
            for part in 1...4 {
                let day = random.int(10...28)
                let date = "2026-0\(part)-\(day)"
                // One row in forty cannot be read.
                let due = random.chance(2) ? "soon" : date
                dues += "K\(number),\(part),\(due),\(random.int(900...1100)),\(random.int(0...99))\n"
                if random.chance(50) { snapshot += "K\(number),\(part),\(date),\(random.int(0...700))\n" }
                if random.chance(30) {
                    early += "K\(number),E\(number)-\(part),2026-01-\(day),\(random.int(100...900))\n"
                }
                if random.chance(40) {
                    payments += "K\(number),P\(number)-\(part),\(date),\(random.int(100...1500))\n"
                }
                if random.chance(10) {
                    payments += "K\(number),E\(number)-\(part),2026-02-\(day),-\(random.int(1...99))\n"
                }
            }
            if random.chance(40) {
                promises += "K\(number),2026-02-01,2026-03-\(random.int(10...17)),\(random.int(50...900))\n"
            }
            if random.chance(40) {
                contacts += "K\(number),call,2026-03-0\(random.int(1...9)) 10:0\(random.int(0...9)),no answer\n"
            }
        }
        return [
            ("debtors.csv", people), ("accounts.csv", accounts), ("receivables.csv", dues), ("early.csv", early),
            ("payments.csv", payments), ("promises.csv", promises), ("contacts.csv", contacts),
            ("snapshot.csv", snapshot),
        ]
    }
}
