import Casework
import Formats
import Receivables
import Store

/// What is odd about something that a person records, but may well be right: told with the answer, and not refused.
struct RecordingDoubts {
    private var statements: [Statement] = []

    /// Doubts whether the one who did it is known: only where collectors are, and somebody was named.
    init(_ subject: RecordingSubject, _ db: any Reading) throws {
        guard let by = subject.by else { return }
        let collectors = try db.collectors()
        if !collectors.isEmpty, !collectors.contains(where: { $0.name == by }) {
            statements.append(
                Statement(
                    .actorUnknown,
                    [Fact("name", by), Fact("known", collectors.map(\.name).joined(separator: ", "))]))
        }
    }

    /// Doubts an amount that is more than everything open, on one account or on all of the debtor in its currency.
    mutating func add(
        amount: Int64, _ currency: Currency, debtor: Int64, account: Int64?, within scope: Scope, _ db: any Reading
    ) throws {
        var open: Int64 = 0
        let shown = try db.shownAccounts(of: DebtorSelection([debtor]), within: scope)
        for record in try db.positions(DebtorSelection([debtor]))
        where record.currency == currency && (account == nil || record.account == account)
            && shown.has(record.account, of: debtor)
        {
            open = try open.adding(try record.position.openTotal())
        }
        guard amount > open else { return }
        statements.append(
            Statement(
                .amountAboveOpen, [Fact("amount", .money(amount, currency)), Fact("open", .money(open, currency))]))
    }

    /// Doubts a day that is far behind another.
    mutating func add(day: Day, after start: Day) {
        let days = day.days(since: start)
        guard days > DeskLimits.promiseDaysUsual else { return }
        statements.append(Statement(.dayFarAhead, [Fact("date", day), Fact("days", days)]))
    }

    /// A payment names a due that its account does not have.
    mutating func add(unknownDue due: String, _ account: String) {
        statements.append(Statement(.namedDueUnknown, [Fact("due", due), Fact("account", account)]))
    }

    /// As kept with the answer, so that the same answer can be told again in any language.
    var member: JSONValue.Member {
        let items = statements.map { statement -> JSONValue in
            ["code": .string(statement.code.rawValue), "facts": FactText.json(statement.facts)]
        }
        return JSONValue.Member("warnings", .array(items))
    }
}

extension JSONValue {
    /// The answer to a recording with what is odd about it.
    func adding(_ doubts: RecordingDoubts) -> JSONValue { .object((members ?? []) + [doubts.member]) }
}

/// The answer to a recording, with what is odd about it.
package struct RecordedAnswer: Sendable {
    private let stored: JSONValue
    package let warnings: [Statement]

    package init(_ stored: JSONValue) {
        self.stored = stored
        warnings = (stored["warnings"]?.array ?? []).compactMap { item in
            item["code"]?.string.flatMap(StatementCode.init).map { code in
                Statement(code, FactText.facts(item["facts"] ?? .null))
            }
        }
    }

    /// The public document; `say` turns a warning into a sentence.
    package func json(_ say: (Statement) -> String) -> JSONValue {
        let told = warnings.map { ["code": .string($0.code.rawValue), "text": .string(say($0))] as JSONValue }
        let members = (stored.members ?? []).filter { $0.key != "warnings" }
        return .object(members + [JSONValue.Member("warnings", .array(told))])
    }
}

extension Desk {
    /// The day of something that has happened: today unless another is named. Error: `day-in-future` when that is later
    /// than today and than the last day that was run.
    func pastDay(_ named: Day?) throws -> Day {
        guard let named else { return try today() }
        let latest = try worklistDay()
        guard named <= latest else { throw Problem(.dayInFuture, [Fact("value", named), Fact("today", latest)]) }
        return named
    }

    /// Refuses a moment that has not come yet. Error: `day-in-future`.
    func refuseFuture(_ at: Instant, offsetSeconds: Int) throws {
        let latest = try worklistDay()
        let day = at.day(offsetSeconds: offsetSeconds)
        guard day <= latest, at <= now || day > now.day(offsetSeconds: offsetSeconds) else {
            throw Problem(.dayInFuture, [Fact("value", at.text(offsetSeconds: offsetSeconds)), Fact("today", latest)])
        }
    }
}
