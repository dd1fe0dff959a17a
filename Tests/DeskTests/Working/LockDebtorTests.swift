import Desk
import Formats
import Receivables
import Store
import Support
import Synchronization
import Testing

/// Who is at work on whom.
@Suite struct LockDebtorTests {
    /// A book in which one collector has many debtors to call.
    static func book(_ tested: TestedEngine, debtors: Int = 12) throws -> TestBook {
        let book = try TestBook(tested)
        _ = try book.desk.setCollector("Siti", CollectorChanges())
        let rows = (1...debtors).map { "D\($0),A\($0),Name \($0),INV-\(1000 + $0),2026-02-\(10 + $0 % 9),\($0)00000" }
        try book.take(
            .receivables,
            (["Customer ID,Account,Name,Invoice,Due date,Amount"] + rows).joined(separator: "\n") + "\n"
        ) { $0.portfolio = "motor" }
        try book.run("2026-03-02")
        return book
    }

    private func desk(_ name: String, _ book: TestBook) -> Desk {
        let now = book.now
        return Desk(engine: book.engine, actorName: name, clock: { now })
    }

    @Test("one has a debtor, the other is told who", arguments: TestedEngine.all)
    func taken(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested)
        let (sari, joko) = (desk("Sari", book), desk("Joko", book))
        let one = DebtorName.reference("D1", creditor: nil)
        let taken = try sari.take(one)
        #expect(taken.debtor == "D1" && taken.lock.owner == "Sari" && taken.lock.until > taken.lock.takenAt)
        let refused = #expect(throws: Problem.self) { try joko.take(.id(taken.debtorID)) }
        #expect(refused?.code == .debtorTaken && refused?.facts.contains(Fact("by", "Sari")) == true)
        #expect(try joko.holder(of: one)?.owner == "Sari" && joko.locks().count == 1)
        #expect(try sari.take(one).lock.takenAt == taken.lock.takenAt, "it is still the same")
        #expect(try sari.renew(one) && !joko.renew(one))
        try joko.release(one)
        #expect(try joko.holder(of: one) != nil, "nobody gives back what is not theirs")
        _ = try sari.take(.reference("D2", creditor: nil))
        #expect(try joko.holder(of: one) == nil, "whoever takes the next gives the last one back")
        _ = try joko.take(one)
        try sari.releaseAll()
        #expect(try sari.locks().values.map(\.owner) == ["Joko"])
        let unknown = #expect(throws: Problem.self) { try sari.take(.id(987_654)) }
        #expect(unknown?.code == .debtorUnknown)
    }

    @Test("a lock whose owner says nothing ends", arguments: TestedEngine.all)
    func ends(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested)
        let (sari, joko) = (desk("Sari", book), desk("Joko", book))
        let one = DebtorName.reference("D1", creditor: nil)
        _ = try sari.take(one, seconds: 0)
        #expect(try joko.holder(of: one) == nil && joko.locks().isEmpty && !sari.renew(one))
        let first = try sari.take(one, seconds: 0).lock.takenAt
        #expect(try joko.take(one).lock.owner == "Joko")
        #expect(try joko.holder(of: one)?.takenAt ?? first > first || first == first)
        #expect(throws: Problem.self) { try sari.take(one) }
    }

    @Test("locks are nothing of the book: no entry, no move, no fact", arguments: TestedEngine.all)
    func noFact(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested)
        let entry = try book.desk.latestEntry()
        _ = try book.desk.take(.reference("D1", creditor: nil))
        #expect(try book.desk.latestEntry() == entry && !BookTables.all.contains("debtor_locks"))
        #expect(try book.broken() == [])
    }

    @Test("the next is the best that nobody has and that is not done", arguments: TestedEngine.all)
    func next(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 4)
        let order = try book.desk.workPage(collector: "Siti", limit: 10).items
        #expect(order.count == 4)
        let (sari, joko) = (desk("Sari", book), desk("Joko", book))
        #expect(try sari.takeNext(collector: "Siti")?.debtorID == order[0].debtorID)
        #expect(try sari.takeNext(collector: "Siti")?.debtorID == order[0].debtorID, "it is hers, and not done")
        #expect(try joko.takeNext(collector: "Siti")?.debtorID == order[1].debtorID)
        #expect(try sari.takeNext(collector: "Siti", skipping: [order[0].debtorID])?.debtorID == order[2].debtorID)
        var contact = ContactToRecord(channel: .call, result: .callback)
        contact.nextAction = try TestBook.day("2026-03-04")
        _ = try sari.record(contact, RecordingSubject(debtor: order[2].line.debtor))
        #expect(try sari.takeNext(collector: "Siti")?.debtorID == order[0].debtorID)
        let page = try book.desk.workPage(collector: "Siti", limit: 10)
        #expect(page.done == 1 && page.toDo == 3 && page.items.compactMap(\.lock?.owner).sorted() == ["Joko", "Sari"])
        #expect(try desk("Rini", book).takeNext(collector: "Siti")?.debtorID == order[3].debtorID)
        #expect(try desk("Dewi", book).takeNext(collector: "Siti") == nil)
        let unknown = #expect(throws: Problem.self) { try sari.takeNext(collector: "nobody") }
        #expect(unknown?.code == .collectorUnknown)
    }

    @Test("of many who ask at the same moment no two get the same", arguments: TestedEngine.all)
    func race(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 40)
        for round in 0..<Effort.cases(3, long: 40) {
            let got = Mutex<[Int64]>([])
            let (scratch, now) = (book.scratch, book.now)
            try Racers(6).run { number in
                let engine = try tested.openExisting(scratch)
                let desk = Desk(engine: engine, actorName: "user \(number)", clock: { now })
                for _ in 0..<3 {
                    guard let taken = try desk.takeNext(collector: "Siti") else { continue }
                    got.withLock { $0.append(taken.debtorID) }
                    // Kept to the end of the round: what was taken is worked.
                    var contact = ContactToRecord(channel: .call, result: .callback)
                    contact.nextAction = now.day(offsetSeconds: 25_200).adding(days: 2)
                    _ = try desk.record(contact, RecordingSubject(debtor: taken.debtor))
                }
                try engine.close()
            }
            let all = got.withLock(\.self)
            #expect(Set(all).count == all.count, "round \(round): \(all)")
            #expect(round > 0 || all.count == 18)
        }
        #expect(try book.broken() == [])
    }
}

extension TakenDebtor: Equatable {
    package static func == (left: TakenDebtor, right: TakenDebtor) -> Bool {
        left.debtorID == right.debtorID && left.lock == right.lock
    }
}
