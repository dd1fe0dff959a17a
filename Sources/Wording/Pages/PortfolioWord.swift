/// Texts of the page about a portfolio.
package enum PortfolioWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_portfolio_txt)

    case stamp
    case chooseKey = "choose-key"
    case allPortfolios = "all-portfolios"
    case period
    case lastDays = "last-days"
    case currency
    case glance
    // Large figures.
    case openLabel = "open-label"
    case openWhy = "open-why"
    case overdueLabel = "overdue-label"
    case overdueWhy = "overdue-why"
    case receivedLabel = "received-label"
    case receivedWhy = "received-why"
    case aheadLabel = "ahead-label"
    case aheadWhy = "ahead-why"
    case keptLabel = "kept-label"
    case keptWhy = "kept-why"
    // Drawings and their tables.
    case ageingTitle = "ageing-title"
    case ageingHint = "ageing-hint"
    case bucketsTitle = "buckets-title"
    case bucketsHint = "buckets-hint"
    case cashTitle = "cash-title"
    case cashHint = "cash-hint"
    case promisesTitle = "promises-title"
    case promisesHint = "promises-hint"
    case bucket
    case bucketDays = "bucket-days"
    case accounts
    case debtors
    case open
    case overdue
    case total
    case day
    case dueSeries = "due-series"
    case receivedSeries = "received-series"
    case cashColumn = "cash-column"
    case payments
    case promised
    case promisesCount = "promises-count"
    case showRows = "show-rows"
    case download
    // What is not there.
    case waitingNote = "waiting-note"
    case parkedNote = "parked-note"
    case noHistory = "no-history"
    case notYet = "not-yet"
    case emptyTitle = "empty-title"
    case emptyText = "empty-text"
    case importFirst = "import-first"
}
