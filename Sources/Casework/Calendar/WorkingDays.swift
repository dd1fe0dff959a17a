import Receivables

/// The days on which people work: Monday to Saturday, outside public holidays.
package struct WorkingDays: Sendable {
    private let holidays: Set<Day>

    package init(holidays: Set<Day>) { self.holidays = holidays }

    package func isWorkingDay(_ day: Day) -> Bool { day.weekday != 6 && !holidays.contains(day) }

    /// `day` itself, or the first working day after it.
    package func onOrAfter(_ day: Day) -> Day {
        var day = day
        // A calendar without a single working day in a year is a mistake in the data, not a reason to search for ever.
        for _ in 0..<366 where !isWorkingDay(day) { day = day.adding(days: 1) }
        return day
    }

    /// The working day that is `count` working days after `day`.
    package func adding(_ count: Int, to day: Day) -> Day {
        var day = day
        for _ in 0..<max(count, 0) { day = onOrAfter(day.adding(days: 1)) }
        return day
    }
}
