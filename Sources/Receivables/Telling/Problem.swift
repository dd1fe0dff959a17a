/// Something that went wrong and that a person can act on: a code of the catalogue and the facts of this instance.
///
/// The sentences (what happened, what to do) are in `Wording`, in every language; the exit code is mapped once, in the
/// command line. Programming errors are not problems: they stop the program.
package struct Problem: Error, Hashable, Sendable {
    package let code: ProblemCode
    package var facts: [Fact]

    package init(_ code: ProblemCode, _ facts: [Fact] = []) {
        self.code = code
        self.facts = facts
    }

    /// The same problem with one more fact, for callers that know more about where it happened.
    package func adding(_ fact: Fact) -> Problem { Problem(code, facts + [fact]) }
}

/// The catalogue of errors. Raw values are public, in JSON and in scripts: they are never renamed, only added to.
package enum ProblemCode: String, CaseIterable, Sendable {
    // Usage.
    case usage = "usage"
    case optionValue = "option-value"

    // Files.
    case fileMissing = "file-missing"
    case fileUnreadable = "file-unreadable"
    case fileEmpty = "file-empty"
    case fileNotText = "file-not-text"
    case fileEncoding = "file-encoding"
    case fileDamaged = "file-damaged"
    case fileTooLarge = "file-too-large"
    case outputUnwritable = "output-unwritable"
    case mapInvalid = "map-invalid"
    case sheetUnknown = "sheet-unknown"

    // The shape of an import as a whole.
    case fileChanged = "file-changed"
    case columnsUnknown = "columns-unknown"
    case columnsAmbiguous = "columns-ambiguous"
    case columnsOpen = "columns-open"
    case columnsDuplicate = "columns-duplicate"
    case columnMissing = "column-missing"
    case columnsTooMany = "columns-too-many"
    case dateAmbiguous = "date-ambiguous"
    case dateMixed = "date-mixed"
    case datePattern = "date-pattern"
    case rowsRejected = "rows-rejected"
    case importUnfinished = "import-unfinished"
    case importUnknown = "import-unknown"
    case importBuiltUpon = "import-built-upon"
    case importUndone = "import-undone"

    // One row of an import.
    case valueMissing = "value-missing"
    case notADate = "not-a-date"
    case notAnAmount = "not-an-amount"
    case amountTooLarge = "amount-too-large"
    case amountAmbiguous = "amount-ambiguous"
    case amountsDiffer = "amounts-differ"
    case amountSigns = "amount-signs"
    case amountNotPositive = "amount-not-positive"
    case notACurrency = "not-a-currency"
    case currencyDiffers = "currency-differs"
    case notAFlag = "not-a-flag"
    case notANumber = "not-a-number"
    case referenceInvalid = "reference-invalid"
    case referenceTaken = "reference-taken"
    case unknownAccount = "unknown-account"
    case unknownDebtor = "unknown-debtor"
    case debtorDiffers = "debtor-differs"
    case tooManyFields = "too-many-fields"
    case rowTooLong = "row-too-long"
    case quoteNotClosed = "quote-not-closed"
    case badEncoding = "bad-encoding"
    case dueVanished = "due-vanished"
    case dueNotAsStated = "due-not-as-stated"
    case dayOrder = "day-order"
    case dayInFuture = "day-in-future"

    // The book.
    case amountOverflow = "amount-overflow"
    case currencyMixed = "currency-mixed"
    case accountUnknown = "account-unknown"
    case debtorUnknown = "debtor-unknown"
    case referenceAmbiguous = "reference-ambiguous"
    case currencyNeeded = "currency-needed"
    case dueUnknown = "due-unknown"
    case holdUnknown = "hold-unknown"
    case paymentUnknown = "payment-unknown"
    case paymentReturned = "payment-returned"
    case portfolioUnknown = "portfolio-unknown"
    case portfolioUnsaid = "portfolio-unsaid"
    case collectorUnknown = "collector-unknown"
    case strategyUnknown = "strategy-unknown"
    case strategyInvalid = "strategy-invalid"
    case holidaysInvalid = "holidays-invalid"
    case holidaysUnknown = "holidays-unknown"
    case settingUnknown = "setting-unknown"
    case settingInvalid = "setting-invalid"
    case dateBeforeLastRun = "date-before-last-run"
    case worklistBeforeLastRun = "worklist-before-last-run"
    case tooManyParked = "too-many-parked"
    case keyReused = "key-reused"
    case changedMeanwhile = "changed-meanwhile"
    case debtorTaken = "debtor-taken"
    case verifyFailed = "verify-failed"

    // People.
    case notPermitted = "not-permitted"
    case signInRefused = "sign-in-refused"
    case codeNeeded = "code-needed"
    case signInPaused = "sign-in-paused"
    case signInBusy = "sign-in-busy"
    case passwordWeak = "password-weak"
    case passwordsDiffer = "passwords-differ"
    case passwordWrong = "password-wrong"
    case passwordSame = "password-same"
    case codeWrong = "code-wrong"
    case userUnknown = "user-unknown"
    case loginInvalid = "login-invalid"
    case loginTaken = "login-taken"
    case rolesNone = "roles-none"
    case lastAdmin = "last-admin"
    case setupClosed = "setup-closed"
    case keyUnknown = "api-key-unknown"
    case keyNameTaken = "api-key-name-taken"

    // The store.
    case databaseMissing = "database-missing"
    case databaseUnavailable = "database-unavailable"
    case databaseRefused = "database-refused"
    case databaseUntrusted = "database-untrusted"
    case databaseUnreadable = "database-unreadable"
    case databaseLocked = "database-locked"
    case leaseLost = "lease-lost"
    case databaseFull = "database-full"
    case databaseReadOnly = "database-read-only"
    case databaseURL = "database-url"
    case databaseNotEmpty = "database-not-empty"
    case schemaNewer = "schema-newer"
    case schemaOlder = "schema-older"
    case schemaChanged = "schema-changed"
    case migrationFailed = "migration-failed"
    case stateUnreadable = "state-unreadable"
    case moveUnfinished = "move-unfinished"
    case moveSourceChanged = "move-source-changed"
    case moveDiffers = "move-differs"
    case moveSame = "move-same"
    case moveTargetMissing = "move-target-missing"
    case databaseExists = "database-exists"
    case backupUnusable = "backup-unusable"
    case backupElsewhere = "backup-elsewhere"
    case outputExists = "output-exists"
    case internalError = "internal"

    // The pages and the API.
    case optionsTogether = "options-together"
    case fieldMissing = "field-missing"
    case fieldUnknown = "field-unknown"
    case fieldInvalid = "field-invalid"
    case methodNotAllowed = "method-not-allowed"
    case pageUnknown = "page-unknown"
    case addressTooLong = "address-too-long"
    case formForged = "form-forged"
    case bodyTooLarge = "body-too-large"
    case bodyUnreadable = "body-unreadable"
    case bodyLate = "body-late"
    case serverBusy = "server-busy"
    case certificateUnusable = "certificate-unusable"
    case addressUnusable = "address-unusable"
    case signInNeeded = "sign-in-needed"
    case keyRefused = "api-key-refused"
    case passwordMustChange = "password-must-change"
}

extension ProblemCode {
    /// Whether the same may succeed a moment later with nothing changed.
    package var isTransient: Bool {
        switch self {
        case .databaseLocked, .databaseUnavailable, .leaseLost: true
        default: false
        }
    }
}
