import Casework
import Receivables
import Store

/// Which part of the story of a debtor is asked for.
package struct TimelineQuestion: Sendable {
    package enum Show: String, CaseIterable, Sendable {
        case all
        /// What came in, what fell due, what was promised.
        case money
        /// What was said, written and done.
        case contact
    }

    package var show = Show.all
    /// Only what is older.
    package var before: EventPlace?
    package var limit = DeskLimits.timelineEvents

    package init(show: Show = .all, before: EventPlace? = nil) {
        self.show = show
        self.before = before
    }
}

/// Where something stands in a timeline: a place that stays the same while newer things come.
package struct EventPlace: Sendable, Hashable, Comparable {
    let microseconds: Int64
    let kind: Int
    let id: Int64

    init(microseconds: Int64, kind: Int, id: Int64) {
        self.microseconds = microseconds
        self.kind = kind
        self.id = id
    }

    /// As it stands in an address; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".").map { Int64($0) }
        guard parts.count == 3, let at = parts[0], let kind = parts[1].flatMap({ Int(exactly: $0) }), let id = parts[2]
        else { return nil }
        self.init(microseconds: at, kind: kind, id: id)
    }

    package var text: String { "\(microseconds).\(kind).\(id)" }

    package static func < (left: EventPlace, right: EventPlace) -> Bool {
        (left.microseconds, left.kind, left.id) < (right.microseconds, right.kind, right.id)
    }
}

/// A step of a strategy that was taken.
package struct StoryStep: Sendable, Equatable {
    package let step: String
    package let kind: StepKind?
    package let day: Day
    /// Of a notice.
    package let channel: String?
}

/// Something that happened to a debtor.
package struct DebtorEvent: Sendable {
    package enum What: Sendable {
        case payment(PaymentRecord, Currency)
        case due(StandingDue, Currency)
        case contact(ContactRecord)
        case note(NoteRecord)
        case promise(DebtorPromise)
        case hold(HoldRecord)
        case step(StoryStep)
        case opened
        case closed(CloseReason?)
    }

    package let what: What
    package let day: Day
    /// Where the time of day is known.
    package let at: Instant?
    /// The reference of the account that it is about.
    package let account: String?
    package let place: EventPlace
}

/// A part of the story of a debtor, the latest first.
package struct Timeline: Sendable {
    package let show: TimelineQuestion.Show
    package let events: [DebtorEvent]
    package let hasOlder: Bool
}

/// What a timeline is made of.
struct TimelineFacts {
    let debtor: Int64
    let today: Day
    let offsetSeconds: Int
    let accounts: [DebtorAccount]
    let payments: [PaymentRecord]
    let promises: [DebtorPromise]
    let holds: [HoldRecord]
    let cases: [CaseRecord]

    func timeline(_ question: TimelineQuestion, _ shown: ShownAccounts, _ db: any Reading) throws -> Timeline {
        var events: [DebtorEvent] = promises.map(event)
        if question.show != .contact { events += dues() + payments.map(event) }
        if question.show != .money {
            let selection = DebtorSelection([debtor])
            events += try db.contacts(selection, .current).filter { shown.has($0.account, of: debtor) }.map(event)
            events += try db.notes(ofDebtor: debtor, .current).map { note in
                event(.note(note), note.at.day(offsetSeconds: offsetSeconds), note.at, nil, 1, note.id)
            }
            events += holds.map { event(.hold($0), $0.hold.from, nil, $0.hold.account, 4, $0.hold.id) }
            events += try steps(db).enumerated().map { event(.step($1), $1.day, nil, nil, 5, Int64($0)) } + episodes()
        }
        events.sort { $0.place > $1.place }
        let older = events.drop { event in question.before.map { event.place >= $0 } ?? false }
        return Timeline(
            show: question.show, events: Array(older.prefix(question.limit)), hasOlder: older.count > question.limit)
    }

    /// What has no time of day stands at the beginning of its day.
    private func event(
        _ what: DebtorEvent.What, _ day: Day, _ at: Instant?, _ account: Int64?, _ kind: Int, _ id: Int64
    ) -> DebtorEvent {
        let moment = at ?? Instant(day: day, secondsOfDay: 0, offsetSeconds: offsetSeconds)
        return DebtorEvent(
            what: what, day: day, at: at,
            account: account.flatMap { id in accounts.first { $0.account.id == id }?.account.reference },
            place: EventPlace(microseconds: moment.microseconds, kind: kind, id: id))
    }

    private func event(_ contact: ContactRecord) -> DebtorEvent {
        event(.contact(contact), contact.day, contact.at, contact.account, 2, contact.id)
    }

    private func event(_ promise: DebtorPromise) -> DebtorEvent {
        let made = promise.judged.promise
        return event(.promise(promise), made.made, nil, made.account, 3, made.id)
    }

    private func event(_ payment: PaymentRecord) -> DebtorEvent {
        let currency = accounts.first { $0.account.id == payment.account }?.account.currency ?? .rupiah
        // The moment counts where it lies on the value day; else that says when the money counted.
        let at = payment.receivedAt.flatMap { $0.day(offsetSeconds: offsetSeconds) == payment.payment.day ? $0 : nil }
        return event(.payment(payment, currency), payment.payment.day, at, payment.account, 6, payment.payment.id)
    }

    private func dues() -> [DebtorEvent] {
        accounts.flatMap { account in
            account.dues.filter { $0.record.due.day <= today }.map { due in
                event(
                    .due(due, account.account.currency), due.record.due.day, nil, account.account.id, 0,
                    account.account.id << 24 | Int64(due.record.due.line) & 0xFF_FFFF)
            }
        }
    }

    private func episodes() -> [DebtorEvent] {
        cases.flatMap { record in
            let opened = event(.opened, record.opened, nil, nil, 7, Int64(record.episode))
            guard let day = record.closed else { return [opened] }
            return [opened, event(.closed(record.closeReason), day, nil, nil, 8, Int64(record.episode))]
        }
    }

    /// Steps in the order in which they were taken.
    private func steps(_ db: any Reading) throws -> [StoryStep] {
        try db.all(
            """
            SELECT s.step, s.kind, s.day, n.channel FROM steps s
            LEFT JOIN notices n ON n.debtor_id = s.debtor_id AND n.episode = s.episode
                AND n.strategy_id = s.strategy_id AND n.step = s.step AND n.sequence = s.sequence
            WHERE s.debtor_id = ?1 ORDER BY s.day, s.episode, s.strategy_id, s.sequence, s.step
            """, [Value(debtor)]
        ) { row in
            StoryStep(
                step: row.text(0), kind: StepKind(rawValue: row.text(1)), day: row.day(2), channel: row.textOrNil(3))
        }
    }
}
