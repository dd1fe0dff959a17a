import Casework
import Desk
import Formats
import Receivables
import Store
import Support
import Testing

/// A collector's page of today.
@Suite struct WorkPageTests {
    private static func lines(_ items: [WorklistItem]) -> [String] {
        items.map { item in
            """
            \(item.rank) \(item.collector ?? "-") \(item.debtor) \(item.name ?? "-") \(item.accounts) \
            \(item.daysPastDue) \(item.overdue.map(\.amount)) \(item.step) \(item.score.points) \(item.phone ?? "-")
            """
        }
    }

    @Test(
        "it is the collector's worklist, in parts too", arguments: TestedEngine.all, 0..<Effort.cases(6, long: 100))
    func asTheWorklist(tested: TestedEngine, seed: Int) throws {
        let book = try TestBook(tested)
        var files = RandomFiles(UInt64(7_100 + seed))
        for table in [files.receivables(isFlat: true), files.payments(), files.promises(), files.contacts()] {
            try book.take(try FileForm().file(table), asOf: RandomFiles.asOf)
        }
        for name in ["Siti", "Joko"] { _ = try book.desk.setCollector(name, CollectorChanges()) }
        try book.run("2026-03-10")
        book.pass(hours: 9 * 24)
        try book.take(try FileForm().file(files.payments()), asOf: RandomFiles.asOf)
        // Before and after the run of the day: what is news is decided on the spot.
        for isRun in [false, true] {
            if isRun { try book.run("2026-03-11") }
            let date = try TestBook.day("2026-03-11")
            for collector in ["Siti", "Joko"] {
                let whole = try book.desk.worklist(WorklistQuestion(date: date, collector: collector))
                let page = try book.desk.workPage(collector: collector, date: date, limit: 10_000)
                if isRun {
                    #expect(WorkPageTests.lines(page.items.map(\.line)) == WorkPageTests.lines(whole.items))
                    #expect(page.toDo == whole.total)
                } else {
                    // The worklist guesses who will get what nobody has yet; a page shows what one has.
                    let own = Set(whole.items.map(\.debtor))
                    #expect(Set(page.items.map(\.line.debtor)).isSubset(of: own), "seed \(seed)")
                }
                var parts: [WorkItem] = []
                while parts.count < page.toDo {
                    let part = try book.desk.workPage(collector: collector, date: date, after: parts.count, limit: 2)
                    #expect(!part.items.isEmpty && part.toDo == page.toDo)
                    guard !part.items.isEmpty else { break }
                    parts += part.items
                }
                #expect(WorkPageTests.lines(parts.map(\.line)) == WorkPageTests.lines(page.items.map(\.line)))
            }
        }
    }

    @Test("what is done moves from the list to what is done", arguments: TestedEngine.all)
    func progress(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 6)
        var changes = CollectorChanges()
        changes.minutesPerDay = 15
        _ = try book.desk.setCollector("Siti", changes)
        let before = try book.desk.workPage(collector: "Siti", limit: 3)
        #expect(before.toDo == 6 && before.done == 0 && before.items.count == 3 && before.total == 6)
        let each = before.minutesToDo / 6
        #expect(each > 0 && before.target == min(6, 15 / each) && before.minutesPerDay == 15)
        let first = before.items[0]
        var contact = ContactToRecord(channel: .call, result: .noAnswer)
        contact.nextAction = try TestBook.day("2026-03-05")
        _ = try book.desk.record(contact, RecordingSubject(debtor: first.line.debtor))
        let after = try book.desk.workPage(collector: "Siti", limit: 10)
        #expect(after.toDo == 5 && after.done == 1 && after.total == 6 && after.minutesDone == each)
        #expect(after.target == before.target && !after.items.contains { $0.debtorID == first.debtorID })
        // Nothing overdue any more: off the list, and not worked by anybody.
        let paid = after.items[0]
        _ = try book.desk.addPayment(PaymentToAdd(amount: "99999999"), RecordingSubject(account: paid.line.accounts[0]))
        let last = try book.desk.workPage(collector: "Siti", limit: 10)
        #expect(try last.toDo == 4 && last.done == 1 && last.entry == book.desk.latestEntry())
        for problem in [
            #expect(throws: Problem.self) { try book.desk.workPage(collector: "nobody", limit: 5) }?.code,
            #expect(throws: Problem.self) {
                try book.desk.workPage(collector: "Siti", date: TestBook.day("2026-03-01"), limit: 5)
            }?.code,
        ] { #expect(problem == .collectorUnknown || problem == .worklistBeforeLastRun) }
    }

    @Test("a call that was asked for at a time keeps it until the day changes", arguments: TestedEngine.all)
    func callAt(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 3)
        let today = try TestBook.day("2026-03-02")
        let subject = RecordingSubject(debtor: "D1")
        let at = Instant(day: today, secondsOfDay: 17 * 3600, offsetSeconds: 25_200)
        var contact = ContactToRecord(channel: .call, result: .callback)
        contact.nextActionAt = at
        let answer = try book.desk.record(contact, subject)
        #expect(answer["nextAction"]?.string == "2026-03-02")
        let page = try book.desk.workPage(collector: "Siti", limit: 10)
        #expect(page.calls.map(\.at) == [at] && page.calls.map(\.debtor) == ["D1"])
        #expect(page.items.first { $0.line.debtor == "D1" }?.callAt == at)
        // The run leaves it as it is; another day has no time.
        try book.run("2026-03-02")
        #expect(try book.desk.workPage(collector: "Siti", limit: 10).calls.map(\.at) == [at])
        contact.nextActionAt = nil
        contact.nextAction = today.adding(days: 1)
        _ = try book.desk.record(contact, subject)
        #expect(try book.count("SELECT count(*) FROM cases WHERE action_time IS NOT NULL") == 0)
        contact.nextActionAt = Instant(day: today.adding(days: 1), secondsOfDay: 1, offsetSeconds: 25_200)
        contact.nextAction = nil
        _ = try book.desk.record(contact, subject)
        #expect(try book.count("SELECT action_time FROM cases WHERE action_time IS NOT NULL") == 1)
        let tomorrow = try book.desk.workPage(collector: "Siti", date: today.adding(days: 1), limit: 10)
        #expect(tomorrow.calls.map(\.at) == [contact.nextActionAt])
        contact.nextActionAt = Instant(day: today.adding(days: -1), secondsOfDay: 1, offsetSeconds: 25_200)
        #expect(#expect(throws: Problem.self) { try book.desk.record(contact, subject) }?.code == .dayOrder)
        #expect(try book.broken() == [])
    }
}
