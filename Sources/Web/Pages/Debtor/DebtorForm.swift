import Crypto
import Desk
import Formats
import HTTPTypes
import Receivables
import Store
import Wording

/// What can be recorded on the page of a debtor.
enum DebtorForm: String {
    case contact, note, promise, hold
    case end = "hold-end"

    /// The name under which a browser keeps what was not sent.
    func draft(_ debtor: Int64) -> String { "\(rawValue)-\(debtor)" }

    var saved: DebtorWord {
        switch self {
        case .contact: .sentContact
        case .note: .sentNote
        case .promise: .sentPromise
        case .hold: .sentHold
        case .end: .sentEnd
        }
    }
}

/// A form that could not be recorded: what was written, what is wrong with it, and what others did meanwhile.
struct RefusedForm {
    let form: DebtorForm
    let values: Fields
    let problem: Problem
    let told: Told
    let changes: [BookChange]
    private let printing: Printing

    init(_ form: DebtorForm, _ problem: Problem, _ visit: Visit) throws {
        self.form = form
        self.problem = problem
        values = visit.form
        printing = visit.printing
        // The field itself stands beside the sentence.
        let isAboutField = problem.code == .notADate
        told = visit.catalogue.tell(
            Problem(problem.code, isAboutField ? problem.facts.filter { $0.name != "column" } : problem.facts))
        let entry = visit.form.text("entry").flatMap { Int64($0) }
        if problem.code == .changedMeanwhile, let entry {
            let own = visit.desk.actorName
            let all = try visit.desk.changes(of: .id(try DebtorPages.id(visit)), since: entry)
            changes = all.filter { $0.actor != own }
        } else {
            changes = []
        }
    }

    /// Whether whoever wrote it can mend it on the same page.
    static func isAbout(_ code: ProblemCode) -> Bool {
        [.keyReused, .changedMeanwhile].contains(code) || HTTPStatus.of(code) == .unprocessableContent
    }

    var status: HTTPResponse.Status { problem.code == .changedMeanwhile ? .conflict : .unprocessableContent }

    /// The field that is wrong; nil: the form as a whole.
    var field: String? {
        switch problem.code {
        case .notAnAmount, .amountNotPositive, .amountTooLarge, .amountAmbiguous, .currencyDiffers: "amount"
        case .currencyNeeded: "account"
        case .notADate: problem.facts.first { $0.name == "column" }.map { printing.value($0.value) }
        case .dayOrder: form == .hold ? "to" : form == .promise ? "day" : "next"
        case .usage: form == .note ? "note" : nil
        case .valueMissing: form == .contact ? "result" : nil
        default: nil
        }
    }
}

/// Records what somebody wrote about a debtor.
struct DebtorRecording {
    let visit: Visit
    let debtor: Int64

    private var form: Fields { visit.form }

    func perform(_ kind: DebtorForm) throws {
        switch kind {
        case .contact: try contact()
        case .note: _ = try visit.desk.record(note: text("note") ?? "", subject(.note))
        case .promise: try promise()
        case .hold: try hold()
        case .end:
            guard let id = form.text("hold").flatMap({ Int64($0) }) else { throw Problem(.bodyUnreadable) }
            _ = try visit.desk.endHold(id, subject(.end))
        }
    }

    private func contact() throws {
        let channel = form.text("channel").flatMap(ContactChannel.init) ?? .call
        guard let result = form.text("result").flatMap(ContactResult.init) else {
            throw Problem(.valueMissing, [Fact("column", visit.say(DebtorWord.result))])
        }
        var contact = ContactToRecord(
            channel: channel, result: result, direction: form.text("direction") == "in" ? "in" : "out")
        contact.note = text("note")
        contact.nextAction = try day("next")
        if let time = form.text("time") {
            let day = try contact.nextAction ?? visit.desk.worklistDay()
            guard let seconds = DebtorRecording.seconds(time) else {
                throw Problem(.notADate, [Fact("value", time), Fact("column", "next")])
            }
            contact.nextActionAt = try visit.desk.instant(day, secondsOfDay: seconds)
        }
        _ = try visit.desk.record(contact, subject(.contact))
    }

    private func promise() throws {
        guard let day = try day("day") else { throw Problem(.notADate, [Fact("value", ""), Fact("column", "day")]) }
        var promise = PromiseToRecord(amount: form.text("amount") ?? "", day: day)
        promise.note = text("note")
        _ = try visit.desk.record(promise, subject(.promise))
    }

    private func hold() throws {
        guard let reason = form.text("reason").flatMap(Hold.Reason.init) else {
            throw Problem(.valueMissing, [Fact("column", visit.say(DebtorWord.holdReason))])
        }
        var hold = HoldToRecord(reason: reason)
        hold.from = try day("from")
        hold.to = try day("to")
        hold.note = text("note")
        _ = try visit.desk.record(hold, subject(.hold))
    }

    /// Whom it is about, what the page was made of, and a key by which the same text sent twice is recorded once.
    private func subject(_ kind: DebtorForm) throws -> RecordingSubject {
        var subject = try visit.desk.subject(.id(debtor))
        subject.account = form.text("account")
        subject.basedOn = form.text("entry").flatMap { Int64($0) }
        var digest = SHA256()
        for pair in form.pairs where pair.name != "token" {
            digest.update(data: Array((pair.name + "\u{0}" + pair.value + "\u{0}").utf8))
        }
        let mark = digest.finalize().prefix(16).map { String($0, radix: 16) }.joined(separator: "-")
        subject.key = OperationKey("page/\(debtor)/\(kind.rawValue)/\(mark)")
        return subject
    }

    /// A text as it was written, without what browsers make of ends of lines; nil where nothing was written.
    private func text(_ name: String) -> String? {
        form.text(name)?.replacing("\r\n", with: "\n").filter { $0 != "\0" }
    }

    /// A day; nil where none was written. Error: `not-a-date`, with the name of the field.
    private func day(_ name: String) throws(Problem) -> Day? {
        guard let text = form.text(name) else { return nil }
        guard let day = Day(text) else { throw Problem(.notADate, [Fact("value", text), Fact("column", name)]) }
        return day
    }

    /// `14:05`, in seconds since midnight; nil for anything else.
    static func seconds(_ text: String) -> Int? {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "." }).map { Int($0) }
        guard parts.count >= 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        return hour * 3600 + minute * 60
    }
}
