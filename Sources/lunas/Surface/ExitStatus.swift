import Receivables

/// The one map from problems to exit codes (BSD sysexits, as the contract lists them).
enum ExitStatus: Int32 {
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case tryLater = 75
    case notPermitted = 77
    case configuration = 78

    init(_ code: ProblemCode) {
        switch code {
        case .usage, .optionValue, .optionsTogether, .moveSame, .fieldMissing, .fieldUnknown, .fieldInvalid,
            .methodNotAllowed:
            self = .usage
        case .fileMissing, .fileUnreadable, .fileChanged: self = .noInput
        case .outputUnwritable, .outputExists, .databaseExists, .databaseFull: self = .cannotCreate
        case .databaseMissing, .moveTargetMissing, .databaseUnreadable, .databaseUnavailable, .addressUnusable:
            self = .unavailable
        case .databaseLocked, .leaseLost, .importUnfinished, .moveUnfinished, .moveSourceChanged, .debtorTaken,
            .signInPaused,
            .signInBusy, .serverBusy, .bodyLate:
            self = .tryLater
        case .databaseReadOnly, .databaseRefused, .databaseUntrusted, .notPermitted, .signInRefused, .codeNeeded,
            .passwordWrong, .codeWrong, .setupClosed, .keyRefused, .formForged, .signInNeeded, .passwordMustChange:
            self = .notPermitted
        case .databaseURL, .schemaNewer, .schemaOlder, .schemaChanged, .migrationFailed, .strategyInvalid,
            .holidaysInvalid, .settingUnknown, .settingInvalid, .backupElsewhere, .certificateUnusable:
            self = .configuration
        case .internalError: self = .software
        case .fileEmpty, .fileNotText, .fileEncoding, .fileDamaged, .fileTooLarge, .mapInvalid, .sheetUnknown,
            .columnsUnknown, .columnsAmbiguous, .columnsOpen, .columnsDuplicate, .columnMissing, .columnsTooMany,
            .dateAmbiguous, .dateMixed, .datePattern,
            .rowsRejected, .importUnknown, .importBuiltUpon, .importUndone, .valueMissing, .notADate, .notAnAmount,
            .amountTooLarge, .amountAmbiguous, .amountsDiffer, .amountSigns, .amountNotPositive, .notACurrency,
            .currencyDiffers, .notAFlag, .notANumber, .referenceInvalid, .referenceTaken, .unknownAccount,
            .unknownDebtor,
            .debtorDiffers, .tooManyFields, .rowTooLong, .quoteNotClosed, .badEncoding, .dueVanished,
            .dueNotAsStated, .dayOrder, .dayInFuture,
            .amountOverflow, .currencyMixed, .currencyNeeded, .dueUnknown, .holdUnknown, .accountUnknown,
            .debtorUnknown, .referenceAmbiguous, .paymentUnknown,
            .portfolioUnsaid,
            .paymentReturned, .portfolioUnknown, .collectorUnknown, .strategyUnknown, .holidaysUnknown,
            .dateBeforeLastRun, .worklistBeforeLastRun, .tooManyParked, .keyReused, .verifyFailed, .databaseNotEmpty,
            .changedMeanwhile,
            .stateUnreadable, .moveDiffers, .backupUnusable, .passwordWeak, .passwordSame, .userUnknown, .loginInvalid,
            .loginTaken, .rolesNone, .lastAdmin, .keyUnknown, .keyNameTaken, .pageUnknown, .addressTooLong,
            .bodyTooLarge, .bodyUnreadable, .passwordsDiffer:
            self = .data
        }
    }
}
