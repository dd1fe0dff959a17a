/// Words inside a sentence that every language says in its own way: what a value may be, why a file cannot be used.
package struct Phrase: Hashable, Sendable {
    package let code: PhraseCode
    package let facts: [Fact]

    package init(_ code: PhraseCode, _ facts: [Fact] = []) {
        self.code = code
        self.facts = facts
    }
}

/// The codes that have a word in every language, by what they are codes of.
package enum TermKind: String, CaseIterable, Sendable {
    case channel
    case contactResult = "contact-result"
    case holdReason = "hold-reason"
    case promiseState = "promise-state"
    case stepKind = "step-kind"
    case lenderType = "lender-type"
    case importKind = "import-kind"
    case importState = "import-state"
    case thing
    case attribute
    case component
    case bucket
    case grade
    case check
    case phase
    case relation
    case pointKind = "point-kind"
    case pointQuality = "point-quality"
    case nodeKind = "node-kind"
    case nodeState = "node-state"
    case shareTask = "share-task"
    case shareState = "share-state"
    case findingState = "finding-state"
    case role
    case permission
}

/// Every phrase. Raw values stand in the details of errors, so they are only added to.
package enum PhraseCode: String, CaseIterable, Sendable {
    // What a value may be.
    case oneOf = "one-of"
    case languages
    case shortName = "short-name"
    case numberFrom = "number-from"
    case numberBetween = "number-between"
    case currencyCode = "currency-code"
    case instant
    case timeZoneName = "time-zone-name"
    case timeOfDayOrOff = "time-of-day-or-off"
    case amountFromZero = "amount-from-zero"
    case sameCreditor = "same-creditor"
    case waterfallStages = "waterfall-stages"
    case waterfallList = "waterfall-list"
    case bucketEnds = "bucket-ends"
    case jsonObject = "json-object"
    case text
    case delimiters
    case decimalMarks = "decimal-marks"
    case rejectsFiles = "rejects-files"
    case headerOrNull = "header-or-null"
    case textUpTo = "text-up-to"
    case isoDay = "iso-day"
    case plainAmount = "plain-amount"
    case yesOrNo = "yes-or-no"
    case listUpTo = "list-up-to"
    case onceOnly = "once-only"
    case operationKey = "operation-key"

    // Amounts by component.
    case componentPart = "component-part"
    case phraseList = "phrase-list"

    // What is wrong with a command as it was written.
    case usageArgumentMissing = "usage-argument-missing"
    case usageOptionUnknown = "usage-option-unknown"
    case usageValueMissing = "usage-value-missing"
    case usageValueWrong = "usage-value-wrong"
    case usageTooMuch = "usage-too-much"
    case usageOther = "usage-other"

    // Places.
    case theFile = "the-file"
    case line
    case temporaryFile = "temporary-file"
    case standardOutput = "standard-output"

    // Why a file or folder cannot be used.
    case isFolder = "is-folder"
    case isNoFile = "is-no-file"
    case isNoDatabase = "is-no-database"
    case isDamaged = "is-damaged"
    case noPermission = "no-permission"
    case noRoom = "no-room"
    case noSuchFolder = "no-such-folder"
    case readOnlyDisk = "read-only-disk"
    case systemError = "system-error"
    case otherTaskAtWork = "other-task-at-work"
    case otherTaskStandsStill = "other-task-stands-still"
    case outOfMemory = "out-of-memory"
    case archiveBroken = "archive-broken"
    case archiveTooShort = "archive-too-short"
    case archiveTooLong = "archive-too-long"
    case archiveBomb = "archive-bomb"
    case noWorkbook = "no-workbook"
    case noSheet = "no-sheet"
    case sheetMissing = "sheet-missing"
    case partUnreadable = "part-unreadable"
    case sharedTextMissing = "shared-text-missing"
    case rowsOutOfOrder = "rows-out-of-order"
    case cellsOutOfOrder = "cells-out-of-order"
    case cellTooLong = "cell-too-long"
    case cellMisplaced = "cell-misplaced"
    case sharedTextsTooLarge = "shared-texts-too-large"
    case xmlWithoutEnd = "xml-without-end"
    case xmlTooDeep = "xml-too-deep"
    case xmlBroken = "xml-broken"
    case xmlDocumentType = "xml-document-type"

    // What is wrong in a settings file.
    case tooLarge = "too-large"
    case tooManyValues = "too-many-values"
    case notYAML = "not-yaml"
    case keysExpected = "keys-expected"
    case listExpected = "list-expected"
    case textExpected = "text-expected"
    case integerExpected = "integer-expected"
    case wordUnknown = "word-unknown"
    case standsTwice = "stands-twice"
    case isMissing = "is-missing"
    case dayExpected = "day-expected"
    case segmentNeeded = "segment-needed"
    case stepCannotWait = "step-cannot-wait"
    case stepsOutOfOrder = "steps-out-of-order"
    case noticeIncomplete = "notice-incomplete"
    case stepWithoutDay = "step-without-day"

    // What stands in the way of taking back an import.
    case duesCorrected = "dues-corrected"
    case paymentsCorrected = "payments-corrected"
    case builtOnAccounts = "built-on-accounts"
    case builtOnDebtors = "built-on-debtors"

    // What a recording lacks.
    case nameDebtorOrAccount = "name-debtor-or-account"
    case nameAccount = "name-account"
    case namePayment = "name-payment"
    case holdNeedsAccount = "hold-needs-account"
    case noteLength = "note-length"

    // What is wrong with a password.
    case passwordExpected = "password-expected"
    case passwordTooShort = "password-too-short"
    case passwordTooLong = "password-too-long"
    case passwordTooSimple = "password-too-simple"
    case passwordCommon = "password-common"
    case passwordLikeLogin = "password-like-login"
}
