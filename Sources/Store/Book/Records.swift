import Receivables

/// A debtor as stored.
package struct DebtorRecord: Sendable, Equatable {
    package let id: Int64
    package let creditor: Int64
    package let reference: String
    package var name: String?
    /// ISO 3166-2 code where it was understood, else as written.
    package var province: String?
    package var language: String?
    package let entry: Int64

    package init(
        id: Int64, creditor: Int64, reference: String, name: String?, province: String?, language: String?, entry: Int64
    ) {
        self.id = id
        self.creditor = creditor
        self.reference = reference
        self.name = name
        self.province = province
        self.language = language
        self.entry = entry
    }
}

/// A way to reach a debtor, as stored.
package struct ContactPointRecord: Sendable, Equatable {
    package let debtor: Int64
    package let point: Int
    /// `phone`, `email`, `address`.
    package let kind: String
    /// Normalised (E.164 …) where it was understood.
    package let value: String
    /// As written, where that differs.
    package let written: String?
    /// `debtor`, or `other` when a remark beside the number says that it is somebody else's.
    package let relation: String
    /// `unverified`, `invalid`, …
    package let quality: String
    package let retracted: Int64?

    package init(
        debtor: Int64, point: Int, kind: String, value: String, written: String?, relation: String, quality: String,
        retracted: Int64? = nil
    ) {
        self.debtor = debtor
        self.point = point
        self.kind = kind
        self.value = value
        self.written = written
        self.relation = relation
        self.quality = quality
        self.retracted = retracted
    }
}

/// An account as stored.
package struct AccountRecord: Sendable, Equatable {
    package let debtor: Int64
    package let id: Int64
    package let portfolio: Int64
    package let reference: String
    package var alias: String?
    package var product: String?
    package var opened: Day?
    package let currency: Currency
    package var status: String?
    package var branch: String?
    package var collector: String?
    package let entry: Int64

    package init(
        debtor: Int64, id: Int64, portfolio: Int64, reference: String, alias: String?, product: String?, opened: Day?,
        currency: Currency, status: String?, branch: String?, collector: String?, entry: Int64
    ) {
        self.debtor = debtor
        self.id = id
        self.portfolio = portfolio
        self.reference = reference
        self.alias = alias
        self.product = product
        self.opened = opened
        self.currency = currency
        self.status = status
        self.branch = branch
        self.collector = collector
        self.entry = entry
    }
}

/// What decisions need of an account beside its money.
package struct AccountTraits: Sendable, Equatable {
    package let debtor: Int64
    package let account: Int64
    package let portfolio: Int64
    package let product: String?
    package let status: String?
    /// Name of the collector whom the creditor's core system names.
    package let collector: String?
}

extension AccountRecord {
    package var traits: AccountTraits {
        AccountTraits(
            debtor: debtor, account: id, portfolio: portfolio, product: product, status: status, collector: collector)
    }
}

/// One version of a due, as stored.
package struct DueRecord: Sendable, Equatable {
    package let debtor: Int64
    package let account: Int64
    package let version: Int
    package let reference: String
    package var due: Due
    package let entry: Int64
    package var retracted: Int64?

    package init(
        debtor: Int64, account: Int64, version: Int, reference: String, due: Due, entry: Int64, retracted: Int64? = nil
    ) {
        self.debtor = debtor
        self.account = account
        self.version = version
        self.reference = reference
        self.due = due
        self.entry = entry
        self.retracted = retracted
    }
}

/// Where a payment came from; the raw value is stored.
package enum PaymentSource: Int, Sendable {
    /// A file of payments.
    case file = 0
    /// A file of receivables that says what was paid on a due.
    case receivables = 1
    /// The difference between two snapshots.
    case snapshot = 2
    /// A person.
    case person = 3

    package var name: String {
        switch self {
        case .file: "file"
        case .receivables: "receivables"
        case .snapshot: "snapshot"
        case .person: "person"
        }
    }
}

/// One version of a payment, as stored. Money that fits no account has account and debtor 0.
package struct PaymentRecord: Sendable, Equatable {
    package let debtor: Int64
    package let account: Int64
    package let version: Int
    package let reference: String
    package var payment: Payment
    package var receivedAt: Instant?
    package var channel: String?
    package var payer: String?
    package let source: PaymentSource
    package let entry: Int64
    package var retracted: Int64?

    package init(
        debtor: Int64, account: Int64, version: Int, reference: String, payment: Payment, receivedAt: Instant?,
        channel: String?, payer: String?, source: PaymentSource, entry: Int64, retracted: Int64? = nil
    ) {
        self.debtor = debtor
        self.account = account
        self.version = version
        self.reference = reference
        self.payment = payment
        self.receivedAt = receivedAt
        self.channel = channel
        self.payer = payer
        self.source = source
        self.entry = entry
        self.retracted = retracted
    }
}

/// References that the product made itself, for rows that have none, start with this character; they are not shown.
package let ownReferenceMark: Character = "\u{1}"

extension String {
    /// nil for a reference that the product made itself.
    package var shownReference: String? { first == ownReferenceMark ? nil : self }
}

/// The state of one account, derived from its facts.
package struct PositionRecord: Sendable, Equatable {
    package let debtor: Int64
    package let account: Int64
    package let portfolio: Int64
    package let currency: Currency
    package var position: Position

    package init(debtor: Int64, account: Int64, portfolio: Int64, currency: Currency, position: Position) {
        self.debtor = debtor
        self.account = account
        self.portfolio = portfolio
        self.currency = currency
        self.position = position
    }
}
