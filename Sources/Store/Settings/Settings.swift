import Receivables

/// The installation's own settings, by name.
package enum SettingName: String, CaseIterable, Sendable {
    /// IANA zone of the installation: it decides which day is today.
    case timeZone = "time-zone"
    /// Language of sentences on the command line: `id` or `en`.
    case language
    /// Name of the holiday calendar in force.
    case calendar
    /// Time of day, `06:00`, from which the workers run the day; `off`: they leave that to people.
    case runTime = "run-time"

    package var standard: String {
        switch self {
        case .timeZone: "Asia/Jakarta"
        case .language: "id"
        case .calendar: "id"
        case .runTime: "off"
        }
    }
}

extension Reading {
    /// The value of a setting, or its default.
    package func setting(_ name: SettingName) throws -> String {
        try first("SELECT value FROM settings WHERE name = ?1", [.text(name.rawValue)]) { $0.text(0) } ?? name.standard
    }
}

extension Writing {
    package func set(_ name: SettingName, to value: String) throws {
        try execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
            [.text(name.rawValue), .text(value)])
    }
}

/// What is numbered.
package enum SequenceName: String, Sendable {
    case debtor, account, payment, creditor, portfolio, collector, strategy, hold, promise, contact, note, run
    case imports = "import"
    case user
    case apiKey = "api-key"
}

extension Reading {
    /// The next free number.
    package func next(_ name: SequenceName) throws -> Int64 {
        try first("SELECT next_id FROM sequences WHERE name = ?1", [.text(name.rawValue)]) { $0.integer(0) } ?? 1
    }
}

extension Writing {
    /// Takes `count` numbers out of a sequence and gives the first of them.
    package func take(_ count: Int, _ name: SequenceName) throws -> Int64 {
        let first = try next(name)
        try execute(
            "INSERT INTO sequences (name, next_id) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET next_id = ?2",
            [.text(name.rawValue), Value(first + Int64(count))])
        return first
    }
}
