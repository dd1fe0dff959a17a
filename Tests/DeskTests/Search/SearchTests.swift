import Desk
import Formats
import Foundation
import Receivables
import Store
import Support
import Testing

/// Whom a text means, and that the index says what the book says.
@Suite struct SearchTests {
    private static let people = """
        Customer ID,Account,Name,Phone,Invoice,Due date,Amount,Branch
        C-001,MTR-0091,Budi Santoso,0812-3456-3344,INV-2026-00017,2026-02-01,150000,Bandung
        C-001,MLG-1120,Budi Santoso,0812-3456-3344,INV-2026-00018,2026-04-01,90000,Jakarta
        C-002,MTR-0092,Siti Nurhaliza Müller,(021) 555-0199,202603,2026-02-10,200000,Bandung
        C-003,MTR-0093,Ahmad Budiman,+62 813 9999 0001,MTR-0093/01,2026-03-20,300000,Jakarta
        C-004,mtr-lower,Nu'man Al-Farisi,08139999 0002,4400123,2026-03-01,10000,Jakarta

        """

    private func book(_ tested: TestedEngine) throws -> TestBook {
        let book = try TestBook(tested)
        try book.take(.receivables, SearchTests.people) { $0.portfolio = "motor" }
        return book
    }

    private func catchUp(_ book: TestBook) throws {
        while try book.desk.keepUp().indexed > 0 {}
        #expect(try !book.desk.search("x", limit: 1).isBehind)
    }

    private func found(_ text: String, _ book: TestBook, _ limit: Int = 20) throws -> [String] {
        try book.desk.search(text, limit: limit).hits.map { "\($0.debtor) \($0.field.rawValue) \($0.value)" }
    }

    @Test("each way in which people ask", arguments: TestedEngine.all)
    func ways(tested: TestedEngine) throws {
        let book = try book(tested)
        try catchUp(book)
        #expect(try found("C-001", book) == ["C-001 debtor C-001"])
        #expect(try found("c-00", book) == (1...4).map { "C-00\($0) debtor C-00\($0)" })
        #expect(try found("MTR-0091", book) == ["C-001 account MTR-0091"])
        #expect(try found(" mtr-0091 ", book) == ["C-001 account MTR-0091"])
        #expect(try found("MTR-LOWER", book) == ["C-004 account mtr-lower"])
        for phone in ["081234563344", "+62 812-3456-3344", "6281234563344", "0812 3456 3344", "3456-3344", "3344"] {
            #expect(try found(phone, book) == ["C-001 phone +6281234563344"], "\(phone)")
        }
        #expect(try found("0215550199", book) == ["C-002 phone +62215550199"])
        #expect(try found("INV-2026-00018", book) == ["C-001 due INV-2026-00018"])
        #expect(try found("inv 2026 00018", book) == ["C-001 due INV-2026-00018"])
        #expect(try found("mtr-0093/01", book) == ["C-003 due MTR-0093/01"])
        #expect(try found("4400123", book) == ["C-004 due 4400123"])
        #expect(try found("budi", book) == ["C-003 name Ahmad Budiman", "C-001 name Budi Santoso"].reversed())
        #expect(try found("santoso bud", book) == ["C-001 name Budi Santoso"])
        #expect(try found("muller siti", book) == ["C-002 name Siti Nurhaliza Müller"])
        #expect(try found("SITI mul", book) == ["C-002 name Siti Nurhaliza Müller"])
        #expect(try found("numan farisi", book) == ["C-004 name Nu'man Al-Farisi"])
        for nobody in ["", "   ", "z", "nobody", "budi siti", "99999999", "INV-2026-00019", "0812-0000"] {
            #expect(try found(nobody, book) == [], "\(nobody)")
        }
    }

    @Test("a hit says how the debtor stands", arguments: TestedEngine.all)
    func standing(tested: TestedEngine) throws {
        let book = try book(tested)
        try catchUp(book)
        let hit = try #require(book.desk.search("C-001", limit: 5).hits.first)
        #expect(hit.accounts == ["MTR-0091", "MLG-1120"] && hit.daysPastDue == 29 && hit.portfolios == ["motor"])
        #expect(hit.overdue.map(\.amount) == [15_000_000] && hit.name == "Budi Santoso" && hit.creditor != "")
    }

    @Test("who may not see an account does not find anybody by it", arguments: TestedEngine.all)
    func scope(tested: TestedEngine) throws {
        let book = try book(tested)
        try book.take(
            .receivables,
            "Customer ID,Account,Name,Invoice,Due date,Amount\nC-001,OTHER-1,Budi,SECRET-77,2026-02-01,5000\n"
        ) { $0.portfolio = "other" }
        try catchUp(book)
        func seen(_ text: String, _ scope: SeenAccounts) throws -> [SearchHit] {
            try book.desk.seeing(scope).search(text, limit: 20).hits
        }
        let motor = SeenAccounts(portfolios: ["motor"])
        let jakarta = SeenAccounts(portfolios: ["motor"], branches: ["Jakarta"])
        #expect(try found("OTHER-1", book).count == 1 && found("secret-77", book).count == 1)
        #expect(try seen("OTHER-1", motor).isEmpty && seen("SECRET-77", motor).isEmpty)
        #expect(try seen("C-001", jakarta).map(\.accounts) == [["MLG-1120"]])
        for text in ["MTR-0091", "C-002", "siti"] { #expect(try seen(text, jakarta).isEmpty, "\(text)") }
        #expect(try seen("budi", SeenAccounts(portfolios: [])).isEmpty)
        #expect(try seen("budi", SeenAccounts(portfolios: ["other"])).map(\.accounts) == [["OTHER-1"]])
    }

    @Test("it says that it is behind, and then it is not", arguments: TestedEngine.all)
    func behind(tested: TestedEngine) throws {
        let book = try book(tested)
        let first = try book.desk.search("MTR-0092", limit: 5)
        #expect(first.isBehind && first.hits.map(\.debtor) == ["C-002"], "references need no index")
        #expect(try book.desk.search("siti", limit: 5).hits.isEmpty)
        try catchUp(book)
        #expect(try book.broken() == [])
        let change = try book.take(
            .debtors, "Customer ID,Name,Phone\nC-002,Siti Aminah,0811-2233-445\nC-003,Ahmad Budiman,0857-1111-2222\n")
        #expect(try book.desk.search("x", limit: 1).isBehind)
        #expect(try book.broken() == [], "what changed is not compared until it is indexed")
        try catchUp(book)
        #expect(try book.broken() == [])
        #expect(try found("aminah", book) == ["C-002 name Siti Aminah"])
        #expect(try found("nurhaliza", book) == ["C-002 name Siti Nurhaliza Müller"], "a name that was is still theirs")
        #expect(try found("08571111-2222", book) == ["C-003 phone +6285711112222"])
        _ = try book.desk.undoImport(try #require(change.id), force: true)
        try catchUp(book)
        #expect(try found("aminah", book) == [] && found("0857-1111-2222", book) == [])
        #expect(try book.broken() == [])
        #expect(try book.count("SELECT count(*) FROM search_names WHERE name LIKE 'aminah%'") == 0)
    }

    @Test("an import that is taken back leaves nothing to find", arguments: TestedEngine.all)
    func undone(tested: TestedEngine) throws {
        let book = try book(tested)
        try catchUp(book)
        _ = try book.desk.undoImport(1, force: true)
        for text in ["C-001", "MTR-0091", "budi", "3344", "INV-2026-00018"] {
            #expect(try found(text, book) == [], "\(text)")
        }
        try catchUp(book)
        for table in ["search_names", "search_phones", "search_dues", "search_stale"] {
            #expect(try book.count("SELECT count(*) FROM \(table)") == 0)
        }
        #expect(try book.broken() == [])
    }

    @Test("new dues of debtors who are known are found", arguments: TestedEngine.all)
    func newDues(tested: TestedEngine) throws {
        let book = try book(tested)
        try catchUp(book)
        try book.take(
            .receivables, "Customer ID,Account,Invoice,Due date,Amount\nC-002,MTR-0092,INV-2026-00900,2026-05-01,100\n"
        ) { $0.portfolio = "motor" }
        #expect(try book.count("SELECT count(*) FROM search_stale") == 1)
        try catchUp(book)
        #expect(try found("INV-2026-00900", book) == ["C-002 due INV-2026-00900"])
        // Nothing that can be searched for is new here.
        try book.take(.payments, "Account,Payment reference,Payment date,Amount\nMTR-0092,PAY-77,2026-03-01,1000\n") {
            $0.portfolio = "motor"
        }
        #expect(try book.count("SELECT count(*) FROM search_stale") == 0)
        #expect(try found("PAY-77", book) == ["C-002 payment PAY-77"])
        #expect(try book.broken() == [])
    }

    @Test("damage to the index is noticed", arguments: TestedEngine.all)
    func damage(tested: TestedEngine) throws {
        let damages = [
            "DELETE FROM search_names WHERE name = 'budi santoso'", "DELETE FROM search_phones WHERE debtor_id = 3",
            "INSERT INTO search_dues (reference_hash, debtor_id) VALUES (5, 1)",
            "INSERT INTO search_names (name, debtor_id) VALUES ('ghost', 9000)",
            "UPDATE search_names SET debtor_id = 3 WHERE name = 'santoso budi'",
        ]
        for damage in damages {
            let book = try book(tested)
            try catchUp(book)
            try book.engine.write(.durable) { _ = try $0.execute(damage, []) }
            #expect(try book.broken().map { $0.prefix { $0 != ":" } } == ["search-is-complete"], "\(damage)")
        }
    }

    @Test("whatever people type is answered", arguments: TestedEngine.all)
    func anything(tested: TestedEngine) throws {
        let book = try book(tested)
        try catchUp(book)
        var texts = [
            "'", "\"", "\\", "%", "_", "*", "budi%", "% OR 1=1", "budi*", "NEAR(budi)", "budi AND", "\u{0}budi\u{0}",
            "b\u{0}udi", String(repeating: "budi ", count: 5000), String(repeating: "9", count: 5000), "\u{10FFFF}",
            "🏳️‍🌈", "ﷺ", "\u{202E}idub", "(((", "+", "+62", "0812--3344--", "{}[]", "?1", "$1", ":a", "--", "/* */",
        ]
        if ConformanceData.isPresent {
            let bytes = try ConformanceData.bytes("bad-inputs/blns.json")
            let lines = try JSONDecoder().decode([String].self, from: Data(bytes))
            texts += lines
            ConformanceData.report("naughty strings, searched for", cases: lines.count)
        }
        var random = Seeded(17)
        for _ in 0..<Effort.cases(300, long: 20_000) {
            let scalars = (0..<random.int(0...30)).compactMap { _ in
                Unicode.Scalar(UInt32(random.chance(60) ? random.int(0...127) : random.int(0...0x10FFFF)))
            }
            texts.append(String(String.UnicodeScalarView(scalars)))
        }
        for text in texts {
            let answer = try book.desk.search(text, limit: 10)
            #expect(answer.hits.count <= 10 && Set(answer.hits.map(\.debtorID)).count == answer.hits.count, "\(text)")
        }
        #expect(try found("b\u{0}udi", book).count == 2)
    }

    @Test("names are found as by somebody who reads them all", arguments: TestedEngine.all)
    func againstReading(tested: TestedEngine) throws {
        var random = Seeded(23)
        let stock = ["siti", "Budi", "Ahmad", "Nur", "Nurul", "sri", "Šárka", "bin", "Al", "b", "Siti-Nur", "O'Neil"]
        var rows = "Customer ID,Name\n"
        var names: [String: String] = [:]
        for number in 0..<400 {
            let words = (0..<random.int(1...4)).map { _ in stock[random.int(0...stock.count - 1)] }
            let name = words.joined(separator: " ")
            names["C\(number)"] = name
            rows += "C\(number),\(name)\n"
        }
        let book = try TestBook(tested)
        try book.take(.debtors, rows) { $0.portfolio = "motor" }
        try catchUp(book)
        for _ in 0..<Effort.cases(150, long: 3000) {
            let asked = (0..<random.int(1...3)).map { _ in
                String(stock[random.int(0...stock.count - 1)].prefix(random.int(1...4)))
            }
            let wanted = names.filter { SearchTests.reads($0.value, asked) }.map(\.key).sorted()
            let words = asked.joined(separator: " ")
            guard SearchTests.plain(words).joined().count > 1 else { continue }
            let answer = try book.desk.search(words, limit: 1000)
            #expect(answer.hits.map(\.debtor).sorted() == wanted && !answer.isCut, "\(words)")
            let few = try book.desk.search(words, limit: 3)
            #expect(few.hits.count == min(3, wanted.count) && few.isCut == (wanted.count > 3), "\(words)")
        }
    }

    private static func plain(_ text: String) -> [String] {
        text.lowercased().replacingOccurrences(of: "'", with: "").folding(options: .diacriticInsensitive, locale: nil)
            .split { !$0.isLetter }.map(String.init)
    }

    /// Each word that is asked for begins a word of the name, and no word of the name is used twice.
    private static func reads(_ name: String, _ asked: [String]) -> Bool {
        func fits(_ asked: ArraySlice<String>, _ left: [String]) -> Bool {
            guard let first = asked.first else { return true }
            return left.indices.contains { place in
                guard left[place].hasPrefix(first) else { return false }
                var rest = left
                rest.remove(at: place)
                return fits(asked.dropFirst(), rest)
            }
        }
        return fits(plain(asked.joined(separator: " "))[...], plain(name))
    }
}
