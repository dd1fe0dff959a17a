/// Texts that every page has, and those of signing in.
package enum CommonWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_common_txt)

    // The frame of every page.
    case skipToContent = "skip-to-content"
    case navigation
    case today
    case payments
    case importing
    case team
    case portfolio
    case settings
    case searchLabel = "search-label"
    case searchHint = "search-hint"
    case myAccount = "my-account"
    case signOut = "sign-out"
    case otherLanguage = "other-language"
    case keys
    case close
    case demoNote = "demo-note"
    case dash
    // Signing in.
    case signInTitle = "sign-in-title"
    case signIn = "sign-in"
    case login
    case password
    case code
    case codeHint = "code-hint"
    case signedOut = "signed-out"
    case sessionEnded = "session-ended"
    case setUpTitle = "set-up-title"
    case setUpIntro = "set-up-intro"
    case setUpDone = "set-up-done"
    case name
    case repeatPassword = "repeat-password"
    case createAdmin = "create-admin"
    // Problems.
    case problemTitle = "problem-title"
    case goBack = "go-back"
    case problemNumber = "problem-number"
    // What many pages say.
    case save
    case cancel
    case all
    case none
    case yes
    case no
    case show
    case nothingHere = "nothing-here"
    case savedNote = "saved-note"
}
