/// Texts of the page of today.
package enum TodayWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_today_txt)

    case listOf = "list-of"
    case doneOf = "done-of"
    case doneWhyTarget = "done-why-target"
    case doneWhyLeft = "done-why-left"
    case progress
    case next
    case nextCall = "next-call"
    case calls
    case callsNone = "calls-none"
    case list
    case rank
    case debtor
    case days
    case overdue
    case step
    case why
    case atWork = "at-work"
    case mine
    case points
    case pointsAll = "points-all"
    case callAt = "call-at"
    case more
    case first
    case shown
    case emptyTitle = "empty-title"
    case empty
    case nothingLeft = "nothing-left"
    case nothingTitle = "nothing-title"
    case choose
    case chooseNote = "choose-note"
    case noCollector = "no-collector"
    case noCollectors = "no-collectors"
    case otherList = "other-list"
    case showList = "show-list"
}
