import Casework
import Receivables
import Store

extension Desk {
    /// All settings with their values.
    package func settings() throws -> [(name: String, value: String)] {
        try access.require(.seeSettings)
        return try engine.read { db in try SettingName.allCases.map { ($0.rawValue, try db.setting($0)) } }
    }

    /// Changes a setting. Errors: `setting-unknown`, `setting-invalid`, `holidays-unknown`.
    package func setSetting(_ name: String, to value: String) throws {
        try access.requireEverywhere(.changeSettings)
        guard let setting = SettingName(rawValue: name) else {
            throw Problem(.settingUnknown, [
                Fact("setting", name), Fact("known", SettingName.allCases.map(\.rawValue).joined(separator: ", ")),
            ])
        }
        try engine.write(.durable) { db in
            try check(setting, value, db)
            let before = try db.setting(setting)
            guard before != value else { return }
            try db.set(setting, to: value)
            try db.journal(
                "setting-changed", subject: "setting:\(name)", detail: "{}", by: actor, before: digest(of: before.utf8),
                after: digest(of: value.utf8))
        }
    }

    private func check(_ setting: SettingName, _ value: String, _ db: any Reading) throws {
        switch setting {
        case .timeZone: _ = try Desk.offsetSeconds(ofZone: value, at: now)
        case .language:
            guard value == "id" || value == "en" else {
                throw Problem(.settingInvalid, [
                    Fact("setting", "language"), Fact("value", value), Fact("allowed", Phrase(.languages)),
                ])
            }
        case .runTime:
            guard value == RunTime.off || RunTime(value) != nil else {
                throw Problem(.settingInvalid, [
                    Fact("setting", "run-time"), Fact("value", value), Fact("allowed", Phrase(.timeOfDayOrOff)),
                ])
            }
        case .calendar:
            let known = Set(try db.holidays().map(\.calendar))
            guard known.contains(value) else {
                throw Problem(.holidaysUnknown, [
                    Fact("calendar", value), Fact("known", known.sorted().joined(separator: ", ")),
                ])
            }
        }
    }

    /// The stored text of a strategy, in its last or a given version. Error: `strategy-unknown`.
    package func strategy(named name: String, version: Int?) throws -> StrategyRecord {
        try access.require(.seeSettings)
        let all = try engine.read { try $0.strategies() }
        guard let found = all.last(where: { $0.name == name && (version == nil || $0.version == version) }) else {
            throw Problem(.strategyUnknown, [
                Fact("strategy", name), Fact("version", version.map(String.init) ?? ""),
                Fact("known", Set(all.map(\.name)).sorted().joined(separator: ", ")),
            ])
        }
        return found
    }

    /// A strategy as it is followed, in its last or a given version. Error: `strategy-unknown`.
    package func readStrategy(named name: String, version: Int? = nil) throws -> Strategy {
        try access.require(.seeSettings)
        return try memory.strategy(try strategy(named: name, version: version))
    }

    /// All strategies in all versions.
    package func strategies() throws -> [StrategyRecord] {
        try access.require(.seeSettings)
        return try engine.read { try $0.strategies() }
    }

    /// All calendars with the number of their days.
    package func calendars() throws -> [(name: String, days: Int)] {
        try access.require(.seeSettings)
        let days = try engine.read { try $0.holidays() }
        return Dictionary(grouping: days, by: \.calendar).map { ($0.key, $0.value.count) }.sorted { $0.0 < $1.0 }
    }

    /// The days of a calendar, as the file from which it could be read again. Error: `holidays-unknown`.
    package func calendar(named name: String) throws -> (days: [HolidayRecord], text: String) {
        try access.require(.seeSettings)
        let days = try engine.read { try $0.holidays(calendar: name) }
        guard !days.isEmpty else {
            throw Problem(.holidaysUnknown, [
                Fact("calendar", name), Fact("known", try calendars().map(\.name).joined(separator: ", ")),
            ])
        }
        return (days, HolidayFile.text(days))
    }
}
