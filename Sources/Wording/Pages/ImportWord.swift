/// Texts of the pages about imports.
package enum ImportWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_import_txt)

    case dropTitle = "drop-title"
    case dropHint = "drop-hint"
    case uploading
    case uploadFailed = "upload-failed"
    case send
    case filesTitle = "files-title"
    case filesHint = "files-hint"
    case atWork = "at-work"
    case isImported = "is-imported"
    case hasFailed = "has-failed"
    case isTried = "is-tried"
    case isReady = "is-ready"
    case needsHelp = "needs-help"
    case importsTitle = "imports-title"
    case noImportsTitle = "no-imports-title"
    case noImportsText = "no-imports-text"
    case number
    case file
    case kind
    case startedAt = "started-at"
    case finishedAt = "finished-at"
    case read
    case accepted
    case unchanged
    case rejected
    case state
    case size
    case backToImports = "back-to-imports"
    case aboutTitle = "about-title"
    case newPortfolioName = "new-portfolio-name"
    case newPortfolioHint = "new-portfolio-hint"
    case choose
    case choosePortfolio = "choose-portfolio"
    case asOf = "as-of"
    case decimal
    case fromTheFile = "from-the-file"
    case dates
    case datesHint = "dates-hint"
    case vanished
    case vanishedListed = "vanished-listed"
    case vanishedPaid = "vanished-paid"
    case vanishedWithdrawn = "vanished-withdrawn"
    case columnsTitle = "columns-title"
    case columnsHint = "columns-hint"
    case notUsed = "not-used"
    case moreColumns = "more-columns"
    case saidTwice = "said-twice"
    case tryIt = "try-it"
    case importIt = "import-it"
    case lookAnew = "look-anew"
    case discard
    case notYetWhole = "not-yet-whole"
    case tryingTitle = "trying-title"
    case importingTitle = "importing-title"
    case undoingTitle = "undoing-title"
    case waitsForTurn = "waits-for-turn"
    case beginning
    case atPhase = "at-phase"
    case mayLeave = "may-leave"
    case lookAgain = "look-again"
    case failedTitle = "failed-title"
    case triedTitle = "tried-title"
    case importedTitle = "imported-title"
    case undoneTitle = "undone-title"
    case undoneText = "undone-text"
    case repeatedBy = "repeated-by"
    case anotherFile = "another-file"
    case downloadRejects = "download-rejects"
    case seeImport = "see-import"
    case mendHint = "mend-hint"
    case listOnly = "list-only"
    case newPortfolio = "new-portfolio"
    case takenUp = "taken-up"
    case warningsNote = "warnings-note"
    case vanishedNote = "vanished-note"
    case waitingNote = "waiting-note"
    case roundedNote = "rounded-note"
    case rejectsTitle = "rejects-title"
    case moreRejects = "more-rejects"
    case warningsTitle = "warnings-title"
    case line
    case column
    case value
    case reason
    case importTitle = "import-title"
    case unfinished
    case undoTitle = "undo-title"
    case undoText = "undo-text"
    case undoIt = "undo-it"
    case undoConfirm = "undo-confirm"
    case forceIt = "force-it"
}
