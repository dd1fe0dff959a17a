/// Texts of the page of a debtor.
package enum DebtorWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_debtor_txt)

    case who
    case unnamed
    case reference
    case creditor
    case speaks
    case languageId = "language-id"
    case languageEn = "language-en"
    case languageSu = "language-su"
    case languageJv = "language-jv"
    case clock
    case province
    case timeThere = "time-there"
    case timeUnknown = "time-unknown"
    case reach
    case reachNone = "reach-none"
    case notTheirs = "not-theirs"
    case contactRules = "contact-rules"
    case accounts
    case allOverdue = "all-overdue"
    case allOpen = "all-open"
    case days
    case current
    case open
    case credit
    case product
    case status
    case branch
    case strip
    case dues
    case due
    case dueDay = "due-day"
    case amount
    case dueState = "due-state"
    case paid
    case partPaid = "part-paid"
    case unpaid
    case coming
    case earlierDues = "earlier-dues"
    case earlierOpen = "earlier-open"
    case holds
    case holdOf = "hold-of"
    case stopsContact = "stops-contact"
    case stopsCount = "stops-count"
    case endHold = "end-hold"
    case timeline
    case showAll = "show-all"
    case showMoney = "show-money"
    case showContact = "show-contact"
    case older
    case newest
    case timelineEmpty = "timeline-empty"
    case by
    case eventPayment = "event-payment"
    case eventReturn = "event-return"
    case eventDue = "event-due"
    case eventDueOpen = "event-due-open"
    case eventContact = "event-contact"
    case eventContactIn = "event-contact-in"
    case eventContactBare = "event-contact-bare"
    case eventNote = "event-note"
    case eventPromise = "event-promise"
    case eventPromiseReceived = "event-promise-received"
    case eventHold = "event-hold"
    case eventStep = "event-step"
    case eventStepBy = "event-step-by"
    case eventOpened = "event-opened"
    case eventCured = "event-cured"
    case eventSettled = "event-settled"
    case eventPlaced = "event-placed"
    case eventWrittenOff = "event-written-off"
    case eventClosed = "event-closed"
    case toDo = "to-do"
    case suggested
    case suggestedStep = "suggested-step"
    case followUp = "follow-up"
    case whyNow = "why-now"
    case noCase = "no-case"
    case noStep = "no-step"
    case theCase = "case"
    case stage
    case owner
    case ownerNone = "owner-none"
    case nextAction = "next-action"
    case nextNever = "next-never"
    case attempts
    case attemptsOf = "attempts-of"
    case opened
    case logCall = "log-call"
    case logContact = "log-contact"
    case channel
    case direction
    case directionOut = "direction-out"
    case directionIn = "direction-in"
    case result
    case account
    case accountAll = "account-all"
    case note
    case nextDay = "next-day"
    case nextTime = "next-time"
    case nextHint = "next-hint"
    case saveContact = "save-contact"
    case saveNote = "save-note"
    case writeNote = "write-note"
    case promise
    case promiseAmount = "promise-amount"
    case promiseHint = "promise-hint"
    case promiseDay = "promise-day"
    case savePromise = "save-promise"
    case hold
    case holdReason = "hold-reason"
    case holdFrom = "hold-from"
    case holdTo = "hold-to"
    case holdToHint = "hold-to-hint"
    case saveHold = "save-hold"
    case message
    case offer
    case letter
    case comesWithNotices = "comes-with-notices"
    case mayNot = "may-not"
    case lockMine = "lock-mine"
    case lockOther = "lock-other"
    case lockFree = "lock-free"
    case take
    case release
    case back
    case next
    case toList = "to-list"
    case sentContact = "sent-contact"
    case sentNote = "sent-note"
    case sentPromise = "sent-promise"
    case sentHold = "sent-hold"
    case sentEnd = "sent-end"
    case changedTitle = "changed-title"
    case changedLine = "changed-line"
    case changeContact = "change-contact"
    case changeNote = "change-note"
    case changePromise = "change-promise"
    case changeHold = "change-hold"
    case changeHoldEnded = "change-hold-ended"
    case changePayment = "change-payment"
    case changeReassigned = "change-reassigned"
    case changeImport = "change-import"
    case changeOther = "change-other"
}
