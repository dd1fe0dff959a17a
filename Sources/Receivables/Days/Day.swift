/// A calendar day without time zone: the number of days since 1970-01-01 in the proleptic Gregorian calendar.
package struct Day: Hashable, Sendable, Comparable {
    package let number: Int32

    package init(_ number: Int32) { self.number = number }

    /// The day with these calendar fields, or nil when there is no such day (31 April) or the year is outside
    /// 1...9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Day.daysInMonth(year: year, month: month) else { return nil }
        self.init(Day.daysFromCivil(year: year, month: month, day: day))
    }

    /// The day written `YYYY-MM-DD`, or nil for any other text.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        guard let year = Day.integer(bytes[0..<4]), let month = Day.integer(bytes[5..<7]),
            let day = Day.integer(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// The day `days` later (earlier when negative).
    package func adding(days: Int) -> Day { Day(number + Int32(days)) }

    /// Whole days from `earlier` to this day; negative when `earlier` is later.
    package func days(since earlier: Day) -> Int { Int(number) - Int(earlier.number) }

    /// Last day of this day's month.
    package var endOfMonth: Day {
        let (year, month, _) = civil
        return Day(Day.daysFromCivil(year: year, month: month, day: Day.daysInMonth(year: year, month: month)))
    }

    /// 0 for Monday to 6 for Sunday.
    package var weekday: Int { (Int(number) % 7 + 10) % 7 }

    private static func integer(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}

extension Day {
    /// Year, month 1...12 and day 1...31. Algorithm: Howard Hinnant, "chrono-compatible low-level date algorithms".
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Inverse of `civil`; the fields must name a real day.
    package static func daysFromCivil(year: Int, month: Int, day: Int) -> Int32 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// 28 to 31.
    package static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    /// First and last day that can be written with four digits of the year.
    package static let first = Day(daysFromCivil(year: 1, month: 1, day: 1))
    package static let last = Day(daysFromCivil(year: 9999, month: 12, day: 31))
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = civil
        return Digits.padded(year, 4) + "-" + Digits.padded(month, 2) + "-" + Digits.padded(day, 2)
    }
}

/// Plain digit printing, for the places where a formatter would be slow or would bring in Foundation.
package enum Digits {
    /// `value` with leading zeros up to `width` digits.
    package static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}
