import Desk
import Formats
import HTTPTypes
import Receivables
import Store
import Wording

/// Money that waits for its account, and payments by hand.
enum PaymentsPage {
    static let routes: [WebRoute] = [
        .get("/payments", .permission(.seeWaitingMoney), show),
        .get("/payments/{payment}", .permission(.seeWaitingMoney), showOne),
        .post("/payments/add", .permission(.recordPayments), .form, add),
        .post("/payments/reverse", .permission(.reversePayments), .form, reverse),
        .post("/payments/{payment}/assign", .permission(.recordPayments), .form, assign),
    ]

    // MARK: The list

    private static func show(_ visit: Visit) throws -> Answer {
        try page(visit, PaymentsView.Forms(today: visit.desk.today()), note: note(visit))
    }

    static func page(
        _ visit: Visit, _ forms: PaymentsView.Forms, note: HTML?, _ status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        let after = visit.query.text("after").flatMap { Int64($0) } ?? 0
        let view = PaymentsView(
            visit: visit, money: try visit.desk.waitingPayments(), after: after, forms: forms, note: note,
            entry: try visit.desk.latestEntry())
        if visit.part == "waiting" { return .page(view.waiting) }
        var answer = Frame(visit.say(CommonWord.payments), .payments, visit, live: "").page(view.markup)
        answer.status = status
        return answer
    }

    /// What was done just now, as the address says it.
    private static func note(_ visit: Visit) -> HTML? {
        guard let account = visit.query.text("account") else { return nil }
        let facts = [
            Fact("account", account), Fact("payment", visit.query.text("payment").flatMap { Int64($0) } ?? 0),
            Fact("amount", visit.query.text("amount") ?? ""),
        ]
        let word: PaymentsWord
        switch visit.query.text("done") {
        case "added": word = .added
        case "assigned": word = .assigned
        case "reversed": word = .reversed
        default: return nil
        }
        return PaymentsView.done(visit, visit.say(word, facts), account: account, warnings: [])
    }

    /// Ends what was done: back to the list, or the list at once where there is something odd to be told.
    private static func end(
        _ visit: Visit, _ answer: JSONValue, _ word: PaymentsWord, _ done: String, draft: String
    ) throws -> Answer {
        let recorded = RecordedAnswer(answer)
        let account = answer["account"]?.string ?? ""
        let amount = shownAmount(answer, visit.printing)
        guard recorded.warnings.isEmpty else {
            let facts = [
                Fact("account", account), Fact("payment", answer["payment"]?.integer ?? 0), Fact("amount", amount),
            ]
            let note = PaymentsView.done(
                visit, visit.say(word, facts), account: account,
                warnings: recorded.warnings.map { visit.catalogue.say($0) })
            return try page(visit, PaymentsView.Forms(today: visit.desk.today()), note: note)
        }
        return .redirect(
            to: "/payments"
                + URLText.query([
                    ("done", done), ("account", account), ("payment", answer["payment"]?.integer.map { String($0) }),
                    ("amount", amount), ("sent", draft),
                ]))
    }

    private static func shownAmount(_ answer: JSONValue, _ printing: Printing) -> String {
        guard let currency = answer["currency"]?.string.flatMap({ Currency($0) }),
            let minor = answer["amount"]?.string.flatMap({ minor($0, currency) })
        else { return "" }
        return printing.money(minor, currency)
    }

    /// An amount as documents write it: digits and a point.
    private static func minor(_ text: String, _ currency: Currency) -> Int64? {
        let digits = text.filter { $0 != "." && $0 != "-" }
        let decimals = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let value = Int64(digits), (decimals.count == 2 ? decimals[1].count : 0) == currency.decimals else {
            return nil
        }
        return text.hasPrefix("-") ? -value : value
    }

    // MARK: By hand

    private static func add(_ visit: Visit) throws -> Answer {
        var form = PaymentForm(.add, visit.form)
        do {
            let subject = try subject(visit)
            guard let amount = visit.form.text("amount") else { throw missing("amount") }
            var payment = PaymentToAdd(amount: amount)
            payment.reference = visit.form.text("reference")
            payment.due = visit.form.text("due")
            payment.channel = visit.form.text("channel")
            payment.payer = visit.form.text("payer")
            return try end(visit, visit.desk.addPayment(payment, subject), .added, "added", draft: "payment-add")
        } catch let problem as Problem where isAboutForm(problem.code) {
            form.problem = told(problem, .add, visit)
            var forms = PaymentsView.Forms(today: try visit.desk.today())
            forms.add = form
            return try page(visit, forms, note: nil, .unprocessableContent)
        }
    }

    private static func reverse(_ visit: Visit) throws -> Answer {
        var form = PaymentForm(.reverse, visit.form)
        do {
            let name: PaymentName
            if let number = visit.form.text("number") {
                guard let id = Int64(number) else { throw Problem(.paymentUnknown, [Fact("reference", number)]) }
                name = .id(id)
            } else {
                guard let reference = visit.form.text("reference") else { throw missing("reference") }
                name = .reference(reference)
            }
            var subject = RecordingSubject(account: visit.form.text("account"), on: try day(visit))
            subject.key = key(visit)
            return try end(
                visit, visit.desk.reversePayment(name, subject), .reversed, "reversed", draft: "payment-reverse")
        } catch let problem as Problem where isAboutForm(problem.code) {
            form.problem = told(problem, .reverse, visit)
            var forms = PaymentsView.Forms(today: try visit.desk.today())
            forms.reverse = form
            return try page(visit, forms, note: nil, .unprocessableContent)
        }
    }

    private static func subject(_ visit: Visit) throws -> RecordingSubject {
        guard let account = visit.form.text("account") else { throw missing("account") }
        var subject = RecordingSubject(account: account, on: try day(visit))
        subject.key = key(visit)
        return subject
    }

    private static func missing(_ field: String) -> Problem { Problem(.valueMissing, [Fact("column", field)]) }

    private static func day(_ visit: Visit) throws(Problem) -> Day? {
        guard let text = visit.form.text("on") else { return nil }
        guard let day = Day(text) else { throw Problem(.notADate, [Fact("value", text)]) }
        return day
    }

    /// What makes a double click do nothing twice: the same page, form and session give the same key.
    static func key(_ visit: Visit) -> OperationKey {
        let wanted = visit.form.text("operation").map { String($0.prefix(100)) }
        return OperationKey(wanted.map { "page/" + $0 })
    }

    /// What the person can mend on the page itself; the rest is a page of its own.
    private static func isAboutForm(_ code: ProblemCode) -> Bool {
        switch HTTPStatus.of(code) {
        case .unprocessableContent, .notFound, .conflict: true
        default: code == .importUnfinished || code == .databaseLocked
        }
    }

    private static func told(
        _ problem: Problem, _ deed: PaymentForm.Deed, _ visit: Visit
    ) -> (told: Told, field: String?) {
        if problem.code == .valueMissing,
            case .text(let field)? = problem.facts.first(where: { $0.name == "column" })?.value
        {
            return (Told(message: visit.say(PaymentsWord.needed), remedy: ""), field)
        }
        return (visit.catalogue.tell(problem), PaymentForm.field(of: problem.code, deed))
    }

    // MARK: One that waits

    private static func showOne(_ visit: Visit) throws -> Answer { try onePage(visit, problem: nil) }

    private static func onePage(_ visit: Visit, problem: Told?) throws -> Answer {
        let id = Int64(try visit.parameter("payment")) ?? 0
        let money = try visit.desk.waitingPayments()
        guard let waiting = money.payments.first(where: { $0.payment.payment.id == id }) else {
            throw Problem(.paymentUnknown, [Fact("reference", String(id))])
        }
        let asked = visit.query.text("q") ?? visit.form.text("q")
        let guesses = [asked, waiting.account, waiting.payment.payer].compactMap(\.self).filter { !$0.isEmpty }
        let text = asked ?? guesses.first ?? ""
        let found = try text.isEmpty || !visit.viewer.may(.seeDebtors) ? nil : visit.desk.search(text, limit: 10)
        let view = AssignView(
            visit: visit, waiting: waiting, creditor: money.creditor(of: waiting), text: text, found: found,
            problem: problem, entry: try visit.desk.latestEntry())
        var answer = Frame(visit.say(PaymentsWord.assignTitle), .payments, visit).page(view.markup)
        if problem != nil { answer.status = .unprocessableContent }
        return answer
    }

    private static func assign(_ visit: Visit) throws -> Answer {
        do {
            let id = Int64(try visit.parameter("payment")) ?? 0
            var subject = RecordingSubject(
                account: visit.form.text("account"), creditor: visit.form.text("creditor"))
            subject.key = key(visit)
            let answer = try visit.desk.assignPayment(.id(id), subject)
            return try end(visit, answer, .assigned, "assigned", draft: "")
        } catch let problem as Problem where problem.code != .paymentUnknown && isAboutForm(problem.code) {
            return try onePage(visit, problem: visit.catalogue.tell(problem))
        }
    }
}
