/// What an examination of an installation found: a stable code and the facts that fill its sentence.
package struct Finding: Hashable, Sendable {
    package let code: FindingCode
    package let facts: [Fact]

    package init(_ code: FindingCode, _ facts: [Fact] = []) {
        self.code = code
        self.facts = facts
    }
}

/// How bad a finding is. Raw values are public, in JSON.
package enum FindingState: String, CaseIterable, Sendable {
    case ok
    /// Works, but somebody should look after it.
    case warning
    /// Does not work, or loses something one day.
    case problem
}

/// Everything that `doctor` may find. Raw values are public, in JSON: they are never renamed, only added to.
package enum FindingCode: String, CaseIterable, Sendable {
    // The book.
    case schemaCurrent = "schema-current"
    case bookWritable = "book-writable"
    case clockAgrees = "clock-agrees"
    case clockDiffers = "clock-differs"
    case clockBehindJournal = "clock-behind-journal"
    case timeZoneSet = "time-zone-set"
    case holidaysKnown = "holidays-known"
    case holidaysEnd = "holidays-end"
    case holidaysNone = "holidays-none"
    case nothingInterrupted = "nothing-interrupted"
    case importInterrupted = "import-interrupted"
    case runInterrupted = "run-interrupted"
    case runRecent = "run-recent"
    case runOld = "run-old"
    case runNever = "run-never"
    case parkedNone = "parked-none"
    case parkedSome = "parked-some"
    case backupRecent = "backup-recent"
    case backupOld = "backup-old"
    case backupNever = "backup-never"

    // The file of a database.
    case roomEnough = "room-enough"
    case roomLow = "room-low"
    case roomNone = "room-none"
    case filePrivate = "file-private"
    case fileReadable = "file-readable"
    case logSmall = "log-small"
    case logLarge = "log-large"
    case logMode = "log-mode"
    case logModeOther = "log-mode-other"

    // The server of a database.
    case serverVersion = "server-version"
    case serverStandby = "server-standby"
    case commitSafe = "commit-safe"
    case commitUnsafe = "commit-unsafe"
    case commitAsynchronous = "commit-asynchronous"
    case connectionsEnough = "connections-enough"
    case connectionsFew = "connections-few"
    case connectionPrivate = "connection-private"
    case connectionOpen = "connection-open"
    case archiveOn = "archive-on"
    case archiveOff = "archive-off"
    case archiveFailing = "archive-failing"
    case standbyNear = "standby-near"
    case standbyFar = "standby-far"
    case transactionOld = "transaction-old"
    case readingNear = "reading-near"
    case readingFar = "reading-far"
    case readingAway = "reading-away"
    case readingServer = "reading-server"
    case readingOther = "reading-other"

    package var state: FindingState {
        switch self {
        case .schemaCurrent, .bookWritable, .clockAgrees, .timeZoneSet, .holidaysKnown, .nothingInterrupted, .runRecent,
            .parkedNone, .backupRecent, .roomEnough, .filePrivate, .logSmall, .logMode, .serverVersion, .commitSafe,
            .connectionsEnough, .connectionPrivate, .archiveOn, .standbyNear, .readingNear:
            .ok
        case .clockDiffers, .clockBehindJournal, .holidaysEnd, .holidaysNone, .importInterrupted, .runInterrupted,
            .runOld, .runNever, .parkedSome, .backupOld, .backupNever, .roomLow, .fileReadable, .logLarge,
            .serverStandby, .commitAsynchronous, .connectionsFew, .connectionOpen, .archiveOff, .standbyFar,
            .transactionOld, .readingFar, .readingAway, .readingServer:
            .warning
        case .roomNone, .logModeOther, .commitUnsafe, .archiveFailing, .readingOther: .problem
        }
    }
}
