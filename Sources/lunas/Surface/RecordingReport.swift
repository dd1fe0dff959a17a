import Desk
import Formats
import Receivables
import Wording

/// What a recording gave back, for a person: a sentence, then what was stored, a line for each value.
struct RecordingReport {
    let answer: JSONValue
    let sentence: ReportText
    let session: Session

    var text: String {
        var lines = LabelledLines()
        for (heading, shape) in RecordingReport.fields {
            guard let value = answer[heading.rawValue], value != .null else { continue }
            if RecordingReport.isRest(heading), value.string.flatMap(RecordingReport.minor) == 0 { continue }
            lines.add(session.catalogue.heading(heading), shown(value, as: shape))
        }
        if let amount = amount, amount.minor > 0 {
            let words = NumberWords(session.printing.language).money(amount.minor, amount.currency)
            lines.add(session.catalogue.heading(.inWords), words)
        }
        return session.catalogue.text(sentence) + "\n" + session.text(lines) + "\n"
    }

    /// How a value of the answer is read.
    private enum Shape {
        case text
        case identifier
        case day
        case moment
        case money
        case flag
        case term(TermKind)
        case allocations
    }

    /// The values that are shown, in their order.
    private static let fields: [(Heading, Shape)] = [
        (.contact, .identifier), (.promise, .identifier), (.hold, .identifier), (.payment, .identifier),
        (.reference, .text), (.debtor, .text), (.account, .text),
        (.due, .text), (.reason, .term(.holdReason)), (.channel, .term(.channel)), (.result, .term(.contactResult)),
        (.at, .moment), (.amount, .money), (.made, .day), (.date, .day), (.state, .term(.promiseState)),
        (.payer, .text),
        (.allocations, .allocations), (.unapplied, .money), (.returned, .money), (.from, .day), (.to, .day),
        (.stopsContact, .flag), (.stopsCount, .flag), (.nextAction, .day), (.text, .text), (.by, .text),
    ]

    /// What a payment left over or gave back is only worth a line when there is any.
    private static func isRest(_ heading: Heading) -> Bool { heading == .unapplied || heading == .returned }

    private func shown(_ value: JSONValue, as shape: Shape) -> String {
        let text = value.string ?? value.text(indent: nil)
        switch shape {
        case .text, .identifier: return text
        case .day: return Day(text).map(session.printing.day) ?? text
        case .moment: return moment(text)
        case .money: return money(text)
        case .flag: return session.yesOrNo(value == .bool(true))
        case .term(let kind): return session.printing.term(kind, text)
        case .allocations:
            return (value.array ?? []).map { part in
                "\(part["due"]?.string ?? "–"): \(money(part["amount"]?.string ?? ""))"
            }.joined(separator: ", ")
        }
    }
}

extension RecordingReport {
    private var currency: Currency? { answer["currency"]?.string.flatMap { Currency($0) } }

    private var amount: (minor: Int64, currency: Currency)? {
        guard let currency, let minor = answer["amount"]?.string.flatMap(RecordingReport.minor) else { return nil }
        return (minor, currency)
    }

    private func money(_ text: String) -> String {
        guard let currency, let minor = RecordingReport.minor(text) else { return text }
        return session.printing.money(minor, currency)
    }

    /// Amounts in documents carry all decimals of their currency, so their digits are the minor units.
    private static func minor(_ text: String) -> Int64? { Int64(text.filter { $0 != "." }) }

    /// The time as it was where the answer says it was.
    private func moment(_ text: String) -> String {
        let local = String(text.prefix("2026-11-23T08:15:00".count)) + "Z"
        guard let instant = Instant(rfc3339: text), let wall = Instant(rfc3339: local) else { return text }
        let offset = (wall.microseconds - instant.microseconds) / 1_000_000
        return session.printing.moment(instant, offsetSeconds: Int(offset))
    }
}

extension Session {
    /// Records something and tells what that gave back: the document, or a report. What has a key is done once however
    /// often it is tried, and so it is tried again where the database went away, for as long as a failover takes.
    func recorded(_ sentence: ReportText, _ key: String?, _ record: () throws -> JSONValue) throws {
        let waiting = key == nil ? nil : Waiting.forOthers
        let answer = try waiting?.patiently(tries: DeskLimits.keyedTries, tell: output.tell, record) ?? record()
        let recorded = RecordedAnswer(answer)
        guard !output.isJSON else { return output.document(recorded.json(catalogue.say)) }
        let warnings = recorded.warnings.map { catalogue.say($0) + "\n" }.joined()
        let report = RecordingReport(answer: answer, sentence: sentence, session: self).text
        output.page(report + (warnings.isEmpty ? "" : "\n" + warnings))
    }
}
