import Desk
import Formats
import Receivables
import Store
import Support
import Testing
import Wording


/// Everything that the commands ask of a book and do to it, each under its name, on a book that others have made. What
/// depends on the size of the book by its nature is asked in small.
struct DeskAtWork {
    private let grown: GrownBook
    private let recorder: RecordingEngine
    private let book: TestBook
    /// Accounts of one portfolio with their debtors, over the whole book.
    private let chosen: [(account: String, debtor: String)]

    /// Rows of a small file.
    private static let fileRows = 100
    /// Where walks over a table end here.
    private static let walkRows = 400
    private static let portfolio = "motor"
    /// Files that are taken back again: an undo asks the same whatever the file was.
    private static let undone: [ImportKind] = [.debtors, .payments]

    init(_ grown: GrownBook, _ recorder: RecordingEngine) throws {
        self.grown = grown
        self.recorder = recorder
        book = TestBook(grown.book, through: recorder)
        chosen = try grown.references(DeskAtWork.fileRows, portfolio: DeskAtWork.portfolio)
    }

    private var desk: Desk { book.desk }

    private func day(_ text: String) throws -> Day { try TestBook.day(text) }

    /// Pages: what somebody waits for before a screen.
    func pages() throws {
        let today = try day(GrownBook.today)
        let one = chosen[chosen.count / 2]
        try during("account") { _ = try desk.account(AccountQuestion(reference: one.account, asOf: today)) }
        try during("account of a past day") {
            _ = try desk.account(
                AccountQuestion(reference: one.account, asOf: today.adding(days: -60), knownAt: book.now))
        }
        try during("find") { _ = try desk.find(AccountQuestion(reference: one.account, asOf: today)) }
        try during("find, nobody") {
            #expect(throws: Problem.self) {
                _ = try desk.find(AccountQuestion(reference: "no such reference", asOf: today))
            }
        }
        try during("debtor") { _ = try desk.debtor(AccountQuestion(reference: one.debtor, asOf: today)) }
        let number = try desk.search(one.debtor, limit: 1).hits.first?.debtorID ?? 1
        try during("page of a debtor") { _ = try desk.debtorPage(.id(number)) }
        let collector = try desk.collectors()[0].name
        try during("page of today") { _ = try desk.recentWorkPage(collector: collector, date: today, limit: 50) }
        try during("worklist of a collector") {
            _ = try desk.worklist(WorklistQuestion(date: today, collector: collector, limit: 50))
        }
        try during("worklist of all") { _ = try desk.worklist(WorklistQuestion(date: today, limit: 50)) }
        try during("ageing of today") { _ = try desk.ageing(AgeingQuestion(asOf: today)) }
        try during("ageing of a portfolio") {
            _ = try desk.ageing(AgeingQuestion(asOf: today, portfolio: DeskAtWork.portfolio))
        }
        try askAsPagesDo(one, collector, today)
        try during("payments that wait") { _ = try desk.waitingPayments() }
        try during("imports") { _ = try desk.imports() }
        try during("rejects") { _ = try desk.rejects(ofImport: 1) }
        try during("nodes") { _ = try desk.nodes() }
        try during("settings") {
            _ = try desk.settings()
            _ = try desk.portfolios()
            _ = try desk.strategies()
            _ = try desk.calendars()
        }
        try during("doctor") { _ = desk.examine() }
        for kind in ExportKind.allCases where kind != .worklist && kind != .ageing {
            try during("export of a debtor, \(kind.rawValue)") {
                var filter = ExportFilter(asOf: today)
                filter.debtor = one.debtor
                _ = try desk.export(kind, filter, as: .csv, to: book.scratch.path("export"), in: Catalogue(.english))
            }
        }
    }

    private func askAsPagesDo(_ one: (account: String, debtor: String), _ collector: String, _ today: Day) throws {
        try during("page of a collector") { _ = try desk.workPage(collector: collector, date: today, limit: 50) }
        let asked = [
            one.debtor, one.account, "0812 3456 7890", "3344", "siti rahayu", "budi", "INV-2026-1", "ahmad nur s",
        ]
        let branch = SeenAccounts(portfolios: [DeskAtWork.portfolio], branches: ["x"])
        for text in asked {
            try during("search") { _ = try desk.search(text, limit: 20) }
            try during("search in a branch") {
                _ = try desk.seeing(branch).search(text, limit: 20)
            }
        }
        try during("who has it") {
            _ = try desk.holder(of: .reference(one.debtor, creditor: nil))
            _ = try desk.locks()
        }
        try during("news for pages") {
            let last = try desk.latestEntry()
            _ = try desk.changes(since: last - 20)
            _ = try desk.changes(of: .reference(one.debtor, creditor: nil), since: last - 20)
        }
        try during("figures of portfolios") { _ = try desk.portfolioFigures(days: 90) }
        try during("figures of the team") {
            _ = try desk.teamFigures(date: today)
            _ = try desk.teamHistory()
        }
    }

    /// Behind what people wait for.
    func upkeep() throws {
        try during("upkeep") { _ = try desk.keepUp(portions: 2) }
    }

    /// What is recorded by hand.
    func recording() throws {
        let today = try day(GrownBook.today)
        let (one, two) = (chosen[1], chosen[2])
        let subject = RecordingSubject(account: one.account)
        try during("contact") {
            var contact = ContactToRecord(channel: .call, result: .callback)
            contact.nextAction = today.adding(days: 2)
            _ = try desk.record(contact, RecordingSubject(debtor: one.debtor))
        }
        try during("promise") {
            _ = try desk.record(PromiseToRecord(amount: "50000", day: today.adding(days: 3)), subject)
        }
        try during("hold") {
            let answer = try desk.record(HoldToRecord(reason: .dispute), subject)
            _ = try desk.endHold(answer["hold"]?.integer ?? 1, subject)
        }
        try during("note") {
            var keyed = subject
            keyed.key = OperationKey("plans-1")
            _ = try desk.record(note: "a note", keyed)
        }
        try during("payment") {
            var payment = PaymentToAdd(amount: "75000")
            payment.reference = "by-hand-1"
            _ = try desk.addPayment(payment, RecordingSubject(account: two.account))
            _ = try desk.reversePayment(.reference("by-hand-1"), RecordingSubject(account: two.account))
        }
        try during("assignment") {
            try book.take(.payments, waitingFile, asOf: GrownBook.today) { $0.portfolio = DeskAtWork.portfolio }
            _ = try desk.assignPayment(.reference("waits-1"), RecordingSubject(account: two.account))
        }
        try during("taking a debtor") {
            _ = try desk.take(.reference(one.debtor, creditor: nil))
            _ = try desk.renew(.reference(one.debtor, creditor: nil))
            _ = try desk.takeNext(collector: try desk.collectors()[0].name, date: today)
            try desk.releaseAll()
        }
        try during("a note on an old page") {
            var old = subject
            old.basedOn = 1
            _ = try desk.record(note: "a note", old)
        }
        try during("reassigning") {
            let names = try desk.collectors().map(\.name)
            let rule = ReassignRule(from: names[0], portfolio: DeskAtWork.portfolio, limit: 5)
            _ = try desk.reassign(rule, to: [names[1]])
        }
        try during("collector") { _ = try desk.setCollector("somebody new", CollectorChanges()) }
    }

    private var waitingFile: String {
        "Account,Payment reference,Payment date,Amount\nno-such-account,waits-1,\(GrownBook.today),10000\n"
    }

    /// Small files of every kind, and their undoing.
    func imports() throws {
        for (kind, text) in files {
            var imported: Int64?
            try during("import of \(kind.rawValue)") {
                imported =
                    try book.take(kind, text, asOf: GrownBook.today) { $0.portfolio = DeskAtWork.portfolio }.id
            }
            guard let imported, DeskAtWork.undone.contains(kind) else { continue }
            try during("undo of \(kind.rawValue)") { _ = try desk.undoImport(imported, force: true) }
            // What is there is there for the runs that follow.
            _ = try book.take(kind, text, asOf: GrownBook.today) { $0.portfolio = DeskAtWork.portfolio }
        }
    }

    private var files: [(ImportKind, String)] {
        func file(_ head: String, _ row: (Int, String, String) -> String) -> String {
            ([head] + chosen.enumerated().map { row($0.offset, $0.element.account, $0.element.debtor) })
                .joined(separator: "\n") + "\n"
        }
        return [
            (.debtors, file("Customer ID,Name,Phone") { number, _, debtor in
                "\(debtor),Name \(number),08123456\(1000 + number)"
            }),
            (.accounts, file("Account,Customer ID,Status,Alias") { "\($1),\($2),active,alias-\($0)" }),
            (
                .receivables,
                file("Customer ID,Account,Invoice,Due date,Amount") { "\($2),\($1),extra-\($0),2026-02-20,1250" }
            ),
            (
                .payments,
                file("Account,Payment reference,Payment date,Amount") { number, account, _ in
                    "\(account),extra-\(number),2026-03-01,75000"
                }
            ),
            (.promises, file("Customer ID,Promise date,Promise amount") { number, _, debtor in
                "\(debtor),2026-03-0\(3 + number % 5),50000"
            }),
            (.contacts, file("Customer ID,Contact date,Channel") { number, _, debtor in
                "\(debtor),2026-03-0\(1 + number % 2),call"
            }),
        ]
    }

    /// The day's run when little has happened, the questions before it, and the run of the next day.
    func runs() throws {
        let next = "2026-03-03"
        book.pass(hours: 24)
        try during("account with changes") {
            let account = AccountQuestion(reference: chosen[0].account, asOf: try day(GrownBook.today))
            _ = try desk.account(account)
        }
        try during("account of a past reference") {
            let past = AccountQuestion(
                reference: "no such reference", asOf: try day(GrownBook.today), knownAt: book.now)
            #expect(throws: Problem.self) { _ = try desk.account(past) }
        }
        try during("worklist before the run") {
            _ = try desk.worklist(
                WorklistQuestion(date: try day(next), collector: try desk.collectors()[0].name, limit: 50))
        }
        try during("run of a quiet day") { try book.run(GrownBook.today) }
        try during("run of the next day") { try book.run(next) }
        try during("run again") { try book.run(next) }
    }

    private func during(_ use: String, _ body: () throws -> Void) throws {
        try recorder.during(use, rowsMax: DeskAtWork.walkRows, body)
    }
}
