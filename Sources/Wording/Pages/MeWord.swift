/// Texts of one's own account.
package enum MeWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_me_txt)

    case about
    case roles
    case collector
    case portfolios
    case branches
    case language
    case mustChange = "must-change"
    case oldPassword = "old-password"
    case newPassword = "new-password"
    case passwordHint = "password-hint"
    case changePassword = "change-password"
    case othersEnd = "others-end"
    case passwordDone = "password-done"
    case codeSetDone = "code-set-done"
    case codeRemovedDone = "code-removed-done"
    case sessionsDone = "sessions-done"
    case codeTitle = "code-title"
    case codeOn = "code-on"
    case codeOff = "code-off"
    case codeIntro = "code-intro"
    case codeStart = "code-start"
    case codeStep1 = "code-step-1"
    case codeStep2 = "code-step-2"
    case codePicture = "code-picture"
    case codeByHand = "code-by-hand"
    case codeLink = "code-link"
    case codeStep3 = "code-step-3"
    case firstCode = "first-code"
    case firstCodeHint = "first-code-hint"
    case codeTurnOn = "code-turn-on"
    case codeTurnOff = "code-turn-off"
    case codeIsOn = "code-is-on"
    case sessions
    case endOthers = "end-others"
    case began
    case lastSeen = "last-seen"
    case address
    case browser
    case action
    case thisOne = "this-one"
    case endSession = "end-session"
}
