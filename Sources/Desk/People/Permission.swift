/// What somebody may do, in the words of the field. Raw values are public: keys of integrations and the JSON of users
/// name them.
package enum Permission: String, CaseIterable, Sendable {
    // Looking.
    /// Debtors and accounts with everything about them, and the search.
    case seeDebtors = "see-debtors"
    /// The worklist of one's own.
    case seeWorklist = "see-worklist"
    /// The worklists of all, and who works what.
    case seeTeam = "see-team"
    /// Ageing and the figures of portfolios.
    case seePortfolio = "see-portfolio"
    /// Money that waits for its account.
    case seeWaitingMoney = "see-waiting-money"
    /// Imports and their rejected rows.
    case seeImports = "see-imports"
    /// Strategies, calendars and settings.
    case seeSettings = "see-settings"
    /// The journal: who did what.
    case seeArchive = "see-archive"
    /// Tables that leave the book as files.
    case export = "export"

    // Working with debtors.
    /// Contacts and notes.
    case logContacts = "log-contacts"
    case recordPromises = "record-promises"
    /// To set a hold, and to end one.
    case setHolds = "set-holds"
    /// To give cases to another collector.
    case reassign = "reassign"

    // Money and files.
    /// To enter payments, and to give waiting ones to their account.
    case recordPayments = "record-payments"
    case reversePayments = "reverse-payments"
    case importFiles = "import-files"
    case undoImports = "undo-imports"

    // The day, and setting up.
    case runDay = "run-day"
    case changePortfolios = "change-portfolios"
    case changeStrategies = "change-strategies"
    case changeCollectors = "change-collectors"
    /// Settings of the installation, and holidays.
    case changeSettings = "change-settings"
    case manageUsers = "manage-users"
    case manageKeys = "manage-keys"
    /// To recompute every invariant of the book.
    case verifyBook = "verify-book"
    /// Backups, moves, the state of the installation and its nodes.
    case keepBook = "keep-book"
}

/// What somebody is on the desk: a name for permissions that belong together. A user may have several.
package enum Role: String, CaseIterable, Sendable {
    case collector, supervisor, analyst, clerk, compliance, auditor, admin

    package var permissions: Set<Permission> {
        switch self {
        case .collector: [.seeDebtors, .seeWorklist, .logContacts, .recordPromises, .setHolds]
        case .supervisor:
            Role.collector.permissions.union([
                .seeTeam, .seePortfolio, .seeWaitingMoney, .seeImports, .seeSettings, .export, .reassign,
            ])
        case .analyst:
            [
                .seeDebtors, .seeWorklist, .seeTeam, .seePortfolio, .seeImports, .seeSettings, .export,
                .changeStrategies,
            ]
        case .clerk:
            [
                .seeDebtors, .seePortfolio, .seeWaitingMoney, .seeImports, .seeSettings, .export, .recordPayments,
                .reversePayments, .importFiles, .undoImports,
            ]
        case .compliance:
            [
                .seeDebtors, .seeWorklist, .seeTeam, .seePortfolio, .seeSettings, .seeArchive, .export, .setHolds,
                .verifyBook,
            ]
        // Who checks changes nothing.
        case .auditor:
            [
                .seeDebtors, .seeWorklist, .seeTeam, .seePortfolio, .seeWaitingMoney, .seeImports, .seeSettings,
                .seeArchive, .export, .verifyBook,
            ]
        // Who gives out rights does not move money and does not speak with debtors: that takes another role, and the
        // journal shows who gave it.
        case .admin:
            [
                .seeDebtors, .seeWorklist, .seeTeam, .seePortfolio, .seeWaitingMoney, .seeImports, .seeSettings,
                .seeArchive, .runDay, .changePortfolios, .changeStrategies, .changeCollectors, .changeSettings,
                .manageUsers, .manageKeys, .verifyBook, .keepBook,
            ]
        }
    }
}
