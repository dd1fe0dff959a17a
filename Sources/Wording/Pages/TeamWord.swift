/// Texts of the page of the team.
package enum TeamWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_team_txt)

    case reassignByRule = "reassign-by-rule"
    case moved
    case movedEach = "moved-each"
    case whoWorksWhat = "who-works-what"
    case noCollectors = "no-collectors"
    case noCollectorsHint = "no-collectors-hint"
    case collector
    case attainment
    case toDo = "to-do"
    case worked
    case contacts
    case reached
    case promises
    case openCases = "open-cases"
    case workedToday = "worked-today"
    case leftToday = "left-today"
    case ofNobody = "of-nobody"
    case inactive
    case attainmentWhy = "attainment-why"
    case attainmentNothing = "attainment-nothing"
    case attainmentDay = "attainment-day"
    case recordedAs = "recorded-as"
    case unowned
    case giveOut = "give-out"
    case atWork = "at-work"
    case atWorkNone = "at-work-none"
    case who
    case debtor
    case since
    case others
    case listOf = "list-of"
    case listCount = "list-count"
    case listEmpty = "list-empty"
    case debtorsNone = "debtors-none"
    case checkMove = "check-move"
    case choose
    case chooseOne = "choose-one"
    case rank
    case dpd
    case overdue
    case step
    case reason
    case lockedBy = "locked-by"
    case to
    case toHint = "to-hint"
    case toNone = "to-none"
    case earlier
    case later
    case choosePlease = "choose-please"
    case from
    case fromNone = "from-none"
    case inPortfolio = "in-portfolio"
    case limit
    case limitHint = "limit-hint"
    case limitWrong = "limit-wrong"
    case nothingMoves = "nothing-moves"
    case nothingMovesHint = "nothing-moves-hint"
    case confirmTitle = "confirm-title"
    case confirmNobody = "confirm-nobody"
    case confirmFrom = "confirm-from"
    case confirmHint = "confirm-hint"
    case cases
    case moveNow = "move-now"
    case history
    case historyDay = "history-day"
    case asTable = "as-table"
    case day
}
