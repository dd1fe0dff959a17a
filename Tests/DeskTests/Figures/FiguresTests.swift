import Desk
import Formats
import Glibc
import Receivables
import Store
import Support
import Synchronization
import Testing

/// Figures that pages draw: shared, or kept at the close of a day.
@Suite struct FiguresTests {
    private static func book(_ tested: TestedEngine, _ seed: Int) throws -> TestBook {
        let book = try TestBook(on: "2026-03-10", tested)
        var files = RandomFiles(UInt64(8_200 + seed))
        for table in [files.receivables(isFlat: true), files.payments(), files.promises(), files.contacts()] {
            try book.take(try FileForm().file(table), asOf: RandomFiles.asOf)
        }
        try book.take(
            .receivables,
            """
            Customer ID,Account,Invoice,Due date,Amount
            X1,XA1,INV-1001,2026-02-01,100000
            X1,XA2,INV-1002,2026-03-11,200000
            X2,XA3,INV-1003,2026-03-12,300000

            """) { $0.portfolio = "second" }
        for name in ["Siti", "Joko"] { _ = try book.desk.setCollector(name, CollectorChanges()) }
        return book
    }

    @Test(
        "the close of a day says what the ageing of each portfolio says", arguments: TestedEngine.all,
        0..<Effort.cases(4, long: 60))
    func closing(tested: TestedEngine, seed: Int) throws {
        let book = try FiguresTests.book(tested, seed)
        try book.run("2026-03-10")
        let entry = try book.desk.latestEntry()
        #expect(try book.desk.keepUp(portions: 0).closed == TestBook.day("2026-03-10"))
        #expect(try book.desk.keepUp(portions: 0).closed == nil, "once")
        let figures = try book.desk.portfolioFigures()
        #expect(figures.days.allSatisfy { $0.entry == entry } && figures.hasHistory)
        let day = try TestBook.day("2026-03-10")
        for portfolio in try book.desk.portfolios() {
            let wanted = try book.desk.ageing(AgeingQuestion(asOf: day, portfolio: portfolio.name))
            for (currency, totals) in wanted.totals {
                let days = figures.days.filter { $0.portfolio == portfolio.id && $0.currency == currency }
                #expect(days.map(\.overdue) == [totals.overdue.amount], "seed \(seed) \(portfolio.name)")
                #expect(days.map(\.open) == [totals.open.amount])
                #expect(days.map(\.overdueAccounts) == [totals.overdueAccounts])
                #expect(days.map(\.overdueDebtors) == [totals.overdueDebtors])
                let buckets = figures.buckets.filter { $0.portfolio == portfolio.id && $0.currency == currency }
                #expect(buckets.map(\.accounts) == totals.byAccount.map(\.accounts))
                #expect(buckets.map(\.overdue) == totals.byAccount.map(\.overdue))
                #expect(buckets.map(\.from) == [0] + wanted.buckets.ends.map { $0 + 1 })
                #expect(buckets.map(\.to) == wanted.buckets.ends.map(Optional.some) + [nil])
            }
            let kept = figures.days.filter { $0.portfolio == portfolio.id }
            #expect(Set(kept.map(\.currency)) == Set(wanted.totals.keys))
        }
        #expect(try book.broken() == [])
    }

    @Test("what falls due, what comes in, and what became of promises, by day", arguments: TestedEngine.all)
    func cash(tested: TestedEngine) throws {
        let book = try FiguresTests.book(tested, 0)
        let second = try #require(book.desk.portfolios().first { $0.name == "second" }).id
        func cash(_ day: String) throws -> ClosingCash? {
            let wanted = try TestBook.day(day)
            let cash = try book.desk.portfolioFigures(portfolio: "second").cash
            return cash.first { $0.day == wanted && $0.portfolio == second }
        }
        _ = try book.desk.record(
            PromiseToRecord(amount: "60000", day: TestBook.day("2026-03-11")), RecordingSubject(account: "XA1"))
        try book.run("2026-03-10")
        _ = try book.desk.keepUp()
        #expect(try cash("2026-03-11")?.due == 20_000_000 && cash("2026-03-12")?.due == 30_000_000)
        #expect(try cash("2026-03-11")?.received == 0 && cash("2026-03-11")?.pending == 1)
        book.pass(hours: 24)
        _ = try book.desk.addPayment(PaymentToAdd(amount: "150000"), RecordingSubject(account: "XA2"))
        var gone = PaymentToAdd(amount: "70000")
        gone.reference = "goes-back"
        _ = try book.desk.addPayment(gone, RecordingSubject(account: "XA1"))
        _ = try book.desk.reversePayment(.reference("goes-back"), RecordingSubject(account: "XA1"))
        try book.run("2026-03-11")
        _ = try book.desk.keepUp()
        #expect(try cash("2026-03-11")?.due == 20_000_000, "as the close before it said, whatever was paid then")
        #expect(try cash("2026-03-11")?.received == 15_000_000 && cash("2026-03-11")?.payments == 3)
        book.pass(hours: 24)
        var late = RecordingSubject(account: "XA1")
        late.on = try TestBook.day("2026-03-11")
        _ = try book.desk.addPayment(PaymentToAdd(amount: "5000"), late)
        #expect(try cash("2026-03-11")?.received == 15_000_000, "as it was known at the close")
        try book.run("2026-03-12")
        _ = try book.desk.keepUp()
        let day = try #require(try cash("2026-03-11"))
        #expect(day.received == 15_500_000 && day.promises == 1 && day.kept + day.partlyKept + day.broken == 1)
        #expect(try book.desk.portfolioFigures(portfolio: "second").days.map(\.day.description)
            == ["2026-03-10", "2026-03-11", "2026-03-12"])
        #expect(try book.broken() == [])
    }

    @Test(
        "only days that were run to their end are closed, and a scope sees its portfolios",
        arguments: TestedEngine.all)
    func scope(tested: TestedEngine) throws {
        let book = try FiguresTests.book(tested, 1)
        #expect(try book.desk.keepUp().closed == nil)
        try book.run("2026-03-10")
        #expect(try book.desk.keepUp().closed != nil)
        let second = try book.desk.seeing(SeenAccounts(portfolios: ["second"])).portfolioFigures()
        #expect(second.portfolios.map(\.name) == ["second"] && Set(second.days.map(\.portfolio)).count == 1)
        let branch = try book.desk.seeing(SeenAccounts(branches: ["Bandung"])).portfolioFigures()
        #expect(!branch.hasHistory && branch.days.isEmpty && branch.buckets.isEmpty && branch.cash.isEmpty)
        let unknown = #expect(throws: Problem.self) { try book.desk.portfolioFigures(portfolio: "none") }
        #expect(unknown?.code == .portfolioUnknown)
    }

    @Test(
        "everybody who asks at once gets one answer, and a new one when something happened",
        arguments: TestedEngine.all)
    func shared(tested: TestedEngine) throws {
        let book = try FiguresTests.book(tested, 2)
        let recorder = RecordingEngine(book.engine)
        let asked = TestBook(book, through: recorder)
        let question = AgeingQuestion(asOf: try TestBook.day("2026-03-10"))
        let desk = asked.desk
        let entries = Mutex<[Int64]>([])
        try recorder.during("ageing") {
            try Racers(12).run { _ in
                let answer = try desk.sharedAgeing(question)
                entries.withLock { $0.append(answer.entry) }
            }
        }
        let walks = recorder.statements.filter { $0.sql.contains("FROM positions") }
        #expect(entries.withLock { $0.count } == 12 && Set(entries.withLock { $0 }).count == 1)
        #expect(walks.map(\.times).reduce(0, +) <= 2, "two halves, once")
        let first = try desk.sharedAgeing(question)
        _ = try book.desk.addPayment(PaymentToAdd(amount: "100"), RecordingSubject(account: "XA1"))
        #expect(try desk.sharedAgeing(question).entry == first.entry, "it is young")
        book.pass(hours: 1)
        let next = try desk.sharedAgeing(question)
        #expect(next.entry > first.entry && next.at > first.at)
        book.pass(hours: 1)
        #expect(try desk.sharedAgeing(question).at == next.at, "nothing happened since")
        // One that is not quite young is given, and the next worked out behind it.
        _ = try book.desk.addPayment(PaymentToAdd(amount: "200"), RecordingSubject(account: "XA1"))
        book.pass(hours: 1)
        let third = try desk.sharedAgeing(question)
        #expect(third.entry > next.entry)
        _ = try book.desk.addPayment(PaymentToAdd(amount: "300"), RecordingSubject(account: "XA1"))
        book.pass(seconds: 7)
        #expect(try desk.sharedAgeing(question).at == third.at)
        var later = third
        for _ in 0..<500 where later.at == third.at {
            usleep(10_000)
            later = try desk.sharedAgeing(question)
        }
        #expect(later.entry > third.entry, "nobody waited for it")
        #expect(try desk.seeing(SeenAccounts(portfolios: [])).sharedAgeing(question).at > next.at, "another's answer")
    }

    @Test("who works what", arguments: TestedEngine.all)
    func team(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 8)
        _ = try book.desk.setCollector("Joko", CollectorChanges())
        let now = book.now
        func desk(_ name: String) -> Desk { Desk(engine: book.engine, actorName: name, clock: { now }) }
        #expect(try desk("Rini").reassign(ReassignRule(from: "Siti", limit: 3), to: ["Joko"]).moved.map(\.cases) == [3])
        let page = try book.desk.workPage(collector: "Siti", limit: 10)
        var contact = ContactToRecord(channel: .call, result: .promised)
        contact.nextAction = try TestBook.day("2026-03-06")
        _ = try desk("Siti").record(contact, RecordingSubject(debtor: page.items[0].line.debtor))
        _ = try desk("Siti").record(
            PromiseToRecord(amount: "1000", day: TestBook.day("2026-03-05")),
            RecordingSubject(debtor: page.items[0].line.debtor))
        contact.result = .noAnswer
        _ = try desk("Rini").record(contact, RecordingSubject(debtor: page.items[1].line.debtor))
        let team = try book.desk.teamFigures().answer
        let (siti, joko) = (team.collectors[0], team.collectors[1])
        #expect(siti.collector == "Siti" && siti.openCases == 5 && siti.toDo == 3 && siti.worked == 2)
        #expect(siti.contacts == 1 && siti.reached == 1 && siti.promises == 1 && siti.minutesWorked > 0)
        #expect(siti.attainment == siti.minutesWorked * 100 / (siti.minutesWorked + siti.minutesToDo))
        #expect(joko.openCases == 3 && joko.toDo == 3 && joko.worked == 0 && joko.contacts == 0 && joko.attainment == 0)
        #expect(team.others.map(\.actor) == ["Rini"] && team.others[0].contacts == 1 && team.others[0].reached == 0)
        #expect(team.unowned == 0 && team.unownedToDo == 0)
        let renamed = try book.desk.teamFigures(names: ["Joko": "Rini"]).answer
        #expect(renamed.collectors[1].contacts == 1 && renamed.others.isEmpty)
        // Who sees one portfolio is told of what is in it, and of nothing else; kept figures count everything.
        let motor = try book.desk.seeing(SeenAccounts(portfolios: ["motor"])).teamFigures().answer
        #expect(motor == team, "all of them are in it")
        let none = book.desk.seeing(SeenAccounts(portfolios: ["none"]))
        let other = try none.teamFigures().answer
        #expect(other.collectors.map(\.openCases) == [0, 0] && other.collectors.map(\.contacts) == [0, 0])
        #expect(other.others.isEmpty && other.collectors.map(\.promises) == [0, 0])
        let branch = try book.desk.seeing(SeenAccounts(branches: ["nowhere"])).teamFigures().answer
        #expect(branch.collectors.map(\.openCases) == [0, 0])
        _ = try book.desk.keepUp()
        #expect(try none.teamHistory().isEmpty)
        #expect(try book.broken().isEmpty)
        let kept = try book.desk.teamHistory()
        #expect(kept.map(\.contacts) == [1, 0] && kept.map(\.toDo) == [3, 3] && kept.map(\.worked) == [2, 0])
        for damage in ["UPDATE closing_days SET accounts = accounts + 1", "DELETE FROM closing_buckets"] {
            _ = try book.engine.write(.repeatable) { try $0.execute(damage, []) }
            #expect(try book.broken().map { $0.prefix { $0 != ":" } } == ["closings-add-up"], "\(damage)")
        }
    }

    @Test("cases go to one collector, or to several by how full their days are", arguments: TestedEngine.all)
    func reassign(tested: TestedEngine) throws {
        let book = try LockDebtorTests.book(tested, debtors: 9)
        for name in ["Joko", "Rini"] { _ = try book.desk.setCollector(name, CollectorChanges()) }
        func loads() throws -> [Int] { try book.desk.teamFigures(seconds: 0).answer.collectors.map(\.openCases) }
        #expect(try loads() == [9, 0, 0])
        #expect(try book.desk.reassign(ReassignRule(), to: ["Joko"]).cases == 0, "a rule that names nothing")
        #expect(try book.desk.reassign(ReassignRule(from: "Siti"), to: ["Siti"]).cases == 0)
        let shared = try book.desk.reassign(ReassignRule(from: "Siti"), to: ["Joko", "Rini"])
        #expect(shared.moved.map(\.cases).sorted() == [4, 5])
        #expect(try loads()[0] == 0 && loads().sorted() == [0, 4, 5])
        let page = try book.desk.workPage(collector: "Joko", limit: 10)
        let chosen = page.items.prefix(2).map(\.debtorID)
        let key = OperationKey("r-1")
        #expect(try book.desk.reassign(ReassignRule(debtors: chosen), to: ["Siti"], key: key).cases == 2)
        #expect(try book.desk.reassign(ReassignRule(debtors: chosen), to: ["Siti"], key: key).cases == 2, "once")
        #expect(try loads()[0] == 2)
        #expect(try book.desk.reassign(ReassignRule(debtors: chosen, from: "Rini"), to: ["Joko"]).cases == 0)
        #expect(try book.desk.reassign(ReassignRule(from: "Siti", portfolio: "motor"), to: ["Joko"]).cases == 2)
        for (rule, names) in [
            (ReassignRule(from: "Siti"), ["nobody"]), (ReassignRule(from: "nobody"), ["Siti"]),
            (ReassignRule(from: "Joko", portfolio: "none"), ["Siti"]),
        ] {
            let code = #expect(throws: Problem.self) { try book.desk.reassign(rule, to: names) }?.code
            #expect(code == .collectorUnknown || code == .portfolioUnknown)
        }
        var away = CollectorChanges()
        away.isActive = false
        _ = try book.desk.setCollector("Rini", away)
        #expect(#expect(throws: Problem.self) {
            try book.desk.reassign(ReassignRule(from: "Joko"), to: ["Rini"])
        }?.code == .collectorUnknown)
        #expect(try book.desk.reassign(ReassignRule(from: ""), to: ["Siti"]).cases > 0, "those of nobody")
        #expect(try book.broken() == [])
    }
}
