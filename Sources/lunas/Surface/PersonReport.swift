import Casework
import Desk
import Receivables
import Store
import Wording

/// What concerns the person who owes, whichever account is asked about: how to reach them, what holds, what was
/// promised, said and written, and what comes next.
struct PersonReport {
    let contactPoints: [ContactPointRecord]
    let holds: [HoldRecord]
    let promises: [JudgedPromise]
    let story: DebtorStory
    let openCase: CaseRecord?
    let caseCollector: String?
    let nextDay: Day?
    let session: Session

    private static let shownContacts = 10
    private static let shownNotes = 10

    private var printing: Printing { session.printing }
    private var catalogue: Catalogue { session.catalogue }

    var parts: [String] { [pointLines, holdLines, promiseLines, contacts, notes, caseLines] }

    /// Whole: the person who asks is the one who is to call.
    private var pointLines: String {
        var lines = LabelledLines()
        for point in contactPoints {
            let remarks = [
                point.relation == "debtor" ? nil : printing.term(.relation, point.relation),
                point.quality == "unverified" ? nil : printing.term(.pointQuality, point.quality),
            ].compactMap(\.self)
            lines.add(
                printing.term(.pointKind, point.kind),
                point.value + (remarks.isEmpty ? "" : " (" + remarks.joined(separator: ", ") + ")"))
        }
        return session.text(lines)
    }

    private var contacts: String {
        guard !story.contacts.isEmpty else { return "" }
        var table = session.table([.at, .channel, .result, .by, .note], optional: [.by])
        for contact in story.contacts.prefix(PersonReport.shownContacts) {
            let incoming = contact.direction == "in" ? " ←" : ""
            table.add([
                printing.moment(contact.at, offsetSeconds: story.offsetSeconds),
                printing.term(.channel, contact.channel) + incoming,
                contact.result.map { printing.term(.contactResult, $0) } ?? "–",
                // An older system does not say who it was.
                contact.isImported ? "–" : contact.actor,
                oneLine(contact.note ?? ""),
            ])
        }
        return session.text(table) + more(story.contacts.count - PersonReport.shownContacts)
    }

    private var notes: String {
        guard !story.notes.isEmpty else { return "" }
        var table = session.table([.at, .by, .note])
        for note in story.notes.prefix(PersonReport.shownNotes) {
            table.add([
                printing.moment(note.at, offsetSeconds: story.offsetSeconds), note.actor, oneLine(note.text),
            ])
        }
        return session.text(table) + more(story.notes.count - PersonReport.shownNotes)
    }

    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private func more(_ count: Int) -> String {
        count > 0 ? "\n" + catalogue.text(.more, [Fact("count", count)]) : ""
    }

    private var holdLines: String {
        holds.map { record in
            var facts = [
                Fact("hold", record.hold.id), Fact("reason", .holdReason, record.hold.reason.rawValue),
                Fact("from", record.hold.from),
            ]
            if let to = record.hold.to { facts.append(Fact("to", to)) }
            var effects: [String] = []
            if record.hold.effects.stopsContact { effects.append(catalogue.text(.holdStopsContact)) }
            if record.hold.effects.stopsCount { effects.append(catalogue.text(.holdStopsCount)) }
            return catalogue.text(.accountHold, facts + [Fact("effects", effects.joined(separator: ", "))])
        }.joined(separator: "\n")
    }

    private var promiseLines: String {
        promises.map { judged in
            catalogue.text(
                .accountPromise,
                [
                    Fact("made", judged.promise.made), Fact("date", judged.promise.day),
                    Fact("amount", .money(judged.promise.amount, judged.promise.currency)),
                    Fact("state", .promiseState, judged.state.rawValue),
                    Fact("received", .money(judged.received, judged.promise.currency)),
                ])
        }.joined(separator: "\n")
    }

    private var caseLines: String {
        var lines: [String] = []
        if let record = openCase {
            var facts = [Fact("episode", record.episode), Fact("opened", record.opened)]
            if let collector = caseCollector { facts.append(Fact("collector", collector)) }
            if let step = record.step {
                let kind = record.stepKind.map { printing.term(.stepKind, $0.rawValue) + " " } ?? ""
                facts.append(Fact("step", "\(kind)(\(step))"))
                if let day = record.shownActionDay { facts.append(Fact("date", day)) }
            }
            lines.append(catalogue.text(.accountCase, facts))
        }
        if let next = nextDay { lines.append(catalogue.text(.accountNextDay, [Fact("date", next)])) }
        return lines.joined(separator: "\n")
    }
}
