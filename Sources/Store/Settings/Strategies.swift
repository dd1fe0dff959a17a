import Receivables

/// A strategy as stored: its text in one version.
package struct StrategyRecord: Sendable {
    package let id: Int64
    package let name: String
    package let version: Int
    package let content: String
    package let entry: Int64

    package init(id: Int64, name: String, version: Int, content: String, entry: Int64) {
        self.id = id
        self.name = name
        self.version = version
        self.content = content
        self.entry = entry
    }
}

/// A day of a holiday calendar.
package struct HolidayRecord: Sendable, Equatable {
    package let calendar: String
    package let day: Day
    /// `public` or `joint-leave`.
    package let kind: String
    package let name: String
    /// `fixed` or `estimate`.
    package let status: String

    package init(calendar: String, day: Day, kind: String, name: String, status: String) {
        self.calendar = calendar
        self.day = day
        self.kind = kind
        self.name = name
        self.status = status
    }
}

/// A collector as stored.
package struct CollectorRecord: Sendable, Equatable {
    package let id: Int64
    package let name: String
    package var languages: [String]
    package var minutesPerDay: Int
    package var skills: [String]
    package var portfolios: [String]
    package var isActive: Bool

    package init(
        id: Int64, name: String, languages: [String], minutesPerDay: Int, skills: [String], portfolios: [String],
        isActive: Bool
    ) {
        self.id = id
        self.name = name
        self.languages = languages
        self.minutesPerDay = minutesPerDay
        self.skills = skills
        self.portfolios = portfolios
        self.isActive = isActive
    }
}

extension Reading {
    /// All strategies in all versions, by name and version.
    package func strategies() throws -> [StrategyRecord] {
        try all(
            "SELECT strategy_id, name, version, content, entry_id FROM strategies ORDER BY name, version", []
        ) { row in
            StrategyRecord(
                id: row.integer(0), name: row.text(1), version: Int(row.integer(2)), content: row.text(3),
                entry: row.integer(4))
        }
    }

    package func holidays(calendar: String? = nil) throws -> [HolidayRecord] {
        try all(
            """
            SELECT calendar, day, kind, name, status FROM holidays WHERE (CAST(?1 AS TEXT) IS NULL OR calendar = ?1)
            ORDER BY calendar, day, kind
            """, [Value(calendar)]
        ) { row in
            HolidayRecord(
                calendar: row.text(0), day: row.day(1), kind: row.text(2), name: row.text(3), status: row.text(4))
        }
    }

    /// All collectors in order of their ids.
    package func collectors() throws -> [CollectorRecord] {
        try all(
            """
            SELECT collector_id, name, languages, minutes_per_day, skills, portfolios, active FROM collectors
            ORDER BY collector_id
            """, []
        ) { row in
            CollectorRecord(
                id: row.integer(0), name: row.text(1), languages: row.words(2), minutesPerDay: Int(row.integer(3)),
                skills: row.words(4), portfolios: row.words(5), isActive: row.flag(6))
        }
    }
}

extension Row {
    /// A list of words stored as lines.
    fileprivate func words(_ column: Int) -> [String] { text(column).split(separator: "\n").map(String.init) }
}

extension Writing {
    package func addStrategy(_ record: StrategyRecord) throws {
        try execute(
            "INSERT INTO strategies (strategy_id, name, version, content, entry_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            [Value(record.id), .text(record.name), Value(record.version), .text(record.content), Value(record.entry)])
    }

    /// Puts the days in the place of all days of the calendar.
    package func replaceHolidays(calendar: String, _ days: [HolidayRecord]) throws {
        try execute("DELETE FROM holidays WHERE calendar = ?1", [.text(calendar)])
        var batch = RowBatch(width: 5)
        for day in days {
            batch.row([
                .text(day.calendar), Value(day.day), .text(day.kind), .text(day.name), .text(day.status),
            ])
        }
        try insert(batch, into: "holidays", columns: ["calendar", "day", "kind", "name", "status"])
    }

    /// Adds the collector, or changes the one with its id.
    package func save(_ collector: CollectorRecord) throws {
        try execute(
            """
            INSERT INTO collectors (collector_id, name, languages, minutes_per_day, skills, portfolios, active)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (collector_id) DO UPDATE SET languages = ?3, minutes_per_day = ?4, skills = ?5, portfolios = ?6,
                active = ?7
            """,
            [
                Value(collector.id), .text(collector.name), .text(collector.languages.joined(separator: "\n")),
                Value(collector.minutesPerDay), .text(collector.skills.joined(separator: "\n")),
                .text(collector.portfolios.joined(separator: "\n")), Value(collector.isActive),
            ])
    }
}
