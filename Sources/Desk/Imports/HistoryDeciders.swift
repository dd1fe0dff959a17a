import Formats
import Receivables
import Store

/// Takes in promises of an older system, marked as imported history. Equal promises are told apart by their place among
/// equals in the file.
final class PromisesDecider {
    private let context: ImportContext
    private var promises: SortedRecords<Int64, PromiseRecord>
    private var left: [PromiseRecord] = []

    init(_ context: ImportContext, known: DebtorSelection, db: any Reading) throws {
        self.context = context
        promises = SortedRecords(known.ids.isEmpty ? [] : try db.promises(known, .current)) { $0.debtor }
    }

    func begin(_ debtor: Int64) { left = promises.take(debtor).filter(\.isImported) }

    /// Takes in one row; true when it is new.
    func take(
        _ row: inout RowReader, ordinal: Int, group: RowGroup, currency: Currency, _ effects: inout ChunkEffects
    ) throws(RowProblem) -> Bool {
        guard let day = try row.day(.promiseDate) else { throw RowProblem(code: .valueMissing, key: .promiseDate) }
        guard let amount = try row.amount(.promiseAmount, currency) else {
            throw RowProblem(code: .valueMissing, key: .promiseAmount)
        }
        guard amount > 0 else { throw RowProblem(code: .amountNotPositive, key: .promiseAmount) }
        let made = try row.day(.promiseMade) ?? min(day, context.options.asOf)
        guard made <= day else { throw RowProblem(code: .dayOrder, key: .promiseDate, facts: [Fact("made", made)]) }
        if row.roundedCells > 0 { effects.counters.rounded += 1 }
        let promise = Promise(
            id: context.firstOther + Int64(ordinal), made: made, day: day, amount: amount, currency: currency,
            account: group.account == 0 ? nil : group.account)
        if let same = left.firstIndex(where: { $0.promise.saysSame(as: promise) }) {
            left.remove(at: same)
            return false
        }
        PromiseRecord(
            debtor: group.debtor, promise: promise, state: .pending, received: 0, decided: nil, isImported: true,
            note: nil,
            actor: context.actor.name, entry: context.entry
        ).append(to: &effects.promises)
        return true
    }
}

extension Promise {
    fileprivate func saysSame(as other: Promise) -> Bool {
        made == other.made && day == other.day && amount == other.amount && currency == other.currency
            && account == other.account
    }
}

/// Takes in contacts of an older system, marked as imported history: they passed no gate of ours.
final class ContactsDecider {
    private let context: ImportContext
    private var contacts: SortedRecords<Int64, ContactRecord>
    private var left: [ContactRecord] = []
    private var channels = Spellings<ContactChannel>()
    private var results = Spellings<ContactResult>()

    init(_ context: ImportContext, known: DebtorSelection, db: any Reading) throws {
        self.context = context
        contacts = SortedRecords(known.ids.isEmpty ? [] : try db.contacts(known, .current)) { $0.debtor }
    }

    func begin(_ debtor: Int64) { left = contacts.take(debtor).filter(\.isImported) }

    /// Takes in one row; true when it is new.
    func take(
        _ row: inout RowReader, ordinal: Int, group: RowGroup, _ effects: inout ChunkEffects
    ) throws(RowProblem) -> Bool {
        guard let (day, instant) = try row.moment(.contactAt) else {
            throw RowProblem(code: .valueMissing, key: .contactAt)
        }
        let at = instant ?? Instant(day: day, secondsOfDay: 0, offsetSeconds: context.plan.offsetSeconds)
        let offset = row.offset
        let writtenChannel = try row.text(.contactChannel)
        let channel = writtenChannel.flatMap { channels.meaning(of: $0, ContactVocabulary.channel) }
        let writtenResult = try row.text(.contactResult)
        let result = writtenResult.flatMap { results.meaning(of: $0, ContactVocabulary.result) }
        let record = ContactRecord(
            debtor: group.debtor, id: context.firstOther + Int64(ordinal),
            account: group.account == 0 ? nil : group.account,
            at: at, day: day, channel: channel?.rawValue ?? writtenChannel ?? "call", direction: "out",
            result: result?.rawValue ?? writtenResult, isRightParty: result?.isRightParty,
            note: try row.text(.contactNote),
            actor: context.actor.name, isImported: true, entry: context.entry)
        if channel == nil, let writtenChannel { effects.warn(.channel, writtenChannel, at: offset) }
        if result == nil, let writtenResult { effects.warn(.result, writtenResult, at: offset) }
        if let same = left.firstIndex(where: { $0.saysSame(as: record) }) {
            left.remove(at: same)
            return false
        }
        record.append(to: &effects.contacts)
        return true
    }
}

extension ContactRecord {
    fileprivate func saysSame(as other: ContactRecord) -> Bool {
        at == other.at && account == other.account && channel == other.channel && result == other.result
            && note == other.note
    }
}
