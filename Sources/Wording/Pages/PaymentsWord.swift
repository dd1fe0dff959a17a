/// Texts of the page about payments.
package enum PaymentsWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_payments_txt)

    // Money that waits.
    case waitingTitle = "waiting-title"
    case waitingSum = "waiting-sum"
    case waitingWhy = "waiting-why"
    case noneTitle = "none-title"
    case noneText = "none-text"
    case date
    case amount
    case payer
    case named
    case nobodyNamed = "nobody-named"
    case reference
    case channel
    case creditor
    case due
    case isReturn = "is-return"
    case next
    case first
    // Giving it to an account.
    case assignTitle = "assign-title"
    case assignText = "assign-text"
    case findAccount = "find-account"
    case findHint = "find-hint"
    case find
    case hits
    case noHits = "no-hits"
    case moreHits = "more-hits"
    case assignTo = "assign-to"
    case overdueNow = "overdue-now"
    case nothingOverdue = "nothing-overdue"
    case back
    case assigned
    case gone
    // By hand.
    case addTitle = "add-title"
    case addHint = "add-hint"
    case account
    case accountHint = "account-hint"
    case amountHint = "amount-hint"
    case dateHint = "date-hint"
    case dueHint = "due-hint"
    case optional
    case add
    case added
    case reverseTitle = "reverse-title"
    case reverseHint = "reverse-hint"
    case paymentReference = "payment-reference"
    case paymentNumber = "payment-number"
    case numberHint = "number-hint"
    case reverse
    case reverseConfirm = "reverse-confirm"
    case reversed
    case needed
    case seeAccount = "see-account"
}
