import Store
import Support
import Testing

/// How engines mean to answer what the desk asks, on a large book.
@Suite(.serialized) struct QueryBudgetTests {
    private static let accounts = Effort.amount(50_000, long: 1_000_000)

    /// Everything that the commands ask of a book and do to it.
    private func recorded(_ grown: GrownBook, isOnlyPages: Bool) throws -> [RecordedStatement] {
        let recorder = RecordingEngine(grown.book.engine)
        let work = try DeskAtWork(grown, recorder)
        try work.pages()
        guard !isOnlyPages else { return recorder.statements }
        try work.upkeep()
        try work.recording()
        try work.imports()
        try work.runs()
        return recorder.statements
    }

    @Test("an index leads into every table that grows", arguments: TestedEngine.all)
    func plans(tested: TestedEngine) throws {
        let grown = try GrownBook(accounts: QueryBudgetTests.accounts, tested)
        let statements = try recorded(grown, isOnlyPages: false)
        #expect(statements.count > 150, "the desk asks much")
        let planner = Planner { try tested.openExisting(grown.book.scratch) }
        var used = try excused(statements, planner)
        let dialect = grown.book.engine.dialect
        if dialect == .sqlite {
            try planner.forgetStatistics()
            used.formUnion(try excused(statements, planner))
        }
        for known in QueryBudgets.wholeReads where known.engine == nil || known.engine == dialect {
            #expect(used.contains(known), "\(known) is read by an index now: take it off the list")
        }
    }

    /// Which whole reads there are that are known; every other one is an issue.
    private func excused(
        _ statements: [RecordedStatement], _ planner: Planner
    ) throws -> Set<QueryBudgets.WholeRead> {
        var used: Set<QueryBudgets.WholeRead> = []
        for statement in statements {
            for plan in try planner.plans(statement) {
                for read in plan.whole where QueryBudgets.isGrowing(read.table) {
                    let excuses = QueryBudgets.wholeReads.filter { $0.excuses(read, of: statement) }
                    used.formUnion(excuses)
                    #expect(
                        !excuses.isEmpty,
                        "\(read.line)\nfor \(statement.uses.sorted().joined(separator: ", "))\n\(statement.sql)")
                }
            }
        }
        return used
    }

    @Test(
        "what a page reads stays the same when the book grows",
        .enabled(if: TestedEngine.chosen.description == TestedEngine.postgres.description, "SQLite does not say"))
    func pages() throws {
        let small = try work(accounts: QueryBudgetTests.accounts / 10)
        let large = try work(accounts: QueryBudgetTests.accounts)
        var used: Set<String> = []
        for (sql, work) in large.sorted(by: { $0.key < $1.key }) {
            let dearest = work.dearest
            #expect(
                dearest.pages <= QueryBudgets.pagesPerRow * dearest.rows + QueryBudgets.pagesSlack,
                "\(dearest.pages) pages for \(dearest.rows) rows\n\(sql)")
            guard let before = small[sql],
                work.rows > QueryBudgets.growthMax * before.rows + QueryBudgets.rowsSlack
            else { continue }
            let excuses = QueryBudgets.growing.map(\.words).filter(sql.contains)
            used.formUnion(excuses)
            #expect(!excuses.isEmpty, "\(before.rows) rows became \(work.rows)\n\(sql)")
        }
        for known in QueryBudgets.growing {
            #expect(used.contains(known.words), "\(known.words) does not grow any more: take it off the list")
        }
    }

    /// What a question took that was asked with several values.
    private struct AskedWork {
        /// The longest answer.
        var rows: Int
        /// The one with the most pages for its rows.
        var dearest: QueryWork

        mutating func add(_ work: QueryWork) {
            rows = max(rows, work.rows)
            if AskedWork.beyondRows(work) > AskedWork.beyondRows(dearest) { dearest = work }
        }

        private static func beyondRows(_ work: QueryWork) -> Int {
            work.pages - QueryBudgets.pagesPerRow * work.rows
        }
    }

    /// What each question of a page takes, by its statement.
    private func work(accounts: Int) throws -> [String: AskedWork] {
        let grown = try GrownBook(accounts: accounts, .chosen)
        let planner = Planner { try TestedEngine.chosen.openExisting(grown.book.scratch) }
        var found: [String: AskedWork] = [:]
        for statement in try recorded(grown, isOnlyPages: true) where [.rows, .walk].contains(statement.way) {
            let work = try planner.work(statement)
            found[statement.sql, default: AskedWork(rows: 0, dearest: work)].add(work)
        }
        return found
    }

    @Test("the large book is as sound as the one that it is made of", arguments: TestedEngine.all)
    func isSound(tested: TestedEngine) throws {
        let grown = try GrownBook(accounts: 4 * GrownBook.seedAccounts, tested)
        // Entries of the journal are copied too, and a copy is no link of the chain.
        #expect(try grown.book.broken().filter { !$0.hasPrefix("journal-chain") } == [])
        #expect(try grown.book.count("SELECT count(*) FROM accounts") == 4 * GrownBook.seedAccounts)
    }
}
