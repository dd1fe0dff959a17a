/// One named value inside an explanation or an error, kept typed so that each language prints it in its own way.
package enum FactValue: Hashable, Sendable {
    case text(String)
    case number(Int64)
    case day(Day)
    case money(Int64, Currency)
    /// Words of the catalogue inside a sentence.
    case phrase(Phrase)
    /// A code of the product, such as that of a channel, for which each language has a word.
    case term(TermKind, String)
}

/// A name and its value; names are the placeholders of the sentences in `Wording`.
package struct Fact: Hashable, Sendable {
    package let name: String
    package let value: FactValue

    package init(_ name: String, _ value: FactValue) {
        self.name = name
        self.value = value
    }

    package init(_ name: String, _ text: some StringProtocol) { self.init(name, .text(String(text))) }
    package init(_ name: String, _ number: some BinaryInteger) { self.init(name, .number(Int64(number))) }
    package init(_ name: String, _ day: Day) { self.init(name, .day(day)) }
    package init(_ name: String, _ phrase: Phrase) { self.init(name, .phrase(phrase)) }
    package init(_ name: String, _ kind: TermKind, _ code: String) { self.init(name, .term(kind, code)) }
}

/// A sentence to be said in any language: a stable code and the facts that fill its template.
package struct Statement: Hashable, Sendable {
    package let code: StatementCode
    package let facts: [Fact]

    package init(_ code: StatementCode, _ facts: [Fact] = []) {
        self.code = code
        self.facts = facts
    }
}

/// Every sentence the product says about a number or a decision. The raw value is public (`reasons[].code`).
package enum StatementCode: String, CaseIterable, Sendable {
    // Why an account has its days past due.
    case notOverdue = "not-overdue"
    case nothingOpen = "nothing-open"
    case oldestOpenDue = "oldest-open-due"
    case onlyChargesOpen = "only-charges-open"
    case dueWithinTolerance = "due-within-tolerance"
    case holdDaysNotCounted = "hold-days-not-counted"
    case paymentCovered = "payment-covered"
    case creditNoteCovered = "credit-note-covered"
    case creditOnAccount = "credit-on-account"
    case nextDue = "next-due"
    case returnWithoutPayment = "return-without-payment"

    // What is odd about something that a person recorded.
    case amountAboveOpen = "amount-above-open"
    case dayFarAhead = "day-far-ahead"
    case namedDueUnknown = "named-due-unknown"
    case actorUnknown = "actor-unknown"

    // Why a case stands where it stands on the worklist.
    case reasonOverdue = "overdue"
    case reasonNearBucketEdge = "near-bucket-edge"
    case reasonPromiseDueToday = "promise-due-today"
    case reasonPromiseBroken = "promise-broken"
    case reasonPromisePartlyKept = "promise-partly-kept"
    case reasonNeverContacted = "never-contacted"
    case reasonLastAttempt = "last-attempt"
    case reasonCustomerValue = "customer-value"
    case reasonStep = "step"
    case reasonFollowUp = "follow-up"
}
