import Desk
import Formats
import Receivables
import Store
import Support

/// A large book made out of a small one: the sample book comes in through its files and runs, and inside the database
/// its rows are multiplied under new numbers and references. So its rows are like those of any book, and fifty thousand
/// accounts are there in seconds.
struct GrownBook {
    let book: TestBook
    /// Accounts in the sample book that is multiplied.
    static let seedAccounts = 250
    /// What people did and files brought is there at most so many times.
    private static let eventCopiesMax = 200
    /// And what nobody could place yet at most so many times: that is seen to every day.
    private static let waitingCopiesMax = 10
    /// A collector has the open cases of so many copies.
    private static let copiesPerCollectors = 4

    static let today = "2026-03-02"

    /// `accounts` is rounded down to a multiple of `seedAccounts`.
    init(accounts: Int, _ tested: TestedEngine) throws {
        book = try TestBook(on: GrownBook.today, tested)
        let options = DemoOptions(accounts: GrownBook.seedAccounts, seed: 7, today: try TestBook.day(GrownBook.today))
        _ = try book.desk.makeDemo(options, keepingFilesIn: book.scratch.path("files"), progress: .silent)
        try addWhatPeopleDo()
        let copies = accounts / GrownBook.seedAccounts
        if copies > 1 { try book.engine.write(.repeatable) { try GrownBook.multiply(copies, $0) } }
        try book.engine.settle()
    }

    /// What the sample book has none of: holds, notes, money that waits, rejected rows.
    private func addWhatPeopleDo() throws {
        let chosen = try references(6, portfolio: "motor")
        for (index, reference) in chosen.enumerated() {
            let subject = RecordingSubject(account: reference.account)
            _ = try book.desk.record(HoldToRecord(reason: index == 0 ? .disaster : .dispute), subject)
            _ = try book.desk.record(note: "note \(index)", subject)
        }
        let rows = (1...6).map { "nobody-\($0),waits-\($0),2026-03-01,\($0 % 2 == 0 ? "much" : "25000")" }
        try book.take(
            .payments, (["Account,Payment reference,Payment date,Amount"] + rows).joined(separator: "\n") + "\n"
        ) { $0.portfolio = "motor" }
        try book.run(GrownBook.today)
    }

    /// What the numbers of a copy are shifted by, for each number of the copy.
    private struct Shift {
        let ids: Int64
        let entries: Int64
        let imports: Int64
        let collectors: Int64
        let collectorCopies: Int64

        init(copies: Int, _ db: any Reading) throws {
            ids = try db.integer("SELECT max(next_id) FROM sequences")
            entries = try db.lastEntry()
            imports = try db.integer("SELECT max(import_id) FROM imports")
            collectors = try db.integer("SELECT max(collector_id) FROM collectors")
            collectorCopies = Int64(max(1, copies / GrownBook.copiesPerCollectors))
        }

        /// What stands in a column of a copy, `k.n` being the number of the copy and `t` the row.
        func expression(_ column: String, of table: String) -> String {
            let own = "t.\(column)"
            switch column {
            case "debtor_id", "account_id", "payment_id", "contact_id", "promise_id", "hold_id", "note_id",
                "takes_back":
                return "CASE WHEN \(own) > 0 THEN \(own) + k.n * \(ids) ELSE \(own) END"
            case "collector_id": return "\(own) + \(collectors) * (k.n % \(collectorCopies))"
            case "import_id": return "\(own) + k.n * \(imports)"
            case "entry_id" where ["journal", "imports", "operations"].contains(table):
                return "\(own) + k.n * \(entries)"
            case "at" where table == "journal": return "\(own) + k.n"
            case "reference" where table != "dues", "account_reference", "alias", "operation_key":
                return "CASE WHEN \(own) = '' THEN '' ELSE \(own) || '~' || k.n END"
            case "value" where table == "attributes":
                return "CASE WHEN t.attribute = 'alias' THEN \(own) || '~' || k.n ELSE \(own) END"
            case "name" where table == "collectors": return "\(own) || '~' || k.n"
            default: return own
            }
        }
    }

    /// Tables that are multiplied, with the most copies that each gets.
    private static func tables(_ copies: Int, _ shift: Shift) -> [(name: String, copies: Int)] {
        let ofPeople = [
            "debtors", "debtor_references", "contact_points", "attributes", "accounts", "account_references", "dues",
            "payments", "payment_references", "positions", "holds", "promises", "contacts",
            "notes", "cases", "steps", "notices", "agenda", "parked",
        ]
        let ofEvents = ["journal", "operations", "imports", "import_rejects"]
        return ofPeople.map { ($0, copies) } + ofEvents.map { ($0, min(copies, eventCopiesMax)) }
            + [
                ("unapplied_payments", min(copies, waitingCopiesMax)), ("collectors", Int(shift.collectorCopies)),
            ]
    }

    /// A condition on the copies of payments that wait for their account.
    private static func placed(_ table: String) -> String {
        ["payments", "payment_references"].contains(table) ? " AND (t.debtor_id > 0 OR k.n < \(waitingCopiesMax))" : ""
    }

    private static func multiply(_ copies: Int, _ db: any Writing) throws {
        let shift = try Shift(copies: copies, db)
        for (table, copies) in tables(copies, shift) {
            let columns = try db.all(db.dialect.tableColumns, [.text(table)]) { $0.text(0) }
            let values = columns.map { shift.expression($0, of: table) }.joined(separator: ", ")
            // From a table of its own, for what is read from the table that is written has to be kept aside whole.
            try db.execute("CREATE TABLE seed AS SELECT * FROM \(table)", [])
            try db.execute(
                """
                WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ?1)
                INSERT INTO \(table) (\(columns.joined(separator: ", ")))
                SELECT \(values) FROM k CROSS JOIN seed t WHERE k.n < ?1\(placed(table))
                """, [Value(copies)])
            try db.execute("DROP TABLE seed", [])
        }
        try db.execute("UPDATE tallies SET count = count * ?1", [Value(copies)])
        try db.execute("UPDATE sequences SET next_id = next_id + ?1 * ?2", [Value(copies), Value(shift.ids)])
    }

    /// References of accounts and of their debtors that lie over the whole book, of one creditor.
    func references(_ count: Int, portfolio: String) throws -> [(account: String, debtor: String)] {
        try book.engine.read { db in
            let last = try db.integer("SELECT max(debtor_id) FROM debtors")
            return try (0..<count).compactMap { number in
                try db.first(
                    """
                    SELECT a.reference, d.reference FROM accounts a
                    JOIN debtors d ON d.debtor_id = a.debtor_id
                    JOIN portfolios f ON f.portfolio_id = a.portfolio_id
                    WHERE a.debtor_id >= ?1 AND f.name = ?2 ORDER BY a.debtor_id LIMIT 1
                    """, [Value(last * Int64(number) / Int64(count)), .text(portfolio)]
                ) { ($0.text(0), $0.text(1)) }
            }
        }
    }
}
