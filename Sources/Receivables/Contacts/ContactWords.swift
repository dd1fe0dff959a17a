/// How a debtor is reached. The raw value is public.
package enum ContactChannel: String, CaseIterable, Sendable {
    case call
    case sms
    case whatsapp
    case email
    case letter
    case visit
}

/// What came of a contact. The raw value is public.
package enum ContactResult: String, CaseIterable, Sendable {
    case noAnswer = "no-answer"
    case busy
    case unreachable
    case wrongNumber = "wrong-number"
    case thirdParty = "third-party"
    case delivered
    case read
    case failed
    /// Talked to the debtor, without a result of its own.
    case reached
    case promised
    case refused
    case disputed
    case alreadyPaid = "already-paid"
    case hardship
    case callback

    /// Whether the debtor in person was reached: nil where the code does not say.
    package var isRightParty: Bool? {
        switch self {
        case .reached, .promised, .refused, .disputed, .alreadyPaid, .hardship, .callback: true
        case .noAnswer, .busy, .unreachable, .wrongNumber, .thirdParty, .failed: false
        case .delivered, .read: nil
        }
    }
}
