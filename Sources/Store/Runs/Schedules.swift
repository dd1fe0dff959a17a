import Receivables

/// What is done by itself at a time of day.
package enum ScheduleName: String, Sendable {
    case run
}

extension Reading {
    /// The last day on which it was done by itself.
    package func lastDay(of schedule: ScheduleName) throws -> Day? {
        try first("SELECT last_day FROM schedules WHERE name = ?1", [.text(schedule.rawValue)]) { $0.day(0) }
    }
}

extension Writing {
    /// Takes the day of a schedule; false when somebody has it already. Of any number who ask, one is told yes.
    package func take(_ day: Day, of schedule: ScheduleName, node: Int64) throws -> Bool {
        try execute(
            """
            INSERT INTO schedules (name, last_day, fired_at, node_id) VALUES (?1, ?2, \(dialect.now), ?3)
            ON CONFLICT (name) DO UPDATE SET last_day = excluded.last_day, fired_at = excluded.fired_at,
                node_id = excluded.node_id
            WHERE schedules.last_day < excluded.last_day
            """, [.text(schedule.rawValue), Value(day), Value(node)]) == 1
    }
}
