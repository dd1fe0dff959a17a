import Desk
import Formats
import Receivables
import Store
import Support
import Testing

/// Imports taken back in any order leave what the others said, and what was known before stays known.
@Suite struct UndoProperties {
    private static let seeds = 0..<UInt64(Effort.cases(60, long: 600))
    private static let debtors = 8

    /// Takes in files one after another, an hour apart; gives the imports.
    private func taken(_ files: [RandomStatements.File]) throws -> (book: TestBook, imports: [Int64]) {
        let book = try TestBook()
        let imports = try files.map { file in
            book.pass(hours: 1)
            let result = try book.take(file.kind, file.text)
            #expect(result.rejected == 0, "\(file)")
            return try #require(result.id)
        }
        return (book, imports)
    }

    /// What the book says, by references: numbers depend on what else was ever in it.
    private func told(_ book: TestBook) throws -> [String] {
        let inForce = "retracted_id IS NULL"
        let account = "accounts a ON a.debtor_id = t.debtor_id AND a.account_id = t.account_id"
        let questions: [(String, Int)] = [
            ("SELECT reference, name, province, language FROM debtors WHERE \(inForce)", 4),
            (
                """
                SELECT d.reference, n.value FROM debtors d JOIN (
                    SELECT debtor_id, value FROM attributes WHERE attribute = 'name' AND \(inForce)
                    UNION SELECT debtor_id, name FROM debtors WHERE name IS NOT NULL) n USING (debtor_id)
                WHERE d.\(inForce)
                """, 2
            ),
            (
                "SELECT d.reference, t.value FROM contact_points t JOIN debtors d USING (debtor_id) WHERE t.\(inForce)",
                2
            ),
            (
                """
                SELECT a.reference, d.reference, alias, product, opened, status, branch, collector
                FROM accounts a JOIN debtors d USING (debtor_id) WHERE a.\(inForce)
                """, 8
            ),
            ("SELECT t.reference, t.is_alias, a.reference FROM account_references t JOIN \(account)", 3),
            ("SELECT t.reference, d.reference FROM debtor_references t JOIN debtors d USING (debtor_id)", 2),
            ("SELECT a.reference, t.reference, t.day, t.principal FROM dues t JOIN \(account) WHERE t.\(inForce)", 4),
            ("SELECT a.reference, t.reference, t.day, t.amount FROM payments t JOIN \(account) WHERE t.\(inForce)", 4),
            (
                """
                SELECT u.account_reference, p.reference, p.amount FROM unapplied_payments u
                JOIN payments p ON p.debtor_id = 0 AND p.payment_id = u.payment_id AND p.\(inForce)
                    AND u.\(inForce)
                """, 3
            ),
            ("SELECT t.reference, a.reference FROM payment_references t LEFT JOIN \(account)", 2),
            (
                """
                SELECT a.reference, open_amount, open_count, credit, coalesce(first_day, 0)
                FROM positions t JOIN \(account)
                """, 5
            ),
        ]
        return try questions.flatMap { sql, columns in
            try book.rows(sql, columns: columns).map { $0.joined(separator: " ") }.sorted()
                + ["-- \(sql.prefix(60))"]
        }
    }

    @Test("any of the imports taken back, in any order: what is left is what the others say", arguments: seeds)
    func inAnyOrder(seed: UInt64) throws {
        var random = Seeded(seed &+ 77)
        let statements = RandomStatements(seed: seed, debtors: UndoProperties.debtors, files: random.int(3...7))
        let (book, imports) = try taken(statements.files)
        var gone = Set(imports.indices.filter { _ in random.chance(50) })
        if gone.isEmpty { gone = [0] }
        for index in gone.shuffled(using: &random) {
            book.pass(hours: 1)
            _ = try book.desk.undoImport(imports[index], force: true)
        }
        #expect(try book.broken() == [])
        let rest = try taken(statements.files.enumerated().filter { !gone.contains($0.offset) }.map(\.element)).book
        let differences = try told(book).difference(from: told(rest))
        #expect(differences.isEmpty, "without \(gone.sorted()) of \(statements.files)")
    }

    @Test("taken back one by one, the last first, nothing stands in the way and nothing is left", arguments: seeds)
    func backwards(seed: UInt64) throws {
        let statements = RandomStatements(seed: 1000 + seed, debtors: UndoProperties.debtors, files: 4)
        let book = try TestBook()
        var states: [[String]] = []
        var imports: [Int64] = []
        for file in statements.files {
            states.append(try told(book))
            imports.append(try #require(try book.take(file.kind, file.text).id))
        }
        for (id, state) in zip(imports, states).reversed() {
            _ = try book.desk.undoImport(id, force: false)
            let differences = try told(book).difference(from: state)
            #expect(differences.isEmpty, "import \(id) of \(statements.files)")
        }
        #expect(try book.broken() == [])
        #expect(try book.desk.ageing(AgeingQuestion(asOf: TestBook.day("2026-03-02"))).json["currencies"] == .array([]))
    }

    @Test("as known at any moment, an account is what it was then", arguments: seeds)
    func knownAt(seed: UInt64) throws {
        var random = Seeded(seed &+ 99)
        let statements = RandomStatements(seed: 2000 + seed, debtors: 3, files: 5)
        let book = try TestBook()
        var moments: [(at: Instant, answers: [String])] = []
        var imports: [Int64] = []
        func note() throws {
            moments.append((book.now, try accounts(book, knownAt: nil)))
            book.pass(hours: 1)
        }
        for file in statements.files {
            imports.append(try #require(try book.take(file.kind, file.text).id))
            try note()
        }
        for id in imports.shuffled(using: &random).prefix(3) {
            _ = try book.desk.undoImport(id, force: true)
            try note()
        }
        for (at, answers) in moments { #expect(try accounts(book, knownAt: at) == answers, "\(at)") }
    }

    /// What is known about every account of the files, and about what they are also called.
    private func accounts(_ book: TestBook, knownAt: Instant?) throws -> [String] {
        let names = (1...3).flatMap { ["K\($0)a", "K\($0)b", "VK\($0)a1", "VK\($0)b2"] }
        return try names.map { name in
            let question = AccountQuestion(reference: name, asOf: try TestBook.day("2026-03-02"), knownAt: knownAt)
            do {
                let json = try book.desk.account(question).json { $0.code.rawValue }
                // Casework is of today, whatever was known.
                let members = (json.members ?? []).filter { $0.key != "case" && $0.key != "nextDay" }
                return JSONValue.object(members).text(indent: nil)
            } catch let problem as Problem {
                #expect(problem.code == .accountUnknown)
                return "\(name) unknown"
            }
        }
    }
}
