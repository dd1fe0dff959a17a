/// What a column of an imported file can mean. The raw value is only a place in tables.
package enum ColumnKey: Int, CaseIterable, Sendable {
    case debtorReference
    case debtorName
    case debtorPhone
    case debtorEmail
    case debtorAddress
    case debtorProvince
    case debtorLanguage
    case accountReference
    case accountAlias
    case accountProduct
    case accountOpened
    case accountCurrency
    case accountStatus
    case accountBranch
    case accountCollector
    case accountOverdue
    case accountDPD
    case dueReference
    case dueIssued
    case dueDate
    case dueAmount
    case duePrincipal
    case dueInterest
    case dueFee
    case duePenalty
    case dueCurrency
    case dueDisputed
    case duePaid
    case dueSettled
    case dueOpen
    case dueWithdrawn
    case paymentReference
    case paymentDate
    case paymentAmount
    case paymentCurrency
    case paymentChannel
    case paymentPayer
    case promiseMade
    case promiseDate
    case promiseAmount
    case contactChannel
    case contactAt
    case contactResult
    case contactNote

    /// The key as the mapping file writes it.
    package var name: String { ColumnKey.names[rawValue] }

    package init?(named name: String) {
        guard let place = ColumnKey.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: place)
    }

    /// In the order of the cases.
    private static let names = [
        "debtor.reference", "debtor.name", "debtor.phone", "debtor.email", "debtor.address", "debtor.province",
        "debtor.language", "account.reference", "account.alias", "account.product", "account.opened",
        "account.currency", "account.status", "account.branch", "account.collector", "account.overdue", "account.dpd",
        "due.reference", "due.issued", "due.date", "due.amount", "due.principal", "due.interest", "due.fee",
        "due.penalty", "due.currency", "due.disputed", "due.paid", "due.settled", "due.open", "due.withdrawn",
        "payment.reference", "payment.date", "payment.amount", "payment.currency", "payment.channel", "payment.payer",
        "promise.made", "promise.date", "promise.amount", "contact.channel", "contact.at", "contact.result",
        "contact.note",
    ]

    /// Whether the values name something.
    var isReference: Bool {
        switch self {
        case .debtorReference, .accountReference, .dueReference, .paymentReference: true
        default: false
        }
    }

    /// The kind of value, for reading and for guessing by value.
    package var kind: ColumnKind {
        switch self {
        case .accountOpened, .dueIssued, .dueDate, .dueSettled, .dueWithdrawn, .promiseMade, .promiseDate: .day
        case .paymentDate, .contactAt: .moment
        case .accountOverdue, .dueAmount, .duePrincipal, .dueInterest, .dueFee, .duePenalty, .duePaid, .dueOpen,
            .paymentAmount, .promiseAmount:
            .amount
        case .accountDPD: .number
        case .accountCurrency, .dueCurrency, .paymentCurrency: .currency
        case .dueDisputed: .flag
        default: .text
        }
    }
}

/// How the values of a column are read.
package enum ColumnKind: Sendable {
    case text
    case day
    /// A day with a time of day, where one is written.
    case moment
    case amount
    case number
    case currency
    case flag
}

/// The kinds of file that can be imported, statements apart.
package enum ImportKind: String, CaseIterable, Sendable {
    case receivables
    case accounts
    case debtors
    case payments
    case promises
    case contacts
    case snapshot

    /// The keys that mean something in this kind of file.
    package var keys: [ColumnKey] {
        let debtor: [ColumnKey] = [
            .debtorReference, .debtorName, .debtorPhone, .debtorEmail, .debtorAddress, .debtorProvince, .debtorLanguage,
        ]
        let account: [ColumnKey] = [
            .accountReference, .accountAlias, .accountProduct, .accountOpened, .accountCurrency, .accountStatus,
            .accountBranch, .accountCollector,
        ]
        let due: [ColumnKey] = [
            .dueReference, .dueIssued, .dueDate, .dueAmount, .duePrincipal, .dueInterest, .dueFee, .duePenalty,
            .dueCurrency, .dueDisputed,
        ]
        switch self {
        case .receivables: return debtor + account + due + [.duePaid, .dueOpen, .dueSettled, .dueWithdrawn]
        case .snapshot: return debtor + account + [.accountOverdue, .accountDPD] + due + [.dueOpen]
        case .accounts: return debtor + account
        case .debtors: return debtor
        case .payments:
            return [
                .accountReference, .debtorReference, .dueReference, .paymentReference, .paymentDate, .paymentAmount,
                .paymentCurrency, .paymentChannel, .paymentPayer,
            ]
        case .promises:
            return [.accountReference, .debtorReference, .promiseMade, .promiseDate, .promiseAmount, .paymentCurrency]
        case .contacts:
            return [
                .accountReference, .debtorReference, .contactChannel, .contactAt, .contactResult, .contactNote,
            ]
        }
    }

    /// What the file must have: of each inner list at least one.
    package var required: [[ColumnKey]] {
        let someone: [ColumnKey] = [.accountReference, .debtorReference]
        switch self {
        case .receivables: return [someone, [.dueDate], [.dueAmount, .duePrincipal, .dueInterest, .dueFee, .duePenalty]]
        case .snapshot: return [someone, [.dueOpen, .accountOverdue], [.dueDate, .accountDPD]]
        case .accounts: return [[.accountReference], [.debtorReference]]
        case .debtors: return [[.debtorReference]]
        case .payments: return [someone, [.paymentDate], [.paymentAmount]]
        case .promises: return [someone, [.promiseDate], [.promiseAmount]]
        case .contacts: return [someone, [.contactAt]]
        }
    }
}
