import Receivables
import Support
import Testing

@Suite struct DayTests {
    /// A calendar that only counts: from one day to the next, by the rules a child learns.
    struct SlowCalendar {
        var (year, month, day) = (1970, 1, 1)
        var weekday = 3  // 1 January 1970 was a Thursday.

        static func isLeap(_ year: Int) -> Bool { year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) }

        static func length(_ year: Int, _ month: Int) -> Int {
            if month == 2 { return isLeap(year) ? 29 : 28 }
            return [4, 6, 9, 11].contains(month) ? 30 : 31
        }

        mutating func goOn() {
            weekday = (weekday + 1) % 7
            day += 1
            guard day > SlowCalendar.length(year, month) else { return }
            (day, month) = (1, month + 1)
            if month > 12 { (month, year) = (1, year + 1) }
        }

        mutating func goBack() {
            weekday = (weekday + 6) % 7
            day -= 1
            guard day < 1 else { return }
            month -= 1
            if month < 1 { (month, year) = (12, year - 1) }
            day = SlowCalendar.length(year, month)
        }
    }

    @Test("every day of 500 years is the day of a calendar that only counts")
    func equalsCountedCalendar() {
        var ahead = SlowCalendar()
        var back = SlowCalendar()
        for number in 0..<Effort.cases(100_000, long: 2_900_000) {
            check(Day(Int32(number)), ahead)
            check(Day(Int32(-number)), back)
            ahead.goOn()
            if back.year > 1 || back.month > 1 || back.day > 1 { back.goBack() } else { break }
        }
    }

    private func check(_ day: Day, _ slow: SlowCalendar) {
        let (year, month, date) = day.civil
        guard (year, month, date) == (slow.year, slow.month, slow.day), day.weekday == slow.weekday,
            Day(year: slow.year, month: slow.month, day: slow.day) == day
        else {
            Issue.record("\(day.number) is \(slow.year)-\(slow.month)-\(slow.day), not \(day)")
            return
        }
    }

    @Test("text, arithmetic and month ends of random days")
    func randomDays() throws {
        for seed in 0..<2000 {
            var random = Seeded(UInt64(seed))
            let year = random.int(1...9999)
            let month = random.int(1...12)
            let date = random.int(1...SlowCalendar.length(year, month))
            let day = try #require(Day(year: year, month: month, day: date))
            #expect(Day(day.description) == day, "seed \(seed)")
            #expect(day.endOfMonth.civil == (year, month, SlowCalendar.length(year, month)), "seed \(seed)")
            let step = random.int(-10_000...10_000)
            #expect(day.adding(days: step).days(since: day) == step, "seed \(seed)")
            #expect(day.adding(days: step).adding(days: -step) == day, "seed \(seed)")
            #expect((day.adding(days: step) < day) == (step < 0), "seed \(seed)")
        }
    }

    @Test func daysThatAreNone() {
        for text in [
            "2025-02-29", "2026-02-30", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
            "0000-01-01",
            "2026-1-01", "2026-01-1", "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-0a",
            "+026-01-01", "",
        ] {
            #expect(Day(text) == nil, "\(text)")
        }
        #expect(Day(year: 10_000, month: 1, day: 1) == nil && Day(year: 2026, month: 1, day: .max) == nil)
    }

    @Test func leapYearsAndMonthEnds() throws {
        let table = Table(
            """
            | from       | days | to         | end of month |
            | 2024-02-28 | 1    | 2024-02-29 | 2024-02-29   |
            | 2025-02-28 | 1    | 2025-03-01 | 2025-03-31   |
            | 2000-02-28 | 1    | 2000-02-29 | 2000-02-29   |
            | 1900-02-28 | 1    | 1900-03-01 | 1900-03-31   |
            | 2026-12-31 | 1    | 2027-01-01 | 2027-01-31   |
            | 2026-03-31 | -31  | 2026-02-28 | 2026-02-28   |
            | 1970-01-01 | -1   | 1969-12-31 | 1969-12-31   |
            | 2028-01-30 | 30   | 2028-02-29 | 2028-02-29   |
            """)
        for row in table.rows {
            let to = try #require(Day(row[0])).adding(days: try #require(Int(row[1])))
            #expect(to.description == row[2])
            #expect(to.endOfMonth.description == row[3])
        }
        #expect(Day.first.description == "0001-01-01" && Day.last.description == "9999-12-31")
        #expect(Day("2026-11-23")?.weekday == 0 && Day("2026-11-29")?.weekday == 6)
    }
}
