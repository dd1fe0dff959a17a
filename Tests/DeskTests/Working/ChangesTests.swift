import Desk
import Formats
import Receivables
import Store
import Support
import Testing

/// What pages are told of what others do.
@Suite struct ChangesTests {
    private func desk(_ name: String, _ book: TestBook) -> Desk {
        let now = book.now
        return Desk(engine: book.engine, actorName: name, clock: { now })
    }

    private let one = RecordingSubject(debtor: "D1")

    @Test("what happened since an entry, by whom and about whom", arguments: TestedEngine.all)
    func news(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 5)
        let start = try book.desk.latestEntry()
        #expect(try book.desk.changes(since: start).changes.isEmpty)
        let ids = try (1...5).map { try book.desk.holderless("D\($0)") }
        _ = try desk("Sari", book).record(note: "asked", one)
        _ = try desk("Joko", book).record(
            PromiseToRecord(amount: "50000", day: TestBook.day("2026-03-05")), RecordingSubject(account: "A2"))
        _ = try desk("Joko", book).addPayment(PaymentToAdd(amount: "1000"), RecordingSubject(account: "A3"))
        _ = try desk("Rini", book).reassign(ReassignRule(debtors: [ids[3], ids[4]]), to: [])
        try book.take(.payments, "Account,Payment reference,Payment date,Amount\nA4,P1,2026-03-01,1000\n") {
            $0.portfolio = "motor"
        }
        let told = try book.desk.changes(since: start)
        #expect(try !told.isCut && told.latest == book.desk.latestEntry())
        #expect(
            told.changes.map { change in
                let place = change.debtor.map { String(ids.firstIndex(of: $0) ?? -1) } ?? "-"
                return "\(change.actor) \(change.kind) \(place)"
            } == [
                    "Sari note 0", "Joko promise 1", "Joko payment-added 2", "Rini cases-reassigned -",
                    "test import-begun -", "test import-chunk -", "test import-finished -",
                ])
        let page = try book.desk.changes(since: start, limit: 3)
        #expect(page.isCut && page.changes.map(\.kind) == ["note", "promise"])
        #expect(try book.desk.changes(since: page.latest, limit: 3).changes.first?.kind == "payment-added")
        #expect(try book.desk.changes(since: told.latest + 50).latest == told.latest + 50)
    }

    @Test("an entry about more than is told at once is told as one", arguments: TestedEngine.all)
    func many(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 9)
        _ = try book.desk.setCollector("Joko", CollectorChanges())
        let start = try book.desk.latestEntry()
        #expect(try book.desk.reassign(ReassignRule(from: "Siti"), to: ["Joko"]).cases == 9)
        #expect(try book.desk.changes(since: start).changes.count == 9)
        let cut = try book.desk.changes(since: start, limit: 4)
        #expect(cut.changes.count == 1 && cut.changes[0].debtor == nil && cut.changes[0].kind == "cases-reassigned")
        #expect(try book.desk.changes(since: cut.latest).changes.isEmpty)
    }

    @Test("who writes on an old page is told what changed and by whom", arguments: TestedEngine.all)
    func meanwhile(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 3)
        let (sari, joko) = (desk("Sari", book), desk("Joko", book))
        var old = one
        old.basedOn = try sari.latestEntry()
        _ = try joko.record(note: "already paid, says the brother", one)
        _ = try joko.record(note: "of somebody else", RecordingSubject(debtor: "D2"))
        let others: [() throws -> JSONValue] = [
            { try sari.record(note: "n", old) },
            { try sari.record(ContactToRecord(channel: .call, result: .noAnswer), old) },
            { try sari.record(PromiseToRecord(amount: "1000", day: TestBook.day("2026-03-05")), old) },
            { try sari.record(HoldToRecord(reason: .dispute), old) },
        ]
        let entry = try book.desk.latestEntry()
        for write in others {
            let problem = #expect(throws: Problem.self) { try write() }
            #expect(problem?.code == .changedMeanwhile)
            #expect(problem?.facts.prefix(2) == [Fact("debtor", "D1"), Fact("by", "Joko")])
        }
        #expect(try book.desk.latestEntry() == entry, "nothing of it stays")
        let changes = try sari.changes(of: .reference("D1", creditor: nil), since: old.basedOn ?? 0)
        #expect(changes.map(\.kind) == ["note"] && changes.map(\.actor) == ["Joko"])
        old.basedOn = entry
        _ = try sari.record(note: "seen", old)
        _ = try sari.record(note: "what one did oneself is no surprise", old)
        old.basedOn = nil
        _ = try joko.record(note: "nobody asks", old)
    }

    @Test("files that came in and went out are changes too", arguments: TestedEngine.all)
    func files(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 3)
        let sari = desk("Sari", book)
        var old = one
        old.basedOn = try sari.latestEntry()
        let paid = try book.take(.payments, "Account,Payment reference,Payment date,Amount\nA1,P1,2026-03-01,1000\n") {
            $0.portfolio = "motor"
        }
        #expect(#expect(throws: Problem.self) { try sari.record(note: "n", old) }?.code == .changedMeanwhile)
        old.basedOn = try sari.latestEntry()
        _ = try sari.record(note: "n", old)
        _ = try book.desk.undoImport(try #require(paid.id), force: true)
        #expect(#expect(throws: Problem.self) { try sari.record(note: "n", old) }?.code == .changedMeanwhile)
        var other = RecordingSubject(debtor: "D2")
        other.basedOn = old.basedOn
        _ = try sari.record(note: "the file had nothing about D2", other)
    }

    @Test("of a file that was at work when the page was made, all counts as later", arguments: TestedEngine.all)
    func duringAnImport(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 3)
        let sari = desk("Sari", book)
        try book.take(.payments, "Account,Payment reference,Payment date,Amount\nA1,P1,2026-03-01,1000\n") {
            $0.portfolio = "motor"
        }
        var old = one
        // The page was made when the import had begun and its rows were not there yet.
        old.basedOn = Int64(try book.count("SELECT max(entry_id) FROM journal WHERE kind = 'import-begun'"))
        try book.engine.write(.durable) { db in
            // The finish is later than the beginning, as it is outside of a test whose clock stands still.
            _ = try db.execute("UPDATE imports SET finished_at = finished_at + 1 WHERE import_id = 2", [])
        }
        #expect(#expect(throws: Problem.self) { try sari.record(note: "n", old) }?.code == .changedMeanwhile)
    }
}

extension Desk {
    fileprivate func holderless(_ debtor: String) throws -> Int64 {
        let taken = try take(.reference(debtor, creditor: nil))
        try releaseAll()
        return taken.debtorID
    }
}
