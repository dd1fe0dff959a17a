import Desk
import Formats
import Receivables
import Store
import Support

/// Does things with a book and tells the model of them.
struct ModelActions {
    let book: TestBook
    var model: ModelBook
    var random: Seeded
    private(set) var today = Day(Day.daysFromCivil(year: 2026, month: 2, day: 1))
    let graceDays: Int
    private var count = 0
    private var returned: Set<String> = []

    /// Two accounts for each debtor.
    static let accounts = (1...12).map { "A\($0)" }

    static func debtor(_ account: String) -> String { "D\(((Int(account.dropFirst()) ?? 0) + 1) / 2)" }

    init(_ book: TestBook, seed: UInt64) throws {
        self.book = book
        random = Seeded(seed)
        graceDays = random.int(0...3)
        model = ModelBook(random.pick([.standard, .multifinance, .principalFirst]))
        var changes = PortfolioChanges()
        changes.waterfall = model.waterfall
        changes.promiseGraceDays = graceDays
        _ = try book.desk.setPortfolio("default", changes)
    }

    /// Does one thing more.
    mutating func act() throws {
        book.pass(hours: 1)
        count += 1
        switch count == 1 ? 0 : random.int(0...99) {
        case ..<16: try takeDues()
        case ..<40: try takePayments()
        case ..<48: try addPayment()
        case ..<57: try reverse()
        case ..<67: try hold()
        case ..<81: try takePromises()
        case ..<88: try recordPromise()
        default: try run()
        }
        model.remember(from: book.now)
    }

    private mutating func day(_ range: ClosedRange<Int>) -> Day { today.adding(days: random.int(range)) }

    private func take(_ table: MadeTable) throws {
        var form = FileForm()
        form.headers = 1
        let result = try book.take(try form.file(table), asOf: today)
        guard result.rejected == 0, result.accepted == table.rows.count else {
            throw Problem(.rowsRejected, [Fact("rejected", result.rejected)])
        }
    }

    /// New dues and corrected ones; the first file names every account.
    private mutating func takeDues() throws {
        var table = MadeTable(
            kind: .receivables,
            keys: [
                .debtorReference, .accountReference, .dueReference, .dueIssued, .dueDate, .duePrincipal, .dueInterest,
                .dueFee, .duePenalty,
            ])
        var named: Set<String> = []
        for account in ModelActions.accounts where count == 1 || random.chance(30) {
            for _ in 0..<random.int(1...3) {
                let reference = "\(account)-\(random.int(1...5))"
                guard named.insert(reference).inserted else { continue }
                let issued = random.chance(30) ? day(-40...20) : nil
                let date = day(-40...30)
                let sign: Int64 = random.chance(10) ? -1 : 1
                var amounts = Components.zero
                for component in Component.allCases where random.chance(60) {
                    amounts[component] = sign * Int64(random.int(0...9))
                }
                table.rows.append([
                    .text(ModelActions.debtor(account)), .text(account), .text(reference),
                    issued.map { .day($0) } ?? .none, .day(date), .money(amounts.principal), .money(amounts.interest),
                    .money(amounts.fee), .money(amounts.penalty),
                ])
                model.state(due: reference, of: account, issued: issued, day: date, amounts)
            }
        }
        try take(table)
    }

    private mutating func takePayments() throws {
        var table = MadeTable(
            kind: .payments,
            keys: [.accountReference, .paymentReference, .paymentDate, .paymentAmount, .dueReference])
        var named: Set<String> = []
        for account in ModelActions.accounts where random.chance(50) {
            for _ in 0..<random.int(1...3) {
                let known = model.payments.filter { $0.value.account == account }.map(\.key).sorted()
                let isKnown = !known.isEmpty && random.chance(25)
                let reference = isKnown ? random.pick(known) : "\(account)/\(count)-\(named.count)"
                guard named.insert(reference).inserted else { continue }
                let date = day(-14...6)
                if random.chance(25), !returned.contains(reference) {
                    returned.insert(reference)
                    let amount = Int64(random.int(1...20))
                    table.rows.append([.text(account), .text(reference), .day(date), .money(-amount), .none])
                    model.state(returned: amount, of: isKnown ? reference : nil, account: account, day: date)
                    continue
                }
                guard !reference.hasPrefix("hand") else { continue }
                let amount = Int64(random.int(1...30))
                let dues = model.lines[account, default: [:]].keys.sorted()
                let due = random.chance(25) && !dues.isEmpty ? random.pick(dues) : nil
                table.rows.append([
                    .text(account), .text(reference), .day(date), .money(amount), due.map { .text($0) } ?? .none,
                ])
                model.state(payment: reference, of: account, day: date, amount: amount, due: due)
            }
        }
        guard !table.rows.isEmpty else { return }
        try take(table)
    }

    private mutating func addPayment() throws {
        let account = random.pick(ModelActions.accounts)
        let amount = random.int(1...30)
        var payment = PaymentToAdd(amount: "0.\(amount < 10 ? "0" : "")\(amount)")
        payment.reference = "hand\(count)"
        let dues = model.lines[account, default: [:]].keys.sorted()
        if random.chance(40), !dues.isEmpty { payment.due = random.pick(dues) }
        let date = day(-20...0)
        _ = try book.desk.addPayment(payment, RecordingSubject(account: account, on: date))
        model.state(payment: "hand\(count)", of: account, day: date, amount: Int64(amount), due: payment.due)
    }

    private mutating func reverse() throws {
        let known = model.payments.keys.filter { !returned.contains($0) && model.left(of: $0) > 0 }.sorted()
        guard !known.isEmpty else { return }
        let reference = random.pick(known)
        guard let (account, id) = model.payments[reference],
            let paid = model.now.facts[account]?.payments.first(where: { $0.id == id }), paid.day <= today
        else { return }
        returned.insert(reference)
        // Money cannot go back before it came.
        let date = max(day(-10...0), paid.day)
        _ = try book.desk.reversePayment(.reference(reference), RecordingSubject(on: date))
        model.state(returned: model.left(of: reference), of: reference, account: account, day: max(date, paid.day))
    }

    private mutating func hold() throws {
        let account = random.pick(ModelActions.accounts)
        var hold = HoldToRecord(reason: random.pick([.dispute, .hardship, .disaster]))
        hold.stopsCount = true
        let from = day(-25...0)
        hold.from = from
        let to = from.adding(days: random.int(0...25))
        hold.to = to
        if random.chance(40) { hold.due = model.lines[account]?.keys.sorted().first }
        _ = try book.desk.record(hold, RecordingSubject(account: account))
        model.state(ModelBook.HeldDays(account: account, due: hold.due, from: from, to: to))
    }

    private mutating func takePromises() throws {
        var table = MadeTable(
            kind: .promises, keys: [.accountReference, .promiseMade, .promiseDate, .promiseAmount])
        for account in ModelActions.accounts where random.chance(40) {
            let made = day(-14...0)
            let date = made.adding(days: random.int(0...15))
            let amount = Int64(random.int(1...40))
            table.rows.append([.text(account), .day(made), .day(date), .money(amount)])
            try promise(account, of: ModelActions.debtor(account), made, date, amount)
        }
        guard !table.rows.isEmpty else { return }
        try take(table)
    }

    private mutating func recordPromise() throws {
        let account = random.pick(ModelActions.accounts)
        let debtor = ModelActions.debtor(account)
        let isOfDebtor = random.chance(50)
        let made = day(-5...0)
        let date = made.adding(days: random.int(0...12))
        let amount = random.int(1...40)
        let promise = PromiseToRecord(amount: "0.\(amount < 10 ? "0" : "")\(amount)", day: date)
        _ = try book.desk.record(
            promise, RecordingSubject(debtor: debtor, account: isOfDebtor ? nil : account, on: made))
        try self.promise(isOfDebtor ? nil : account, of: debtor, made, date, Int64(amount))
    }

    private mutating func promise(_ account: String?, of debtor: String, _ made: Day, _ date: Day, _ amount: Int64)
        throws
    {
        let id = try account.map { try number(ofAccount: $0) }
        model.state(
            Promise(id: model.number(), made: made, day: date, amount: amount, currency: .rupiah, account: id),
            of: debtor)
    }

    func number(ofAccount reference: String) throws -> Int64 {
        try book.engine.read {
            try $0.integer("SELECT account_id FROM accounts WHERE reference = ?1", [.text(reference)])
        }
    }

    private mutating func run() throws {
        today = today.adding(days: random.int(0...6))
        var options = RunOptions(date: today)
        options.chunkDebtors = random.int(1...6)
        _ = try book.desk.runDay(options)
    }

    /// Runs the day once more, so that everything is decided as of today.
    mutating func runAgain() throws { _ = try book.desk.runDay(RunOptions(date: today)) }
}
