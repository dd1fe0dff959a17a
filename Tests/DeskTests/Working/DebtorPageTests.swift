import Formats
import Receivables
import Store
import Support
import Testing

@testable import Desk

/// The page of a debtor: everything in one answer, and nothing that is hidden.
@Suite struct DebtorPageTests {
    private static let header = "Customer ID,Account,Invoice,Due date,Principal\n"

    private func book() throws -> TestBook {
        let book = try TestBook()
        _ = try book.desk.setCollector("Sari", CollectorChanges())
        var rows = DebtorPageTests.header
        for month in 1...9 { rows += "C-1,MTR-1,INV-\(month),2025-0\(month)-15,100.00\n" }
        try book.take(.receivables, rows) { $0.portfolio = "Motor" }
        try book.take(.receivables, DebtorPageTests.header + "C-2,MTR-2,INV-X,2026-01-15,50.00\n") {
            $0.portfolio = "Motor"
        }
        try book.take(.payments, "Account,Payment reference,Payment date,Amount\nMTR-1,P-1,2025-03-01,150.00\n") {
            $0.portfolio = "Motor"
        }
        try book.run("2026-03-02")
        return book
    }

    private func id(_ reference: String, _ book: TestBook) throws -> Int64 {
        try book.desk.find(.reference(reference, creditor: nil)).id
    }

    private func record(_ count: Int, _ book: TestBook) throws {
        for number in 1...count {
            book.pass(seconds: 60)
            _ = try book.desk.record(note: "note \(number)", RecordingSubject(debtor: "C-1"))
            if number % 2 == 0 {
                _ = try book.desk.record(
                    ContactToRecord(channel: .call, result: .noAnswer), RecordingSubject(debtor: "C-1"))
            }
        }
    }

    @Test(arguments: TimelineQuestion.Show.allCases)
    func partsOfTheStoryMakeTheWhole(_ show: TimelineQuestion.Show) throws {
        let book = try book()
        try record(9, book)
        let debtor = try id("C-1", book)
        var question = TimelineQuestion(show: show)
        question.limit = 1000
        let whole = try book.desk.debtorPage(.id(debtor), question).timeline.events.map(\.place)
        #expect(whole.count > 8)
        #expect(Set(whole).count == whole.count)
        #expect(whole == whole.sorted(by: >))
        for limit in [1, 3, 7] {
            question.limit = limit
            question.before = nil
            var told: [EventPlace] = []
            while true {
                let part = try book.desk.debtorPage(.id(debtor), question).timeline
                told += part.events.map(\.place)
                guard part.hasOlder, let last = told.last else { break }
                question.before = EventPlace(last.text)
                #expect(question.before != nil)
            }
            #expect(told == whole, "\(limit)")
        }
    }

    @Test func numbersAreThoseOfTheAccount() throws {
        let book = try book()
        let page = try book.desk.debtorPage(.id(try id("C-1", book)))
        let account = try book.desk.account(AccountQuestion(reference: "MTR-1", asOf: page.today))
        let own = try #require(page.accounts.first)
        #expect(own.arrears == account.arrears)
        #expect(own.explanation == account.explanation)
        #expect(own.dues.map(\.open) == account.settlement.dues.map(\.open))
        #expect(page.openCase == account.openCase)
        #expect(page.sums(\.arrears.open).map(\.amount) == [75_000])
    }

    @Test func whatIsHiddenIsNotThere() throws {
        let book = try book()
        // Of the same creditor, so that C-1 is the same person.
        var line = PortfolioChanges()
        line.creditor = try book.desk.portfolios().first { $0.name == "Motor" }?.creditorName
        _ = try book.desk.setPortfolio("Mobil", line)
        try book.take(.receivables, DebtorPageTests.header + "C-1,MBL-1,INV-M,2026-01-20,70.00\n") {
            $0.portfolio = "Mobil"
        }
        var note = ContactToRecord(channel: .call, result: .reached)
        note.note = "about the car"
        _ = try book.desk.record(note, RecordingSubject(account: "MBL-1"))
        let debtor = try id("C-1", book)
        let access = Access(.user(9), name: "dewi", permissions: Role.collector.permissions, portfolios: ["Motor"])
        let all = try book.desk.debtorPage(.id(debtor))
        let seen = try book.desk.acting(as: access).debtorPage(.id(debtor))
        #expect(all.accounts.count == 2 && seen.accounts.map(\.account.reference) == ["MTR-1"])
        func contacts(_ page: DebtorPage) -> Int {
            page.timeline.events.count { if case .contact = $0.what { true } else { false } }
        }
        #expect(contacts(all) == 1 && contacts(seen) == 0)
        let other = Access(.user(8), name: "x", permissions: Role.collector.permissions, portfolios: ["Mobil"])
        let hidden = try id("C-2", book)
        #expect(throws: Problem.self) { _ = try book.desk.acting(as: other).debtorPage(.id(hidden)) }
    }

    @Test func theListOfTodayIsGivenAgainUntilOneDidSomethingOneself() throws {
        let book = try book()
        let desk = book.desk
        let other = Desk(engine: book.engine, actorName: "other", clock: { [now = book.now] in now })
        func left() throws -> Int { try desk.recentWorkPage(collector: "Sari", limit: 10).toDo }
        #expect(try left() == 2)
        _ = try other.record(ContactToRecord(channel: .call, result: .noAnswer), RecordingSubject(debtor: "C-1"))
        #expect(try left() == 2, "the answer is young")
        book.pass(seconds: DeskLimits.workPageSeconds)
        let told = try desk.recentWorkPage(collector: "Sari", limit: 10, isPatient: true)
        #expect(told.toDo == 1, "and then it is not: who was told of the change has the new one")
        #expect(try left() == 1)
        _ = try desk.record(ContactToRecord(channel: .call, result: .noAnswer), RecordingSubject(debtor: "C-2"))
        #expect(try left() == 0, "what one does oneself is seen at once")
    }
}
