import Formats
import Receivables
import Store

/// A promise that a debtor made.
package struct PromiseToRecord: Sendable {
    /// As written; read in the currency of the account, or of the debtor's only currency.
    package var amount: String
    package var day: Day
    package var currency: Currency?
    package var note: String?

    package init(amount: String, day: Day) {
        self.amount = amount
        self.day = day
    }
}

extension Desk {
    /// Records a promise; it quiets the ladder until its day. Gives the stored promise. Errors: `not-an-amount`,
    /// `amount-not-positive`, `day-order`, `day-in-future`, `currency-needed`.
    package func record(_ promise: PromiseToRecord, _ subject: RecordingSubject) throws -> JSONValue {
        try access.require(.recordPromises)
        let made = try pastDay(subject.on)
        let actor = actor
        let input = JSONValue.object(
            subject.json + [
                JSONValue.Member("amount", .string(promise.amount)),
                JSONValue.Member("date", .string(promise.day.description)),
                JSONValue.Member("note", JSONValue(promise.note)),
            ])
        let name = subject.debtor ?? subject.account ?? ""
        return try perform("promise", subject: "debtor:\(name)", input: input, key: subject.key, by: actor) {
            db, entry in
            guard promise.day >= made else {
                throw Problem(.dayOrder, [Fact("value", promise.day), Fact("made", made)])
            }
            let scope = try scope(db)
            let (debtor, account) = try subject.find(db, within: scope)
            try subject.begin(debtor, entry, db, by: actor)
            let currency = try promise.currency ?? db.currency(of: debtor, account: account, within: scope)
            let amount = try Desk.amount(promise.amount, currency)
            var doubts = try RecordingDoubts(subject, db)
            try doubts.add(amount: amount, currency, debtor: debtor, account: account, within: scope, db)
            doubts.add(day: promise.day, after: made)
            let record = PromiseRecord(
                debtor: debtor,
                promise: Promise(
                    id: try db.take(1, .promise), made: made, day: promise.day, amount: amount, currency: currency,
                    account: account),
                state: .pending, received: 0, decided: nil, isImported: false, note: promise.note, actor: actor.name,
                entry: entry)
            var batch = RowBatch(width: CaseworkColumns.promises.count)
            record.append(to: &batch)
            try db.insert(batch, into: "promises", columns: CaseworkColumns.promises)
            try db.markNews(debtor)
            let answer: JSONValue = [
                "promise": JSONValue(record.promise.id), "debtor": .string(try db.reference(ofDebtor: debtor)),
                "account": JSONValue(subject.account),
                "amount": JSONValue(amount, currency), "currency": .string(currency.code),
                "date": .string(promise.day.description), "made": .string(made.description), "state": "pending",
                "by": .string(actor.name),
            ]
            return answer.adding(doubts)
        }
    }

    /// An amount above zero as a person types it. Errors: `not-an-amount`, `amount-not-positive`, `amount-too-large`.
    static func amount(_ text: String, _ currency: Currency) throws -> Int64 {
        let reader = AmountReader(notation: nil, refusesDoubt: false)
        var text = text
        let read = text.withUTF8 { bytes in
            Result { () throws(Problem) in try reader.read(bytes, decimals: currency.decimals) }
        }
        switch read {
        case .failure(let problem): throw problem.adding(Fact("value", text))
        case .success(let amount):
            guard amount.minor > 0 else { throw Problem(.amountNotPositive, [Fact("value", text)]) }
            if let named = amount.currency, named != currency {
                throw Problem(.currencyDiffers, [Fact("value", named.code), Fact("expected", currency.code)])
            }
            return amount.minor
        }
    }
}

extension Reading {
    /// The currency of an account, or the only one of a debtor's accounts that are shown. Error: `currency-needed`.
    func currency(of debtor: Int64, account: Int64?, within scope: Scope) throws -> Currency {
        let accounts = try accounts(DebtorSelection([debtor])).filter(scope.shows)
        if let account, let found = accounts.first(where: { $0.id == account }) { return found.currency }
        let currencies = Set(accounts.map(\.currency)).sorted()
        guard currencies.count == 1, let only = currencies.first else {
            throw Problem(.currencyNeeded, [Fact("currencies", currencies.map(\.code).joined(separator: ", "))])
        }
        return only
    }
}
