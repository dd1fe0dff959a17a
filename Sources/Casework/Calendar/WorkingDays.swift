import Receivables

/// The days on which people work: Monday to Saturday, outside public holidays.
package struct WorkingDays: Sendable {
    /// The first holiday, and from there on whether each day is one: runs ask this many times for each debtor.
    private let first: Int32
    private let isHoliday: [Bool]

    package init(holidays: Set<Day>) {
        first = holidays.min()?.number ?? 0
        let last = holidays.max()?.number ?? first
        var days = [Bool](repeating: false, count: Int(last - first) + 1)
        for day in holidays { days[Int(day.number - first)] = true }
        isHoliday = days
    }

    package func isWorkingDay(_ day: Day) -> Bool {
        let place = Int(day.number) - Int(first)
        return day.weekday != 6 && !(isHoliday.indices.contains(place) && isHoliday[place])
    }

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
