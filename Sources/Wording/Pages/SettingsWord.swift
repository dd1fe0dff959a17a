/// Texts of the settings.
package enum SettingsWord: String, PageWord {
    package static let sentences = Sentences(PackageResources.page_settings_txt)

    case rightMissing = "right-missing"
    case wholeBookNeeded = "whole-book-needed"
    case installation
    case users
    case keys
    case portfolios
    case collectors
    case strategies
    case holidays
    case settingLanguage = "setting-language"
    case settingLanguageHint = "setting-language-hint"
    case indonesian
    case english
    case settingCalendar = "setting-calendar"
    case settingCalendarHint = "setting-calendar-hint"
    case settingTimeZone = "setting-time-zone"
    case settingTimeZoneHint = "setting-time-zone-hint"
    case settingRunTime = "setting-run-time"
    case settingRunTimeHint = "setting-run-time-hint"
    case userAdded = "user-added"
    case passwordReset = "password-reset"
    case passwordOnce = "password-once"
    case toUser = "to-user"
    case roles
    case collector
    case sees
    case state
    case active
    case notActive = "not-active"
    case disabled
    case passwordToChange = "password-to-change"
    case withCode = "with-code"
    case addUser = "add-user"
    case loginHint = "login-hint"
    case branches
    case branchesHint = "branches-hint"
    case language
    case isCollector = "is-collector"
    case maySignIn = "may-sign-in"
    case allUsers = "all-users"
    case sessions
    case userSince = "user-since"
    case resetPassword = "reset-password"
    case resetQuestion = "reset-question"
    case resetHint = "reset-hint"
    case withoutCode = "without-code"
    case sessionsNone = "sessions-none"
    case endAll = "end-all"
    case whatRolesCan = "what-roles-can"
    case seesAll = "sees-all"
    case seesOnly = "sees-only"
    case onlyThese = "only-these"
    case keyAdded = "key-added"
    case keyOnce = "key-once"
    case keysNone = "keys-none"
    case keysHint = "keys-hint"
    case neverUsed = "never-used"
    case keyMade = "key-made"
    case mayDo = "may-do"
    case made
    case lastUsed = "last-used"
    case revoke
    case revokeQuestion = "revoke-question"
    case revoked
    case addKey = "add-key"
    case keyNameHint = "key-name-hint"
    case collectorsNone = "collectors-none"
    case collectorsHint = "collectors-hint"
    case minutesPerDay = "minutes-per-day"
    case languages
    case languagesHint = "languages-hint"
    case skills
    case commasHint = "commas-hint"
    case noneMeansAll = "none-means-all"
    case addCollector = "add-collector"
    case changeNamed = "change-named"
    case collectorActive = "collector-active"
    case portfoliosNone = "portfolios-none"
    case portfoliosHint = "portfolios-hint"
    case creditor
    case creditorHint = "creditor-hint"
    case lender
    case strategy
    case buckets
    case waterfall
    case tolerance
    case grace
    case addPortfolio = "add-portfolio"
    case toleranceIn = "tolerance-in"
    case toleranceHint = "tolerance-hint"
    case graceHint = "grace-hint"
    case promiseToleranceIn = "promise-tolerance-in"
    case promiseToleranceHint = "promise-tolerance-hint"
    case waterfallHint = "waterfall-hint"
    case bucketEnds = "bucket-ends"
    case bucketsHint = "buckets-hint"
    case strategiesNone = "strategies-none"
    case strategyNamed = "strategy-named"
    case versionNumber = "version-number"
    case versions
    case followedBy = "followed-by"
    case followedByNone = "followed-by-none"
    case catchUp = "catch-up"
    case catchUpLatest = "catch-up-latest"
    case catchUpEach = "catch-up-each"
    case promisesKept = "promises-kept"
    case promiseReminder = "promise-reminder"
    case promiseBroken = "promise-broken"
    case ladderGoesOn = "ladder-goes-on"
    case exits
    case exitCured = "exit-cured"
    case exitBelow = "exit-below"
    case exitProposal = "exit-proposal"
    case strategyFile = "strategy-file"
    case strategyHow = "strategy-how"
    case stepsAsTable = "steps-as-table"
    case forPortfolios = "for-portfolios"
    case forProducts = "for-products"
    case forLenders = "for-lenders"
    case forOverdueFrom = "for-overdue-from"
    case forOverdueTo = "for-overdue-to"
    case forBroken = "for-broken"
    case forEverybody = "for-everybody"
    case step
    case when
    case kind
    case channel
    case template
    case minutes
    case ladderTitle = "ladder-title"
    case exitLane = "exit-lane"
    case dueDate = "due-date"
    case daysPastDue = "days-past-due"
    case whenBefore = "when-before"
    case whenDue = "when-due"
    case whenLate = "when-late"
    case whenMonth = "when-month"
    case whenAfter = "when-after"
    case calendarInForce = "calendar-in-force"
    case calendarEnds = "calendar-ends"
    case holidaysHow = "holidays-how"
    case holidaysNone = "holidays-none"
    case jointLeave = "joint-leave"
    case publicHoliday = "public-holiday"
    case estimate
    case day
}
